"""``grpo_curve``: the mean reward of each step while a policy learns a reward."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from usergap.errors import InputError
from usergap.train.rewards.reward import Score
from usergap.train.rl.advantages import Floats, group_advantages
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.drawing import Context, answered, candidates, chosen, scored
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.ngram_policy import NgramPolicy
from usergap.train.rl.ngram_run import Drawn, Keeping, Report, run_steps

Policy = NgramPolicy | CausalPolicy


def grpo_curve(
    policy: Policy,
    contexts: Sequence[Context],
    references: Sequence[str | None],
    reward: Score,
    *,
    steps: int,
    group_size: int = 8,
    contexts_per_step: int = 8,
    seed: int = 0,
    settings: Grpo | None = None,
    personas: Sequence[str | None] | None = None,
    checkpoints: Path | None = None,
    checkpoint_every: int = 50,
    on_step: Report | None = None,
) -> Curve:
    """Train ``policy`` for ``steps`` steps by GRPO and give the curve and the trained policy.

    A step draws ``contexts_per_step`` contexts, writes ``group_size`` replies to each,
    scores them by ``reward`` and learns from them; a reply whose reward is None is in no
    mean, no advantage and no gradient. The same seed gives the same run. With a folder
    ``checkpoints`` a run that was cut off goes on where it stopped, to the same end; metrics and
    the trained policy lie there too.
    Raises InputError for sizes that cannot be.
    """
    tasks = candidates(contexts, references, personas)
    _check(len(tasks), steps, group_size, contexts_per_step, seed)
    settings = settings or Grpo()
    keeping = Keeping(checkpoints, checkpoint_every, on_step)
    if isinstance(policy, CausalPolicy):
        from usergap.train.rl.trl_grpo import trl_curve  # it needs trl
        from usergap.train.rl.trl_trainer import Shape

        shape = Shape(steps, min(contexts_per_step, len(tasks)), group_size, seed)
        return trl_curve(policy, tasks, reward, shape, settings, keeping)

    def draw(now: NgramPolicy, step: int) -> Drawn:
        places = chosen(len(tasks), contexts_per_step, seed, step)
        groups = [tasks[place] for place in places for _ in range(group_size)]
        rng = np.random.default_rng([seed, step])
        written = now.write([answered(each) for each in groups], rng)
        rewards = scored(groups, written.texts, reward, group_size)
        return Drawn(written, group_advantages(rewards.reshape(-1, group_size)).ravel(), rewards)

    told = {"group": group_size, "contexts": contexts_per_step, "seed": seed, "tasks": tasks}
    return run_steps(policy, draw, steps=steps, settings=settings, keeping=keeping, told=told)


def sampled_rewards(
    policy: Policy,
    contexts: Sequence[Context],
    references: Sequence[str | None],
    reward: Score,
    *,
    group_size: int = 8,
    seed: int = 0,
    personas: Sequence[str | None] | None = None,
) -> Floats:
    """Rewards of ``group_size`` replies to each context (contexts × replies), NaN if missing.

    Nothing is learnt: for held-out contexts, and for the headroom of the best of n.
    """
    tasks = candidates(contexts, references, personas)
    groups = [each for each in tasks for _ in range(group_size)]
    if isinstance(policy, CausalPolicy):
        texts: Sequence[str] = policy.texts(
            [policy.prompt(each.context, each.persona) for each in groups], seed
        )
    else:
        rng = np.random.default_rng([seed, 0])
        texts = policy.write([answered(each) for each in groups], rng).texts
    return scored(groups, texts, reward, group_size).reshape(-1, group_size)


def _check(tasks: int, steps: int, group_size: int, contexts_per_step: int, seed: int) -> None:
    if not tasks:
        raise InputError("grpo: expected contexts, found none")
    if steps < 1 or contexts_per_step < 1 or seed < 0:
        raise InputError(
            "grpo: steps, contexts_per_step: expected 1 or more, seed 0 or more; found"
            f" {steps}, {contexts_per_step}, {seed}"
        )
    if group_size < 2:
        raise InputError(f"grpo: group_size: expected 2 or more to compare, found {group_size}")
