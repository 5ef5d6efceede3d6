"""The same by trl, on a model of a few ten thousand parameters that is made here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("trl", reason="needs the extra train")

from usergap.errors import EnvironmentFailure
from usergap.testing.tiny_models import save_byte_model
from usergap.train.metrics import read_metrics
from usergap.train.rewards.reward import Candidate, Scores
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.grpo import grpo_curve, sampled_rewards
from usergap.train.rl.grpo_update import Grpo

CONTEXTS = ["rice", "beans", "soup", "tea"]
REFERENCES = ["more please"] * 4


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> CausalPolicy:
    folder = tmp_path_factory.mktemp("model")
    return CausalPolicy(str(save_byte_model(folder, ["tell me more please"] * 3)), longest=10)


def some(candidates: Sequence[Candidate]) -> Scores:
    """The share of small letters; missing for every reply with an odd number of signs."""
    return [
        None if len(c.reply) % 2 else sum(x.islower() for x in c.reply) / max(1, len(c.reply))
        for c in candidates
    ]


def run(policy: CausalPolicy, steps: int, folder: Path | None = None, **more: object) -> Curve:
    options = {"settings": Grpo(learning_rate=5e-3, kl=0.01), "checkpoint_every": 2, **more}
    return grpo_curve(
        policy, CONTEXTS, REFERENCES, options.pop("reward", some), steps=steps, group_size=4,  # type: ignore[arg-type]
        contexts_per_step=3, seed=2, checkpoints=folder, **options,
    )  # fmt: skip


def weights(curve: Curve) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(Path(curve.policy.path) / "model.safetensors")


def test_a_run_cut_off_between_checkpoints_equals_one_that_was_not(
    policy: CausalPolicy, tmp_path: Path
) -> None:
    calls = []

    def cut(candidates: Sequence[Candidate]) -> Scores:
        calls.append(1)
        if len(calls) > 3:  # in the fourth step, two after the checkpoint of the second
            raise KeyboardInterrupt
        return some(candidates)

    whole = run(policy, 5, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(policy, 5, tmp_path / "cut", reward=cut)
    assert [line["_step"] for line in read_metrics(tmp_path / "cut")] == [1, 2, 3]
    resumed = run(policy, 5, tmp_path / "cut")
    assert [line["_step"] for line in read_metrics(tmp_path / "cut")][:5] == [1, 2, 3, 4, 5]
    assert len(whole.rewards) == 5
    assert sum(whole.missing) > 0
    assert resumed == whole
    one, other = weights(whole), weights(resumed)
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert any(not np.array_equal(value, weights_of(policy)[name]) for name, value in one.items())


def weights_of(policy: CausalPolicy) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(Path(policy.path) / "model.safetensors")


def test_a_step_without_rewards_teaches_nothing(policy: CausalPolicy) -> None:
    curve = run(
        policy, 2, reward=lambda all_: [None] * len(all_),
        settings=Grpo(learning_rate=5e-3, kl=0.0),
    )  # fmt: skip
    assert curve.rewards == (None, None)
    assert curve.missing == (12, 12)
    before = weights_of(policy)
    assert all(np.array_equal(value, before[name]) for name, value in weights(curve).items())


def test_missing_is_no_zero(policy: CausalPolicy) -> None:
    # All that is known is 1 in every group: taken for 0, the missing would be pushed away from.
    curve = run(
        policy, 1, reward=lambda all_: [1.0 if c.slot % 2 else None for c in all_],
        settings=Grpo(learning_rate=5e-3, kl=0.0),
    )  # fmt: skip
    assert curve.rewards == (1.0,)
    before = weights_of(policy)
    assert all(np.array_equal(value, before[name]) for name, value in weights(curve).items())


def test_the_reward_climbs(policy: CausalPolicy) -> None:
    """A random model spells bytes; small letters are rewarded."""

    def small(candidates: Sequence[Candidate]) -> Scores:
        return [sum(x.islower() for x in c.reply) / max(1, len(c.reply)) for c in candidates]

    curve = grpo_curve(
        policy, CONTEXTS, REFERENCES, small, steps=12, group_size=8, contexts_per_step=2, seed=1,
        settings=Grpo(learning_rate=4e-2, kl=0.0),
    )  # fmt: skip
    known = [each for each in curve.rewards if each is not None]
    assert np.mean(known[-3:]) > np.mean(known[:3]) + 0.25


def test_an_earlier_trl_is_refused(policy: CausalPolicy, monkeypatch: pytest.MonkeyPatch) -> None:
    import trl

    monkeypatch.setattr(trl, "__version__", "1.9.2")
    with pytest.raises(EnvironmentFailure, match=r"expected 1\.16 or later.*found 1\.9\.2"):
        run(policy, 1)


def test_it_writes_and_is_scored(policy: CausalPolicy) -> None:
    seen: list[Candidate] = []

    def look(all_: Sequence[Candidate]) -> Scores:
        seen.extend(all_)
        return [float(len(c.reply)) for c in all_]

    found = sampled_rewards(policy, CONTEXTS, REFERENCES, look, group_size=2, seed=1)
    assert found.shape == (4, 2)
    assert len({c.reply for c in seen}) > 2
    assert policy.prompt(seen[0].context).endswith("<|im_start|>user\n")
