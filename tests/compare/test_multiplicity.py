import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from usergap.compare.multiplicity import benjamini_hochberg, holm

p_values = st.lists(st.none() | st.floats(0.0005, 1), max_size=12)


def test_holm_by_hand():
    # .01 * 4 = .04; .02 * 3 = .06; .03 * 2 = .06; .04 * 1 = .04 -> not below .06
    assert holm([0.03, 0.01, 0.04, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])


def test_holm_stops_at_1_and_skips_undefined_rows():
    assert holm([0.9, None, 0.8]) == [1.0, None, 1.0]
    assert holm([None]) == [None]
    assert holm([]) == []


def test_benjamini_hochberg_by_hand():
    # .01 * 4 / 1 = .04; .02 * 4 / 2 = .04; .03 * 4 / 3 = .04; .5 * 4 / 4 = .5
    assert benjamini_hochberg([0.5, 0.01, None, 0.02, 0.03]) == [
        pytest.approx(0.5),
        pytest.approx(0.04),
        None,
        pytest.approx(0.04),
        pytest.approx(0.04),
    ]
    assert benjamini_hochberg([None, None]) == [None, None]


@given(p_values)
def test_adjusting_never_lowers_p_and_keeps_its_order(values):
    for adjust in (holm, benjamini_hochberg):
        pairs = [
            (p, adjusted)
            for p, adjusted in zip(values, adjust(values), strict=True)
            if p is not None
        ]
        assert all(
            adjusted is not None and p <= adjusted + 1e-12 <= 1 + 1e-9 for p, adjusted in pairs
        )
        ordered = [adjusted for _, adjusted in sorted(pairs)]
        assert ordered == sorted(ordered)


@given(p_values)
def test_benjamini_hochberg_agrees_with_scipy(values):
    known = [p for p in values if p is not None]
    expected = list(false_discovery_control(known)) if known else []
    assert [q for q in benjamini_hochberg(values) if q is not None] == pytest.approx(expected)
