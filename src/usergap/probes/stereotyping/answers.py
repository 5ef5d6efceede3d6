"""Answers of real and simulated respondents to the same items, from a table or from dialogues."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.errors import InputError
from usergap.probes.inference import Floats, Items

COLUMNS: Final = ("respondent", "origin", "group", "item", "answer")
ORIGINS: Final = {"real": False, "human": False, "simulated": True, "synthetic": True}
MOST: Final = 500


@dataclass(frozen=True)
class Answers:
    """Answers (n respondents × m items; NaN = none), in codes where an item is ``nominal``.

    ``key`` is alike for a simulated respondent and the person whom it stands for; ``block``
    numbers what is resampled as one.
    """

    values: Floats
    nominal: NDArray[np.bool_]
    items: tuple[str, ...]
    group: NDArray[np.int64]
    simulated: NDArray[np.bool_]
    block: NDArray[np.int64]
    key: tuple[str, ...]

    @property
    def units(self) -> Items:
        """The respondents with their resampling units."""
        return Items(self.block, self.simulated)

    @property
    def half(self) -> NDArray[np.int64]:
        """0 or 1, alike within a block: what is sorted on one is measured on the other."""
        first: dict[int, str] = {}
        for block, key in zip(self.block.tolist(), self.key, strict=True):
            first[block] = min(first.get(block, key), key)
        order = sorted(first, key=lambda block: _digest(first[block]))
        place = {block: number % 2 for number, block in enumerate(order)}
        return np.array([place[block] for block in self.block.tolist()], np.int64)

    def comparable(self) -> Answers:
        """Without groups of one side, and with at most 500 respondents of each side."""
        both = np.intersect1d(self.group[self.simulated], self.group[~self.simulated])
        kept = np.isin(self.group, both)
        for side in (True, False):
            rows = np.flatnonzero(kept & (self.simulated == side)).tolist()
            rows.sort(key=lambda i: _digest(self.key[i]))
            kept[rows[MOST:]] = False
        return self.subset(kept)

    def subset(self, kept: NDArray[np.bool_]) -> Answers:
        """The respondents that are kept."""
        rows = np.flatnonzero(kept)
        return replace(
            self,
            values=self.values[rows],
            group=self.group[rows],
            simulated=self.simulated[rows],
            block=self.block[rows],
            key=tuple(self.key[i] for i in rows.tolist()),
        )


def read_answers(path: str | Path, *, nominal: bool = False) -> Answers:
    """Answers from a CSV file with the columns respondent, origin, group, item and answer.

    ``origin`` is real or simulated. A simulated respondent with the name of a real one stands
    for that person. An item whose answers are all numbers is a scale unless ``nominal``.
    Empty answers are missing. Raises InputError that names file, line and field.
    """
    file = Path(path)
    seen: dict[tuple[str, bool], str] = {}
    found: dict[tuple[str, bool, str], str] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            heads = [head.strip() for head in reader.fieldnames or ()]
            if missing := [column for column in COLUMNS if column not in heads]:
                raise InputError(f"{file}: expected a column {missing[0]!r}, found {heads}")
            reader.fieldnames = heads
            for row in reader:
                _add(file, reader.line_num, row, seen, found)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file}: expected a CSV file of answers, found {error}") from None
    if not found:
        raise InputError(f"{file}: expected answers, found none")
    return _arranged(seen, found, nominal)


def _add(
    file: Path,
    line: int,
    row: dict[str, str | None],
    seen: dict[tuple[str, bool], str],
    found: dict[tuple[str, bool, str], str],
) -> None:
    name, origin, group, item, answer = ((row[column] or "").strip() for column in COLUMNS)
    if origin.lower() not in ORIGINS:
        raise InputError(
            f"{file}, line {line}: origin: expected real or simulated, found {origin!r}"
        )
    for field, value in (("respondent", name), ("item", item)):
        if not value:
            raise InputError(f"{file}, line {line}: {field}: expected a name, found nothing")
    who = (name, ORIGINS[origin.lower()])
    if seen.setdefault(who, group) != group:
        raise InputError(
            f"{file}, line {line}: group: expected {seen[who]!r} as before for respondent"
            f" {name!r}, found {group!r}"
        )
    if not answer:
        return
    if (*who, item) in found:
        raise InputError(f"{file}, line {line}: a second answer of {name!r} to {item!r}")
    found[(*who, item)] = answer


def _arranged(
    seen: dict[tuple[str, bool], str], found: dict[tuple[str, bool, str], str], nominal: bool
) -> Answers:
    people = sorted(seen)
    items = sorted({item for _, _, item in found})
    texts = [[found.get((*who, item)) for item in items] for who in people]
    columns = [_column([row[place] for row in texts], nominal) for place in range(len(items))]
    names = sorted({name for name, _ in people})
    groups = sorted(set(seen.values()))
    return Answers(
        values=np.stack([values for values, _ in columns], axis=1),
        nominal=np.array([coded for _, coded in columns], bool),
        items=tuple(items),
        group=np.array([groups.index(seen[who]) for who in people], np.int64),
        simulated=np.array([made for _, made in people], bool),
        block=np.searchsorted(np.array(names), np.array([name for name, _ in people])),
        key=tuple(name for name, _ in people),
    )


def _column(texts: Sequence[str | None], nominal: bool) -> tuple[Floats, bool]:
    """Numbers where all are, else codes in the order of the alphabet."""
    try:
        numbers = np.array([np.nan if text is None else float(text) for text in texts])
        scale = not nominal and bool(np.isfinite(numbers[[t is not None for t in texts]]).all())
    except ValueError:
        scale = False
    if scale:
        return numbers, False
    code = {text: float(i) for i, text in enumerate(sorted({t for t in texts if t is not None}))}
    return np.array([np.nan if text is None else code[text] for text in texts]), True


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
