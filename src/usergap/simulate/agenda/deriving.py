"""From a scenario's sentence to a goal: rules, no model; what they miss stays in the task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from usergap.simulate.scenarios.goal import Goal
from usergap.simulate.scenarios.scenario import Scenario

Form = Literal["verb", "noun", "sentence"]
_LEAD = re.compile(
    r"^(?:(?:a|the) user (?:is |who is )?)?(?:interact|talk|chat|speak|work|convers|ask)ing"
    r"(?: with| to)? (?:a|an|the) (?:ai )?(?:chatbot|assistant|language model|model|bot)"
    r",? (?P<how>to|about|for|on|how to) ",
    re.IGNORECASE,
)
_WANTS = re.compile(r"^(?:(?:i|you|they) )?(?:want|wants|need|needs|try|tries) to ", re.IGNORECASE)
_ASK_WORDS = "what why how when where who which can could would should is are do does did i"
_VERB_WORDS = """
analyze analyse ask book build buy calculate change check choose compare create debug decide
design develop discuss draft edit explain explore find fix gather generate get identify improve
inquire learn make obtain plan practise practice prepare refine rewrite seek solve study
summarize summarise test translate understand use write
"""
_MARKER_WORDS = "for with without under over within using by from in on at including"
_ASKS, _VERBS, _MARKERS = (
    frozenset(words.split()) for words in (_ASK_WORDS, _VERB_WORDS, _MARKER_WORDS)
)
_LEAST_TASK = 3
MOST_CONSTRAINTS = 4


@dataclass(frozen=True)
class Wants:
    """A scenario taken apart: the task in the user's mouth, its form, and the goal."""

    task: str
    form: Form
    goal: Goal


@lru_cache(maxsize=1024)
def wants(scenario: Scenario) -> Wants:
    """The task and goal of a scenario; a goal that the scenario states replaces the derived one."""
    text = scenario.text.strip().rstrip(".")
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else _WANTS.sub("", text)
    form = _form(rest, lead["how"].lower() if lead else "")
    if form != "verb" or scenario.goal is not None:  # a list of topics is one topic
        return Wants(_own(rest, form), form, scenario.goal or Goal())
    task, segments = _split(rest)
    requests: list[str] = []
    constraints: list[tuple[str, str]] = []
    for marker, words in segments:
        if marker in ("and", ",") and is_verb(words):
            requests.append(_own(words, form))
        elif marker == "and":
            requests.append(words)
        elif len(constraints) < MOST_CONSTRAINTS:
            constraints.append(("", words if marker == "," else f"{marker} {words}"))
    return Wants(_own(task, form), form, Goal(tuple(constraints), tuple(requests)))


def is_verb(text: str) -> bool:
    """Whether a text says something to do, by its first word."""
    words = text.split()
    return bool(words) and words[0].lower() in _VERBS


def _form(text: str, how: str) -> Form:
    first = text.split()[0].lower() if text.split() else ""
    if how in ("to", "how to") or is_verb(text):
        return "verb"
    if text.endswith("?") or first in _ASKS:
        return "sentence"
    return "noun"


def _split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The task, and the segments that follow it, each with the word that opens it."""
    task: list[str] = []
    segments: list[tuple[str, list[str]]] = []
    into = task
    for word in text.split():
        bare = word.rstrip(",").lower()
        long_enough = len(into) >= (_LEAST_TASK if into is task else 1)
        if long_enough and bare in ("and", *_MARKERS):
            into = []
            segments.append((bare, into))
            continue
        into.append(word.rstrip(","))
        if word.endswith(",") and long_enough:
            into = []
            segments.append((",", into))
    return " ".join(task), [(marker, " ".join(words)) for marker, words in segments if words]


def _own(text: str, form: Form) -> str:
    """In the user's mouth: of what a user wants to do, "their" things are "my" things."""
    if form != "verb":
        return text
    text = re.sub(r"\btheir\b", "my", text)
    return re.sub(r"\bthemselves\b", "myself", text)
