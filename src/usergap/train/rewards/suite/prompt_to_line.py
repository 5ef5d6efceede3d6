"""Prompt-to-line: the reply does not contradict the persona."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.probes.consistency_judges.judge import Judge
from usergap.train.rewards.consistency import CITATION, GAMED, judge_of, with_persona
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores


def prompt_to_line(judge: Judge) -> Score:
    """1 - J(persona, reply). Missing without a persona, and where the judge gave no judgement."""

    def score(candidates: Sequence[Candidate]) -> Scores:
        told = with_persona(candidates)
        counts = judge.with_persona([[c.reply] for c, _ in told], [persona for _, persona in told])
        found = iter([each[0] for each in counts])
        rewarded: Scores = []
        for candidate in candidates:
            count = next(found) if candidate.persona and candidate.persona.strip() else None
            known = count is not None and count.judged
            rewarded.append(1 - count.flagged / count.judged if count and known else None)
        return rewarded

    return score


def _make(materials: Materials) -> Score:
    return prompt_to_line(judge_of(materials))


REWARD = Reward(
    id="prompt_to_line",
    title="Consistency with the persona",
    goal="the reply does not contradict the persona",
    low=0.0,
    high=1.0,
    citation=CITATION,
    version="1",
    gamed=GAMED,
    make=_make,
)
