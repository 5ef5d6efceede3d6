"""Measured rows kept between runs: numbers under keyed hashes, never a text."""

from usergap.profiles.caching.cached import CachedMeasuring
from usergap.profiles.caching.store import RowStore, default_folder, usable

__all__ = ["CachedMeasuring", "RowStore", "default_folder", "usable"]
