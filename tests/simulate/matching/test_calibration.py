"""Calibration: what a model does too much is asked for less, learnt on scenarios of its own."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.llm import Client, Endpoint
from usergap.profiles import load_reference, measure_corpus
from usergap.profiles.seeds import hashed
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.loop import Rules
from usergap.simulate.matching.before_and_after import _only as only
from usergap.simulate.matching.before_and_after import before_and_after, closed
from usergap.simulate.matching.calibration import Round, calibrate, improved, split_scenarios
from usergap.simulate.matching.control import Match
from usergap.simulate.matching.correction import Correction
from usergap.simulate.matching.rates import Rates, mismatch
from usergap.simulate.matching.target import Target, labels_plan
from usergap.simulate.model import EndpointModel
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.users.chat import ChatUser
from usergap.testing import FakeServer, ObeyingUser

from .made_targets import scenarios, target

ANSWERS = ("It depends.", "Most people begin with the first part.", "There are some ways.")


def test_scenarios_are_split_by_domain_and_seed():
    listed = scenarios(20) + scenarios(6, domains=("moon",), prefix="m")
    used, held = split_scenarios(listed, 0.5, seed=1)
    assert len(used) == len(held) == 13
    for domain, count in (("sea", 5), ("land", 5), ("moon", 3)):
        assert abs(sum(s.domain == domain for s in used) - count) <= 1
    assert {s.id for s in used} | {s.id for s in held} == {s.id for s in listed}
    assert split_scenarios(listed[::-1], 0.5, seed=1)[0] == used[::-1]
    assert split_scenarios(listed, 0.5, seed=2)[0] != used
    with pytest.raises(InputError, match="found 1 and a share"):
        split_scenarios(listed[:1], 0.5, seed=1)


def rates(praise=0.0, past=0.0):
    return Rates(5.0, 100.0, {"explicit_positive": praise}, {"past": past})


def test_a_correction_asks_for_what_was_lacking():
    done = Round(
        1, Correction(0.8, {"explicit_positive": 0.01}), rates(0.02, 0.5), rates(0.12, 0.3), 0
    )
    whole = improved(done.correction, done, wordiness=1.6, gain=1.0)
    assert whole.words == pytest.approx(0.5)
    # .01 + (.02 - .12) = -.09 would take away more praise than was planned
    assert whole.remarks["explicit_positive"] == pytest.approx(-0.02)
    assert whole.kinds["past"] == pytest.approx(0.2)
    half = improved(done.correction, done, wordiness=1.6, gain=0.5)
    assert half.words == pytest.approx(0.8 / 1.6**0.5)
    assert half.kinds["past"] == pytest.approx(0.1)


def test_the_mismatch_is_0_for_the_same_and_grows():
    real = target(60)
    assert mismatch(real, real) == pytest.approx(0)
    # twice the words: W1 over the mean is 1, in one of four parts
    assert mismatch(real, replace(real, words=2 * real.words)) == pytest.approx(0.25)
    # nothing told at all: the sum of distances is the sum of rates
    assert mismatch(real, replace(real, kinds=0 * real.kinds)) == pytest.approx(0.25)


def test_what_is_told_where_nothing_is_wanted_does_not_outweigh_the_rest():
    silent = replace(target(60), kinds=0 * target(60).kinds)
    told = silent.kinds.copy()
    told[0, 0] = 1  # one of 60 dialogues: 1/60 over a tenth, in one of four parts
    assert mismatch(silent, replace(silent, kinds=told)) == pytest.approx(10 / 60 / 4)
    wordy = replace(silent, words=2 * silent.words)
    assert mismatch(silent, replace(silent, kinds=told)) < mismatch(silent, wordy)


class Simulating:
    """Lets a model talk over HTTP, and remembers what was asked for."""

    def __init__(self, folder, **model):
        self.folder, self.model, self.rounds = folder, model, []

    async def __call__(self, listed, match, name):
        self.rounds.append((name, match))
        with FakeServer(ObeyingUser(**self.model)) as server:
            async with Client(Endpoint(server.url, "m"), cache=None) as client:
                user = ChatUser(EndpointModel(client), controls=(match,) if match else ())
                rules = Rules(max_turns=match.longest if match else 10)
                made = await simulate_async(
                    listed,
                    user,
                    ScriptedAssistant(ANSWERS),
                    journal=self.folder / name,
                    rules=rules,
                )
                return made.dialogues


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory):
    """A model that writes too much and forgets, calibrated on 40 scenarios of two domains."""
    listed = scenarios(80, domains=("music", "finance"))
    match = Match(Target.of(load_reference("wildchat")))
    simulate = Simulating(tmp_path_factory.mktemp("rounds"), wordy=2.0, slips=0.2)
    found = asyncio.run(calibrate(match, listed, simulate, rounds=3, seed=3))
    held = [s for s in listed if s.id in found.held_out]

    async def both():
        before = await simulate(held, None, "before")
        after = await simulate(held, found.match.planned(held, 3), "after")
        return before, after

    return found, simulate, asyncio.run(both())


def test_a_model_that_writes_too_much_is_asked_for_less(calibrated):
    found, simulate, _ = calibrated
    first, second, third = found.rounds
    names = ["round-1", "round-2", "round-3", "before", "after"]
    assert [name for name, _ in simulate.rounds] == names
    assert (first.correction, first.number) == (Correction(), 1)
    assert second.correction.words < 0.97
    assert second.correction.remarks["explicit_positive"] < 0
    assert second.mismatch < first.mismatch
    best = min(found.rounds, key=lambda each: each.mismatch)
    assert found.match.correction == best.correction
    # all of what was lacking is asked for in the second round, half in the third
    for last, now, gain in ((first, second, 1.0), (second, third, 0.5)):
        asked = improved(last.correction, last, 1.0, gain)
        assert now.correction.kinds == pytest.approx(asked.kinds)
        assert now.correction.remarks == pytest.approx(asked.remarks)
    assert not set(found.calibration) & set(found.held_out)
    assert len(found.calibration) == len(found.held_out) == 40
    assert json.loads(json.dumps(found.record()))["rounds"][1]["mismatch"] == second.mismatch
    read = Correction.from_record(found.record()["correction"])
    assert read.words == pytest.approx(best.correction.words, abs=1e-4)


def test_the_best_round_counts_not_the_last(tmp_path):
    listed = scenarios(40, domains=("music",))
    good, bad = Simulating(tmp_path / "good"), Simulating(tmp_path / "bad", wordy=4.0, slips=0.9)

    async def simulate(chosen, match, name):
        return await (good if name == "round-1" else bad)(chosen, match, name)

    match = Match(Target.of(load_reference("wildchat")))
    found = asyncio.run(calibrate(match, listed, simulate, rounds=2))
    assert found.rounds[0].mismatch < found.rounds[1].mismatch
    assert found.match.correction == Correction()


def test_before_and_after_against_other_real_users(calibrated):
    _, _, (before, after) = calibrated
    one, two = (
        measure_corpus(Corpus(name, tuple(made)), labels_plan(), jobs=1)
        for name, made in (("before", before), ("after", after))
    )
    from usergap.dimensions import MEASURES

    measures = {x: MEASURES[x] for x in ("feedback", "identity", "words", "turns")}
    real = load_reference("lmsys")
    result = before_and_after(real, one, two, replicates=100, measures=measures, seed=1)
    assert (result.n_before, result.n_after, result.paired) == (40, 40, False)
    for name in ("feedback", "identity", "turns"):
        change = result.of(name)
        assert change.closed is not None
        assert change.closed > 0.5, name
        assert change.closed == closed(change.excess_before, change.excess_after)
        assert change.less == pytest.approx(change.before - change.after)
        assert change.low > 0
    assert result == before_and_after(real, one, two, replicates=100, measures=measures, seed=1)
    # the reference itself is barred: all of it went into the plan
    with pytest.raises(InputError, match=r"all 3\d\d are barred"):
        before_and_after(load_reference("wildchat"), one, two, replicates=100, measures=measures)
    with pytest.raises(InputError, match="which real ones they were planned from"):
        before_and_after(real, two, one, replicates=100, measures=measures)
    with pytest.raises(InputError, match="found none"):
        before_and_after(real, one, two, held_out=["no such"], measures=measures)


def test_held_out_dialogues_are_found_by_scenario_or_by_their_own_id():
    real = [
        Dialogue(f"d{n}", (Message("user", "hi"),), scenario_id=name)
        for n, name in enumerate(("a", "b", None))
    ]
    profile = measure_corpus(Corpus("r", tuple(real)), labels_plan(), jobs=1)
    kept = only(profile, ["b", "d2", "d0"])
    assert [d.id for d in kept.texts.corpus] == ["d1", "d2"]
    assert len(kept) == len(kept.texts.annotations) == 2
    assert len(only(replace(profile, texts=None), ["b", "d2"])) == 1


def test_the_share_closed():
    assert closed(10.0, 4.0) == pytest.approx(0.6)
    assert closed(10.0, -1.0) == 1.0
    assert closed(10.0, 15.0) == pytest.approx(-0.5)
    assert closed(-0.1, 1.0) is None


def test_real_dialogues_of_held_out_scenarios_are_not_planned_from():
    async def simulate(listed, match, name):
        held = {hashed(f"r{n}") for n in range(60)} - {hashed(s.id) for s in listed}
        assert not held & set(match.target.pairs)
        assert {hashed(s.id) for s in listed} <= set(match.target.pairs)
        raise InputError(name)

    with pytest.raises(InputError, match="round-1"):
        asyncio.run(calibrate(Match(target(60)), scenarios(60, prefix="r"), simulate))


def test_another_annotator_cannot_be_matched(tmp_path):
    listed = scenarios(60, domains=("music",))
    with pytest.raises(InputError, match="feedback: expected labels of usergap-linear 1"):
        asyncio.run(calibrate(Match(target(60)), listed, Simulating(tmp_path)))
    with pytest.raises(InputError, match="rounds"):
        asyncio.run(calibrate(Match(target(60)), listed, Simulating(tmp_path), rounds=0))


@pytest.mark.parametrize("model", [{}, {"wordy": 1.4, "slips": 0.1}])
def test_half_of_the_gap_is_closed_on_held_out_scenarios(data, tmp_path, model):
    from benchmarks.match import BAR, experiment

    from usergap.formats import read

    real = read(data / "realsim" / "real.jsonl")
    part = real.with_dialogues(real[::6])
    settings = {"rounds": 2, "seed": 0, "replicates": 100}
    done = experiment(part, ObeyingUser(**model), tmp_path, **settings)
    assert done.corrected.n_real >= 55
    for measure, bar in BAR.items():
        assert done.corrected.of(measure).closed >= bar, measure
    assert done.corrected.of("turns").closed > 0.5
