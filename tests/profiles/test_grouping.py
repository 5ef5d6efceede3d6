"""Groups by way of sorted runs are those of the union-find over whole keys, in bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message, connected_groups, groups_of_people
from usergap.profiles.grouping import Groups, Keys, Runs, Spill, merging, number_of
from usergap.profiles.grouping.keys import OTHERS, PERSON
from usergap.profiles.grouping.stars import halves, packed, stars
from usergap.profiles.measure import groups_of

KEY = st.none() | st.sampled_from("abcdefg")
RUN = st.integers(1, 9)


@pytest.fixture(autouse=True)
def _small_merges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little is held of a run, so that a few rows make many blocks."""
    monkeypatch.setattr(merging, "MERGED", 8)
    monkeypatch.setattr(merging, "LEAST", 2)


def all_of(runs: Runs) -> tuple[list[int], list[int]]:
    blocks = list(runs.blocks())
    return [int(x) for b in blocks for x in b[0]], [int(x) for b in blocks for x in b[1]]


@settings(deadline=None)  # a busy machine is no error
@given(st.lists(st.integers(0, 30), max_size=60), RUN, st.integers(1, 20))
def test_runs_give_back_all_in_order(numbers: list[int], run: int, chunk: int) -> None:
    with Spill(run=run) as spill:
        plain, with_rows = spill.runs(), spill.runs(rows=True)
        for at in range(0, len(numbers), chunk):
            piece = np.array(numbers[at : at + chunk], np.uint64)
            plain.add(piece)
            with_rows.add(piece, np.arange(at, at + len(piece), dtype=np.uint32))
        for _ in range(2):  # a second time too
            assert all_of(plain)[0] == sorted(numbers)
        distinct = [int(x) for block in plain.distinct() for x in block]
        assert distinct == sorted(set(numbers))
        found, rows = all_of(with_rows)
        assert found == sorted(numbers)
        assert [numbers[row] for row in rows] == found
        assert sorted(rows) == list(range(len(numbers)))


def test_numbers_of_all_64_bits_keep_their_order() -> None:
    with Spill(run=2) as spill:
        runs = spill.runs()
        runs.add(np.array([2**64 - 1, 1, 2**63, 0, 2**63 - 1], np.uint64))
        assert all_of(runs)[0] == [0, 1, 2**63 - 1, 2**63, 2**64 - 1]


def test_stars_by_hand() -> None:
    # a way 4-2, 2-7, 7-0 and a pair 5-3: the least rows are 0 and 3
    pairs = [(4, 2), (7, 2), (7, 0), (5, 3)]
    with Spill(run=3) as spill:
        links = spill.runs()
        links.add(packed(*(np.array(side, np.uint32) for side in zip(*pairs, strict=True))))
        found = [
            (int(row), int(least))
            for block in stars(links, spill).distinct()
            for row, least in zip(*halves(block), strict=True)
        ]
    assert found == [(2, 0), (4, 0), (5, 3), (7, 0)]


def taken(groups: Groups, rows: int, step: int) -> list[int]:
    return [int(x) for at in range(0, rows, step) for x in groups.take(min(step, rows - at))]


@settings(deadline=None)  # a busy machine is no error
@given(st.lists(st.tuples(KEY, KEY, KEY, KEY), max_size=40), RUN, st.integers(1, 7))
def test_as_the_union_find_over_whole_keys(
    rows: list[tuple[str | None, ...]], run: int, size: int
) -> None:
    dialogues = [
        Dialogue(
            str(at),
            (Message("user", "hi"),),
            conversation_id=a,
            scenario_id=b,
            context_id=c,
            extra={"user_id": person} if person else {},
        )
        for at, (a, b, c, person) in enumerate(rows)
    ]
    with Spill(run=run) as spill:
        keys = Keys(spill)
        for start in range(0, len(dialogues), size):
            keys.add(dialogues[start : start + size])
        groups, people = keys.groups()
        numbers = taken(groups, len(rows), size)
    expected, joined = groups_of(dialogues)
    assert numbers == expected
    named = len({row[3] for row in rows} - {None})
    assert people == ({"people": {"named": named, "joined": joined}} if named else {})


