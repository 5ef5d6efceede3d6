import numpy as np
import pyarrow as pa
import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import across_domains, compare, regrouping
from usergap.compare.permutation import permutations
from usergap.compare.regrouping import regrouped, single_rows, unlike_sizes
from usergap.compare.sides import bring_together


def brought(real, simulated, paired=False):
    """Sides of groups with so many dialogues each, e.g. [1, 1] against [5, 5]."""
    tables = []
    for seed, sizes in enumerate((real, simulated)):
        rows = people(sum(sizes), seed)
        groups = np.repeat(np.arange(len(sizes)), sizes).tolist()
        for row, group in zip(rows, groups, strict=True):
            row |= {"group": group, "pair": f"s{group}" if paired else None}
        tables.append(profile(rows).table)
    return bring_together(*tables, paired)


def drawn(sides, replicates=400):
    """Which rows are real in each replicate, (replicates, rows)."""
    (chunk,) = regrouped(sides, replicates, 1)
    assert (chunk.left + chunk.right == 1).all()
    return chunk.left > 0


def test_sizes_differ_from_a_quarter_on_and_never_in_pairs():
    assert not unlike_sizes(brought([1] * 8, [1] * 8))
    assert not unlike_sizes(brought([1] * 10, [1] * 8 + [2] * 2))  # 1.2 on average
    assert unlike_sizes(brought([1] * 8, [1] * 6 + [2] * 2))  # 1.25
    assert not unlike_sizes(brought([1] * 8, [5] * 8, paired=True))


@pytest.mark.parametrize("sizes", [([1] * 6, [5] * 4), ([3, 1, 2], [4, 1]), ([5] * 4, [1] * 6)])
def test_every_replicate_has_as_many_real_dialogues_as_the_sample(sizes):
    sides = brought(*sizes)
    assert (drawn(sides).sum(axis=1) == sum(sizes[0])).all()
    assert single_rows(sides).groups == (sum(sizes[0]), sum(sizes[1]))


def test_groups_of_one_size_move_as_a_whole():
    sides = brought([3] * 5, [3] * 4)
    real = drawn(sides)
    inside = np.stack([real[:, sides.block == block].sum(axis=1) for block in range(9)], axis=1)
    assert set(np.unique(inside)) == {0, 3}
    (chunk,) = permutations(sides, 400, 1)
    assert inside.mean(axis=0) / 3 == pytest.approx(chunk.left.mean(axis=0), abs=0.1)


def test_every_dialogue_is_as_likely_to_be_real_and_groups_stay_together():
    # 6 of 26 dialogues are real; 6 single ones and 4 groups of five
    sides = brought([1] * 6, [5] * 4)
    real = drawn(sides, 6000)
    assert real.mean(axis=0) == pytest.approx([6 / 26] * 26, abs=0.025)
    inside = np.stack([real[:, sides.block == block].sum(axis=1) for block in range(6, 10)], 1)
    parted = ((inside > 0) & (inside < 5)).sum(axis=1)
    assert parted.max() == 1  # the group at the border alone
    assert (inside == 5).any()


def test_the_null_holds_nothing_of_a_gap():
    # the mean difference of two sides in what is theirs alone: 0, or the test finds nothing
    sides = brought([1] * 20, [5] * 12)
    real = drawn(sides, 4000)
    theirs = ~sides.real
    gap = (real & theirs).sum(axis=1) / 20 - (~real & theirs).sum(axis=1) / 60
    assert gap.mean() == pytest.approx(0, abs=0.03)


def alarms(real_runs, simulated_runs, groups, seeds):
    """How often p < .05 on lengths of equal users with a long tail, groups (real, simulated)."""
    hits = 0
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        sides = []
        for side, runs in enumerate((real_runs, simulated_runs)):
            rows = people(groups[side] * runs, 2 * seed + side)
            for at, row in enumerate(rows):
                row |= {"group": at // runs, "words": int(np.exp(rng.normal(4, 2)))}
            sides.append(profile(rows, f"side {side}"))
        measures = {"words": MEASURES["words"]}
        found = compare(*sides, measures=measures, replicates=100, seed=seed)
        hits += found.rows[0].p < 0.05
    return hits


@pytest.mark.parametrize(("runs", "groups"), [((1, 5), (40, 150)), ((5, 1), (150, 40))])
def test_one_run_against_five_raises_no_false_alarms(runs, groups):
    # Whole groups permuted reject in about 15 of 60.
    assert alarms(*runs, groups, 60) <= 8  # 5 % of 60 is 3, and its standard error 1.7


@pytest.mark.parametrize(("runs", "wanted"), [(1, 0), (5, 1)])
def test_a_comparison_and_its_domains_keep_sizes_where_these_differ(monkeypatch, runs, wanted):
    cells = []

    def noticed(sides, replicates, seed, cell=""):
        cells.append(cell)
        return regrouped(sides, replicates, seed, cell)

    monkeypatch.setattr(regrouping, "regrouped", noticed)
    rows = people(30 * runs, 2)
    for at, row in enumerate(rows):
        row |= {"group": at // runs, "domain": ("books", "law")[at // runs % 2]}
    sides = profile([{**x, "domain": "law"} for x in people(30, 1)]), profile(rows, "sim")
    options = {"measures": MEASURES, "replicates": 100}
    comparison = compare(*sides, **options)
    assert len(cells) == wanted
    sides = profile(people(30, 1)), sides[1]
    across_domains(*sides, comparison=comparison, **options)
    assert cells[wanted:] == ["alarm books", "alarm law"] * wanted


def test_rows_of_a_table_without_groups_are_left_alone():
    empty = profile(people(3, 1)).table
    assert not unlike_sizes(bring_together(empty, empty.slice(0, 0), False))
    assert isinstance(empty, pa.Table)
