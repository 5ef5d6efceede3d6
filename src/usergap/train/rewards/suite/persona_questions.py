"""Questions and answers: what the lines so far tell of the persona is right."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.errors import InputError
from usergap.probes.consistency_judges.llm import Ask
from usergap.probes.consistency_judges.questions import Question, scores, written
from usergap.train.rewards.consistency import CITATION, lines, with_persona
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores
from usergap.train.rewards.settings import whole

QUESTIONS = 5


def persona_questions(ask: Ask, count: int = QUESTIONS) -> Score:
    """Right answers / questions that the lines so far answer, by a model that reads these alone.

    A model writes the questions from each persona, once. Missing without a persona, without
    valid questions or answers, and where the lines answer none.
    """
    asked: dict[str, list[Question]] = {}

    def score(candidates: Sequence[Candidate]) -> Scores:
        told = with_persona(candidates)
        new = [p for p in dict.fromkeys(persona for _, persona in told) if not asked.get(p)]
        asked.update(zip(new, written(ask, new, count), strict=True))
        # All lines as one: only what they tell together is scored here.
        found = iter(
            scores(
                ask,
                [["\n".join(lines(c))] for c, _ in told],
                [asked[persona] for _, persona in told],
            )
        )
        return [next(found)[0] if c.persona and c.persona.strip() else None for c in candidates]

    return score


def _make(materials: Materials) -> Score:
    if materials.ask is None:
        raise InputError("persona_questions: expected a model as judge; found none")
    count = whole(materials.settings, "persona_questions.count", QUESTIONS)
    if count is None or count < 1:
        raise InputError(f"persona_questions.count: expected 1 or more, found {count}")
    return persona_questions(materials.ask, count)


REWARD = Reward(
    id="persona_questions",
    title="Facts of the persona that the lines tell rightly",
    goal="a reader of the lines alone answers questions about the persona rightly",
    low=0.0,
    high=1.0,
    citation=CITATION,
    version="1",
    gamed="to recite the persona at once (see the probe's parrot check)",
    make=_make,
    settings=("count",),
)
