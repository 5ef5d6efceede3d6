import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, profile
from usergap.compare.engine import compare
from usergap.compare.floors import stratified_draws
from usergap.compare.permutation import permutations
from usergap.compare.sides import bring_together
from usergap.compare.standardization import (
    effective_groups,
    keep_shared,
    mix_difference,
    standardize,
)


def rows(**counts):
    return profile([{"domain": x, "words": at} for x, n in counts.items() for at in range(n)]).table


def test_mix_difference_by_hand():
    # shares .5, .5 against .75, .25: TVD .25
    assert mix_difference(rows(a=2, b=2), rows(a=3, b=1)) == 0.25
    assert mix_difference(rows(a=2), profile([{"domain": None}]).table) is None


def test_domains_of_one_side_only_are_left_out():
    real, other = keep_shared(rows(a=2, b=3), rows(b=4, c=5))
    assert (real.num_rows, other.num_rows) == (3, 4)


def test_simulated_rows_get_the_real_mix():
    # real .5, .5; simulated .75, .25: weights .5 / .75 and .5 / .25
    sides = standardize(bring_together(rows(a=2, b=2), rows(a=3, b=1), False))
    weights = dict(zip(sides.table[1]["domain"].to_pylist(), sides.weight[4:], strict=True))
    assert weights == {"a": pytest.approx(2 / 3), "b": pytest.approx(2)}
    assert (sides.weight[:4] == 1).all()
    # Kish: (3 * 2/3 + 2) ** 2 / (3 * 4/9 + 4) = 16 / 5.33 = 3
    assert effective_groups(sides, sides.weight) == 3


def test_permutations_stay_within_domains():
    sides = standardize(bring_together(rows(a=4, b=2), rows(a=2, b=3), False))
    for chunk in permutations(sides, 100, 0):
        for stratum, real in ((0, 4), (1, 2)):
            assert (chunk.left[:, sides.stratum == stratum].sum(axis=1) == real).all()
        assert np.ptp(chunk.left, axis=0).all()  # every block moves


def test_floors_keep_the_mix_of_domains():
    # real a a b b, simulated a a a b with weights 2/3 and 2: two rows' worth of each domain
    sides = standardize(bring_together(rows(a=2, b=2), rows(a=3, b=1), False))
    stratum = sides.stratum[:4]
    for chunk in stratified_draws(sides, 50, 0):
        for domain in (0, 1):
            assert (chunk.left[:, stratum == domain].sum(axis=1) == 2).all()
            assert chunk.right[:, stratum == domain].sum(axis=1) == pytest.approx(2)
        assert np.ptp(chunk.left, axis=0).all()
    with pytest.raises(ValueError, match="strata"):
        next(stratified_draws(bring_together(rows(a=2), rows(a=3), False), 50, 0))


def test_a_mix_that_is_weighed_alike_makes_no_floor():
    # Length depends on the domain alone: with equal mixes no two samples can differ.
    def talk(name, **counts):
        length = {"a": 10, "b": 100}
        domains = [x for x, n in counts.items() for _ in range(n)]
        return profile([{"domain": x, "words": length[x]} for x in domains], name)

    measures = {"words": MEASURES["words"]}
    sides = talk("real", a=20, b=20), talk("sim", a=30, b=10)
    (row,) = compare(*sides, standardize="domain", measures=measures, replicates=100).rows
    assert row.value == pytest.approx(0, abs=1e-6)
    assert row.floor95 == pytest.approx(0, abs=1e-4)
    (raw,) = compare(*sides, measures=measures, replicates=100).rows
    assert (raw.value, raw.floor > 5) == (pytest.approx(22.5), True)


def test_a_group_of_several_domains_counts_as_the_one_it_has_most_of():
    talks = [("a", 0), ("b", 0), ("b", 0), ("a", 1), ("b", 1), ("a", 2), ("b", 3)]
    wanted = {0: "b", 1: "a", 2: "a", 3: "b"}  # group 1 has one of each: the first by name
    other = rows(a=2, b=2)
    for turned in (talks, talks[::-1], [*talks[3:], *talks[:3]]):
        mixed = [{"domain": x, "group": group, "words": group} for x, group in turned]
        sides = standardize(bring_together(profile(mixed).table, other, False))
        groups = sides.table[0]["group"].to_pylist()
        found = {
            group: "ab"[sides.stratum[block]]
            for group, block in zip(groups, sides.block[: len(groups)], strict=True)
        }
        assert found == wanted
