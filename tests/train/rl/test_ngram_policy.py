from __future__ import annotations

import numpy as np
import pytest

from usergap.errors import InputError
from usergap.train.rl.ngram_policy import END, NgramPolicy, log_softmax


def probabilities(policy: NgramPolicy, *history: str) -> dict[str, float]:
    number = {word: place for place, word in enumerate(policy.vocabulary)}
    row = policy.states[tuple(number[word] for word in history)]
    return dict(zip(policy.vocabulary, np.exp(log_softmax(policy.logits))[row], strict=True))


def test_it_begins_as_the_smoothed_counts() -> None:
    # Replies "a b" and "a": words a 2, b 1, end 2. Without history: (c + .1) / (5 + .3).
    # After a: followed by b once and by the end once, two kinds of two:
    # p(b | a) = (1 + 2 p(b)) / (2 + 2) with p(b) = 1.1 / 5.3.
    policy = NgramPolicy.fit(["a b", "a"])
    assert policy.vocabulary == ("", "a", "b")
    assert probabilities(policy)["b"] == pytest.approx(1.1 / 5.3, abs=1e-12)
    assert probabilities(policy, "a")["b"] == pytest.approx((1 + 2 * 1.1 / 5.3) / 4, abs=1e-12)
    for row in np.exp(log_softmax(policy.logits)):
        assert row.sum() == pytest.approx(1.0, abs=1e-12)


def test_it_writes_what_it_learnt() -> None:
    # Two kinds of replies whose words never mix (order 1, hardly any smoothing left at 400).
    policy = NgramPolicy.fit(["red car", "blue sky"] * 200)
    texts = policy.write([""] * 200, np.random.default_rng(0)).texts
    share = sum(text in ("red car", "blue sky") for text in texts) / len(texts)
    assert share > 0.9
    assert 60 < sum(text == "red car" for text in texts) < 140


def test_a_longer_history_keeps_longer_phrases() -> None:
    said = ["one two one three", "four two four five"]
    for order, least in ((1, 0.0), (2, 0.5)):
        policy = NgramPolicy.fit(said * 100, order=order)
        texts = policy.write([""] * 300, np.random.default_rng(1)).texts
        share = sum(text in said for text in texts) / len(texts)
        assert share > least
    shares = [
        sum(
            text in said
            for text in NgramPolicy.fit(said * 100, order=order)
            .write([""] * 300, np.random.default_rng(1))
            .texts
        )
        for order in (1, 2)
    ]
    assert shares[1] > 2 * shares[0]


def test_words_of_the_context_weigh_more_once_it_has_learnt_to_take_them_up() -> None:
    policy = NgramPolicy.fit(["red", "blue", "green"])
    eager = policy.heeding([0.0, 3.0])
    early, late, later = (
        eager.write(["a BLUE one"] * 300, np.random.default_rng(0), [turn] * 300).texts
        for turn in (0, 1, 7)
    )
    assert early == policy.write([""] * 300, np.random.default_rng(0)).texts
    assert sum("blue" in t for t in late) > 2 * sum("blue" in t for t in early)
    assert later == late  # there is no weight of its own for the eighth turn


def test_what_was_written_carries_its_probability() -> None:
    policy = NgramPolicy.fit(["a b c", "a c"], longest=5)
    written = policy.write(["b"] * 50, np.random.default_rng(3))
    logps = policy.logps(written)
    assert logps[np.arange(written.word.size), written.word] == pytest.approx(written.logp)
    for place, text in enumerate(written.texts):
        mine = written.word[written.reply == place]
        assert [policy.vocabulary[w] for w in mine if w != END] == text.split()
        assert (mine[-1] == END) or mine.size == 5
        assert END not in mine[:-1]


def test_the_same_draws_give_the_same_replies() -> None:
    policy = NgramPolicy.fit(["a b", "b a a"])
    one, two, other = (
        policy.write([""] * 20, np.random.default_rng(seed)).texts for seed in (5, 5, 6)
    )
    assert one == two != other


def test_rare_words_are_left_out() -> None:
    policy = NgramPolicy.fit(["often rare", "often"], words=1)
    assert policy.vocabulary == ("", "often")


@pytest.mark.parametrize("replies", [[], ["", "  "]])
def test_no_words(replies: list[str]) -> None:
    with pytest.raises(InputError, match="expected replies with words, found none"):
        NgramPolicy.fit(replies)


def test_sizes() -> None:
    with pytest.raises(InputError, match="expected 1 or more each, found 0, 800, 40"):
        NgramPolicy.fit(["a"], order=0)
