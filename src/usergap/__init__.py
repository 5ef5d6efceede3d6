"""usergap: how far simulated users are from real ones, where, and how surely."""

__version__ = "0.1.0"
