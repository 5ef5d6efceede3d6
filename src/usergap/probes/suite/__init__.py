"""The probes, one a file: each declares a ``PROBE``."""
