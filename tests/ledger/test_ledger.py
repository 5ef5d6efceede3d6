"""Rows in, rows out: what is new, what is known, what is refused."""

from __future__ import annotations

import multiprocessing
import zlib
from pathlib import Path

import pytest

from tests.ledger.samples import CLOCK, dialogue, dialogues, ledger_of, names, sql
from usergap.dialogues import NOT_RECORDED, Dialogue, Message, Provenance
from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger import Ledger, verify
from usergap.ledger.entry import content_of
from usergap.ledger.ledger import BATCH


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger(tmp_path / "deep" / "l", make=True) as ledger:
        yield ledger
        assert verify(ledger).whole


def counts(found) -> tuple[int, int, int]:
    return found.added, found.amended, found.known


def test_a_row_carries_every_field_of_provenance(ledger: Ledger) -> None:
    told = Provenance(
        "synthetic", "rule", "typo", "3", "aa", "bb", 7, CLOCK, ("p", "q"), "sea", "help",
        "CC0-1.0", "given", "train", "0.1",
    )  # fmt: skip
    ledger.add(
        [Dialogue("a", (Message("user", "hi"),), provenance=told)], file="f", clock=lambda: CLOCK
    )
    (row,) = ledger.rows()
    assert row.provenance == told
    assert (row.number, row.dialogue, row.file, row.added) == (1, "a", "f", CLOCK)
    assert (row.occurrence, row.amends, len(row.sample), len(row.content)) == (1, 0, 32, 64)


def test_what_is_not_known_says_so(ledger: Ledger) -> None:
    ledger.add([Dialogue("a", (Message("user", "hi"),))])
    (row,) = ledger.rows()
    assert row.provenance == Provenance()
    assert row.provenance.licence == row.file == NOT_RECORDED


def test_domain_and_simulator_fill_tags_that_are_open(ledger: Ledger) -> None:
    said = (Message("user", "hi"),)
    ledger.add([Dialogue("a", said, domain="sea", simulator="markov")])
    stated = Provenance(domain="law", generator="other")
    ledger.add([Dialogue("b", said, domain="sea", simulator="markov", provenance=stated)])
    one, two = ledger.rows()
    assert (one.provenance.domain, one.provenance.generator) == ("sea", "markov")
    assert one.provenance.origin == NOT_RECORDED  # nobody said it
    assert (two.provenance.domain, two.provenance.generator) == ("law", "other")


def test_adding_again_adds_nothing(ledger: Ledger) -> None:
    first = ledger.add(dialogues(5))
    again = ledger.add(dialogues(5))
    assert (counts(first), counts(again)) == ((5, 0, 0), (0, 0, 5))
    assert (again.entries, again.hash) == (first.entries, first.hash) == ledger.head()


def test_exact_duplicates_in_a_file_are_counted(ledger: Ledger) -> None:
    twice = [dialogue("a", "same"), dialogue("a", "same"), dialogue("b", "same")]
    assert counts(ledger.add(twice)) == (3, 0, 0)
    assert counts(ledger.add(twice)) == (0, 0, 3)
    rows = list(ledger.rows())
    assert [(row.dialogue, row.occurrence) for row in rows] == [("a", 1), ("a", 2), ("b", 1)]
    assert len({row.content for row in rows}) == 1
    assert len({row.sample for row in rows}) == 3
    assert counts(ledger.add([*twice, dialogue("a", "same")])) == (1, 0, 3)


def test_order_does_not_matter_for_what_is_known(ledger: Ledger) -> None:
    ledger.add(dialogues(9))
    assert counts(ledger.add(reversed(dialogues(9)))) == (0, 0, 9)


def test_roles_and_context_are_part_of_the_content(ledger: Ledger) -> None:
    one, two = Message("user", "hi"), Message("user", "ho")
    different = [
        Dialogue("a", (one, two)),
        Dialogue("a", (one, two), context_length=1),
        Dialogue("a", (Message("assistant", "hi"), two)),
        Dialogue("a", (two, one)),
    ]
    assert counts(ledger.add(different)) == (4, 0, 0)


