"""Reading a file whole or dialogue after dialogue leads to the same samples."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.formats import read
from usergap.formats.streaming import stream
from usergap.ledger import Ledger

# Ids as files give them: none, twice the same, and one as a reader numbers them.
LINES = st.lists(
    st.tuples(st.sampled_from([None, "a", "a#2", "b"]), st.sampled_from(["x", "y"])),
    min_size=1,
    max_size=8,
)


def written(path: Path, lines: list[tuple[str | None, str]]) -> Path:
    with path.open("w") as file:
        for name, text in lines:
            record = {"messages": [{"role": "user", "content": text}]}
            file.write(json.dumps(record | ({"id": name} if name else {})) + "\n")
    return path


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_read_and_stream_name_the_same_samples(tmp_path_factory, lines) -> None:
    folder = tmp_path_factory.mktemp("l")
    source = written(folder / "chats.jsonl", lines)
    with Ledger(folder / "ledger", make=True) as book:
        ((_, dialogues),) = stream(source)
        first = book.add(dialogues)
        assert first.added == len(lines)
        again = book.add(read(source))
        assert (again.added, again.amended, again.known) == (0, 0, len(lines))


def test_a_numbered_dialogue_is_found_as_its_occurrence(tmp_path: Path) -> None:
    source = written(tmp_path / "chats.jsonl", [("a", "x"), ("a", "x"), ("a", "y")])
    corpus = read(source)
    assert [each.id for each in corpus] == ["a", "a#2", "a#3"]
    with Ledger(tmp_path / "ledger", make=True) as book:
        book.add(corpus)
        rows = [(row.dialogue, row.occurrence) for row in book.rows()]
        assert rows == [("a", 1), ("a", 2), ("a", 1)]
        second = book.find(corpus[1], occurrence=2)
        assert second is not None
        assert second.number == 2
