"""Weights of blocks must give what the expanded samples give directly."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compare.made_profiles import flags, labels, profile
from usergap.compare import vector_statistic
from usergap.compare.distances import energy, half_sum, tvd, w1
from usergap.compare.draws import observed
from usergap.compare.floors import floor_draws
from usergap.compare.label_statistic import LabelStatistic, unit_rates
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.observations import observe
from usergap.compare.permutation import permutations
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.sides import bring_together
from usergap.compare.vector_statistic import VectorStatistic
from usergap.dimensions import Dimension, Kind, Level
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.dimensions.words import WORDS

MEANING = Dimension(
    id="meaning", title="Meaning", part_of="meaning", level=Level.STATE, unit="statement",
    kind=Kind.VECTORS, distance="energy", undefined="", version="1", citation="",
    columns=("meaning.vector",),
)  # fmt: skip


def prepared(dimension, real, other, paired=False):
    sides = bring_together(profile(real).table, profile(other).table, paired)
    pooled = pa.concat_tables(sides.table, promote_options="permissive")
    seen = observe(dimension, pooled)
    assert seen is not None
    return sides, seen


def schemes(sides):
    yield from bootstrap(sides, 8, 1)
    yield from permutations(sides, 8, 1)
    yield from floor_draws(sides, 8, 1, 4)
    yield observed(sides)


def expanded(sides, weights, blocks, chunk_row):
    """Row numbers of a replicate's sample, each as often as its block was drawn."""
    rows = []
    for block, weight in zip(np.arange(sides.unit.size)[blocks], weights[chunk_row], strict=True):
        rows += list(np.flatnonzero(sides.block == block)) * int(weight)
    return rows


def check(statistic, sides, direct):
    for chunk in schemes(sides):
        distances = statistic.distances(statistic.collect(chunk))
        for row, found in enumerate(distances):
            left = expanded(sides, chunk.left, chunk.left_blocks, row)
            right = expanded(sides, chunk.right, chunk.right_blocks, row)
            wanted = direct(left, right)
            if wanted is None:
                assert np.isnan(found)
            else:
                assert found == pytest.approx(wanted, abs=1e-7)


values = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 5) | st.none()), min_size=3, max_size=8
)


@settings(max_examples=20, deadline=None)
@given(values, values)
def test_w1_of_any_draw_is_that_of_the_expanded_samples(real, other):
    sides, seen = prepared(
        WORDS,
        [{"group": g, "words": w} for g, w in [*real, (0, 1)]],
        [{"group": g, "words": w} for g, w in [*other, (0, 2)]],
    )

    def direct(left, right):
        x, y = ([seen.values[r, 0] for r in rows if seen.defined[r]] for rows in (left, right))
        return w1(x, y) if x and y else None

    check(NumberStatistic.of(seen, sides), sides, direct)
    check(NumberStatistic.of(seen, sides).keeping(), sides, direct)


