from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.train.rewards.reward import Candidate, Scores
from usergap.train.rl.grpo import grpo_curve, sampled_rewards
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.ngram_policy import NgramPolicy

WORDS = ["please", "tell", "me", "how", "to", "cook", "rice", "for", "two", "tonight"]
REPLIES = [" ".join(np.random.default_rng(i).permutation(WORDS)[:6]) for i in range(40)]
CONTEXTS = [f"answer number {i}" for i in range(10)]
REFERENCES = REPLIES[:10]
POLICY = NgramPolicy.fit(REPLIES, longest=12)


def politeness(candidates: Sequence[Candidate]) -> Scores:
    """The share of "please"; missing for an empty reply."""
    words = [candidate.reply.split() for candidate in candidates]
    return [each.count("please") / len(each) if each else None for each in words]


def test_the_reward_climbs_and_the_policy_leaves_its_start() -> None:
    curve = grpo_curve(POLICY, CONTEXTS, REFERENCES, politeness, steps=30, seed=1)
    known = [each for each in curve.rewards if each is not None]
    assert len(curve.rewards) == len(curve.kl) == len(curve.lengths) == len(curve.missing) == 30
    assert np.mean(known[-5:]) > 2 * np.mean(known[:5])
    assert curve.kl[0] == pytest.approx(0, abs=1e-12)
    assert curve.kl[-1] > 0.1
    held_out = [
        np.nanmean(sampled_rewards(p, CONTEXTS, REFERENCES, politeness, seed=9))
        for p in (POLICY, curve.policy)
    ]
    assert held_out[1] > 2 * held_out[0]


def test_the_divergence_holds_it_back() -> None:
    free, held = (
        grpo_curve(POLICY, CONTEXTS, REFERENCES, politeness, steps=30, settings=Grpo(kl=kl)).kl[-1]
        for kl in (0.0, 1.0)
    )
    assert held < free / 3


def test_the_seed_fixes_the_run() -> None:
    one, two, other = (
        grpo_curve(POLICY, CONTEXTS, REFERENCES, politeness, steps=4, seed=seed)
        for seed in (3, 3, 4)
    )
    assert one == two != other
    assert np.array_equal(one.policy.logits, two.policy.logits)


def test_missing_rewards_are_left_out_of_mean_and_learning() -> None:
    def only(some: Sequence[Candidate]) -> Scores:
        return [1.0 if i % 2 else None for i, _ in enumerate(some)]

    curve = grpo_curve(POLICY, CONTEXTS, REFERENCES, only, steps=3, group_size=4)
    assert curve.rewards == (1.0, 1.0, 1.0)  # with 0 for missing: 0.5
    assert curve.missing == (16, 16, 16)
    # What is known is alike within each group, so nothing is to be learnt.
    assert np.array_equal(curve.policy.logits, POLICY.logits)


def test_a_step_without_any_reward_is_none() -> None:
    curve = grpo_curve(
        POLICY, CONTEXTS, REFERENCES, lambda some: [None] * len(some), steps=2, group_size=2
    )
    assert curve.rewards == (None, None)
    assert curve.missing == (16, 16)
    assert np.array_equal(curve.policy.logits, POLICY.logits)


def test_what_a_reward_is_told() -> None:
    seen: list[Candidate] = []

    def look(some: Sequence[Candidate]) -> Scores:
        seen.extend(some)
        return [0.0] * len(some)

    context = (Message("user", "hi"), Message("assistant", "rice?"))
    grpo_curve(
        POLICY, [context, "beans"], ["yes", None], look, steps=1, group_size=3, personas=["P", None]
    )
    assert [(each.group, each.slot) for each in seen] == [(g, s) for g in (0, 1) for s in (0, 1, 2)]
    told = {(each.context, each.reference, each.persona) for each in seen}
    assert told == {(context, "yes", "P"), ((Message("assistant", "beans"),), None, None)}
    assert {each.earlier for each in seen} == {("hi",), ()}


def test_each_step_is_told() -> None:
    told: list[tuple[int, float]] = []
    grpo_curve(
        POLICY, CONTEXTS, REFERENCES, politeness, steps=3,
        on_step=lambda step, figures: told.append((step, figures["reward"])),
    )  # fmt: skip
    assert [step for step, _ in told] == [1, 2, 3]


def test_sampled_rewards_keep_groups_and_what_is_missing() -> None:
    found = sampled_rewards(
        POLICY, CONTEXTS, REFERENCES,
        lambda some: [None if c.slot == 1 else float(c.group) for c in some], group_size=3,
    )  # fmt: skip
    assert found.shape == (10, 3)
    assert np.isnan(found[:, 1]).all()
    assert (found[:, 0] == np.arange(10)).all()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"steps": 0}, "steps, contexts_per_step: expected 1 or more"),
        ({"group_size": 1}, "group_size: expected 2 or more to compare, found 1"),
        ({"seed": -1}, "seed 0 or more; found 2, 8, -1"),
    ],
)
def test_sizes_that_cannot_be(wrong: dict[str, int], told: str) -> None:
    with pytest.raises(InputError, match=told):
        grpo_curve(POLICY, CONTEXTS, REFERENCES, politeness, **{"steps": 2, **wrong})


def test_unequal_lists_and_a_reward_that_forgets_some() -> None:
    with pytest.raises(InputError, match="expected as many of each, found 10, 1, 10"):
        grpo_curve(POLICY, CONTEXTS, ["a"], politeness, steps=1)
    with pytest.raises(InputError, match="none"):
        grpo_curve(POLICY, [], [], politeness, steps=1)
    with pytest.raises(InputError, match="each of 64 replies, found 1 of them"):
        grpo_curve(POLICY, CONTEXTS, REFERENCES, lambda _: [1.0], steps=1)
