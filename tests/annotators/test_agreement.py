"""Agreement: answers derived by hand, properties, and intervals that cover."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.validation.agreement import (
    cohen_kappa,
    f1,
    krippendorff_alpha,
    nominal_alpha,
    precision,
    recall,
)
from usergap.annotators.validation.agreement_intervals import (
    cluster_share,
    estimates,
    values,
    wilson,
)

N = None
# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C:
# four judges, twelve units with gaps; the paper prints .743.
FOUR_JUDGES = [
    (1, 1, N, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4),
    (4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (N, 5, 5, 5), (N, N, 1, 1), (N, 3, N, N),
]  # fmt: skip
# The same paper, example A: two judges, ten units, two values; it prints .095.
TWO_JUDGES = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))


def test_figures_of_one_table_by_hand():
    # tp 20, fp 5, fn 10, tn 15: Cohen's textbook table. p_o = 35/50 = .7;
    # p_e = (25/50)(30/50) + (25/50)(20/50) = .3 + .2 = .5; kappa = .2/.5 = .4.
    table = np.array([20.0, 5.0, 10.0, 15.0])
    assert precision(table) == pytest.approx(20 / 25, abs=1e-12)
    assert recall(table) == pytest.approx(20 / 30, abs=1e-12)
    assert f1(table) == pytest.approx(40 / 55, abs=1e-12)
    assert cohen_kappa(table) == pytest.approx(0.4, abs=1e-12)
    # N = 100 values, 55 yes and 45 no: D_o = 15/50 = .3, D_e = 2*55*45/(100*99) = .5;
    # alpha = 1 - .3/.5 = .4.
    assert krippendorff_alpha(table) == pytest.approx(0.4, abs=1e-12)


def test_alpha_of_two_judges_is_the_published_one():
    # tp 1, fp 3, fn 1, tn 5. D_o = 4/10; D_e = 2*6*14/(20*19) = 168/380; 1 - .4/.44210 = .0952.
    assert krippendorff_alpha(np.array([1.0, 3.0, 1.0, 5.0])) == pytest.approx(
        1 - 0.4 * 380 / 168, abs=1e-12
    )
    assert nominal_alpha(TWO_JUDGES) == pytest.approx(1 - 0.4 * 380 / 168, abs=1e-12)
    assert nominal_alpha(FOUR_JUDGES) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize(
    ("table", "missing"),
    [
        ([0, 0, 0, 9], {"precision", "recall", "f1", "kappa", "alpha"}),
        ([9, 0, 0, 0], {"kappa", "alpha"}),
        ([0, 3, 0, 6], {"recall"}),
        ([0, 0, 3, 6], {"precision"}),
        ([0, 0, 0, 0], {"precision", "recall", "f1", "kappa", "alpha"}),
    ],
)
def test_what_is_not_defined_is_none_and_never_nan(table, missing):
    found = values(np.array(table, float))
    assert {name for name, value in found.items() if value is None} == missing


COUNT = st.integers(0, 40).map(float)


@given(COUNT, COUNT, COUNT, COUNT)
def test_properties_of_the_figures(tp, fp, fn, tn):
    table, turned = np.array([tp, fp, fn, tn]), np.array([tp, fn, fp, tn])
    for function in (f1, cohen_kappa, krippendorff_alpha):  # symmetric in the two judges
        assert function(table) == pytest.approx(function(turned), nan_ok=True)
    assert precision(table) == pytest.approx(recall(turned), nan_ok=True)
    flipped = np.array([tn, fn, fp, tp])  # naming yes no changes neither kappa nor alpha
    for function in (cohen_kappa, krippendorff_alpha):
        assert function(table) == pytest.approx(function(flipped), nan_ok=True)
    units = [(1, 1)] * int(tp) + [(0, 1)] * int(fp) + [(1, 0)] * int(fn) + [(0, 0)] * int(tn)
    general, two = nominal_alpha(units), float(krippendorff_alpha(table))
    assert general == pytest.approx(two) if np.isfinite(two) else general is None


def test_wilson_with_independent_units_is_wilsons():
    # 8 of 10, one unit a cluster; t for 9 degrees 2.262157 in place of z:
    # middle = (.8 + z2/20) / (1 + z2/10), z2 = 5.117355.
    hits = np.array([1.0] * 8 + [0.0] * 2)
    share = cluster_share(hits, np.ones(10), np.arange(10))
    # robust error: sqrt(10/9 * sum(rest^2)) / 10, rest^2 = 8*.04 + 2*.64 = 1.6 -> .13333,
    # effective = .16 / .017778 = 9 (n - 1: the 10/9 stands for it)
    assert share.error == pytest.approx(0.4 / 3, abs=1e-12)
    assert share.effective == pytest.approx(9.0, abs=1e-9)
    found = wilson(share)
    z2 = 5.117355
    half = z2**0.5 / (1 + z2 / 9) * (0.16 / 9 + z2 / (4 * 81)) ** 0.5
    middle = (0.8 + z2 / 18) / (1 + z2 / 9)
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), abs=1e-5)


def test_units_that_say_the_same_in_a_cluster_count_once():
    one = cluster_share(np.array([1.0, 1, 0, 1, 0, 0]), np.ones(6), np.arange(6))
    hits = np.repeat([1.0, 1, 0, 1, 0, 0], 5)
    many = cluster_share(hits, np.ones(30), np.repeat(np.arange(6), 5))
    assert many.effective == pytest.approx(one.effective)


def test_no_error_seen_is_not_certainty():
    flags = np.ones(12, bool)
    found = estimates(flags, flags, np.ones(12), np.arange(12) // 2, seed=0)
    assert found["recall"].value == 1.0
    assert 0.4 < found["recall"].low < 0.7  # six clusters, all right
    assert found["recall"].high == 1.0
    assert (found["kappa"].value, found["kappa"].low) == (None, None)


def simulated(rng, clusters=60, alike=0.5):
    """Gold and given flags whose errors go together within a cluster."""
    size = rng.integers(1, 8, clusters)
    cluster = np.repeat(np.arange(clusters), size)
    shift = rng.beta(0.85 * (1 / alike), 0.15 * (1 / alike), clusters)[cluster]
    gold = rng.random(cluster.size) < 0.3
    given = np.where(gold, rng.random(cluster.size) < shift, rng.random(cluster.size) < 0.08)
    return gold, given, cluster


def test_intervals_cover_the_truth_under_clustering():
    """Truth: recall .85; F1 and kappa from a large draw. 95 % intervals, 300 runs: a
    binomial at .95 has SD .013, so .90 is four SDs below."""
    rng = np.random.default_rng(1)
    gold, given, _ = simulated(rng, 20_000)
    both = [gold & given, given & ~gold, gold & ~given, ~(gold | given)]
    table = np.array([cell.sum() for cell in both], float)
    truth = values(table)
    assert truth["recall"] == pytest.approx(0.85, abs=0.01)
    inside = dict.fromkeys(truth, 0)
    runs = 300
    for run in range(runs):
        gold, given, cluster = simulated(rng)
        found = estimates(gold, given, np.ones(gold.size), cluster, seed=run, replicates=300)
        for name, one in found.items():
            inside[name] += one.low is not None and one.low <= truth[name] <= one.high
    for name, count in inside.items():
        assert count / runs >= 0.90, (name, count / runs)
    # the plain interval of independent units would miss far more often
    naive = 0
    for _ in range(runs):
        gold, given, cluster = simulated(rng, alike=3.0)
        one = wilson(cluster_share((gold & given) * 1.0, gold * 1.0, np.arange(gold.size)))
        naive += one.low <= 0.85 <= one.high
    assert naive / runs < 0.90
