"""What verify finds, and what it says of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.samples import dialogue, dialogues, ledger_of, sql
from usergap.errors import UsergapError
from usergap.ledger import Ledger, Verification, verification, verify


def checked(path: Path, anchor: tuple[int, str] | None = None) -> Verification:
    with Ledger(path) as ledger:
        return verify(ledger, anchor=anchor)


def told(path: Path, anchor: tuple[int, str] | None = None) -> list[str]:
    found = checked(path, anchor)
    assert found.whole == (not found.problems)
    return [str(problem) for problem in found.problems]


def test_a_whole_log_is_whole(tmp_path: Path) -> None:
    found = checked(ledger_of(tmp_path / "l", 9))
    assert (found.whole, found.entries, found.problems) == (True, 9, ())


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    assert told(ledger_of(tmp_path / "l")) == []


def test_a_deleted_row_is_named(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 9)
    sql(path, "DELETE FROM entries WHERE number = 4")
    assert told(path) == ["entry 4: missing: deleted from the log"]


def test_deleted_rows_are_named_together(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 9)
    sql(path, "DELETE FROM entries WHERE number BETWEEN 4 AND 6 OR number = 1")
    assert told(path) == [
        "entry 1: missing: deleted from the log",
        "entries 4 to 6: missing: deleted from the log",
    ]


def test_a_log_cut_off_at_its_end_is_found(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 9)
    sql(path, "DELETE FROM entries WHERE number > 7")
    assert told(path) == ["entries 8 to 9: missing: the log was cut off at its end"]
    sql(path, "DELETE FROM entries")
    assert told(path) == ["entries 1 to 9: missing: the log was cut off at its end"]


@pytest.mark.parametrize(
    "change",
    [
        """body = replace(body, '"origin":"real"', '"origin":"synthetic"')""",
        "body = replace(body, '\"d', '\"e')",
        "body = 'x'",
        "content = zeroblob(32)",
        "content = 'text'",
        "sample = zeroblob(16)",
        "occurrence = 2",
        "occurrence = -1",
        "amends = 1",
        "hash = zeroblob(32)",
        "hash = 'text'",
    ],
)
@pytest.mark.parametrize("number", [1, 4, 9])
def test_an_edited_row_is_named_and_it_alone(tmp_path: Path, number: int, change: str) -> None:
    path = ledger_of(tmp_path / "l", 9, origin="real")
    sql(path, f"UPDATE entries SET {change} WHERE number = {number}")
    found = checked(path).problems
    assert [problem.first for problem in found] == [number]
    assert "edited" in found[0].what


def test_rows_in_another_order_are_told_from_edited_ones(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 9)
    sql(
        path,
        "UPDATE entries SET number = -1 WHERE number = 3",
        "UPDATE entries SET number = 3 WHERE number = 7",
        "UPDATE entries SET number = 7 WHERE number = -1",
    )
    assert told(path) == [
        "entry 3: out of order: what belongs here stands at 7",
        "entry 7: out of order: what belongs here stands at 3",
    ]


def test_neighbours_that_changed_places_are_told(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 9)
    sql(
        path,
        "UPDATE entries SET number = -1 WHERE number = 8",
        "UPDATE entries SET number = 8 WHERE number = 9",
        "UPDATE entries SET number = 9 WHERE number = -1",
    )
    assert [problem.first for problem in checked(path).problems] == [8, 9]
    assert all("out of order" in line for line in told(path))


def test_a_row_put_in_past_the_ledger_is_named(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 3)
    copy = "SELECT number + 1, zeroblob(16), content, 1, 0, body, hash FROM entries"
    sql(path, f"INSERT INTO entries {copy} WHERE number = 3")
    assert [problem.first for problem in checked(path).problems] == [4, 4]
    sql(path, "UPDATE entries SET number = -3 WHERE number = 4")
    assert -3 in [problem.first for problem in checked(path).problems]


def test_where_much_is_broken_the_rest_is_counted(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(verification, "KEPT", 3)
    path = ledger_of(tmp_path / "l", 9)
    sql(path, "UPDATE entries SET content = zeroblob(32)")
    found = checked(path)
    assert [problem.first for problem in found.problems] == [1, 2, 3]
    assert (found.more, found.whole) == (6, False)


def test_an_edited_head_is_found(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 3)
    sql(path, "UPDATE head SET hash = zeroblob(32)")
    assert told(path) == ["the head does not fit the last entry, 3"]


def test_a_log_written_anew_needs_an_anchor_to_be_found(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 5)
    before = checked(path)
    anchor = (before.entries, before.hash[:12])
    with Ledger(path) as ledger:
        ledger.add([dialogue("later")])
    assert told(path, anchor) == []  # it went on from there
    assert told(path, (0, "")) == []
    forged = ledger_of(tmp_path / "forged", 5, origin="real")
    assert told(forged) == []  # a chain alone cannot know
    assert told(forged, anchor) == [
        f"entry 5: the log does not pass through the anchor {anchor[1]}: written anew"
    ]
    short = ledger_of(tmp_path / "short", 4)
    assert told(short, anchor) == ["the anchor's entry 5 is not in the log"]


def test_changed_and_foreign_texts_are_found(tmp_path: Path) -> None:
    path = tmp_path / "l"
    with Ledger(path, make=True) as ledger:
        ledger.add(dialogues(3), with_text=True)
    assert told(path) == []
    sql(path, "UPDATE texts SET body = (SELECT min(body) FROM texts)")
    assert len(told(path)) == 2  # one of the three is still its own
    sql(path, "DELETE FROM texts")
    assert told(path) == []  # texts may be forgotten
    sql(path, "INSERT INTO texts VALUES (zeroblob(32), x'00')")
    assert told(path)[-1] == "1 stored texts belong to no entry"


def last_page(path: Path, tree: str) -> slice:
    """Where the last page of a table or index lies in the file."""
    with closing(sqlite3.connect(path)) as db:
        size = db.execute("PRAGMA page_size").fetchone()[0]
        try:
            found = "SELECT max(pageno) FROM dbstat WHERE name = ?"
            page = db.execute(found, (tree,)).fetchone()[0]
        except sqlite3.OperationalError:
            pytest.skip("needs sqlite's dbstat")
    return slice((page - 1) * size, page * size)


def damage(path: Path, tree: str) -> None:
    """Fill the last page of a table or index with bytes of no meaning."""
    content, place = bytearray(path.read_bytes()), last_page(path, tree)
    content[place] = b"\xff" * (place.stop - place.start)
    path.write_bytes(content)


def test_a_broken_index_is_found(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 2000)
    damage(path, "samples")
    assert any("the file: " in line for line in told(path))


def test_a_damaged_page_is_told_with_the_place(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 400)
    damage(path, "entries")
    lines = told(path)
    assert any("nothing can be read behind entry" in line for line in lines)
    assert any("to 400: missing" in line for line in lines)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(1, 30), min_size=1, max_size=29))
def test_whatever_is_deleted_is_named(tmp_path_factory, gone: set[int]) -> None:
    path = ledger_of(tmp_path_factory.mktemp("l") / "l", 30)
    sql(path, f"DELETE FROM entries WHERE number IN ({','.join(map(str, gone))})")
    found = checked(path).problems
    assert {n for each in found for n in range(each.first, each.last + 1)} == gone


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(1, 9)))
def test_whatever_is_moved_is_named(tmp_path_factory, order: list[int]) -> None:
    path = ledger_of(tmp_path_factory.mktemp("l") / "l", 8)
    sql(path, "UPDATE entries SET number = -number")
    sql(
        path,
        *(f"UPDATE entries SET number = {to} WHERE number = {-i}" for i, to in enumerate(order, 1)),
    )
    moved = {to for i, to in enumerate(order, 1) if i != to}
    found = checked(path).problems
    assert {problem.first for problem in found} == moved
    assert all("out of order" in problem.what for problem in found)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM head",
        "INSERT INTO head SELECT * FROM head",
        "UPDATE head SET entries = 'many'",
        "UPDATE head SET entries = -4",
        "UPDATE head SET hash = 'abc'",
    ],
)
def test_a_head_that_is_none_is_told_and_refuses_more(tmp_path: Path, statement: str) -> None:
    path = ledger_of(tmp_path / "l", 9)
    sql(path, statement)
    assert told(path) == ["the head is gone or cannot be read"]
    with Ledger(path) as ledger:
        assert verification.length(ledger) is None
        with pytest.raises(UsergapError, match="its head cannot be read"):
            ledger.add(dialogues(1))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DROP INDEX samples", ["the file: the index 'samples' is gone or changed"]),
        (
            "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END",
            ["the file: a foreign trigger 't' is in it"],
        ),
        ("CREATE VIEW v AS SELECT 1", ["the file: a foreign view 'v' is in it"]),
        ("VACUUM", []),
        ("ANALYZE", []),
    ],
)
def test_what_is_put_into_the_file_or_taken_out_is_named(
    tmp_path: Path, statement: str, expected: list[str]
) -> None:
    path = ledger_of(tmp_path / "l", 9)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(statement)
    assert told(path) == expected


def test_lost_texts_are_a_problem_and_not_the_end_of_verify(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 9)
    sql(path, "DROP TABLE texts")
    found = told(path)
    assert [each.split(":")[0] for each in found] == ["the stored texts cannot be read", "the file"]


def test_an_end_cut_off_with_its_head_needs_the_anchor(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 9)
    with Ledger(path) as ledger:
        entries, head = ledger.head()
    sql(
        path,
        "DELETE FROM entries WHERE number = 9",
        "UPDATE head SET entries = 8, hash = (SELECT hash FROM entries WHERE number = 8)",
    )
    assert told(path) == []  # as docs/ledger.md says
    assert told(path, (entries, head)) == ["the anchor's entry 9 is not in the log"]
