"""HTML, terminal, JSON and CSV views of a comparison; nothing is computed here."""
