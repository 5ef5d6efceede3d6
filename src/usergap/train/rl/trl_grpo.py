"""GRPO of a causal language model on single replies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from usergap.train.rewards.reward import Candidate, Score
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.drawing import chosen, scored
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.ngram_run import Keeping
from usergap.train.rl.trl_trainer import Shape, trained


def trl_curve(
    policy: CausalPolicy,
    tasks: Sequence[Candidate],
    reward: Score,
    shape: Shape,
    settings: Grpo,
    keeping: Keeping,
) -> Curve:
    """What ``grpo_curve`` does, for a causal model."""
    prompts = [_as_trl_spells(policy, policy.prompt(t.context, t.persona)) for t in tasks]
    # All steps' contexts in one list: the order of trl's own shuffling is lost with a process.
    order = [
        i
        for step in range(shape.steps)
        for i in chosen(len(tasks), shape.per_step, shape.seed, step)
    ]

    def judged(completions: Sequence[str], task: Sequence[int], **told: Any) -> list[float | None]:
        said = [completion.strip() for completion in completions]
        found = scored([tasks[i] for i in task], said, reward, shape.group_size)
        told["log_metric"]("missing", float(np.isnan(found).sum()))
        return [None if np.isnan(each) else float(each) for each in found]

    rows = [{"prompt": prompts[i], "task": i} for i in order]
    return trained(policy, rows, judged, shape, settings, keeping)


def _as_trl_spells(policy: CausalPolicy, prompt: str) -> str:
    """The text that trl makes the prompt's very tokens of: it puts a second <bos> before one."""
    tokenizer = policy.model.tokenizer
    if list(tokenizer(prompt)["input_ids"]) == policy.model.spell(prompt):
        return prompt
    return prompt.removeprefix(tokenizer.bos_token or "")
