"""Engines: one function over batches of dialogues, run on one process, several, or a cluster."""

from usergap.profiles.engines.engine import Engine, Work
from usergap.profiles.engines.pool import PoolEngine, cores

__all__ = ["Engine", "PoolEngine", "Work", "cores"]
