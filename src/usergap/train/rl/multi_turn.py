"""Multi-turn GRPO: whole conversations are rewarded by what their lines earn.

After Abdulhai et al. (arXiv 2511.00222), who train user simulators by the consistency of their
lines over many turns; the algorithm is GRPO here (theirs: multi-turn PPO).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from usergap.errors import InputError
from usergap.probes.consistency_judges.judge import Count
from usergap.probes.consistency_judges.measures import drift
from usergap.simulate.participant import Assistant
from usergap.simulate.scenarios.scenario import Scenario
from usergap.train.rewards.reward import Score
from usergap.train.rl.advantages import group_advantages
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.conversations import Talk, Write, lead, line_rewards, mean_known
from usergap.train.rl.curve import Curve
from usergap.train.rl.drawing import chosen
from usergap.train.rl.grpo import Policy
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.ngram_policy import Integers, NgramPolicy, Written
from usergap.train.rl.ngram_run import Drawn, Keeping, Report, run_steps


@dataclass(frozen=True)
class Level:
    """What conversations are like: mean reward of a line, and its slope over the turns.

    ``by_turn``: mean reward at each turn, None where no line has one. ``drift``: the
    within-conversation least-squares slope a turn (as the consistency probe's), None where
    no conversation has two rewarded lines.
    """

    mean: float | None
    drift: float | None
    by_turn: tuple[float | None, ...]
    talks: tuple[Talk, ...] = field(repr=False, compare=False, default=())


def conversation_curve(
    policy: Policy,
    personas: Sequence[str],
    assistant: Assistant,
    reward: Score,
    *,
    steps: int,
    turns: int = 8,
    group_size: int = 8,
    personas_per_step: int = 8,
    seed: int = 0,
    settings: Grpo | None = None,
    checkpoints: Path | None = None,
    checkpoint_every: int = 50,
    on_step: Report | None = None,
) -> Curve:
    """Train a policy in conversations; the curve's rewards are means over conversations.

    A step draws personas, leads ``group_size`` conversations for each, gives each line its
    reward and each conversation the mean over its lines; conversations of one persona are
    held against one another, and all words of a conversation share its advantage. A
    conversation none of whose lines has a reward is in no mean and no gradient.
    ``checkpoints`` as in ``grpo_curve``. Raises InputError for sizes that cannot be.
    """
    check(personas, steps, turns, group_size, personas_per_step)
    settings = settings or Grpo()
    keeping = Keeping(checkpoints, checkpoint_every, on_step)
    if isinstance(policy, CausalPolicy):
        from usergap.train.rl.trl_conversations import trl_conversation_curve  # it needs trl
        from usergap.train.rl.trl_trainer import Shape

        shape = Shape(steps, min(personas_per_step, len(personas)), group_size, seed)
        return trl_conversation_curve(
            policy, personas, assistant, reward, turns, shape, settings, keeping
        )

    def draw(now: NgramPolicy, step: int) -> Drawn:
        places = chosen(len(personas), personas_per_step, seed, step)
        rng = np.random.default_rng([seed, step])
        talks = begun([personas[place] for place in places], group_size)
        written, whose = _led(now, talks, assistant, turns, rng, seed)
        means = [mean_known(each) for each in line_rewards(talks, reward)]
        rewards = np.array([np.nan if each is None else each for each in means], float)
        advantages = group_advantages(rewards.reshape(-1, group_size)).ravel()
        return Drawn(written, advantages[whose], rewards)

    told = {
        "group": group_size, "per_step": personas_per_step, "turns": turns, "seed": seed,
        "personas": personas, "assistant": assistant.settings,
    }  # fmt: skip
    return run_steps(policy, draw, steps=steps, settings=settings, keeping=keeping, told=told)


def level(
    policy: Policy,
    personas: Sequence[str],
    assistant: Assistant,
    reward: Score,
    *,
    turns: int = 8,
    group_size: int = 8,
    seed: int = 0,
) -> Level:
    """What conversations of a policy are like; nothing is learnt."""
    check(personas, 1, turns, group_size, 1)
    talks = begun(personas, group_size)
    if isinstance(policy, CausalPolicy):
        lead(talks, _by_model(policy, seed), assistant, turns, seed)
    else:
        _led(policy, talks, assistant, turns, np.random.default_rng([seed, 0]), seed)
    return level_of(talks, line_rewards(talks, reward), turns)


def _by_model(policy: CausalPolicy, seed: int) -> Write:
    def write(live: Sequence[Talk], turn: int) -> Sequence[str]:
        asked = [policy.prompt(talk.messages, talk.persona) for talk in live]
        return policy.texts(asked, seed + turn)

    return write


def level_of(talks: Sequence[Talk], scores: Sequence[Sequence[float | None]], turns: int) -> Level:
    """Mean, drift and course of rewarded conversations."""
    known = [score for each in scores for score in each if score is not None]
    by_turn = [mean_known([each[t] for each in scores if t < len(each)]) for t in range(turns)]
    counts = [
        [Count() if s is None else Count(round((1 - s) * _FINE), _FINE) for s in each]
        for each in scores
    ]
    slope = drift(counts)
    size = float(slope.sizes.sum())
    return Level(
        float(np.mean(known)) if known else None,
        float(slope.totals.sum()) / size if size else None,
        tuple(by_turn),
        tuple(talks),
    )


_FINE = 1_000_000


def begun(personas: Sequence[str], group_size: int) -> list[Talk]:
    """``group_size`` conversations for each persona, before their first line."""
    return [
        Talk(persona, Scenario(str(group), ""), group, slot)
        for group, persona in enumerate(personas)
        for slot in range(group_size)
    ]


def check(
    personas: Sequence[Any], steps: int, turns: int, group_size: int, personas_per_step: int
) -> None:
    """Raises InputError for sizes that cannot be."""
    if not personas:
        raise InputError("multi-turn: expected personas, found none")
    if min(steps, turns, personas_per_step) < 1 or group_size < 2:
        raise InputError(
            "multi-turn: steps, turns, personas_per_step: expected 1 or more, group_size 2 or"
            f" more; found {steps}, {turns}, {personas_per_step}, {group_size}"
        )


def _led(
    policy: NgramPolicy,
    talks: Sequence[Talk],
    assistant: Assistant,
    turns: int,
    rng: np.random.Generator,
    seed: int,
) -> tuple[Written, Integers]:
    """What was written in all turns, and whose conversation each reply belongs to."""
    parts: list[Written] = []
    whose: list[int] = []
    place = {id(talk): number for number, talk in enumerate(talks)}

    def write(live: Sequence[Talk], turn: int) -> Sequence[str]:
        views = [f"{talk.persona}\n{_answered(talk)}" for talk in live]
        part = policy.write(views, rng, [turn] * len(live))
        parts.append(replace(part, reply=part.reply + len(whose)))
        whose.extend(place[id(talk)] for talk in live)
        return part.texts

    lead(talks, write, assistant, turns, seed)
    joined = Written(
        tuple(text for part in parts for text in part.texts),
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("reply", "state", "word", "logp", "held", "turn")
        ),
    )
    return joined, np.array(whose, np.int64)


def _answered(talk: Talk) -> str:
    return talk.messages[-1].content if talk.messages else ""
