"""USI: features of a dialogue and agreement by hand; nineteen of them in four dimensions."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.compare import Verdict
from usergap.probes import probe_named, run_probes
from usergap.probes.fingerprints.features import DIMENSIONS, FEATURES, sums
from usergap.probes.fingerprints.lexicon import ENGLISH
from usergap.probes.suite.usi import dice, mean_dice

from ..talks import many, talk


def means(dialogue):
    above, below = sums(dialogue, ENGLISH)
    return dict(
        zip(FEATURES, np.where(below > 0, above / np.maximum(below, 1), np.nan), strict=True)
    )


def test_nineteen_features_in_four_dimensions():
    assert [len(names) for names in DIMENSIONS.values()] == [8, 3, 5, 3]
    assert len(set(FEATURES)) == 19


def test_features_by_hand():
    found = means(talk(
        "d", "Could you find order 48151?", "ok", "i think you forgot it, what about another boat",
        "thanks"
    ))  # fmt: skip
    words = np.array([5, 1, 9, 1])
    assert found["words a turn"] == 4
    assert found["short turns"] == 0.5
    assert found["politeness"] == 0.5  # could you; thanks
    assert found["formality"] == 0.75  # all but "ok"
    assert found["acknowledgement only"] == 0.5
    assert found["verbosity spread"] == pytest.approx(words.std() / 4)
    assert found["front-loading"] == pytest.approx(6 / 16)
    assert found["identifiers a turn"] == 0.25
    assert found["opening length"] == 5
    assert found["uncertainty"] == 0.25
    assert found["accusation"] == 0.25
    assert found["strategy pivot"] == 0.25
    assert found["information seeking"] == 0.25
    assert found["repetition"] == 0


def test_a_trigram_said_more_than_three_times_is_repetition():
    assert means(talk("d", *["show me boats"] * 3))["repetition"] == 0
    assert means(talk("d", *["show me boats"] * 4))["repetition"] == 1


def test_agreement_by_hand():
    told = dice(np.array([1.0, 0, 2, 0]), np.array([3.0, 0, 2, 5]))
    assert told.tolist() == [2 * 1 / 4, 1.0, 1.0, 0.0]


def test_people_agree_with_people_and_not_with_a_chatterbox():
    real = tuple(talk(f"r{i}", "maybe the red one", "no, that's wrong", "ok") for i in range(20))
    same = many("s", 20, "maybe the red one", "no, that's wrong", "ok")
    other = many("s", 20, "Could you please tell me everything about it? Thank you so much!")
    findings = run_probes([probe_named("usi")], real, {"same": same, "other": other})
    first, second = ({f.name: f for f in each.measured.figures} for each in findings)
    assert first["usi.dice.all"].value == pytest.approx(100)
    assert first["usi.all"].value == pytest.approx(0, abs=1e-9)
    assert first["usi.all"].verdict is Verdict.CLOSE
    assert second["usi.dice.all"].value < 60
    # all real users say the same, so they agree to 100 among themselves
    excess = second["usi.dice.all"].value - 100
    assert second["usi.all"].value == pytest.approx(excess)
    assert second["usi.all"].verdict is Verdict.DIFFERS


def test_the_published_number_is_told_with_its_interval_and_not_judged():
    real = tuple(talk(f"r{i}", *["ok then"] * (1 + i % 4)) for i in range(20))
    simulated = tuple(talk(f"s{i}", *["please do"] * (1 + i % 3)) for i in range(20))
    (found,) = run_probes([probe_named("usi")], real, {"bot": simulated}, replicates=100)
    figures = {f.name: f for f in found.measured.figures}
    assert [n for n, f in figures.items() if f.headline] == ["usi.all"]
    assert len(figures) == 10
    for name in ("all", "d1", "d2", "d3", "d4"):
        told = figures[f"usi.dice.{name}"]
        assert 0 <= told.low <= told.value <= told.high <= 100
        assert (told.null, told.p, told.verdict) == (None, None, Verdict.UNDEFINED)
        assert told.beside[0].kind == "real against real"


def test_means_over_features_leave_out_what_a_side_has_not():
    # sums of two features, then their sizes: means 1 and 3 / 1 and none -> only the first counts
    one, other = np.array([[2.0, 3, 2, 1]]), np.array([[3.0, 0, 1, 0]])
    assert mean_dice(one, other)[0] == pytest.approx(2 * 1 / (1 + 3))
