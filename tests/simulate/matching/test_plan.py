"""Plans: donors, sessions and corrections have the reference's rates."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.simulate.matching.correction import NONE, Correction, corrected
from usergap.simulate.matching.donors import donors
from usergap.simulate.matching.session import Session, session
from usergap.simulate.matching.target import KINDS, REMARKS

from .made_targets import scenarios, target


def test_every_donor_serves_equally_often_and_in_its_domain():
    real = target(40)
    found = donors(real, scenarios(80), seed=1)
    assert set(Counter(found.values()).values()) == {2}
    for scenario in scenarios(80):
        assert real.domains[found[scenario.id]] == scenario.domain


def test_a_domain_that_the_reference_does_not_know_takes_of_all():
    found = donors(target(40), scenarios(40, domains=("moon",)), seed=1)
    assert sorted(found.values()) == list(range(40))


def test_balanced_donors_are_nearer_to_all_than_drawn_ones():
    real, rng = target(200, seed=4), np.random.default_rng(0)

    def off(rows):
        remarks = real.remarks[rows].mean(axis=0) - real.remarks.mean(axis=0)
        kinds = real.kinds[rows].mean(axis=0) - real.kinds.mean(axis=0)
        words = np.log(real.words[rows]).mean() - np.log(real.words).mean()
        return np.abs(np.concatenate([remarks, kinds, [words]])).sum()

    planned = [off(list(donors(real, scenarios(60), seed).values())) for seed in range(10)]
    drawn = [off(rng.choice(200, 60)) for _ in range(50)]
    assert np.mean(planned) < 0.5 * np.mean(drawn)


@settings(max_examples=20, deadline=None)
@given(st.permutations(scenarios(30)), st.integers(0, 5))
def test_the_order_of_scenarios_changes_nothing(listed, seed):
    real = target(40)
    assert donors(real, listed, seed) == donors(real, scenarios(30), seed)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 59), st.integers(0, 1000))
def test_a_session_has_its_donors_numbers(row, seed):
    real = target(60)
    plan = session(real, row, "s1", seed)
    assert plan == session(real, row, "s1", seed)
    assert (plan.turns, plan.words) == (real.turns[row], real.words[row])
    shown = Counter(label for labels in plan.remarks for label in labels)
    wanted = {x: n for x, n in zip(REMARKS, real.remarks[row], strict=True) if n}
    # what a turn can show once only is lost where there are too few turns for it
    room = min(int(real.remarking[row]), plan.turns - 1)
    assert shown == {x: min(n, room) for x, n in wanted.items()}
    assert sum(bool(labels) for labels in plan.remarks) == room
    assert plan.remarks[0] == ()
    told = Counter(kind for kinds in plan.kinds for kind in kinds)
    assert told == {x: 1 for x, n in zip(KINDS, real.kinds[row], strict=True) if n}
    assert sum(plan.shares) == pytest.approx(1)


def test_words_that_are_left_are_shared_out():
    plan = Session(100, (0.5, 0.3, 0.2), ((),) * 3, ((),) * 3, 0)
    assert plan.words_of(0, 0) == 50
    assert plan.words_of(1, 50) == 30
    # 20 words are left, three fifths of them for this turn
    assert plan.words_of(1, 80) == 12
    # nothing is left: a third of 30
    assert plan.words_of(1, 140) == 10
    assert plan.words_of(2, 50) == 50


def made(count=20):
    real = target(60)
    return {f"s{n}": session(real, n, f"s{n}", 1) for n in range(count)}


def rates(sessions):
    later = [labels for own in sessions.values() for labels in own.remarks[1:]]
    remarks = Counter(label for labels in later for label in labels)
    told = Counter(k for own in sessions.values() for kinds in own.kinds for k in kinds)
    return {x: n / len(later) for x, n in remarks.items()}, told


def test_no_correction_changes_nothing():
    assert corrected(made(), NONE, 1) == made()


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(REMARKS), st.floats(-0.1, 0.4), st.sampled_from(KINDS), st.floats(-0.3, 0.5))
def test_a_correction_adds_what_it_says(label, remark, kind, share):
    before, after = made(), corrected(made(), Correction(1.0, {label: remark}, {kind: share}), 1)
    later = sum(own.turns - 1 for own in before.values())
    had, told = rates(before)
    has, tells = rates(after)
    wanted = max(0, round(had.get(label, 0) * later) + round(remark * later))
    assert has.get(label, 0) * later == pytest.approx(wanted)
    assert tells[kind] == min(20, max(0, told[kind] + round(share * 20)))
    assert {x: v for x, v in has.items() if x != label} == {
        x: v for x, v in had.items() if x != label
    }
    assert all(len(set(own)) == len(own) for each in after.values() for own in each.remarks)


def test_turns_that_show_nothing_get_a_remark_before_others():
    before = made()
    empty = sum(not labels for own in before.values() for labels in own.remarks[1:])
    later = sum(own.turns - 1 for own in before.values())
    label = "requesting_clarification"
    after = corrected(before, Correction(remarks={label: empty / later}), 1)
    assert all(labels for own in after.values() for labels in own.remarks[1:])
    assert all(own.remarks[0] == () for own in after.values())


def test_words_are_scaled():
    after = corrected(made(), Correction(words=0.5), 1)
    assert all(abs(after[x].words - own.words / 2) <= 0.5 for x, own in made().items())
