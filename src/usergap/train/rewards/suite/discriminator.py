"""Discriminator: the chance that a trained judge takes the reply for the human one of two."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores
from usergap.train.rewards.telling_apart import Discriminator


def discriminator(judge: Discriminator) -> Score:
    """Pairs each reply with the reference; missing without one."""

    def score(candidates: Sequence[Candidate]) -> Scores:
        paired = [c for c in candidates if c.reference is not None]
        found = iter(
            judge.human([c.reply for c in paired], [c.reference or "" for c in paired]).tolist()
            if paired
            else ()
        )
        return [None if c.reference is None else next(found) for c in candidates]

    return score


def _make(materials: Materials) -> Score:
    real, simulated = ([c.reply for c in side] for side in (materials.real, materials.simulated))
    return discriminator(Discriminator.fit(real, simulated))


REWARD = Reward(
    id="discriminator",
    title="Taken for the human of a pair, by a trained judge",
    goal="a classifier that saw both sides takes the reply for the real one",
    low=0.0,
    high=1.0,
    citation="Goodfellow et al. 2014; C2ST: Lopez-Paz and Oquab 2017; Bradley and Terry 1952",
    version="1",
    gamed="the few words by which the judge tells the sides apart; it must be trained anew"
    " on what the policy writes later",
    make=_make,
)
