"""When two facts exclude each other: ranges, values, places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from usergap.probes.consistency_judges.facts import MANY, Fact, OneOf, Place, Range, one_of

CITY = Place(frozenset({("usa", "ohio", "dayton")}))
STATE = Place(frozenset({("usa", "ohio")}))
OTHER = Place(frozenset({("usa", "texas")}))
ends = st.integers(0, 20)


def test_ranges_exclude_each_other_where_they_share_no_number():
    assert Range(0, 0).excludes(Range(1, MANY))
    assert not Range(1, MANY).excludes(Range(3, 3))
    assert Range(2, 2).excludes(Range(3, 3))
    assert not Range(0, 0).excludes(OneOf(frozenset({"0"})))


@given(ends, ends, ends, ends)
def test_ranges_exclude_as_sets_of_numbers_do(a, b, c, d):
    one, other = Range(min(a, b), max(a, b)), Range(min(c, d), max(c, d))
    shared = set(range(min(a, b), max(a, b) + 1)) & set(range(min(c, d), max(c, d) + 1))
    assert one.excludes(other) == other.excludes(one) == (not shared)


def test_a_city_lies_in_its_state():
    assert not CITY.excludes(STATE)
    assert not STATE.excludes(CITY)
    assert CITY.excludes(OTHER)
    assert not Place(STATE.readings | OTHER.readings).excludes(OTHER)


def test_facts_of_other_topics_never_contradict():
    dog, cat = Fact("pets", "dog", Range(0, 0)), Fact("pets", "cat", Range(1, 1))
    assert not dog.contradicts(cat)
    assert dog.contradicts(Fact("pets", "dog", Range(1, 1)))
    assert one_of("diet", "diet", "vegan").contradicts(one_of("diet", "diet", "omnivore"))
