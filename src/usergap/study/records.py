"""Study, Item, Assignment, Answer: what a study is made of, whatever it asks.

``shown`` is all that a rater's browser ever gets; ``truth`` never leaves the server
before the study is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to judge; ``number`` counts from 0 within its study.

    ``attention``: an item whose right answer every attentive reader gives; it is left
    out of all results but the account of raters. ``shown`` and ``truth`` hold JSON.
    ``apart``: names of what the item shows (dialogues, scenarios); nobody gets two items that share
    one. ``stratum``: each rater's list holds its share of every stratum.
    """

    number: int
    shown: Mapping[str, Any]
    truth: Mapping[str, Any] = field(default_factory=dict, repr=False)
    attention: bool = False
    apart: tuple[str, ...] = ()
    stratum: str = ""

    @property
    def closing(self) -> str | None:
        """The task of an item that all get at the end of a study of another task; else None."""
        return self.shown.get("task")


@dataclass(frozen=True, slots=True)
class Study:
    """What is asked of whom; ``kind`` names the task (see ``usergap.study.tasks``).

    ``settings``: ``per_rater`` (items a rater gets), ``consent`` (text to agree to),
    and what the task itself reads; JSON.
    """

    id: str
    kind: str
    title: str
    seed: int
    created: str
    settings: Mapping[str, Any]
    items: tuple[Item, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The place of an item in one rater's order; ``flipped``: its two sides change places."""

    position: int
    item: int
    flipped: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What one rater said to one assignment.

    ``value``: the task's own fields, as shown to the rater (not turned back where
    the assignment was flipped). ``seconds``: from the showing of the item to the answer, as the
    server saw it; ``answered`` in UTC.
    """

    rater: str
    position: int
    item: int
    flipped: bool
    value: Mapping[str, Any]
    seconds: float
    answered: str