@settings(deadline=None)  # a busy machine is no error
@given(st.lists(st.tuples(KEY, KEY), max_size=40), RUN)
def test_the_largest_group_is_counted(rows: list[tuple[str | None, str | None]], run: int) -> None:
    columns = [[row[at] for row in rows] for at in (0, 1)]
    with Spill(run=run) as spill:
        keys = Keys(spill)
        none = np.zeros(len(rows), np.uint64)
        given = [np.array([number_of(key) for key in column], np.uint64) for column in columns]
        keys.add_numbers(dict(zip((PERSON, *OTHERS), (none, *given, none), strict=True)))
        largest = keys.groups()[0].largest
    expected = connected_groups(*columns)
    assert largest == max((expected.count(each) for each in expected), default=0)


@pytest.mark.parametrize("joining", [True, False])
def test_people_are_left_aside_where_they_join_nearly_all(joining: bool) -> None:
    rows = 100
    person = [1 if joining and at < 51 else at + 2 for at in range(rows)]
    scenario = [at // 2 + 1 for at in range(rows)]
    with Spill(run=7) as spill:
        keys = Keys(spill)
        none = np.zeros(rows, np.uint64)
        found = (np.array(person, np.uint64), none, np.array(scenario, np.uint64), none)
        keys.add_numbers(dict(zip((PERSON, *OTHERS), found, strict=True)))
        groups, people = keys.groups()
        numbers = taken(groups, rows, 9)
    expected, joined = groups_of_people(person, scenario)
    assert numbers == expected
    assert people["people"] == {"named": len(set(person)), "joined": joined}
    assert joined is not joining


def chain(rows: int) -> Iterator[dict[str, np.ndarray]]:
    """Keys that make one group of all rows, each joined to the next of a shuffled order."""
    place = np.random.default_rng(0).permutation(rows).astype(np.uint64)
    for at in range(0, rows, 256):
        piece = place[at : at + 256]
        two, one = np.uint64(2), np.uint64(1)
        none = np.zeros(len(piece), np.uint64)
        columns = (none, piece // two + one, (piece + one) // two + one, none)
        yield dict(zip((PERSON, *OTHERS), columns, strict=True))


def test_a_long_chain_is_one_group() -> None:
    rows = 600
    with Spill(run=100) as spill:
        keys = Keys(spill)
        for columns in chain(rows):
            keys.add_numbers(columns)
        groups, _ = keys.groups()
        assert groups.largest == rows
        assert set(taken(groups, rows, 256)) == {0}


def test_a_row_more_costs_next_to_no_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Four keys and their row are 40 bytes, which is what a row took when they were held."""
    monkeypatch.setattr(merging, "MERGED", 1 << 12)
    monkeypatch.setattr(merging, "LEAST", 1 << 6)

    def peak(rows: int) -> int:
        tracemalloc.start()
        try:
            with Spill(tmp_path, run=1 << 11) as spill:
                keys = Keys(spill)
                for at in range(0, rows, 256):
                    own = np.arange(at + 1, at + 257, dtype=np.uint64)
                    pairs = own % np.uint64(rows // 2)
                    keys.add_numbers(
                        dict(zip((PERSON, *OTHERS), (own, own, own, pairs), strict=True))
                    )
                groups, _ = keys.groups()
                for _ in range(0, rows, 256):
                    groups.take(256)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1 << 12)
    assert peak(1 << 16) - peak(1 << 14) < 8 * ((1 << 16) - (1 << 14))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs a list of open files")
def test_nothing_is_left_on_disk_whatever_happens(tmp_path: Path) -> None:
    before = opened()
    with pytest.raises(KeyboardInterrupt), Spill(tmp_path, run=2) as spill:  # noqa: PT012
        keys = Keys(spill)
        for columns in chain(20):
            keys.add_numbers(columns)
        groups, _ = keys.groups()
        groups.take(3)
        assert opened() > before
        assert list(tmp_path.iterdir()) == []  # while it works too: a killed process leaves none
        raise KeyboardInterrupt
    assert opened() == before


def opened() -> int:
    """Open files of this process."""
    return len(list(Path("/proc/self/fd").iterdir()))
