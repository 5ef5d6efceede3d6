"""The n-gram model: probabilities by hand, sums to one, and what raises them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.probes.language_models.ngram import ALPHABET, NgramModel, _Counts, tokens

TEXT = st.text(st.sampled_from("ab .,!\n"), max_size=30)


def test_tokens_are_words_and_marks_in_lower_case():
    assert tokens("It's OK, no?\nYes") == ["it", "'", "s", "ok", ",", "no", "?", "\n", "yes"]


def test_witten_bell_by_hand():
    counts = _Counts(2)
    counts.add(["a", "b", "a", "a"])
    # unigrams: a 3, b 1, 2 kinds; with base 1/10: p(a) = (3 + 2/10) / (4 + 2)
    p_a = (3 + 2 * 0.1) / 6
    assert counts.probability((), "a", 0.1) == pytest.approx(p_a, abs=1e-12)
    # after a: b 1, a 1, 2 kinds: p(a | a) = (1 + 2 p(a)) / (2 + 2)
    assert counts.probability(("a",), "a", 0.1) == pytest.approx((1 + 2 * p_a) / 4, abs=1e-12)
    # a history never seen leaves the shorter one's probability
    assert counts.probability(("z",), "a", 0.1) == pytest.approx(p_a, abs=1e-12)


def test_probabilities_of_all_words_sum_to_one():
    counts = _Counts(3)
    for line in ("a b c a b", "b a", "c c a"):
        counts.add(line.split())
    for history in ((), ("a",), ("a", "b"), ("c", "c"), ("z", "a")):
        total = sum(counts.probability(history, word, 1 / 3) for word in "abc")
        assert total == pytest.approx(1, abs=1e-12)


def test_what_was_seen_is_likelier_and_the_new_is_possible():
    model = NgramModel(["the red boat sails", "the red boat sinks"])
    seen, mixed, new = model.mean_logprobs(["the red boat sails", "boat the sails", "qzx"])
    assert seen > mixed > new > math.log(1 / ALPHABET**4)
    assert model.trained_on == 8


def test_the_answer_before_makes_its_words_likelier():
    model = NgramModel(["the red boat sails"])
    (alone,) = model.mean_logprobs(["which keel"])
    (told,) = model.mean_logprobs(["which keel"], ["a keel of lead"])
    (other,) = model.mean_logprobs(["which keel"], ["a sail of silk"])
    assert told > alone > other


def test_a_text_without_a_token_has_no_probability():
    assert NgramModel(["a"]).mean_logprobs(["", "  "]) == [None, None]


@given(st.lists(TEXT, max_size=4), TEXT, TEXT)
def test_every_text_has_a_finite_negative_mean(training, text, context):
    (told,) = NgramModel(training).mean_logprobs([text], [context])
    assert (told is None) == (not tokens(text))
    if told is not None:
        assert -710 < told < 0
