"""Assistants, one a file."""
