"""What a system prompt orders its simulated user to do, read from plain lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_CLAUSE = re.compile(r"(?<=[.!?;])\s+|\n+")
_NO = re.compile(r"\b(?:no|not|never|nothing|neither|nor|without|avoid|don't|stop)\b", re.I)
_ABOUT_WHOM = re.compile(r"\s*(?:who you are|what you want|your (?:goal|persona|intent))\W*:", re.I)
_WORDS = re.compile(r"\b(\d[\d,]*|one|two|three)\s+words?\b", re.I)
_NUMBERS = {"one": 1, "two": 2, "three": 3}
_END = re.compile(r"\bend(?:s|ing)?\s+(?:it|(?:the|this)\s+conversation)\b", re.I)
_ONLY_IF = re.compile(r"\s*(?:if|when|where|unless)\b", re.I)
_OF_SELF = re.compile(r"\byourself\b", re.I)
_NAMED = re.compile(r"\b(?:mention|include|give|ask\s+(?:for|about))\s+(?P<what>[^.!?;]+)", re.I)
_FEEDBACK = {
    "explicit_positive": r"prais|compliment|thank|positive feedback",
    "explicit_negative": r"complain|critici[sz]|disapprov|dissatisf|negative feedback",
    "regeneration_request": r"regenerat|redo|rewrit|try again|answer again|done differently",
    "continuation_request": r"to (?:go on|continue)\b|more of the same|ask for more",
    "requesting_clarification": r"(?:do|did) not understand|what (?:it|that) means|explained again",
    "providing_clarification": r"what you meant|misunderst|missing detail|clarify",
}
_IDENTITY = {
    "demographic": r"\bage\b|job|occupation|where you live|gender|nationality|demographic",
    "physical": r"health|body|illness|physical",
    "interpersonal_relationships": r"family|friend|colleague|relationship",
    "general_preferences": r"\blikes?\b|prefer|taste",
    "past": r"\bpast\b|happened|habit|\bdid\b",
    "future": r"\bplan|future|coming",
    "worldview": r"belie[fv]|worldview|moral|opinion",
}


@dataclass
class Orders:
    """What was ordered; None and empty: nothing was said of it.

    ``feedback`` and ``identity`` map labels to wanted (True) or forbidden;
    ``quiet``: no comment on the answer at all; ``closed``: nothing about oneself;
    ``topics``: what to ask for or to mention.
    """

    words: int | None = None
    feedback: dict[str, bool] = field(default_factory=dict)
    quiet: bool = False
    identity: dict[str, bool] = field(default_factory=dict)
    closed: bool = False
    end: bool | None = None
    may_end: bool = False
    topics: list[str] = field(default_factory=list)


def read_orders(system: str) -> Orders:
    """The orders of a system prompt, the later ones before the earlier.

    Lines that say who the user is and what they want hold no orders.
    """
    orders = Orders()
    lines = [line for line in system.splitlines() if not _ABOUT_WHOM.match(line)]
    for clause in _CLAUSE.split("\n".join(lines)):
        _take(clause, orders)
    return orders


def _take(clause: str, orders: Orders) -> None:
    if found := _WORDS.search(clause):
        said = found[1].lower().replace(",", "")
        orders.words = _NUMBERS.get(said) or int(said)
    if found := _END.search(clause):
        _end(clause, found.start(), orders)
    elif _ONLY_IF.match(clause) and "<|" in clause:
        orders.may_end = True
    elif _OF_SELF.search(clause):
        kinds = _labels(_IDENTITY, clause)
        orders.identity |= kinds
        orders.closed = not kinds and bool(_NO.search(clause))
        if not kinds and not orders.closed:
            orders.identity["past"] = True
    else:
        given = _labels(_FEEDBACK, clause)
        orders.feedback |= given
        if re.search(r"\b(?:comment|feedback|react)", clause, re.I) and _NO.search(clause):
            orders.quiet = True
        elif not given and not found and (named := _NAMED.search(clause)):
            orders.topics.append(named["what"].strip())


def _end(clause: str, at: int, orders: Orders) -> None:
    if _NO.search(clause[:at]):
        orders.end = False
    elif _ONLY_IF.match(clause):
        orders.may_end = True
    else:
        orders.end = True


def _labels(patterns: Mapping[str, str], clause: str) -> dict[str, bool]:
    """The labels named in a clause, and whether no "no" stands before the first."""
    places = {
        label: found.start()
        for label, pattern in patterns.items()
        if (found := re.search(pattern, clause, re.IGNORECASE))
    }
    if not places:
        return {}
    wanted = not _NO.search(clause[: min(places.values())])
    return dict.fromkeys(places, wanted)
