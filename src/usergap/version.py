"""The version, where every room can read it without importing the flat API."""

__version__ = "0.1.0"
