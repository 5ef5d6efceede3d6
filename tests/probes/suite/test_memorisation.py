"""Memorisation: planted copies of one's pair and of strangers, and stock phrases."""

from __future__ import annotations

import pytest

from usergap.compare import Verdict
from usergap.probes import probe_named, run_probes
from usergap.probes.suite.memorisation import runs

from ..talks import talk


def sentence(seed, words=9):
    return " ".join(f"w{seed}x{i}" for i in range(words))


REAL = tuple(talk(f"r{i}", sentence(i), "go on", scenario_id=f"c{i}") for i in range(24))


def run(simulated, real=REAL):
    (found,) = run_probes([probe_named("memorisation")], real, {"bot": simulated})
    return found, {figure.name: figure for figure in found.measured.figures}


def test_runs_do_not_see_case_or_marks():
    assert list(runs("One, two THREE!", 2)) == [("one", "two"), ("two", "three")]
    assert list(runs("one", 2)) == []


def test_copies_of_the_own_scenario_are_told_from_those_of_others():
    own = [talk(f"s{i}", sentence(i), "fine", scenario_id=f"c{i}") for i in range(12)]
    others = [talk(f"s{i}", sentence(i - 1), "fine", scenario_id=f"c{i}") for i in range(12, 24)]
    found, figures = run((*own, *others))
    assert figures["memorisation.pair"].value == pytest.approx(25)
    assert figures["memorisation.others"].value == pytest.approx(25)
    assert figures["memorisation.others"].verdict is Verdict.DIFFERS
    # people have no pair that they could copy: a level, neither tested nor judged
    pair = figures["memorisation.pair"]
    assert (pair.p, pair.null, pair.verdict) == (None, None, Verdict.UNDEFINED)
    assert pair.low < 25 < pair.high
    assert "24 of 48 simulated turns" in found.measured.seen
    assert {quote.shows for quote in found.measured.quotes} == {"copies its pair"}


def test_what_people_share_among_themselves_is_no_copy():
    stock = sentence("stock")
    real = tuple(talk(f"r{i}", stock, scenario_id=f"c{i}") for i in range(24))
    _, figures = run(tuple(talk(f"s{i}", stock, scenario_id=f"c{i}") for i in range(24)), real)
    assert figures["memorisation.others"].value == 0
    assert figures["memorisation.others"].verdict is Verdict.CLOSE


def test_seven_words_are_not_yet_a_copy():
    short = tuple(talk(f"s{i}", sentence(i, 7), scenario_id=f"c{i}") for i in range(24))
    found, figures = run(short)
    assert figures["memorisation.pair"].value == 0
    assert "no simulated turn" in found.measured.seen
