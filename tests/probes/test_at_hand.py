"""Probes on what a comparison compares: names, filters, and profiles without text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from usergap.compare import Verdict
from usergap.dialogues import Corpus
from usergap.errors import UndefinedMeasureError
from usergap.probes import Probe, probe_profiles
from usergap.probes.finding import Measured
from usergap.profiles import default_plan, measure_corpus

from .talks import talk


def counted(needs_real=True):
    def run(material):
        return Measured((), seen=f"{len(material.real)} real, {len(material.simulated)} simulated")

    return Probe("own", "Own", "Is it so?", "none", "1", run, needs_real=needs_real)


@pytest.fixture(scope="module")
def profiles():
    real = [talk(f"r{i}", "hello there", domain="sea" if i < 4 else "sky") for i in range(10)]
    one = [talk(f"s{i}", "hello there", simulator="bot") for i in range(6)]
    corpora = Corpus("real", tuple(real)), Corpus("one", tuple(one)), Corpus("two", tuple(one))
    return [measure_corpus(corpus, default_plan(), jobs=1) for corpus in corpora]


def test_simulators_have_the_names_of_the_comparison(profiles):
    found = probe_profiles([counted()], profiles[0], profiles[1:])
    assert [f.simulator for f in found] == ["bot (one)", "bot (two)"]
    assert found[0].measured.seen == "10 real, 6 simulated"


def test_a_filter_holds_for_probes_too(profiles):
    (found,) = probe_profiles([counted()], profiles[0], profiles[1:2], where={"domain": "sea"})
    assert found.measured.seen == "4 real, 6 simulated"


@pytest.mark.parametrize(("side", "named"), [(0, "real is a profile"), (1, "one is a profile")])
def test_a_profile_without_text_leaves_probes_undefined_and_says_so(profiles, side, named):
    given = [replace(p, texts=None) if i == side else p for i, p in enumerate(profiles[:2])]
    (found,) = probe_profiles([counted()], given[0], given[1:])
    assert found.verdict is Verdict.UNDEFINED
    assert named in found.reason


def test_a_probe_of_simulated_dialogues_alone_needs_no_real_text(profiles):
    real = replace(profiles[0], texts=None)
    alone = replace(counted(needs_real=False), id="alone")
    found = probe_profiles([alone, counted()], real, profiles[1:2])
    assert found[0].measured.seen == "0 real, 6 simulated"
    assert "holds no text" in found[1].reason


def test_a_probe_that_cannot_be_computed_is_told(profiles):
    def cannot(_material):
        raise UndefinedMeasureError("no persona")

    probe = replace(counted(), run=cannot)
    (found,) = probe_profiles([probe], profiles[0], profiles[1:2])
    assert found.reason == "no persona"
