"""What each kind of study shows of its results: one way to ask for it, whatever the kind."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from usergap.errors import InputError
from usergap.study.blind.results import BlindResults, blind_results
from usergap.study.records import Answer, Study


@dataclass(frozen=True)
class Report:
    """Results of one study; ``template`` renders ``found`` in the browser."""

    study: Study
    answers: Sequence[Answer]
    template: str
    found: BlindResults

    def csv(self) -> str:
        """One line an answer, without conversation text; values as JSON where they nest."""
        rows = [self._row(one) for one in self.answers]
        names = list(dict.fromkeys(name for row in rows for name in row))
        text = io.StringIO()
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    def _row(self, answer: Answer) -> dict[str, Any]:
        item = self.study.items[answer.item]
        row = {
            "study": self.study.id, "rater": answer.rater, "position": answer.position,
            "item": answer.item, "flipped": answer.flipped, "attention": item.attention,
            "seconds": round(answer.seconds, 3), "answered": answer.answered,
        }  # fmt: skip
        nested = {**item.truth, **answer.value}
        return row | {name: _cell(value) for name, value in nested.items()}


def _cell(value: Any) -> Any:
    """Safe for spreadsheets: what would be a formula begins with an apostrophe."""
    text = json.dumps(value) if isinstance(value, dict | list) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in {"=", "+", "-", "@"} else text


def report_of(study: Study, answers: Sequence[Answer]) -> Report:
    """Raises InputError for a kind of study that has no report."""
    if study.kind in ("pairs", "single"):
        return Report(study, answers, "blind.html.j2", blind_results(study, answers))
    raise InputError(f"study {study.id}: no report for the task {study.kind!r}")