def test_told_tags_fill_and_later_ones_amend(ledger: Ledger) -> None:
    ledger.add(dialogues(3), tags={"origin": "real"})
    found = ledger.add(dialogues(2), tags={"licence": "MIT"})
    assert counts(found) == (0, 2, 0)
    assert counts(ledger.add(dialogues(3), tags={"licence": "MIT"})) == (0, 1, 2)
    rows = {row.dialogue: row for row in ledger.rows()}
    assert {row.provenance.licence for row in rows.values()} == {"MIT"}
    assert {row.provenance.origin for row in rows.values()} == {"real"}
    assert rows["d2"].amends == 2
    assert [row.dialogue for row in ledger.entries()] == ["d1", "d2", "d3", "d1", "d2", "d3"]
    assert counts(ledger.add(dialogues(3))) == (0, 0, 3)  # told less: nothing is lost


def test_a_tag_changes_only_when_asked_to(ledger: Ledger) -> None:
    ledger.add(dialogues(3, licence="MIT"))
    with pytest.raises(InputError, match="licence: entry 1 says 'MIT', now told 'GPL'"):
        ledger.add(dialogues(3, licence="GPL"))
    with pytest.raises(InputError, match="origin: the dialogue says 'real'"):
        ledger.add([dialogue("x", origin="real")], tags={"origin": "synthetic"})
    assert counts(ledger.add(dialogues(3, licence="GPL"), amend=True)) == (0, 3, 0)
    ledger.add([dialogue("x", origin="real")], tags={"origin": "synthetic"}, amend=True)
    rows = list(ledger.rows())
    assert {row.provenance.licence for row in rows[:3]} == {"GPL"}
    assert rows[3].provenance.origin == "synthetic"
    assert [row.provenance.licence for row in ledger.entries()][:3] == ["MIT"] * 3


@pytest.mark.parametrize(
    "tags", [{"colour": "red"}, {"origin": "alien"}, {"seed": "x"}, {"parents": "a"}]
)
def test_a_tag_that_is_none_is_refused(ledger: Ledger, tags) -> None:
    with pytest.raises(InputError, match=next(iter(tags))):
        ledger.add(dialogues(1), tags=tags)
    assert list(ledger.rows()) == []


def test_a_refusal_keeps_the_batches_before_and_nothing_of_its_own(ledger: Ledger) -> None:
    ledger.add([dialogue(f"d{BATCH + 2}", licence="MIT")])
    done: list[int] = []
    with pytest.raises(InputError, match="licence"):
        ledger.add(dialogues(BATCH + 5, licence="GPL"), progress=done.append)
    assert done == [BATCH]
    assert sum(1 for _ in ledger.rows()) == BATCH + 1
    assert counts(ledger.add(dialogues(BATCH))) == (0, 0, BATCH)


def test_find_knows_a_dialogue_by_id_and_words(ledger: Ledger) -> None:
    ledger.add(dialogues(3), tags={"split": "train"})
    ledger.add([dialogue("d2")], tags={"task": "qa"})
    row = ledger.find(dialogue("d2"))
    assert row is not None
    assert (row.number, row.provenance.split, row.provenance.task) == (4, "train", "qa")
    assert ledger.find(dialogue("d2", "other words")) is None
    assert ledger.find(dialogue("d2"), occurrence=2) is None


def on_disk(ledger: Ledger) -> bytes:
    """The bytes of the ledger's files."""
    return b"".join(one.read_bytes() for one in sorted(ledger.path.parent.iterdir()))


def test_text_is_kept_only_where_asked_for_and_can_be_forgotten(ledger: Ledger) -> None:
    said = "a very private sentence"
    ledger.add([dialogue("a", said)])
    (row,) = ledger.rows()
    assert ledger.text(row) is None
    ledger.add([dialogue("a", said)], with_text=True)
    held = zlib.compress(content_of(dialogue("a", said)))
    assert held in on_disk(ledger)
    messages, context_length = ledger.text(row) or ((), -1)
    assert (messages[0].content, context_length) == (said, 0)
    assert verify(ledger).whole
    assert ledger.forget_texts() == 1
    assert ledger.text(row) is None
    assert held not in on_disk(ledger)


def test_without_text_no_word_reaches_the_file(tmp_path: Path) -> None:
    path = tmp_path / "l"
    with Ledger(path, make=True) as ledger:
        ledger.add([dialogue("a", "zanzibar")])
        held = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"zanzibar" not in held


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    assert ledger_of(tmp_path / "l", 1).stat().st_mode & 0o077 == 0


