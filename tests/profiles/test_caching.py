"""Kept rows: the same profile from less work, no text on disk, and damage costs only time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from usergap.annotators import Annotation
from usergap.dialogues import Dialogue
from usergap.formats.samples import SAMPLES, sample
from usergap.profiles import Plan, default_plan
from usergap.profiles.batch import measure_batch
from usergap.profiles.caching import CachedMeasuring, RowStore, usable
from usergap.profiles.caching.cached import hash_of
from usergap.profiles.caching.store import NAME
from usergap.profiles.caching.units import units_of

from .conftest import ThanksAnnotator, talk


@dataclass(frozen=True)
class Counting(ThanksAnnotator):
    """Remembers how many dialogues it was shown."""

    shown: list[int] = field(default_factory=list)

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        self.shown.append(len(dialogues))
        return super().annotate(dialogues)


def dialogues(count: int) -> list[Dialogue]:
    return [talk(f"d{at}", f"I was at number {at}", "thanks, great") for at in range(count)]


def as_without(plan: Plan, folder: Path, some: Sequence[Dialogue]) -> None:
    assert CachedMeasuring(plan, folder).rows(some).equals(measure_batch(some, plan)[0])


def test_the_second_time_measures_nothing(tmp_path: Path) -> None:
    annotator = Counting()
    plan = Plan((annotator,))
    first = CachedMeasuring(plan, tmp_path).rows(dialogues(5))
    assert annotator.shown == [5]
    assert CachedMeasuring(plan, tmp_path).rows(dialogues(5)).equals(first)
    assert annotator.shown == [5]
    assert first.equals(measure_batch(dialogues(5), plan)[0])


def test_one_changed_dialogue_costs_one(tmp_path: Path) -> None:
    annotator = Counting()
    plan = Plan((annotator,))
    some = dialogues(5)
    CachedMeasuring(plan, tmp_path).rows(some)
    some[2] = talk("d2", "something else")
    again = CachedMeasuring(plan, tmp_path).rows(some)
    assert annotator.shown == [5, 1]
    assert again.equals(measure_batch(some, plan)[0])


def test_another_order_and_another_file_find_their_rows(tmp_path: Path) -> None:
    annotator = Counting()
    plan = Plan((annotator,))
    some = dialogues(6)
    CachedMeasuring(plan, tmp_path).rows(some[:3])
    CachedMeasuring(plan, tmp_path).rows(some[3:])
    mixed = [some[at] for at in (5, 0, 3, 0, 1)]
    assert CachedMeasuring(plan, tmp_path).rows(mixed).equals(measure_batch(mixed, plan)[0])
    assert annotator.shown[:2] == [3, 3]
    assert annotator.shown[2:] == [5]  # by measure_batch alone


def test_a_new_version_measures_its_columns_alone(tmp_path: Path) -> None:
    plan = Plan((Counting(),))
    errors = plan.dimensions["errors"]
    some = dialogues(4)
    CachedMeasuring(plan, tmp_path).rows(some)
    counted: list[int] = []

    def count(few: Sequence[Dialogue]) -> list[dict[str, float]]:
        counted.append(len(few))
        return [{"errors": 7.0} for _ in few]

    annotator = Counting()
    newer = replace(errors, version="next", measure_batch=count)
    rows = CachedMeasuring(Plan((annotator,), (newer,)), tmp_path).rows(some)
    assert (counted, annotator.shown) == ([4], [])
    assert rows.column("errors").to_pylist() == [7.0] * 4
    renamed = Counting(version="2")
    CachedMeasuring(Plan((renamed,), (newer,)), tmp_path).rows(some)
    assert (counted, renamed.shown) == ([4], [4])


def test_rows_without_vectors_do_not_serve_a_plan_with_them(tmp_path: Path) -> None:
    some = list(sample(SAMPLES[0]).dialogues[:20])
    for vectors in (False, True, False):
        as_without(default_plan(vectors=vectors), tmp_path, some)


def test_the_shipped_measures_in_any_mixture_of_kept_and_new(tmp_path: Path) -> None:
    """Bit for bit, though batches of what is new are other than without a cache."""
    plan = default_plan()
    for name in SAMPLES:
        some = sample(name).dialogues
        CachedMeasuring(plan, tmp_path / name).rows(some[::3])
        CachedMeasuring(plan, tmp_path / name).rows(some[1:20])
        as_without(plan, tmp_path / name, some)
        as_without(plan, tmp_path / name, some)


def test_units_name_every_column_once(plan: Plan) -> None:
    columns = [column for unit in units_of(default_plan()) for column in unit.columns]
    assert len(set(columns) - {"seen"}) == len([each for each in columns if each != "seen"])
    whole = measure_batch(dialogues(1), plan)[0].schema.names
    assert set(columns) == set(whole[8:])
    with pytest.raises(ValueError, match="two annotators"):
        units_of(Plan((ThanksAnnotator(), ThanksAnnotator(name="other"))))


@pytest.mark.parametrize(
    "change",
    [
        {"language": "de"},
        {"ended": True},
        {"simulator": "x"},
        {"extra": {"simulation": {"prompt": "be short"}}},
        {"context_length": 2},
    ],
)
def test_whatever_measures_look_at_changes_the_hash(change: dict[str, object]) -> None:
    one = talk("a", "tell me", "thanks")
    assert hash_of(one, b"k") != hash_of(replace(one, **change), b"k")  # type: ignore[arg-type]
    assert hash_of(one, b"k") == hash_of(replace(one, id="b"), b"k")
    assert hash_of(one, b"k") != hash_of(one, b"other")


def test_no_text_is_kept(tmp_path: Path) -> None:
    unusual = "zanzibarish quokkas"
    CachedMeasuring(default_plan(), tmp_path).rows([talk(unusual, unusual, scenario=unusual)])
    for path in tmp_path.iterdir():
        assert b"zanzibar" not in path.read_bytes()
        assert b"quokka" not in path.read_bytes()


def test_a_file_that_is_no_store_is_left_aside(tmp_path: Path, plan: Plan) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all" * 100)
    assert "cannot be used" in (usable(tmp_path) or "")
    measuring = CachedMeasuring(plan, tmp_path)
    assert measuring.rows(dialogues(3)).equals(measure_batch(dialogues(3), plan)[0])
    assert measuring.trouble


def test_damaged_rows_are_measured_again(tmp_path: Path, plan: Plan) -> None:
    CachedMeasuring(plan, tmp_path).rows(dialogues(3))
    with closing(sqlite3.connect(tmp_path / NAME)) as base:
        base.execute("UPDATE stored SET content = zeroblob(50) WHERE unit LIKE 'errors%'")
        base.commit()
    as_without(plan, tmp_path, dialogues(3))


def test_two_at_once_keep_the_rows_of_both(tmp_path: Path, plan: Plan) -> None:
    def run(start: int) -> bool:
        some = dialogues(40)[start : start + 20]
        measuring = CachedMeasuring(plan, tmp_path)
        for at in range(0, 20, 5):
            measuring.rows(some[at : at + 5])
        return measuring.trouble is None

    with ThreadPoolExecutor(2) as pool:
        assert all(pool.map(lambda start: run(start), (0, 20)))
    with closing(RowStore(tmp_path)) as store:
        assert len(store.places([hash_of(d, store.secret) for d in dialogues(40)])) == 40


def test_the_oldest_rows_go_first(tmp_path: Path, plan: Plan) -> None:
    measuring = CachedMeasuring(plan, tmp_path)
    for each in dialogues(300):
        measuring.rows([each])
    with closing(RowStore(tmp_path)) as store:
        before = store._size()
        store.trim(before)
        assert store._size() == before
        store.trim(before - 1)
        assert 0 < store._size() <= 0.8 * before
        kept = store.places([hash_of(each, store.secret) for each in dialogues(300)])
        newest = hash_of(dialogues(300)[-1], store.secret)
        oldest = hash_of(dialogues(300)[0], store.secret)
        assert newest in kept
        assert oldest not in kept
