"""Annotators measured against people: scores, agreement, cards."""
