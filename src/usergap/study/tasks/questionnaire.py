"""Questionnaires, after a conversation or on their own. Answers are kept by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usergap.study.questionnaires.items import SUBJECTS, forms_of
from usergap.study.questionnaires.questionnaire import OPEN
from usergap.study.records import Answer, Item, Study
from usergap.study.reports import Report
from usergap.study.tasks.task import Form, Task, View, chosen


def _view(study: Study, item: Item, flipped: bool) -> View:
    from usergap.study.questionnaires.placing import placed  # loads numpy

    subject = SUBJECTS[study.settings.get("subject", "chatbot")]
    forms = [
        {
            "name": form.name,
            "title": form.title,
            "asks": form.asks.replace("{subject}", subject),
            "rows": [
                {
                    "field": form.field(one.question), "text": one.question.text,
                    "left": one.ends[0], "right": one.ends[1],
                    "values": one.values(form.points),
                }
                for one in placed(form, seed=study.seed, item=item.number, flipped=flipped)
            ],
        }
        for form in forms_of(study)
    ]  # fmt: skip
    return {"forms": forms, "messages": item.shown.get("messages"), "open": OPEN}


def _read(study: Study, _item: Item, form: Form) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for one in forms_of(study):
        allowed = (*(str(at) for at in range(1, one.points + 1)), OPEN)
        for question in one.questions:
            name = question.text or f"{question.low} – {question.high}"
            ask = f"Please answer “{name}”, or choose “can't say”."
            told = chosen(form, one.field(question), allowed, ask)
            value[one.field(question)] = None if told == OPEN else int(told)
    return value


def _report(study: Study, answers: Sequence[Answer]) -> Report:
    from usergap.study.questionnaires.results import questionnaire_results  # loads scipy
    from usergap.study.questionnaires.said import lines

    found = questionnaire_results(study, answers)
    return Report(study, answers, "questionnaire.html.j2", found, tuple(lines(found)))


TASK = Task(
    "questionnaire",
    "Your view",
    "There are no right answers. Where you cannot say, say so.",
    "questionnaire.html.j2",
    _view,
    _read,
    _report,
)
