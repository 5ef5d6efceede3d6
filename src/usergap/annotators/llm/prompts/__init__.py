"""The prompts of the LLM annotators: package files, one folder per version.

A version's files never change: another wording is another version, and labels
made by different versions are not compared.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

PROMPT_VERSION = "1"


@cache
def prompt(part: str) -> str:
    """One part of the prompt of the current version."""
    place = files("usergap.annotators.llm.prompts") / f"v{PROMPT_VERSION}" / f"{part}.md"
    return place.read_text("utf-8").strip()
