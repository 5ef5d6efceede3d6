"""Weighted log-odds by hand, and the prior."""

from __future__ import annotations

from math import log, sqrt

import pytest

from usergap.probes.caricatures.fightin_words import background, weighted_log_odds


def test_z_by_hand():
    # "sea": 5 + 1 of 8 + 2 and 1 + 1 of 8 + 2, so δ = log(6 / 4) - log(2 / 8) = log 6
    # and the variance is 1 / 6 + 1 / 2 = 2 / 3. "land" is its mirror.
    found = weighted_log_odds({"sea": 5, "land": 3}, {"sea": 1, "land": 7}, {"sea": 1, "land": 1})
    assert found["sea"] == pytest.approx(log(6) / sqrt(2 / 3))
    assert found["land"] == pytest.approx(-log(6) / sqrt(1 / 4 + 1 / 8))


def test_words_used_alike_have_no_side_and_swapped_corpora_turn_the_sign():
    one, other = {"a": 4, "b": 2, "c": 9}, {"a": 4, "b": 8, "c": 3}
    prior = background([one, other])
    there, back = weighted_log_odds(one, other, prior), weighted_log_odds(other, one, prior)
    assert there == {word: pytest.approx(-z) for word, z in back.items()}
    assert weighted_log_odds(one, one, prior) == dict.fromkeys(prior, 0.0)


def test_a_rare_word_needs_more_than_its_ratio():
    # Ten times as often in both cases, but 10 : 1 is less sure than 100 : 10.
    one, other = {"rare": 10, "often": 100, "rest": 890}, {"rare": 1, "often": 10, "rest": 989}
    z = weighted_log_odds(one, other, background([one, other]))
    assert 0 < z["rare"] < z["often"]


def test_the_prior_has_the_weight_asked_for():
    prior = background([{"a": 3, "b": 1}, {"b": 4}], weight=2)
    assert prior == {"a": 6.0, "b": 10.0}
