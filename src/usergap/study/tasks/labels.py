"""Label user turns by the codebook: intent, feedback and what users reveal of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usergap.errors import InputError
from usergap.study.labelling.codebook import chapter
from usergap.study.labelling.units import dimensions_asked
from usergap.study.records import Answer, Item, Study
from usergap.study.reports import Report
from usergap.study.tasks.task import Form, Task, View


def label_view(study: Study, item: Item, _flipped: bool = False) -> View:
    """The conversation to the last turn asked for, and the codebook."""
    chapters = [chapter(name) for name in dimensions_asked(study)]
    return {"messages": item.shown["messages"], "turns": item.shown["turns"], "chapters": chapters}


def _read(study: Study, item: Item, form: Form) -> dict[str, Any]:
    return {
        "labels": {
            str(turn): {
                name: read_labels(form, f"t{turn}.{name}", name, turn)
                for name in dimensions_asked(study)
            }
            for turn in item.shown["turns"]
        }
    }


def read_labels(form: Form, field: str, dimension: str, turn: int) -> list[str]:
    """The labels of a field in the codebook's order. Raises InputError for the rater."""
    book = chapter(dimension)
    given = set(form.get(field, ()))
    if not given:
        raise InputError(f"Turn {turn}: please choose at least one label of {book.title}.")
    if given - set(book.labels):
        raise InputError(f"Turn {turn}: {book.title} has no such label.")
    alone = {one.label for one in book.entries if one.alone}
    if len(given) > 1 and given & alone:
        raise InputError(f"Turn {turn}: one label of {book.title} goes with no other.")
    return [label for label in book.labels if label in given]


def _report(study: Study, answers: Sequence[Answer]) -> Report:
    from usergap.study.labelling.results import labelling_results  # loads numpy
    from usergap.study.labelling.said import lines

    found = labelling_results(study, answers)
    return Report(study, answers, "labels.html.j2", found, tuple(lines(found)))


TASK = Task(
    "labels",
    "What does the user do here?",
    "Read the conversation up to the marked turn of the user, and choose all labels that fit it.",
    "labels.html.j2",
    label_view,
    _read,
    _report,
)
