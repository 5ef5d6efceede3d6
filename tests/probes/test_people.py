"""Probes on people: nothing to find between two samples of them, much in shipped simulators.

The bars themselves (200 splits, every probe) are measured by ``benchmarks/probes.py``; the
figures stand in docs/probes.md.
"""

from __future__ import annotations

import pytest

from usergap.compare import Verdict
from usergap.formats import read
from usergap.probes import by_simulator, probe_named, run_probes

SPLITS = 20
CHEAP = ("endings", "messiness", "memorisation")


@pytest.fixture(scope="module")
def splits(data):
    from benchmarks.probes import split

    people = read(data / "realsim" / "real.jsonl").dialogues
    chosen = [probe_named(name) for name in CHEAP]
    found = []
    for number in range(SPLITS):
        real, other = split(people, 130, number)
        assert not {d.conversation_id for d in real} & {d.conversation_id for d in other}
        found += run_probes(chosen, real, {"people": other}, seed=number, replicates=200)
    return found


@pytest.mark.parametrize("name", CHEAP)
def test_between_two_samples_of_people_the_null_lies_within_the_interval(splits, name):
    figures = [
        figure
        for finding in splits
        if finding.probe == name and finding.measured
        for figure in finding.measured.figures
        if figure.null is not None and figure.low is not None and figure.high is not None
    ]
    assert len(figures) >= SPLITS
    held = sum(f.low - 1e-9 <= f.null <= f.high + 1e-9 for f in figures)
    assert held >= 0.9 * len(figures)


@pytest.fixture(scope="module")
def simulated(data):
    people = read(data / "realsim" / "real.jsonl").dialogues
    corpora = [read(data / "simulated" / f"{name}.jsonl") for name in ("generic", "informed")]
    chosen = [probe_named(name) for name in ("praise", "disclosure", "diversity", "endings")]
    found = run_probes(chosen, people, by_simulator(corpora), replicates=300)
    return {(each.simulator, each.probe): each for each in found}


@pytest.mark.parametrize("probe", ["praise", "disclosure", "diversity", "endings"])
def test_what_the_simulators_are_known_for_is_found(simulated, probe):
    found = [each for (_, name), each in simulated.items() if name == probe]
    assert len(found) == 2
    assert all(each.verdict is Verdict.DIFFERS for each in found), [repr(each) for each in found]


def figure(found, name):
    (one,) = [f for f in found.measured.figures if f.name == name]
    return one


def test_praise_and_disclosure_are_too_frequent_and_spread_too_small(simulated):
    for (_, probe), found in simulated.items():
        if probe == "praise":
            assert figure(found, "praise.praise").low > 5  # points of 100 turns
        if probe == "disclosure":
            assert figure(found, "disclosure.turns").low > 0
        if probe == "endings":
            assert figure(found, "endings.spread").high < 0  # log ratio of SDs of turns
