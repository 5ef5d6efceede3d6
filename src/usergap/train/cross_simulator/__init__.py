"""Assistants tuned against one simulator, tested under others; mixtures of simulators."""
