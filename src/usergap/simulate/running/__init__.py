"""Running: many conversations at once, kept in a journal and resumed."""
