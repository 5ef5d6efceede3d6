"""What is known of nulls between people: the bar holds, and the page shows it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.probe_splits import dealt, halves_within, split
from benchmarks.probes import Tally, below, count, known, null_of, table

from usergap.compare import Verdict
from usergap.probes import probes
from usergap.probes.finding import Figure, Level

from .talks import talk

PAGE = Path(__file__).resolve().parents[2] / "docs" / "probes.md"


def test_the_page_shows_the_table_that_is_kept():
    assert table() in PAGE.read_text("utf-8")


def test_every_null_that_has_been_tried_holds():
    assert {each["probe"] for each in known()} <= set(probes())
    assert len(known()) >= 24
    assert below() == []
    for each in known():
        assert each["figures"], each["probe"]
        assert each["splits"] >= 200


def users(count, **fields):
    return tuple(
        talk(f"d{i}", "hi", persona=f"p{i % 3}", domain=f"t{i % 2}", conversation_id=f"c{i // 2}",
             **fields)
        for i in range(count)
    )  # fmt: skip


def test_a_split_cuts_no_group_and_leaves_nobody_out():
    everyone = users(40)
    for wanted, size in ((None, 20), (10, 10)):
        real, other = split(everyone, wanted, 3)
        assert {d.id for d in (*real, *other)} == {d.id for d in everyone}
        assert not {d.conversation_id for d in real} & {d.conversation_id for d in other}
        assert len(other) == size
    assert split(everyone, None, 3) != split(everyone, None, 4)


def test_halves_within_a_key_are_halves_of_each():
    one, other = halves_within(users(36), lambda d: (d.persona, d.domain), 1)
    for side in (one, other):
        assert set(Counter((d.persona, d.domain) for d in side).values()) == {3}
    assert not {d.id for d in one} & {d.id for d in other}


def test_personas_are_dealt_within_a_key_only():
    before = users(60)
    after = dealt(before, lambda d: d.domain, 2)
    assert [d.id for d in after] == [d.id for d in before]
    assert [d.persona for d in after] != [d.persona for d in before]
    for topic in ("t0", "t1"):
        had, has = (Counter(d.persona for d in s if d.domain == topic) for s in (before, after))
        assert had == has


def figure(low, high, **fields):
    return Figure("a.b", "a", "x", (low + high) / 2, low, high, **fields)


@pytest.mark.parametrize(
    ("one", "null", "held"),
    [
        (figure(-1.0, 2.0, null=0.0), 0.0, 1),
        (figure(1.0, 2.0, null=0.0), 0.0, 0),
        (figure(0.4, 0.6, p=0.5, beside=(Level("real", 0.9), Level("chance", 0.5))), 0.5, 1),
        (figure(0.6, 0.7, p=0.01, beside=(Level("chance", 0.5),)), 0.5, 0),
    ],
)
def test_a_null_is_counted_where_it_lies_within(one, null, held):
    tally = Tally()
    count(tally, one)
    assert (null_of(one), tally.ran, tally.held) == (null, 1, held)


def test_what_has_no_null_or_no_interval_is_not_counted():
    tally = Tally()
    count(tally, figure(0.0, 1.0))
    count(tally, Figure("a", "a", "x", 1.0, null=0.0))
    assert tally.ran == 0


def test_an_order_of_systems_holds_unless_it_is_said_to_differ():
    tally = Tally()
    for verdict in (Verdict.CANNOT_TELL, Verdict.DIFFERS):
        count(tally, Figure("validity.order", "o", "x", 0.1, -0.2, 0.6, null=1.0, verdict=verdict))
    assert (tally.ran, tally.held, tally.differs) == (2, 1, 1)
