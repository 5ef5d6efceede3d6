"""Generated suites: the same for a seed, harmless, and each check with both sides."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from usergap import plugins
from usergap.dialogues import Dialogue, Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.formats import read
from usergap.ledger.ledger import Ledger
from usergap.ledger.suites import Category, Template, categories, generate, registry
from usergap.ledger.suites.files import read_suite, write_suite
from usergap.ledger.suites.registry import chosen
from usergap.ledger.tags import lacking

NAMES = [
    "ambiguity", "contradictory instructions", "half-broken queries", "jailbreak",
    "multilingual mixtures", "prompt injection", "rare intents", "role confusion",
]  # fmt: skip
NOW = "2026-01-01T00:00:00Z"


def openings(*texts: str) -> list[Dialogue]:
    return [Dialogue(f"d{n}", (Message("user", text),)) for n, text in enumerate(texts)]


OWN = openings(
    "My front wheel wobbles since I hit a stone on the way home, is that bad?", "hi there"
)


def test_the_eight_categories_are_there() -> None:
    assert list(categories()) == NAMES


def test_one_seed_makes_one_suite_and_another_seed_another() -> None:
    kinds = list(categories().values())
    assert generate(kinds, 9, 3) == generate(kinds, 9, 3)
    first, second = ({(x.system, x.turns) for x in generate(kinds, 9, seed)} for seed in (3, 4))
    assert not first & second


def test_an_item_depends_on_no_other_category_and_no_number() -> None:
    kinds = list(categories().values())
    alone = generate([categories()["jailbreak"]], 5, 0)
    assert [x for x in generate(kinds, 9, 0) if x.category == "jailbreak"][:5] == alone


@pytest.mark.parametrize("name", NAMES)
def test_every_item_can_be_kept_and_can_be_broken_by_doing_nothing(name: str) -> None:
    items = generate([categories()[name]], 2 * len(categories()[name].templates), 1, OWN)
    assert {item.template for item in items} == {x.name for x in categories()[name].templates}
    for item in items:
        assert any(check.demand == "help" for check in item.checks), "a control in each item"
        assert len(item.case.right) == len(item.case.wrong) == len(item.turns)
        assert all(turn.strip() for turn in item.turns)
        assert not re.search(r"\{\w+\}", item.system + "".join(item.turns)), "an open template"


def test_an_invented_fact_stands_in_no_question() -> None:
    """An answer that repeats the question must not pass."""
    for item in generate(list(categories().values()), 20, 2):
        if item.category in ("multilingual mixtures", "half-broken queries", "jailbreak"):
            echo = [
                all(kept for kept in found)
                for found in [
                    [
                        _judged(check, item.turns)
                        for check in item.checks
                        if check.demand == "help" and check.kind == "contains"
                    ]
                ]
            ]
            assert echo == [False], item


def _judged(check, turns) -> bool:
    from usergap.ledger.suites.checks import judged

    return judged(check, turns) is True


def test_own_dialogues_are_used_and_named_as_parents() -> None:
    items = generate(list(categories().values()), 8, 0, OWN)
    seeded = [item for item in items if item.parents]
    assert {item.category for item in seeded} == {
        "half-broken queries", "multilingual mixtures", "prompt injection",
    }  # fmt: skip
    for item in seeded:
        assert item.template == "own opening"
        assert item.parents[0] in ("d0", "d1")
    assert not any(item.parents for item in generate(list(categories().values()), 8, 0))


def test_a_suite_is_read_as_it_was_written_and_the_ledger_takes_it(tmp_path: Path) -> None:
    items = generate(list(categories().values()), 7, 0, OWN)
    path = write_suite(items, tmp_path / "s.jsonl", NOW, ["settings"])
    assert read_suite(path) == [replace(item, case=None) for item in items]
    stated = read(path).dialogues[0].provenance
    assert (stated.origin, stated.family, stated.split) == ("synthetic", "rule", "test")
    assert stated.generator == "usergap suite, ambiguity, who"
    assert stated.created == NOW
    assert not lacking(stated)
    with Ledger(tmp_path / "l", make=True) as book:
        assert book.add(read(path).dialogues).added == len(items)
    again = write_suite(items, tmp_path / "t.jsonl", NOW, ["settings"])
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"turn": 1', '"turn": 9'), "expected 9 user turns with text"),
        (('"kind": "lacks"', '"kind": "rhymes"'), "checks.0.: kind: expected"),
        (('"origin": "synthetic"', '"origin": "real"'), "origin: expected synthetic"),
        (('"criterion": "', '"criterion": 3, "x": "'), "criterion: expected text, found 3"),
        (('"suite": {', '"sweet": {'), "extra.suite: expected an object"),
        (('{"id": "suite-ambiguity-s0-0002"', '{"id": 3, "x": {'), "a suite must be whole"),
    ],
)
def test_a_suite_that_was_edited_is_named(tmp_path: Path, change: tuple, told: str) -> None:
    items = generate([categories()["ambiguity"]], 3, 0)
    path = write_suite(items, tmp_path / "s.jsonl", NOW, [])
    text = path.read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), "utf-8")
    with pytest.raises(InputError, match=told):
        read_suite(path)


@pytest.mark.parametrize(
    ("names", "found"),
    [(None, NAMES), ("jailbreak", ["jailbreak"]), ("Prompt-Injection,ambiguity,ambiguity",
      ["prompt injection", "ambiguity"]), ("half-broken queries", ["half-broken queries"])],
)  # fmt: skip
def test_categories_by_name(names: str | None, found: list[str]) -> None:
    assert [each.name for each in chosen(names)] == found


@pytest.mark.parametrize("names", ["", "jail", "jailbreak,x"])
def test_a_category_that_is_none(names: str) -> None:
    with pytest.raises(InputError, match=r"categories: expected some of ambiguity.*; found"):
        chosen(names)


def test_seeds_without_an_opening_are_refused() -> None:
    with pytest.raises(InputError, match="seeds: expected dialogues that begin"):
        generate(list(categories().values()), 1, 0, openings(" ", "x " * 201))


@pytest.fixture
def added(monkeypatch):
    def add(*more: Category) -> None:
        registry.categories.cache_clear()
        monkeypatch.setattr(plugins, "installed", lambda *_: list(more))

    yield add
    registry.categories.cache_clear()


def test_ones_own_category_by_entry_point(added) -> None:
    make = categories()["jailbreak"].templates[0].make
    added(Category("politeness", "own", (Template("please", make),)))
    assert list(registry.categories()) == [*NAMES, "politeness"]
    assert generate([registry.categories()["politeness"]], 2, 0)[0].cluster == "politeness/please"


@pytest.mark.parametrize("name", ["jailbreak", "empty"])
def test_an_entry_point_that_cannot_be(added, name: str) -> None:
    added(Category(name, "own", ()))
    with pytest.raises(EnvironmentFailure, match=name):
        registry.categories()
