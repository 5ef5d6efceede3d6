"""Line-to-line: the reply does not contradict the user's own earlier lines."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.probes.consistency_judges.judge import Judge
from usergap.train.rewards.consistency import CITATION, GAMED, judge_of, lines
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores


def line_to_line(judge: Judge) -> Score:
    """1 - the share of earlier own lines that the reply contradicts.

    Missing for a first line, and where the judge gave no judgement.
    """

    def score(candidates: Sequence[Candidate]) -> Scores:
        counts = [each[-1] for each in judge.with_earlier([lines(c) for c in candidates])]
        return [1 - c.flagged / c.judged if c.judged else None for c in counts]

    return score


def _make(materials: Materials) -> Score:
    return line_to_line(judge_of(materials))


REWARD = Reward(
    id="line_to_line",
    title="Consistency with one's own earlier lines",
    goal="the reply does not contradict what the user said before",
    low=0.0,
    high=1.0,
    citation=CITATION,
    version="1",
    gamed=GAMED,
    make=_make,
)
