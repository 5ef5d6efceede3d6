"""The entry point ``usergap``."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    raise SystemExit("usergap: the verbs are being built")
