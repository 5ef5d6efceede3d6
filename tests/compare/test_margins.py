import pytest

from tests.compare.made_profiles import MEASURES
from usergap.compare.margins import Margin, checked, default_limits, default_margins
from usergap.errors import InputError
from usergap.profiles import Apart, Yardstick

RAW = Apart(margin=3.0, measured=5.0, floor=4.0, p=0.2, low=0.0, high=8.0)
TRUE = Apart(margin=6.0, measured=7.0, floor=3.0, p=0.01, low=1.0, high=9.0)


def test_a_yardstick_has_a_margin_on_either_scale():
    margin = Margin.of(Yardstick(RAW, TRUE))
    assert margin.on(corrected=False) == (3.0, True)  # p = .2: may be chance
    assert margin.on(corrected=True) == (6.0, False)
    assert margin.unit == 5.0
    assert Margin.of(Yardstick(RAW)).on(corrected=True) == (None, False)


def test_a_margin_by_hand_counts_for_whatever_is_reported():
    given = Margin.given(4.0)
    assert given.on(corrected=False) == given.on(corrected=True) == (4.0, False)
    assert given.unit == 4.0


def test_the_shipped_yardstick():
    limits = default_limits()
    assert set(limits) >= {"intent", "feedback", "identity", "words", "errors", "knowledge"}
    for name, limit in limits.items():
        assert 0 <= limit.raw < limit.unit, name
    # labels have both scales, and what the p-values say is said
    assert limits["intent"].corrected is not None
    assert limits["words"].corrected is None
    assert limits["errors"].doubtful[0]
    assert not limits["intent"].doubtful[0]
    assert default_margins()["intent"] == limits["intent"].raw


def test_what_a_margin_must_be():
    assert checked({"words": 3.0}, MEASURES) == {"words": 3.0}
    with pytest.raises(InputError, match="expected a measure"):
        checked({"wit": 3.0}, MEASURES)
    for wrong in (0.0, -1.0, float("nan")):
        with pytest.raises(InputError, match="above 0"):
            checked({"words": wrong}, MEASURES)
