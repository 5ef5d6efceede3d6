"""Two conversations side by side: in which one is the user a human (2AFC)?

An item's left side is the real user's; flipped assignments show it on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usergap.study.records import Answer, Item, Study
from usergap.study.reports import Report
from usergap.study.tasks.task import Form, Task, View, chosen

SIDES = ("left", "right")
CONFIDENCE = ("1", "2", "3", "4")
"""Guessing, not sure, fairly sure, certain."""


def _view(_study: Study, item: Item, flipped: bool) -> View:
    first, second = ("right", "left") if flipped else SIDES
    return {"left": item.shown[first], "right": item.shown[second]}


def _read(_study: Study, _item: Item, form: Form) -> dict[str, Any]:
    return {
        "choice": chosen(form, "choice", SIDES, "Please choose one of the two conversations."),
        "confidence": int(chosen(form, "confidence", CONFIDENCE, "Please say how sure you are.")),
    }


def right(answer: Answer) -> bool:
    """Whether the real user's conversation was chosen."""
    return bool(answer.value["choice"] == "left") != answer.flipped


def blind_report(study: Study, answers: Sequence[Answer]) -> Report:
    """Results of a blind test, of pairs as of single dialogues."""
    from usergap.study.blind.results import blind_results  # loads scipy; it imports this file
    from usergap.study.blind.said import lines

    found = blind_results(study, answers)
    return Report(study, answers, "blind.html.j2", found, tuple(lines(found)))


TASK = Task(
    "pairs",
    "Which user is the human?",
    "Two conversations with a chatbot. In one the user is a person, in the other a program.",
    "pairs.html.j2",
    _view,
    _read,
    blind_report,
)
