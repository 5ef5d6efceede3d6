"""Two answers to the same, side by side: which one is better, or more like a real user's?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usergap.study.records import Answer, Item, Study
from usergap.study.reports import Report
from usergap.study.tasks.task import Form, Task, View, chosen

QUESTIONS = {
    "better": ("Which one is better?", "is better"),
    "human": ("In which one does the user write more like a real one?", "is more like a real user"),
}
"""What is asked, and what is said of the one that is chosen."""
SIDES = ("left", "right")
CHOICES = (*SIDES, "tie")


def _view(study: Study, item: Item, flipped: bool) -> View:
    first, second = ("right", "left") if flipped else SIDES
    question, chosen_for = QUESTIONS[study.settings.get("asks", "better")]
    return {
        "question": question,
        "chosen_for": chosen_for,
        "context": item.shown["context"],
        "left": item.shown[first],
        "right": item.shown[second],
    }


def _read(_study: Study, _item: Item, form: Form) -> dict[str, Any]:
    ask = "Please choose A, B or no difference."
    return {"choice": chosen(form, "choice", CHOICES, ask)}


def _report(study: Study, answers: Sequence[Answer]) -> Report:
    from usergap.study.choices.results import choice_results  # loads scipy
    from usergap.study.choices.said import lines

    found = choice_results(study, answers)
    return Report(study, answers, "choices.html.j2", found, tuple(lines(found)))


TASK = Task(
    "choices",
    "Which one?",
    "Two texts for the same place. Who or what wrote them is not shown.",
    "choices.html.j2",
    _view,
    _read,
    _report,
)
