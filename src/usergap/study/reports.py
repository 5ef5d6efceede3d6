"""What a study shows of its results: one way to ask for it, whatever the task.

Each task names the function that makes its report (``Task.report``).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from usergap.study.records import Answer, Study

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Report:
    """Results of one study.

    ``found``: a dataclass of JSON-like values. ``template`` (in ``templates/results/``) renders
    it for the owner, as ``report``; ``lines`` say the same on a terminal. ``after``: what was
    found with the study's closing items, where it has any.
    """

    study: Study
    answers: Sequence[Answer]
    template: str
    found: Any
    lines: Sequence[str]
    after: Report | None = None

    @property
    def told(self) -> list[str]:
        """``lines``, and those of the closing items."""
        return [*self.lines, *(["", *self.after.told] if self.after else [])]

    @property
    def json(self) -> dict[str, Any]:
        """``found`` as JSON-like values; what closing items found under ``after``."""
        return asdict(self.found) | ({"after": self.after.json} if self.after else {})

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
        return row | {_cell(name): _cell(value) for name, value in nested.items()}


def _cell(value: Any) -> Any:
    """Safe for spreadsheets: what would be a formula begins with an apostrophe."""
    text = json.dumps(value) if isinstance(value, dict | list) else value
    return f"'{text}" if isinstance(text, str) and text.lstrip(" ").startswith(_FORMULA) else text


def report_of(study: Study, answers: Sequence[Answer]) -> Report:
    """The report of the study's task. Raises InputError where no task has that name."""
    from usergap.study.tasks import task_named  # tasks name their reports, so they import us

    own = replace(study, items=tuple(one for one in study.items if not one.closing))
    rest = [one for one in answers if study.items[one.item].closing]
    report = task_named(study.kind).report(
        own, [one for one in answers if not study.items[one.item].closing]
    )
    closing = next((one.closing for one in study.items if one.closing), None)
    if closing is None:
        return report
    return replace(
        report, study=study, answers=answers, after=task_named(closing).report(study, rest)
    )
