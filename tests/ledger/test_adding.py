"""How often a sample is in the ledger: as often as the file that holds it most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.samples import dialogue
from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.ledger import Ledger, ledger, verify
from usergap.ledger.entry import content_of

KEYS = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"))
FILES = st.lists(st.lists(KEYS, max_size=12), max_size=4)


def made(keys: list[tuple[str, str]], **tags: str) -> list[Dialogue]:
    return [dialogue(name, text, **tags) for name, text in keys]


def held(book: Ledger) -> Counter[tuple[str, str]]:
    """How often the ledger holds each dialogue, by id and content hash."""
    rows = list(book.rows())
    assert len({row.sample for row in rows}) == len(rows)
    return Counter((row.dialogue, row.content) for row in rows)


def union(files: list[list[tuple[str, str]]]) -> Counter[tuple[str, str]]:
    """For each dialogue the most that one file holds, by id and content hash."""
    most: Counter[tuple[str, str]] = Counter()
    for keys in files:
        most |= Counter((each.id, sha256(content_of(each)).hexdigest()) for each in made(keys))
    return most


@settings(max_examples=40, deadline=None)
@given(FILES, st.integers(1, 4))
def test_a_ledger_is_the_union_of_its_files(tmp_path_factory, files, batch: int) -> None:
    path = tmp_path_factory.mktemp("l") / "l"
    with mock.patch.object(ledger, "BATCH", batch), Ledger(path, make=True) as book:
        for number, keys in enumerate(files):
            tags = {"licence": "MIT"} if number % 2 else {}  # amends what was there
            book.add(made(keys), tags=tags)
        assert held(book) == union(files)
        for keys in files:
            again = book.add(made(keys))
            assert (again.added, again.amended, again.known) == (0, 0, len(keys))
        assert verify(book).whole


@settings(max_examples=25, deadline=None)
@given(st.lists(KEYS, min_size=1, max_size=12), st.integers(1, 3))
def test_two_writers_of_one_file_make_its_samples_once(tmp_path_factory, keys, batch: int) -> None:
    path = tmp_path_factory.mktemp("l") / "l"
    with mock.patch.object(ledger, "BATCH", batch), Ledger(path, make=True) as one:

        def between() -> Iterator[Dialogue]:
            for place, each in enumerate(made(keys)):
                yield each
                if place in (2, 5):  # another writer comes, between two batches of this one
                    with Ledger(path) as two:
                        two.add(made(keys[: place + 3]))

        one.add(between())
        assert held(one) == union([keys])
        assert verify(one).whole


@pytest.mark.parametrize("amend", [False, True])
@pytest.mark.parametrize(
    ("changes", "tags", "maker"),
    [
        ({"simulator": "bot-7"}, {}, "the simulator 'bot-7'"),
        ({}, {"generator": "gpt"}, "the generator 'gpt'"),
        ({"extra": {"simulation": {"seed": 1}}}, {}, "usergap"),
    ],
)
def test_what_names_its_maker_is_not_recorded_as_real(tmp_path, changes, tags, maker, amend):
    one = replace(dialogue("x"), **changes)
    with Ledger(tmp_path / "l", make=True) as book:
        with pytest.raises(InputError) as caught:
            book.add([one], tags={**tags, "origin": "real"}, file="f.jsonl", amend=amend)
        assert str(caught.value) == (
            f"f.jsonl: dialogue 'x': origin: expected synthetic of what {maker} made, found real"
        )
        assert list(book.rows()) == []
        book.add([dialogue("y")], tags={"origin": "real"})


def test_a_maker_that_the_ledger_knows_counts_whatever_a_file_says_later(tmp_path):
    with Ledger(tmp_path / "l", make=True) as book:
        book.add([replace(dialogue("x"), simulator="bot-7")], tags={"origin": "synthetic"})
        with pytest.raises(InputError, match="the generator 'bot-7' made, found real"):
            book.add([dialogue("x")], tags={"origin": "real"}, amend=True)
        assert [row.provenance.origin for row in book.rows()] == ["synthetic"]
