"""The prompts that scenarios and personas are written by: package files, a folder per version.

A version's files never change: another wording is another version.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

PROMPT_VERSION = "1"


@cache
def prompt(part: str) -> str:
    """One prompt of the current version."""
    place = files("usergap.simulate.prompts") / f"v{PROMPT_VERSION}" / f"{part}.md"
    return place.read_text("utf-8").strip()
