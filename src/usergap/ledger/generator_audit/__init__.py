"""How far a generator's or teacher's labels and text can be relied on, measured on real data."""
