"""What a run of reinforcement learning tells of itself, and what its user must know."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from usergap.dialogues import Dialogue
from usergap.simulate.prompt_room import FORM, RULE, counted
from usergap.simulate.seeds import Seeds
from usergap.simulate.users.hf import TRAINED, Training, read_training
from usergap.train.rewards.reward import Candidate
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.grpo import Policy
from usergap.train.rl.ngram_policy import NgramPolicy
from usergap.writing import write_text

NOT_MEASURED = (
    "whether dialogues with this user resemble real ones: simulate with it and compare",
    "side effects on what was not rewarded: usergap train effects, before and after",
    "other seeds: one run says nothing about the spread between runs",
)


def base_of(policy: Policy, model: str | None) -> dict[str, str]:
    """Name and hash of what is trained."""
    name = model or "n-gram model of the training replies"
    if isinstance(policy, CausalPolicy):
        from usergap.llm.local.loading import load
        from usergap.train.weights import weights_hash

        return {
            "name": name,
            "weights": weights_hash(load("AutoModelForCausalLM", policy.path, "cpu")[1]),
        }
    return {"name": name, "weights": sha256(policy.logits.tobytes()).hexdigest()}


def prompts_of(policy: Policy, train: Sequence[tuple[Candidate, int]]) -> dict[str, Any] | None:
    """What training contexts lost to fit the model; None: the policy reads one message only."""
    if not isinstance(policy, CausalPolicy):
        return None
    cuts = [policy.fitted(task.context, task.persona).cut for task, _ in train]
    return {"version": FORM, "rule": RULE, "contexts": len(cuts), **counted(cuts)}


def course_of(curve: Curve) -> dict[str, Any]:
    """How the steps went, in a few figures."""
    known = [reward for reward in curve.rewards if reward is not None]
    tenth = max(1, len(known) // 10)
    return {
        "steps": len(curve.rewards),
        "reward_of_the_first_tenth": sum(known[:tenth]) / tenth if known else None,
        "reward_of_the_last_tenth": sum(known[-tenth:]) / tenth if known else None,
        "replies_without_reward": sum(curve.missing),
        "divergence_at_the_end": curve.kl[-1],
        "tokens_a_reply_at_the_end": curve.lengths[-1],
    }


def users_of(before: Policy, after: Policy, folder: Path) -> dict[str, str]:
    """SPECs of ``simulate --user``: as it was, and as it is now."""
    if isinstance(before, CausalPolicy) and isinstance(after, CausalPolicy):
        return {"before": f"hf:{before.path}", "after": f"hf:{after.path}"}
    return {"before": f"policy:{folder},before=yes", "after": f"policy:{folder}"}


def record_training(
    after: Policy, model: str | None, folder: Path, train: Sequence[Dialogue], wording: str
) -> None:
    """What ``simulate --user`` must know: how it was asked, what real dialogues it saw."""
    if isinstance(after, CausalPolicy):
        place = Path(after.path)
        training = replace(read_training(place) or Training(), intent=wording)
    else:
        place = folder
        training = (model and read_training(Path(model).parent)) or Training()
    training = replace(training, sources=training.sources.joined(Seeds.of(train)))
    if isinstance(after, NgramPolicy):
        training = replace(training, weights=sha256(after.logits.tobytes()).hexdigest())
    told = json.dumps(training.record(), ensure_ascii=False) + "\n"
    write_text(place / TRAINED, told)
