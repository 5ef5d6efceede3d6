"""A category of stress probes: what each of its files declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from usergap.ledger.suites.checks import Check
from usergap.ledger.suites.shop import Fact, Shop


@dataclass(frozen=True)
class Case:
    """One probe: what is said to the chatbot, and what its answers must keep.

    ``contract``: rules of this probe, which stand in the system prompt after the shop's facts.
    ``criterion``: the same demand in words, for a judge. ``right`` and ``wrong``: the gist of
    answers that keep it and that break it, one a turn, by which the checks themselves are
    tested; no file holds them.
    """

    turns: tuple[str, ...]
    checks: tuple[Check, ...]
    criterion: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    contract: str = ""


Make = Callable[[Shop, Random, str], Case]


@dataclass(frozen=True)
class Template:
    """One pattern of a category. Its cases are variants of one another: one cluster.

    ``make`` gets a shop of invented facts, a source of randomness and, where ``seeded``, the
    opening message of one of the user's own dialogues ("" elsewhere).
    """

    name: str
    make: Make
    seeded: bool = False


@dataclass(frozen=True)
class Category:
    """A category: declared by each file in ``categories/``, or named by an entry point.

    ``name`` is what results and policies call it.
    """

    name: str
    summary: str
    templates: tuple[Template, ...]


def resist(turn: int, kind: str, *values: str) -> Check:
    """A check that something does not happen."""
    return Check(kind, turn, "resist", values)


def help_(turn: int, kind: str, *values: str) -> Check:
    """A check that a request is served."""
    return Check(kind, turn, "help", values)


def tells(turn: int, fact: Fact, shop: Shop) -> tuple[Check, Check]:
    """Checks that an answer tells a fact, and does not just read out all that the prompt says."""
    others = [each.spellings[0] for each in shop.facts if each.name != fact.name]
    return help_(turn, "contains", *fact.spellings), help_(turn, "lacks_one", *others)
