"""The codebook on the page: what LLM annotators are told too, so that both judge by one text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from usergap.annotators.llm.prompts import PROMPT_VERSION, prompt
from usergap.annotators.llm.tasks import TURN_TASKS
from usergap.report.wording import label_for, words_for

CODEBOOK_VERSION = f"prompts-{PROMPT_VERSION}"
DIMENSIONS = tuple(TURN_TASKS)
_ENTRY = re.compile(r"^- (\w+): (.+)$", re.MULTILINE)
_FIELD = re.compile(r'^Field "\w+": ([^\n]*)')
_ALONE = " Stands alone."
_SEVERAL = " Give each label that applies."
_ROWS = {"intent": "1234567890", "feedback": "qwertyu", "identity": "asdfghjk"}
"""A row of keys a dimension."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One label; ``alone``: it goes with no other of its dimension."""

    label: str
    title: str
    means: str
    key: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """One dimension: what is asked, its labels, and how borders are drawn."""

    dimension: str
    title: str
    asks: str
    entries: tuple[Entry, ...]
    note: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in their order."""
        return tuple(one.label for one in self.entries)


@cache
def chapter(dimension: str) -> Chapter:
    """The chapter of intent, feedback or identity."""
    text, task = prompt(dimension), TURN_TASKS[dimension]
    means = dict(_ENTRY.findall(text))
    asked = _FIELD.match(text)
    entries = tuple(
        Entry(
            label,
            label_for(label).capitalize(),
            means[label].removesuffix(_ALONE).rstrip("."),
            key,
            label == task.rest,
        )
        for label, key in zip(task.labels, _ROWS[dimension], strict=True)
    )
    last = text.rstrip().splitlines()[-1]
    asks = asked.group(1).removesuffix(_SEVERAL) if asked else ""
    return Chapter(
        dimension,
        words_for(dimension).title,
        asks[:1].upper() + asks[1:],
        entries,
        "" if last.startswith("- ") else last,
    )
