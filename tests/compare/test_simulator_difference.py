import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from tests.compare.test_gold import gold
from usergap.compare import compare, simulator_difference
from usergap.compare.ranking.simulator_difference import permutation_p
from usergap.errors import InputError

QUICK = {"measures": MEASURES, "replicates": 300}


def rows_of(found):
    return {row.measure: row for row in found.rows}


def sim(name, seed, praise=0.05, n=80, **options):
    return profile(people(n, seed, praise=praise, **options), name)


@pytest.mark.parametrize("paired", [True, False])
def test_the_nearer_simulator_is_found(paired):
    real = profile(people(80, 1, paired=paired))
    found = simulator_difference(
        real, sim("near", 2, 0.1, paired=paired), sim("far", 3, 0.6, paired=paired), **QUICK
    )
    assert (found.one, found.two, found.paired) == ("near", "far", paired)
    feedback = rows_of(found)["feedback"]
    assert feedback.one < feedback.two
    assert feedback.high < 0
    assert feedback.p_holm < 0.05
    assert rows_of(found)["turns"].p > 0.05


def test_distances_are_those_of_compare():
    real, one, two = profile(people(70, 1)), sim("a", 2, 0.2), sim("b", 3, 0.4)
    found = rows_of(simulator_difference(real, one, two, **QUICK))
    for row in compare(real, one, two, **QUICK).rows:
        mine = found[row.measure]
        assert (mine.one if row.simulator == "a" else mine.two) == pytest.approx(row.value)
        assert mine.difference == pytest.approx(mine.one - mine.two)


def test_swapping_the_simulators_turns_the_sign():
    real, one, two = profile(people(70, 1)), sim("a", 2, 0.2), sim("b", 3, 0.4)
    here = rows_of(simulator_difference(real, one, two, **QUICK))
    there = rows_of(simulator_difference(real, two, one, **QUICK))
    for name, row in here.items():
        assert row.difference == pytest.approx(-there[name].difference)
        assert row.low == pytest.approx(-there[name].high, abs=0.15 * (row.high - row.low))


@pytest.mark.parametrize("paired", [True, False])
def test_copies_do_not_differ(paired):
    rows = people(60, 2, praise=0.4, paired=paired)
    real = profile(people(60, 1, paired=paired))
    found = simulator_difference(real, profile(rows, "a"), profile(rows, "b"), **QUICK)
    for row in found.rows:
        assert row.difference == pytest.approx(0, abs=1e-9)
        assert row.p == 1
        assert row.low <= 1e-9
        assert row.high >= -1e-9


@pytest.mark.parametrize(
    ("paired", "sizes"), [(True, (60, 60)), (False, (60, 60)), (False, (40, 90))]
)
def test_two_draws_of_one_simulator_differ_at_most_at_the_nominal_rate(paired, sizes):
    wrong = dict.fromkeys(MEASURES, 0)
    for seed in range(25):
        real = profile(people(60, 100 + seed, paired=paired))
        one = sim("a", 1000 + seed, 0.4, sizes[0], paired=paired)
        two = sim("b", 2000 + seed, 0.4, sizes[1], paired=paired)
        found = simulator_difference(real, one, two, measures=MEASURES, replicates=200)
        for row in found.rows:
            wrong[row.measure] += row.p < 0.05
    assert max(wrong.values()) <= 5  # 25 runs at 5 %: P(X > 5) = .001, five measures
    assert sum(wrong.values()) <= 14  # 125 at 5 % have mean 6.3, SD 2.4


def test_opposite_errors_of_equal_size_are_no_difference():
    """A permutation alone would call these different: their mixture is like people."""
    rng = np.random.default_rng(0)
    wrong = 0
    for seed in range(30):
        rows = people(60, 3000 + seed)
        lengths = [rng.normal(100, 10, 60).round().astype(int) + shift for shift in (0, 15, -15)]
        real, one, two = (
            profile([{**row, "words": int(x)} for row, x in zip(rows, each, strict=True)], name)
            for name, each in zip(("real", "long", "short"), lengths, strict=True)
        )
        words = {"words": MEASURES["words"]}
        found = simulator_difference(real, one, two, measures=words, replicates=200)
        wrong += found.rows[0].p < 0.05
    assert wrong <= 5  # 30 runs at 5 %: P(X > 5) = .003


def test_permutation_p_by_hand():
    # centre 0: |permuted| >= 2 three times of five; (1 + 3) / (1 + 5)
    assert permutation_p(2.0, np.array([-2.0, -1.0, 0.0, 1.0, 2.0, np.nan])) == pytest.approx(3 / 6)
    assert permutation_p(1.0, np.array([1.0, 1.0, 1.0])) == 1
    assert permutation_p(1.0, np.array([np.nan])) == 1


def test_exactly_two_are_needed():
    real = profile(people(40, 1))
    with pytest.raises(InputError, match="expected two, found a, b, c"):
        simulator_difference(real, *(sim(x, 3, n=40) for x in "abc"), **QUICK)


def test_the_persona_makes_more_disclosure(data):
    """Paired, on gold labels: 44.8 against 67.9 points of self-disclosure (data/README)."""
    real = gold(data, "realsim/real.jsonl", "realsim/labels.tsv", "real")
    generic, informed = (
        gold(data, f"simulated/{x}.jsonl", f"simulated/{x}_labels.tsv", x)
        for x in ("generic", "informed")
    )
    found = rows_of(simulator_difference(real, generic, informed, **QUICK))
    assert found["identity"].difference == pytest.approx(44.8 - 67.9, abs=0.1)
    assert found["identity"].high < 0
    assert found["identity"].p_holm < 0.05
    assert found["feedback"].difference == pytest.approx(29.7 - 36.4, abs=0.1)
    assert found["turns"].low > 0  # informed dialogues last longer, nearer to real ones
