from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from usergap.errors import InputError
from usergap.train.rl.advantages import Floats
from usergap.train.rl.grpo_update import Grpo, Moments, gradient, update
from usergap.train.rl.ngram_policy import NgramPolicy, Written

POLICY = NgramPolicy.fit(["red car", "blue sky", "red sky blue car"], longest=6).heeding(
    [0.3, -0.2]
)
RNG = np.random.default_rng(0)
WRITTEN = POLICY.write(["a red one"] * 12, RNG, [0, 1, 2] * 4)
ADVANTAGES = RNG.normal(size=12)
MOVED = POLICY.moved(POLICY.logits + RNG.normal(0, 0.3, POLICY.logits.shape), (0.2, 0.5))


def objective(policy: NgramPolicy, advantages: Floats, settings: Grpo) -> float:
    """Σ min(ρ A, clip(ρ) A) / n - β Σ KL / n, written down once more and slowly."""
    total, count = 0.0, 0
    for place in range(WRITTEN.word.size):
        a = advantages[WRITTEN.reply[place]]
        if np.isnan(a):
            continue
        held, turn = (each[WRITTEN.reply[place]] for each in (WRITTEN.held, WRITTEN.turn))
        score = policy.logits[WRITTEN.state[place]] + policy.copy[turn] * held
        now = np.exp(score) / np.exp(score).sum()
        begun = np.exp(policy.start[WRITTEN.state[place]] + policy.start_copy[turn] * held)
        begun = begun / begun.sum()
        ratio = now[WRITTEN.word[place]] / np.exp(WRITTEN.logp[place])
        clipped = min(max(ratio, 1 - settings.clip), 1 + settings.clip)
        total += min(ratio * a, clipped * a)
        total -= settings.kl * float((now * np.log(now / begun)).sum())
        count += 1
    return total / count


@pytest.mark.parametrize("policy", [POLICY, MOVED], ids=["at the start", "moved"])
@pytest.mark.parametrize("missing", [(), (0, 5)], ids=["all known", "two missing"])
def test_the_gradient_is_that_of_the_objective(
    policy: NgramPolicy, missing: tuple[int, ...]
) -> None:
    # By central differences, for each logit that was in use and for the context's weights.
    settings = Grpo(kl=0.3, clip=0.15)
    advantages = ADVANTAGES.copy()
    advantages[list(missing)] = np.nan
    slope, copy, _ = gradient(policy, WRITTEN, advantages, settings)
    step = 1e-6
    for row in np.unique(WRITTEN.state):
        for column in range(slope.shape[1]):
            ways = []
            for sign in (1, -1):
                logits = policy.logits.copy()
                logits[row, column] += sign * step
                ways.append(objective(policy.moved(logits, policy.copy), advantages, settings))
            assert slope[row, column] == pytest.approx((ways[0] - ways[1]) / 2 / step, abs=1e-7)
    for turn in (0, 1):
        ways = []
        for sign in (1, -1):
            lift = np.array(policy.copy)
            lift[turn] += sign * step
            ways.append(objective(policy.moved(policy.logits, lift), advantages, settings))
        assert copy[turn] == pytest.approx((ways[0] - ways[1]) / 2 / step, abs=1e-7)


def test_the_clip_stops_a_word_that_has_moved_enough() -> None:
    # One reply of one word, twice as likely now: with A > 0 nothing is left to gain, with
    # A < 0 all of the way back.
    policy = NgramPolicy.fit(["a", "b"])
    written = policy.write([""], np.random.default_rng(0))
    place = written.word.size - 1
    one = Written(
        written.texts, written.reply[place:], written.state[place:], written.word[place:],
        written.logp[place:] - np.log(2), written.held, written.turn,
    )  # fmt: skip
    plain = Grpo(kl=0.0, clip=0.2)
    assert not gradient(policy, one, np.array([1.0]), plain)[0].any()
    assert gradient(policy, one, np.array([-1.0]), plain)[0].any()


def test_a_reply_without_reward_moves_nothing() -> None:
    some = ADVANTAGES.copy()
    some[3] = np.nan
    kept = WRITTEN.reply != 3
    without = replace(
        WRITTEN, reply=WRITTEN.reply[kept], state=WRITTEN.state[kept], word=WRITTEN.word[kept],
        logp=WRITTEN.logp[kept],
    )  # fmt: skip
    one, other = gradient(MOVED, WRITTEN, some, Grpo()), gradient(MOVED, without, some, Grpo())
    assert np.allclose(one[0], other[0], atol=1e-15)
    assert one[1] == pytest.approx(other[1])
    assert one[2] == pytest.approx(other[2])
    zero = np.where(np.isnan(some), 0.0, some)
    assert not np.allclose(gradient(MOVED, WRITTEN, zero, Grpo())[0], one[0])


def test_a_batch_without_rewards_leaves_all_as_it_is() -> None:
    moments = Moments.of(POLICY)
    policy, after, kl = update(MOVED, moments, WRITTEN, np.full(12, np.nan), Grpo())
    assert policy is MOVED
    assert after is moments
    assert kl > 0


def test_the_divergence_is_zero_at_the_start_and_pulls_back_later() -> None:
    advantages = np.zeros(12)
    assert gradient(POLICY, WRITTEN, advantages, Grpo())[2] == pytest.approx(0.0, abs=1e-12)
    policy, moments, before = update(MOVED, Moments.of(MOVED), WRITTEN, advantages, Grpo(kl=1.0))
    for _ in range(20):
        policy, moments, after = update(policy, moments, WRITTEN, advantages, Grpo(kl=1.0))
    assert after < before / 3


def test_what_is_rewarded_becomes_likelier() -> None:
    # Replies with "red" are better than the others.
    advantages = np.array([1.0 if "red" in text.split() else -1.0 for text in WRITTEN.texts])
    policy, moments = POLICY, Moments.of(POLICY)
    for _ in range(10):
        policy, moments, _ = update(policy, moments, WRITTEN, advantages, Grpo(kl=0.0))
    texts = [p.write([""] * 300, np.random.default_rng(1)).texts for p in (POLICY, policy)]
    before, after = (sum("red" in text.split() for text in each) for each in texts)
    assert after > 1.3 * before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"learning_rate": 0.0}, "learning_rate: expected more than 0, found 0.0"),
        ({"clip": 1.0}, "clip: expected a share between 0 and 1, found 1.0"),
        ({"kl": -0.1}, "found -0.1, 1"),
        ({"updates": 0}, "found 0.04, 0"),
    ],
)
def test_settings_that_cannot_be(wrong: dict[str, float], told: str) -> None:
    with pytest.raises(InputError, match=told):
        Grpo(**wrong)  # type: ignore[arg-type]
