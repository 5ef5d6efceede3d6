"""Words go when somebody withdraws; the log stays and verifies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.samples import dialogue
from usergap.errors import EnvironmentFailure
from usergap.ledger import Ledger, database, verify


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "l"
    with Ledger(path, make=True) as book:
        book.add([dialogue("a"), dialogue("b"), dialogue("c", "what is a")], with_text=True)
    return path


def with_words(book: Ledger) -> list[str]:
    return [row.dialogue for row in book.rows() if book.text(row) is not None]


def test_words_of_one_dialogue_go_wherever_they_stand(path: Path) -> None:
    with Ledger(path) as book:
        head = book.head()
        assert book.forget_texts(["b"]) == 1
        assert with_words(book) == ["a", "c"]
        assert book.forget_texts(["b", "nobody"]) == 0
        assert book.forget_texts(["a"]) == 1  # c said the same
        assert with_words(book) == []
        assert (book.head(), verify(book).whole) == (head, True)


def test_all_words_go(path: Path) -> None:
    with Ledger(path) as book:
        assert book.forget_texts() == 2
        assert with_words(book) == []
        assert verify(book).whole


def test_traces_that_a_reader_keeps_alive_are_told(path: Path, monkeypatch) -> None:
    monkeypatch.setattr(database, "WAIT", 0.05)
    with Ledger(path) as book, Ledger(path) as reader:
        with reader.snapshot():
            reader.head()
            with pytest.raises(EnvironmentFailure, match=r"1 texts removed, .* run the same"):
                book.forget_texts(["b"])
        assert with_words(book) == ["a", "c"]
        book.forget_texts(["b"])
        assert not path.with_name("l-wal").stat().st_size
