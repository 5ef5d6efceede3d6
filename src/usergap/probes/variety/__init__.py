"""How varied a side's text is: similarities, Vendi, distinct n-grams, clusters, kinds."""
