import numpy as np
import pytest

from tests.ledger.sweep.made import side
from usergap.annotators.sidecar import SidecarRow, read_sidecar
from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger.sweep.conditional import conditional
from usergap.ledger.sweep.corruption import KINDS
from usergap.ledger.sweep.students import LinearStudent
from usergap.ledger.sweep.sweep import Grid, over_seeds, sweep
from usergap.ledger.sweep.units import units_of


def swept(grid, cue=1.0):
    people, one = side("r", 90, 1)
    made, two = side("s", 60, 2, cue)
    units = units_of([*people, *made], [one] * 90 + [two] * 60, "feedback")
    return sweep(people, made, units, LinearStudent(), grid, seed=3, conditional="c")


@pytest.fixture(scope="module")
def found():
    return swept(Grid((0.0, 0.5, 1.0), (0.0, 0.3, 0.6), seeds=8, size=120))


def test_the_interval_by_hand():
    # mean 2, s² = 1, K = 3: variance 1/3 + .3/.7, t(2, .975) = 4.30265
    found = over_seeds(np.array([1.0, 2.0, 3.0]), 0.3)
    half = 4.30265 * np.sqrt(1 / 3 + 3 / 7)
    assert (found.value, found.low, found.high) == pytest.approx((2, 2 - half, 2 + half), abs=1e-4)


def test_error_in_synthetic_labels_is_nothing_without_synthetic(found):
    alone = [cell.score for cell in found.cells if cell.ratio == 0]
    assert len(set(alone)) == 1
    flat = [slope.slope for slope in found.slopes if slope.ratio == 0]
    assert all((slope.value, slope.low, slope.high) == (0, 0, 0) for slope in flat)


def test_the_slope_falls_with_the_share_of_synthetic(found):
    for kind in ("random", "class", "style"):
        by_ratio = [slope.slope.value for slope in found.slopes if slope.kind == kind]
        assert by_ratio[2] < by_ratio[1] - 0.05
        assert by_ratio[2] < -0.3


def test_with_wrong_labels_the_best_ratio_is_all_real(found):
    worst = [best for best in found.best if best.error == 0.6]
    assert {best.kind: best.ratio < 1 for best in worst} == dict.fromkeys(KINDS, True)
    # .6 at random leaves each label the most frequent of its cue (.4 against .3 and .3), and
    # which class is wrong differs between seeds; by style most of each cue is one wrong label
    assert all(1.0 not in best.as_good for best in worst if best.kind == "style")


def test_a_generator_without_the_cue_is_found_worse_by_itself():
    best = swept(Grid((0.0, 1.0), (0.0,), ("random",), seeds=3, size=120), cue=0.0)
    assert best.best[0].ratio == 0
    assert best.best[0].as_good == (0.0,)
    assert best.slopes == ()


def test_one_seed_gives_one_answer(found):
    again = swept(Grid((0.0, 0.5, 1.0), (0.0, 0.3, 0.6), seeds=8, size=120))
    assert again == found


@pytest.mark.parametrize(
    "more", [{"ratios": (0.0, 1.2)}, {"errors": ()}, {"errors": (0.1, 0.1)}, {"seeds": 1},
             {"held_out": 1.0}]
)  # fmt: skip
def test_a_grid_that_cannot_be_is_refused(more):
    with pytest.raises(InputError):
        Grid(**more)


def test_too_few_turns_are_told():
    people, one = side("r", 5, 1)
    units = units_of(people, [one] * 5, "feedback")
    with pytest.raises(InputError, match="20 labelled turns a side"):
        sweep(people, [], units, LinearStudent(), Grid(seeds=2), seed=0, conditional="")


def test_both_sides_may_use_one_id():
    people, _ = side("x", 2, 1, turns=1)
    rows = [
        SidecarRow("x0", 1, {"feedback": (label,)})
        for label in ("no_feedback", "explicit_positive")
    ]
    units = units_of([people[0], people[0]], [rows[:1], rows[1:]], "feedback")
    assert [units.labels[code] for code in units.codes] == ["no_feedback", "explicit_positive"]


def test_one_label_is_nothing_to_learn():
    people, _ = side("x", 2, 1)
    with pytest.raises(InputError, match="two labels or more, found 0 turns"):
        units_of(people, [[], []], "feedback")


def test_the_clause():
    assert conditional("g", Estimate(0.12, 0.1, 0.14)) == (
        "conditional on generator g, error ε = 0.120 [0.100, 0.140]"
    )
    assert conditional("g", None) == "conditional on generator g, error ε not measured"


def test_on_people_s_data_error_costs_more_the_more_is_synthetic(data):
    people = read(data / "realsim/real.jsonl")
    made = read(data / "simulated/generic.jsonl")
    labels = [read_sidecar(data / "realsim/labels.tsv")] * len(people)
    labels += [read_sidecar(data / "simulated/generic_labels.tsv")] * len(made)
    units = units_of([*people, *made], labels, "feedback")
    grid = Grid((0.25, 1.0), (0.0, 0.4), ("random", "class"), seeds=3, size=600)
    found = sweep(
        people.dialogues, made.dialogues, units, LinearStudent(), grid, seed=0, conditional=""
    )
    for kind in ("random", "class"):
        less, more = (one.slope.value for one in found.slopes if one.kind == kind)
        assert more < less < 0.05
        assert more < -0.1
