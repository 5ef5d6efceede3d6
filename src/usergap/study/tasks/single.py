"""One conversation: is its user a human, or simulated?"""

from __future__ import annotations

from typing import Any

from usergap.study.records import Answer, Item, Study
from usergap.study.tasks.pairs import CONFIDENCE, blind_report
from usergap.study.tasks.task import Form, Task, View, chosen

CHOICES = ("human", "simulated")


def _view(_study: Study, item: Item, flipped: bool) -> View:
    choices = tuple(reversed(CHOICES)) if flipped else CHOICES
    return {"messages": item.shown["messages"], "choices": choices}


def _read(_study: Study, _item: Item, form: Form) -> dict[str, Any]:
    return {
        "choice": chosen(form, "choice", CHOICES, "Please say what you take the user for."),
        "confidence": int(chosen(form, "confidence", CONFIDENCE, "Please say how sure you are.")),
    }


def right(answer: Answer, item: Item) -> bool:
    """Whether the user was taken for what they are."""
    return bool(answer.value["choice"] == item.truth["user"])


TASK = Task(
    "single",
    "Human or simulated?",
    "One conversation with a chatbot. Its user is a person or a program.",
    "single.html.j2",
    _view,
    _read,
    blind_report,
)
