import numpy as np
import pyarrow as pa

from tests.compare.made_profiles import profile
from tests.compare.test_statistics import MEANING, vector_rows
from usergap.compare import compare
from usergap.compare.observations import observe
from usergap.compare.sides import bring_together
from usergap.compare.thinning import thin
from usergap.dimensions.words import WORDS


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


def test_the_row_says_that_it_rests_on_a_sample(monkeypatch):
    from usergap.compare import cell

    monkeypatch.setattr(cell, "thin", lambda seen, sides: thin(seen, sides, 40))
    made = {"dimensions": {"meaning": "1"}}
    comparison = compare(
        profile(vector_rows(60, 0), **made),
        profile(vector_rows(60, 1), "sim", **made),
        measures={"meaning": MEANING},
        replicates=200,
    )
    (row,) = comparison.rows
    assert "from a sample of 40 of 90 dialogues" in row.reason
    assert row.undefined_real == 0.25
