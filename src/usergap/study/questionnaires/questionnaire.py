"""Questionnaire and Question: what is asked, on which scale, for which factor.

Two kinds of question. A *pair of poles* has a word at either end and nothing else (semantic
differential, Osgood, Suci and Tannenbaum 1957). A *statement* has a text; its ends
are those of the questionnaire ("do not agree", "agree").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

OPEN = "open"
"""What a rater chooses who cannot say; kept as None."""


@dataclass(frozen=True, slots=True)
class Question:
    """One line to answer; ``low`` and ``high`` are what 1 and the most points mean.

    ``reverse``: a high answer means little of the factor.
    """

    id: str
    factor: str
    low: str
    high: str
    text: str = ""
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Questions on one scale of ``points``. ``asks`` may hold ``{subject}``."""

    name: str
    title: str
    asks: str
    points: int
    questions: tuple[Question, ...]
    source: str = ""

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the factors in the order in which they first occur."""
        return tuple(dict.fromkeys(one.factor for one in self.questions))

    def of(self, factor: str) -> tuple[Question, ...]:
        """The questions of a factor."""
        return tuple(one for one in self.questions if one.factor == factor)

    def field(self, question: Question) -> str:
        """The name under which an answer to a question is kept."""
        return f"{self.name}.{question.id}"

    def as_json(self) -> dict[str, Any]:
        """For the settings of a study."""
        return asdict(self)


def from_json(told: Mapping[str, Any]) -> Questionnaire:
    """What ``as_json`` gave."""
    questions = tuple(Question(**one) for one in told["questions"])
    return Questionnaire(**{**told, "questions": questions})
