"""Readers and writers; the format is recognised by content."""