def test_shares_of_any_draw_are_those_of_the_expanded_samples():
    rng = np.random.default_rng(0)
    rows = [
        [
            {"group": at // 2, **labels(FEEDBACK, 3, explicit_positive=int(a), no_feedback=int(b))}
            for at, (a, b) in enumerate(rng.integers(0, 3, (9, 2)))
        ]
        for _ in range(2)
    ]
    sides, seen = prepared(FEEDBACK, *rows)

    def direct(left, right):
        counts = [seen.values[rows].sum(axis=0) for rows in (left, right)]
        if not all(count.sum() for count in counts):
            return None
        return float(tvd(*(count / count.sum() for count in counts)))

    check(LabelStatistic.of(seen, sides, rates=False), sides, direct)


def test_rates_of_any_draw_are_those_of_the_expanded_samples():
    rng = np.random.default_rng(0)
    rows = [
        [
            {"group": at // 2, **(flags("past") if x else flags("future"))}
            for at, x in enumerate(side)
        ]
        for side in rng.integers(0, 2, (2, 9))
    ]
    sides, seen = prepared(IDENTITY, *rows)

    def direct(left, right):
        if not left or not right:
            return None
        return float(half_sum(seen.values[left].mean(axis=0), seen.values[right].mean(axis=0)))

    check(LabelStatistic.of(seen, sides, rates=True), sides, direct)


def vector_rows(n, seed, shift=0):
    rng = np.random.default_rng(seed)
    cells = (rng.integers(-100, 100, (n, 8)) + shift).clip(-127, 127).astype(np.int8)
    return [
        {"group": at // 2, "meaning.vector": cell.tobytes() if at % 4 else None}
        for at, cell in enumerate(cells)
    ]


def test_energy_of_any_draw_is_that_of_the_expanded_samples():
    sides, seen = prepared(MEANING, vector_rows(9, 0), vector_rows(7, 1))
    assert seen.defined.sum() < seen.defined.size

    def direct(left, right):
        x, y = (seen.values[[r for r in rows if seen.defined[r]]] for rows in (left, right))
        return energy(x, y) if len(x) and len(y) else None

    check(VectorStatistic.of(seen, sides), sides, direct)


def test_paired_runs_share_their_scenarios_weight():
    # scenario a: real 10, runs 0 and 20; scenario b: real 10, run 10.
    # weighted simulated sample: 0 and 20 with 1/4 each, 10 with 1/2: W1 = (10 + 10) / 4 = 5
    sides, seen = prepared(
        WORDS,
        [{"pair": "a", "words": 10}, {"pair": "b", "words": 10}],
        [{"pair": "a", "words": 0}, {"pair": "a", "words": 20}, {"pair": "b", "words": 10}],
        paired=True,
    )
    statistic = NumberStatistic.of(seen, sides)
    assert statistic.distances(statistic.collect(observed(sides)))[0] == pytest.approx(5)


def test_rates_are_per_judged_unit():
    sums = np.array([[3.0, 1.0, 10.0], [0.0, 0.0, 0.0]])
    assert unit_rates(sums)[0].tolist() == [0.3, 0.1]
    assert np.isnan(unit_rates(sums)[1]).all()


def test_a_replicate_without_a_side_is_not_a_number():
    sides, seen = prepared(WORDS, [{"words": None}, {"words": 1}], [{"words": 2}, {"words": 3}])
    statistic = NumberStatistic.of(seen, sides)
    for chunk in bootstrap(sides, 200, 0):
        found = statistic.distances(statistic.collect(chunk))
        defined = seen.defined[
            np.searchsorted(sides.block, np.arange(sides.unit.size)[chunk.left_blocks])
        ]
        empty = (chunk.left[:, defined].sum(axis=1) == 0) | (chunk.right.sum(axis=1) == 0)
        assert (np.isnan(found) == empty).all()
        assert empty.any()


def test_joined_measures_are_collected_as_if_alone():
    rng = np.random.default_rng(0)
    rows = [
        [
            {**labels(FEEDBACK, 3, no_feedback=int(x)), **flags(*["past"] * int(x > 1)), "words": 3}
            for x in rng.integers(0, 4, 12)
        ]
        for _ in range(2)
    ]
    sides, feedback = prepared(FEEDBACK, *rows)
    _, identity = prepared(IDENTITY, *rows)
    _, words = prepared(WORDS, *rows)
    together = {
        "feedback": LabelStatistic.of(feedback, sides, rates=False),
        "words": NumberStatistic.of(words, sides),
        "identity": LabelStatistic.of(identity, sides, rates=True),
    }
    found = replicate(bootstrap(sides, 30, 0), together)
    for name, statistic in together.items():
        alone = replicate(bootstrap(sides, 30, 0), {name: statistic})[name]
        for one, other in zip(found[name], alone, strict=True):
            assert np.array_equal(one, other)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=3, max_size=40))
def test_equal_numbers_are_exactly_zero_apart(values):
    """Sums of 1/n do not cancel to the last bit: no 6e-17 where both sides are one sample."""
    rows = [{"words": value, "pair": f"s{at}"} for at, value in enumerate(values)]
    sides, seen = prepared(WORDS, rows, [*rows, *rows], paired=True)
    statistic = NumberStatistic.of(seen, sides)
    found = replicate([observed(sides)], {"words": statistic})["words"]
    assert statistic.distances(found)[0] == 0.0


def test_vectors_in_pieces_are_those_of_one_large_product(monkeypatch):
    # 300 replicates at 128 a time: the last bundle is not a whole one
    rng = np.random.default_rng(3)
    seen_vectors = rng.integers(-99, 99, (2, 9, 8)).astype(np.int8)
    rows = [
        [{"group": at // 2, "meaning.vector": vector.tobytes()} for at, vector in enumerate(side)]
        for side in seen_vectors
    ]
    sides, seen = prepared(MEANING, *rows)
    statistic = VectorStatistic.of(seen, sides).keeping()
    (chunk,) = permutations(sides, 300, 0)
    whole = statistic.collect(chunk)
    width = chunk.left.shape[1] + chunk.right.shape[1]
    monkeypatch.setattr(vector_statistic, "CELLS", 2 * vector_statistic.BUNDLE * width)
    for one, other in zip(whole, statistic.collect(chunk), strict=True):
        assert one.shape == (300,)
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("weighted", [False, True])
def test_blocks_of_one_row_are_summed_as_any_other(weighted):
    """The same bits as sums over blocks, of which the last may hold one row or two."""
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(7, 4))
    distances = np.abs(vectors @ vectors.T)  # symmetric, as distances of rows to rows are
    weight = rng.random(7) if weighted else np.ones(7)

    def summed(place, blocks):
        half = np.zeros((blocks, 7))
        np.add.at(half, place, distances * weight[:, None])
        full = np.zeros((blocks, blocks))
        np.add.at(full, place, (half * weight).T)
        return full

    for place in (np.arange(7), np.array([0, 1, 2, 3, 4, 5, 5]), np.arange(7)[::-1]):
        blocks = int(place.max()) + 1
        found = vector_statistic._into_blocks(distances.copy(), place, weight, blocks)
        assert (found == summed(place, blocks)).all()
        assert found.flags.c_contiguous
