"""Endings: survival and termination by hand, planted ends, caps as censoring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from usergap.compare import Verdict
from usergap.dialogues import Dialogue, Message
from usergap.probes import probe_named, run_probes
from usergap.probes.ending_models.last_turn import crossfitted_loss, number_features
from usergap.probes.ending_models.survival import Lengths, lengths, survival
from usergap.probes.ending_models.termination import (
    after_end,
    decisions,
    excess_rate,
    f1,
    premature,
)
from usergap.probes.inference import one_sided

from ..talks import talk


def users(name, counts, last="go on", **fields):
    return tuple(
        talk(f"{name}{i}", *["go on"] * (count - 1), last, **fields)
        for i, count in enumerate(counts)
    )


def run(real, simulated):
    (found,) = run_probes([probe_named("endings")], real, {"bot": simulated}, replicates=300)
    return found, {figure.name: figure for figure in found.measured.figures}


def test_kaplan_meier_by_hand():
    # turns 1, 2, 2 (cut), 3: S(1) = 3/4, S(2) = 3/4 * 2/3, S(3) = 3/4 * 2/3 * 0
    found = Lengths(np.array([1, 2, 2, 3]), np.array([False, False, True, False]))
    one = np.ones((1, 4))
    assert survival(found, 3)(one, one)[0] == pytest.approx([0.75, 0.5, 0.0], abs=1e-12)


def test_a_recorded_stop_decides_and_a_pile_at_the_top_is_suspected():
    piled = users("x", [3] * 5 + [5] * 5)
    assert lengths(piled).cut.tolist() == [False] * 5 + [True] * 5
    said = [replace(d, extra={"simulation": {"stop": "user_ended"}}) for d in piled]
    assert not lengths(said).cut.any()
    capped = [replace(d, extra={"simulation": {"stop": "turn_cap"}}) for d in piled]
    assert lengths(capped).cut.all()
    assert not lengths([replace(d, ended=True) for d in piled]).cut.any()


def test_users_who_all_stop_alike_are_found_out():
    real = users("r", [2, 3, 4, 5, 6, 7, 9, 12] * 5)
    found, figures = run(real, users("s", [5] * 35 + [6] * 4))
    assert found.verdict is Verdict.DIFFERS
    assert figures["endings.spread"].value < -1
    same, figures = run(real, users("s", [2, 3, 4, 5, 6, 7, 9, 12] * 5))
    assert same.verdict is not Verdict.DIFFERS
    assert figures["endings.turns"].value == pytest.approx(0, abs=1e-9)


def test_a_cap_is_not_taken_for_an_end():
    real = users("r", [2, 3, 4, 5, 6, 7, 8, 9] * 6)
    capped = tuple(
        replace(d, extra={"simulation": {"stop": "turn_cap" if n == 5 else "user_ended"}})
        for d, n in zip(
            users("s", [min(n, 5) for n in [2, 3, 4, 5, 6, 7, 8, 9] * 6]),
            [min(n, 5) for n in [2, 3, 4, 5, 6, 7, 8, 9] * 6],
            strict=True,
        )
    )
    # up to 5 turns both sides survive alike but for those who end at 5 of their own accord
    _, figures = run(real, capped)
    assert figures["endings.turns"].value == pytest.approx(0, abs=1e-9)


def test_thanks_that_always_come_last_are_found_out():
    rng = np.random.default_rng(0)
    counts = rng.integers(2, 8, 60).tolist()
    real = users("r", counts)
    _, figures = run(real, users("s", counts, last="thanks, bye!"))
    assert figures["endings.content"].value > 0.1
    assert figures["endings.content"].verdict is Verdict.DIFFERS


def test_the_baseline_loss_is_that_of_the_other_half():
    # other half: the first turn ends 1 of 2; ridge keeps its log odds at 0 -> loss log 2
    features = number_features([1, 1, 1, 1])
    loss = crossfitted_loss(features, np.array([True, False, True, True]), np.array([0, 0, 1, 1]))
    assert loss[2:] == pytest.approx([np.log(2)] * 2, abs=1e-9)


def reply(name, context, ended):
    """What was said after a shared context; nothing where the user stopped."""
    messages = (Message("user", "hi"), Message("assistant", "ok"))
    said = () if ended else (Message("user", "and then"),)
    return Dialogue(
        id=name, messages=messages + said, context_id=context, context_length=2, ended=ended
    )


def test_termination_is_a_decision_on_shared_contexts():
    truth = [True, True, True, False, False, False, False, False]
    told = [True, True, False, True, False, False, False, False]
    real = tuple(reply(f"r{i}", f"c{i}", ended) for i, ended in enumerate(truth))
    simulated = tuple(reply(f"s{i}", f"c{i}", ended) for i, ended in enumerate(told))
    _, figures = run(real, simulated)
    # 2 hits, 3 real ends, 3 told: F1 = 4 / 6
    assert figures["endings.f1"].value == pytest.approx(2 / 3, abs=1e-12)
    assert figures["endings.after_end"].value == pytest.approx(2 / 3, abs=1e-12)
    assert figures["endings.premature"].value == pytest.approx(1 / 5, abs=1e-12)


def test_rates_of_termination_have_intervals_and_what_blind_stopping_reaches_beside():
    truth = [True, True, True, False, False, False, False, False]
    told = [True, True, False, True, False, False, False, False]
    real = tuple(reply(f"r{i}", f"c{i}", ended) for i, ended in enumerate(truth))
    simulated = tuple(reply(f"s{i}", f"c{i}", ended) for i, ended in enumerate(told))
    _, figures = run(real, simulated)
    # both stop in 3 of 8: a blind user with that rate has F1 and both rates of 3/8
    for name in ("f1", "after_end", "premature"):
        found = figures[f"endings.{name}"]
        assert found.low < found.value < found.high
        assert [(x.kind, x.value) for x in found.beside] == [("chance", pytest.approx(3 / 8))]
    assert figures["endings.stops"].value == 0
    assert figures["endings.stops"].beside[-1].value == pytest.approx(100 * 3 / 8)


def test_all_replies_to_a_context_count():
    # c0: people stop in 2 of 3, simulated users in 1 of 2; the other contexts go on, both sides
    real = tuple(reply(f"r{i}", "c0", i < 2) for i in range(3))
    real += tuple(reply(f"r{c}-{i}", f"c{c}", False) for c in range(1, 8) for i in range(2))
    simulated = tuple(reply(f"s{i}", "c0", i < 1) for i in range(2))
    simulated += tuple(reply(f"s{c}", f"c{c}", False) for c in range(1, 8))
    found = decisions(real + simulated, np.arange(len(real) + len(simulated)) >= len(real))
    one = np.ones((1, len(real) + len(simulated)))
    sides = one * ~found.items.simulated, one * found.items.simulated
    t, s = 2 / 3, 1 / 2
    assert found.statistic(f1)(*sides)[0] == pytest.approx(2 * t * s / (t + s))
    assert found.statistic(after_end)(*sides)[0] == pytest.approx(t * s / t)
    assert found.statistic(premature)(*sides)[0] == pytest.approx((1 - t) * s / (1 - t + 7))
    # people against people in c0: stop vs (1 of 2), stop vs (1 of 2), on vs (2 of 2), each 1/3
    assert found.among_people(f1) == pytest.approx(2 * (0.5 + 0.5 + 0) / (0.5 + 0.5 + 1 + 2))
    _, figures = run(real, simulated)
    assert figures["endings.f1"].beside[0].kind == "real"


def test_a_context_drawn_twice_counts_twice():
    everyone = (reply("a", "x", True), reply("b", "y", False), reply("c", "x", True),
                reply("d", "y", True))  # fmt: skip
    found = decisions(everyone, np.array([False, False, True, True]))
    real, simulated = np.array([[1.0, 2, 0, 0]]), np.array([[0.0, 0, 1, 2]])
    # x once: stops on both sides; y twice: only the simulated user stops
    assert found.statistic(excess_rate)(real, simulated)[0] == pytest.approx(2 / 3)
    assert found.statistic(f1)(real, simulated)[0] == pytest.approx(2 * 1 / (2 * 1 + 2 * 1))


def test_never_stopping_too_early_leaves_room_for_chance():
    truth = [True] * 5 + [False] * 15
    real = tuple(reply(f"r{i}", f"c{i}", ended) for i, ended in enumerate(truth))
    simulated = tuple(reply(f"s{i}", f"c{i}", ended) for i, ended in enumerate(truth))
    _, figures = run(real, simulated)
    # 0 of 15: the share is below 1 - .025^(1/15) = .218 (Clopper and Pearson)
    assert figures["endings.premature"].high == pytest.approx(0.218, abs=5e-4)
    assert figures["endings.f1"].low == pytest.approx(0.025 ** (1 / 5))


def test_intervals_of_termination_cover():
    rng = np.random.default_rng(4)
    runs, count = 100, 60
    covered = 0
    for number in range(runs):
        truth = rng.random(count) < 0.4
        told = np.where(rng.random(count) < 0.7, truth, rng.random(count) < 0.4)
        everyone = tuple(
            reply(f"{side}{i}", f"c{i}", bool(ended))
            for side, ends in (("r", truth), ("s", told))
            for i, ended in enumerate(ends)
        )
        found = decisions(everyone, np.arange(2 * count) >= count)
        got = one_sided(found.items, found.statistic(f1), seed=number, name="x", replicates=200)
        # E t = E s = .4, P(both) = .4 (.7 + .3 * .4) = .328: F1 = .82
        covered += got.low <= 0.82 <= got.high
    assert covered >= 0.88 * runs
