import numpy as np
import pyarrow as pa
import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import across_domains, compare, unlike_groups
from usergap.compare.permutation import permutations
from usergap.compare.sides import bring_together
from usergap.compare.unlike_groups import single_rows, unlike_sizes


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


def test_sizes_differ_from_a_quarter_on_and_never_in_pairs():
    assert not unlike_sizes(brought([1] * 8, [1] * 8))
    assert not unlike_sizes(brought([1] * 10, [1] * 8 + [2] * 2))  # 1.2 on average
    assert unlike_sizes(brought([1] * 8, [1] * 6 + [2] * 2))  # 1.25
    assert not unlike_sizes(brought([1] * 8, [5] * 8, paired=True))


def test_single_dialogues_are_shuffled_and_their_number_stays():
    sides = single_rows(brought([1] * 6, [5] * 4))
    assert sides.groups == (6, 20)
    (chunk,) = permutations(sides, 6000, 1)
    assert (chunk.left.sum(axis=1) == 6).all()
    # every dialogue is as likely to be real as any other: nothing of a gap is in the null
    assert chunk.left.mean(axis=0) == pytest.approx([6 / 26] * 26, abs=0.025)


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


@pytest.mark.parametrize("runs", [1, 5])
def test_a_comparison_and_its_domains_take_unlike_groups_apart(monkeypatch, runs):
    cells = []

    def noticed(sides, replicates, seed, cell=""):
        cells.append((cell, sides.groups))
        return permutations(sides, replicates, seed, cell)

    monkeypatch.setattr(unlike_groups, "permutations", noticed)
    rows = people(30 * runs, 2)
    for at, row in enumerate(rows):
        row |= {"group": at // runs, "domain": ("books", "law")[at // runs % 2]}
    sides = profile([{**x, "domain": "law"} for x in people(30, 1)]), profile(rows, "sim")
    options = {"measures": MEASURES, "replicates": 100}
    comparison = compare(*sides, **options)
    assert cells == [("", (30, 30 * runs))]
    del cells[:]
    sides = profile(people(30, 1)), sides[1]
    across_domains(*sides, comparison=comparison, **options)
    assert cells[-1] == ("alarm law", (10, 15 * runs))


def test_rows_of_a_table_without_groups_are_left_alone():
    empty = profile(people(3, 1)).table
    assert not unlike_sizes(bring_together(empty, empty.slice(0, 0), False))
    assert isinstance(empty, pa.Table)
