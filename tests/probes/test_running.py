"""Running probes: pairs, undefined ones, verdicts over a family of figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from usergap.compare import Verdict
from usergap.errors import InputError, UndefinedMeasureError
from usergap.probes import Probe, probe_named, probes, run_probes
from usergap.probes.finding import Figure, Measured
from usergap.probes.registry import PROBES
from usergap.probes.remembering import Memory
from usergap.probes.running import adjusted, paired

from .talks import many, talk


def probe(run, name="own"):
    return Probe(name, "Own", "Is it so?", "none", "1", run)


def test_a_probe_that_cannot_be_computed_says_why_and_stops_no_other():
    def cannot(material):
        raise UndefinedMeasureError(f"no persona in {material.simulator}")

    def can(material):
        return Measured((Figure("a", "a", "x", 1.0, verdict=Verdict.CLOSE),))

    real = many("r", 6, "hello")
    first, second = run_probes([probe(cannot), probe(can)], real, {"bot": many("s", 6, "hello")})
    assert (first.verdict, first.reason) == (Verdict.UNDEFINED, "no persona in bot")
    assert (second.verdict, second.measured.figures[0].value) == (Verdict.CLOSE, 1.0)


def test_shared_scenarios_are_compared_alone_and_the_rest_is_spare():
    keys = [{"scenario_id": f"s{i}", "conversation_id": f"c{i % 35}"} for i in range(40)]
    real = [talk(f"r{i}", "hi", **key) for i, key in enumerate(keys)]
    simulated = [talk(f"x{i}", "hi", scenario_id=f"s{i}") for i in range(25)]
    compared, partners, spare = paired(tuple(real), tuple(simulated))
    assert [d.id for d in compared] == [f"r{i}" for i in range(25)]
    assert len(partners) == 25
    # r35 to r39 share a conversation with r0 to r4, so nothing may be learned from them
    assert [d.id for d in spare] == [f"r{i}" for i in range(25, 35)]
    assert paired(tuple(real), tuple(simulated[:19])) == (tuple(real), tuple(simulated[:19]), ())


def test_one_small_p_among_many_figures_is_not_enough():
    lucky = Figure("a", "a", "x", 1.0, p=0.04, null=0.0, verdict=Verdict.DIFFERS)
    others = [replace(lucky, name=f"b{i}", p=0.5, verdict=Verdict.CANNOT_TELL) for i in range(4)]
    found = adjusted(Measured((lucky, *others))).figures[0]
    assert found.verdict is Verdict.CANNOT_TELL
    assert "one of 5 figures" in found.reason
    assert adjusted(Measured((lucky,))).figures[0].verdict is Verdict.DIFFERS


def test_what_earlier_runs_read_is_not_read_again():
    read = []

    def find(dialogue):
        read.append(dialogue.id)
        return len(dialogue.turns)

    def run(material):
        return Measured((Figure("a", "a", "x", float(sum(material.each(find)))),))

    real, simulated, memory = many("r", 6, "hello"), many("s", 6, "hello"), Memory()
    for _ in range(2):
        run_probes([probe(run)], real, {"bot": simulated}, memory=memory)
    assert len(read) == 12


def test_every_probe_is_declared_once_and_in_order():
    names = list(probes())
    assert names == [name for name in PROBES if name in names]
    for name, declared in probes().items():
        assert declared.id == name
        assert declared.question.endswith("?")
        assert declared.citation
    with pytest.raises(InputError, match="expected one of"):
        probe_named("nothing")


@pytest.mark.parametrize("name", list(probes()))
def test_order_of_dialogues_and_names_of_sides_change_nothing(name):
    turns = ("I want a red boat.", "maybe not, could it be blue", "thanks!!")
    real = tuple(talk(f"r{i}", *turns[: 1 + i % 3], "ok then") for i in range(12))
    simulated = tuple(talk(f"s{i}", *turns[i % 2 :]) for i in range(12))
    one, other = (
        run_probes([probe_named(name)], r, {"bot": s}, replicates=60)[0]
        for r, s in ((real, simulated), (real[::-1], simulated[::-1]))
    )
    values = [
        {f.name: f.value for f in found.measured.figures} if found.measured else found.reason
        for found in (one, other)
    ]
    if one.measured is None:
        assert values[0] == values[1]
    else:
        assert values[0] == {key: pytest.approx(v, abs=1e-9) for key, v in values[1].items()}
