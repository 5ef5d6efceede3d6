"""In which order the questions stand, and which pole stands on the left.

Within a factor half the pairs of poles have their high end on the left, by seed; where the
assignment is flipped all change sides. As lists are balanced, every question is shown
as often one way round as the other: liking for one side cannot look like a factor.
Statements keep their scale. Answers are kept by meaning, whatever side they stood on.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from usergap.study.questionnaires.questionnaire import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Placed:
    """A question on the page; ``turned``: its high end is on the left."""

    question: Question
    turned: bool

    def values(self, points: int) -> tuple[int, ...]:
        """What the places mean, from left to right."""
        return tuple(range(points, 0, -1)) if self.turned else tuple(range(1, points + 1))

    @property
    def ends(self) -> tuple[str, str]:
        """What stands on the left, and on the right."""
        one = self.question
        return (one.high, one.low) if self.turned else (one.low, one.high)


def placed(form: Questionnaire, *, seed: int, item: int, flipped: bool) -> list[Placed]:
    """The questions as a rater sees them; the same arguments give the same list.

    Sides depend on the study's seed and ``flipped`` alone, the order on the item too.
    """
    name = crc32(form.name.encode())
    sides = np.random.default_rng([seed, name])
    turned: set[str] = set()
    for factor in form.factors:
        poles = [one.id for one in form.of(factor) if not one.text]
        mixed = sides.permutation(len(poles)).tolist()
        half = (len(poles) + int(sides.integers(2))) // 2
        turned.update(poles[at] for at in mixed[:half])
    order = np.random.default_rng([seed, name, item, flipped]).permutation(len(form.questions))
    questions = [form.questions[at] for at in order.tolist()]
    return [Placed(one, not one.text and ((one.id in turned) != flipped)) for one in questions]
