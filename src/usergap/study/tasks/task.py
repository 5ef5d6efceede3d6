"""Task: how an item is shown and what counts as an answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from usergap.errors import InputError
from usergap.study.records import Answer, Item, Study
from usergap.study.reports import Report

Form = Mapping[str, tuple[str, ...]]
"""The fields that a browser sent; hostile."""
View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of study.

    ``view(study, item, flipped)``: what the template ``tasks/<template>`` shows, never the
    item's truth. ``read(study, item, form)``: the answer to keep; raises InputError with a sentence
    for the rater where a field is missing or no choice of ours. ``report(study, answers)``: what
    was found so far.
    """

    name: str
    title: str
    asks: str
    template: str
    view: Callable[[Study, Item, bool], View]
    read: Callable[[Study, Item, Form], dict[str, Any]]
    report: Callable[[Study, Sequence[Answer]], Report]


def chosen(form: Form, field: str, allowed: tuple[str, ...], ask: str) -> str:
    """The one choice of a field; ``ask``: what to tell a rater who made none."""
    values = form.get(field, ())
    if len(values) != 1 or values[0] not in allowed:
        raise InputError(ask)
    return values[0]
