from importlib import import_module

import numpy as np
import pyarrow as pa
import pytest

from tests.compare.made_profiles import profile
from tests.compare.test_statistics import MEANING, vector_rows
from usergap.compare import compare, rank_simulators
from usergap.compare.across_domains.alarm import permute_cells
from usergap.compare.matched import match
from usergap.compare.observations import observe
from usergap.compare.sides import bring_together
from usergap.compare.thinning import thin
from usergap.dimensions.words import WORDS

thinning = import_module("usergap.compare.thinning")


def prepared(n, shared):
    real = [{"pair": f"s{at}", "words": at} for at in range(n)]
    other = [{"pair": f"s{at + n - shared}", "words": at} for at in range(n)]
    sides = bring_together(profile(real).table, profile(other).table, False)
    return sides, observe(WORDS, pa.concat_tables(sides.table))


def test_small_samples_stay_whole():
    sides, seen = prepared(10, 0)
    assert thin(seen, sides, 20) is seen


def test_units_are_kept_or_left_out_whole():
    sides, seen = prepared(400, 200)
    kept = thin(seen, sides, 100)
    assert 90 <= kept.defined.sum() <= 100
    spanning = sides.spanning[sides.block]
    both = np.bincount(sides.unit[sides.block][kept.defined & spanning])
    assert set(both.tolist()) <= {0, 2}
    # each kind of unit keeps about one in eight
    for kind in (spanning, ~spanning & sides.real, ~spanning & ~sides.real):
        assert 0.1 <= kept.defined[kind].mean() <= 0.13


MADE = {"dimensions": {"meaning": "1"}}


@pytest.fixture
def forty(monkeypatch):
    """Vectors of some 40 dialogues at most."""
    monkeypatch.setattr(thinning, "thin", lambda seen, sides: thin(seen, sides, 40))


@pytest.mark.usefixtures("forty")
def test_the_row_says_that_it_rests_on_a_sample():
    comparison = compare(
        profile(vector_rows(60, 0), **MADE),
        profile(vector_rows(60, 1), "sim", **MADE),
        measures={"meaning": MEANING},
        replicates=200,
    )
    (row,) = comparison.rows
    assert "from a sample of 40 of 90 dialogues" in row.reason
    assert row.undefined_real == 0.25


@pytest.mark.usefixtures("forty")
def test_a_ranking_rests_on_the_rows_sample_and_says_so():
    sides = [profile(vector_rows(60, at), f"p{at}", **MADE) for at in range(3)]
    given = {"measures": {"meaning": MEANING}, "replicates": 200}
    rows = compare(*sides, **given).rows
    found = rank_simulators(*sides, **given, margins={"meaning": 0.1})
    assert found.note.endswith("; meaning from a sample of them")
    parts = {each.simulator: each.components[0] for each in found.simulators}
    assert [parts[row.simulator].value for row in rows] == [row.value for row in rows]


def test_a_ranking_of_few_dialogues_rests_on_all():
    sides = [profile(vector_rows(60, at), f"p{at}", **MADE) for at in range(3)]
    found = rank_simulators(
        *sides, measures={"meaning": MEANING}, replicates=200, margins={"meaning": 0.1}
    )
    assert "sample" not in found.note


@pytest.mark.usefixtures("forty")
def test_the_worst_domain_is_looked_for_in_a_sample_as_well():
    """The distance of the cell, which rests on a sample, is the one that stands out."""
    sides = [
        profile([{**row, "domain": "law"} for row in vector_rows(60, at)], f"p{at}", **MADE)
        for at in range(2)
    ]
    given = {"measures": {"meaning": MEANING}, "replicates": 200}
    comparison = compare(*sides, **given, by="domain")
    (matched,) = match(sides[0], tuple(sides[1:]), comparison, given["measures"], 200, 0)
    seen = {"law": matched.observe(matched.sides.table)}
    (cell,) = permute_cells(matched, {"law": matched.sides}, seen)
    (row,) = comparison.select(domain="law")
    assert cell.value == row.value
