"""Latent states: belief, goal, value, stance, emotion and way of the real reply are met."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.errors import InputError
from usergap.probes.consistency_judges.llm import Ask
from usergap.train.latent_states.judging import judged
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores


def latent_states(ask: Ask) -> Score:
    """The mean over the states that the real reply shows; missing where it shows none."""

    def score(candidates: Sequence[Candidate]) -> Scores:
        return [
            sum(states.values()) / len(states) if states else None
            for states in judged(ask, candidates)
        ]

    return score


def _make(materials: Materials) -> Score:
    if materials.ask is None:
        raise InputError("latent_states: expected a model as judge; found none")
    return latent_states(materials.ask)


REWARD = Reward(
    id="latent_states",
    title="Agreement of the states of mind behind the replies",
    goal="the reply believes, wants, values, feels and speaks as the real user does",
    low=0.0,
    high=1.0,
    citation="HumanLM: Wu et al. 2026, arXiv 2603.03303",
    version="1",
    gamed="states said aloud that people leave unsaid",
    make=_make,
)