def test_lone_surrogates_are_no_trouble(ledger: Ledger) -> None:
    odd = dialogue("a\ud800", "b\ud800")
    assert counts(ledger.add([odd], with_text=True)) == (1, 0, 0)
    assert counts(ledger.add([odd])) == (0, 0, 1)
    (row,) = ledger.rows()
    assert row.dialogue == "a\ud800"
    assert (ledger.text(row) or ((odd.messages[1],), 0))[0] == odd.messages


def test_rows_are_one_state_while_others_write(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 3)
    with Ledger(path) as one, Ledger(path) as two:
        with one.snapshot():
            rows = one.rows()
            next(rows)
            two.add(dialogues(9))
            assert len(list(rows)) == 2
        assert len(list(one.rows())) == 9


def _write(path: Path, part: int) -> None:
    with Ledger(path, make=True) as ledger:
        for start in range(20):
            names = [f"p{part}-{start}-{n}" for n in range(10)]
            ledger.add([*map(dialogue, names), *dialogues(30)])


def test_writers_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    path = tmp_path / "l"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(path, part)) for part in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    found = list(names(path))
    assert len(found) == len(set(found)) == 3 * 200 + 30
    with Ledger(path) as ledger:
        assert verify(ledger).whole


def test_what_is_no_ledger_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "l"
    with pytest.raises(InputError, match="found nothing there"):
        Ledger(path)
    with pytest.raises(InputError, match="found a folder"):
        Ledger(tmp_path)
    path.write_text('{"messages": []}')
    with pytest.raises(InputError, match="another kind of file"):
        Ledger(path, make=True)
    assert path.read_text() == '{"messages": []}'
    path.unlink()
    sql(path, "CREATE TABLE t (x)")
    with pytest.raises(InputError, match="another database"):
        Ledger(path)


def test_another_version_is_refused(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 1)
    sql(path, "PRAGMA user_version = 9")
    with pytest.raises(InputError, match="expected ledger version 1, found 9"):
        Ledger(path)


@pytest.mark.parametrize("kept", [0.0, 0.00001, 0.0001, 0.01, 0.5, 0.9, 0.99999])
def test_a_truncated_file_is_one_line(tmp_path: Path, kept: float) -> None:
    path = ledger_of(tmp_path / "l", 2000)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(EnvironmentFailure, match="truncated") as trouble, Ledger(path) as ledger:
        verify(ledger)
    assert "\n" not in str(trouble.value)
    assert trouble.value.exit_code == 3


def test_a_closed_ledger_is_not_called_damaged(tmp_path: Path) -> None:
    ledger = Ledger(ledger_of(tmp_path / "l", 1))
    ledger.close()
    with pytest.raises(EnvironmentFailure, match=r"cannot be used: .* closed"):
        ledger.head()


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "l", 10)
    with Ledger(path) as ledger:
        ledger._db.execute("PRAGMA max_page_count = 20")
        with pytest.raises(EnvironmentFailure, match="cannot be written"):
            ledger.add(dialogues(5000))
        assert verify(ledger).whole
    with Ledger(path) as ledger:
        assert counts(ledger.add(dialogues(5000))) == (4990, 0, 10)


def test_where_nothing_can_be_made_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be made"):
        Ledger(tmp_path / "file" / "l", make=True)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("number", "kind"), [(28, EnvironmentFailure), (5, EnvironmentFailure), (13, InputError)]
)
def test_whose_fault_it_is_that_nothing_can_be_made(tmp_path, monkeypatch, number, kind) -> None:
    def fail(*_: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr("os.open", fail)
    with pytest.raises(kind, match="l: cannot be made: no"):
        Ledger(tmp_path / "l", make=True)


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", fail)
    ledger_of(tmp_path / "l", 2)
    assert list(names(tmp_path / "l")) == ["d1", "d2"]
    assert [one.name for one in tmp_path.iterdir()] == ["l"]


def test_a_ledger_in_a_folder_that_cannot_be_written_can_be_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ledger_of(tmp_path / "l", 3)
    monkeypatch.setattr("os.access", lambda *_: False)
    with Ledger(path) as ledger:
        assert verify(ledger).whole
        with pytest.raises(EnvironmentFailure, match="readonly"):
            ledger.add(dialogues(4))
    assert [one.name for one in tmp_path.iterdir()] == ["l"]
