"""Format: the one record that declares how a kind of file is recognised and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from usergap.dialogues import Message, Remark
from usergap.dialogues.cleaning import printable, safe_repr

Record = Mapping[str, Any]
Row = tuple[int, Record]


class BadRowError(Exception):
    """A record that cannot be used: which field, what was expected, what was found."""

    def __init__(self, field: str, expected: str, found: object) -> None:
        super().__init__(field, expected, found)
        self.field, self.expected, self.found = field, expected, found


@dataclass
class Log:
    """The account of one file, kept while it is read."""

    file: str
    remarks: list[Remark] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    def drop(self, line: int, field: str, expected: str, found: object) -> None:
        """Record a row that is lost. ``found`` is shown shortened unless it is a `Said`."""
        self._remark(line, field, expected, found, dropped=True)

    def repair(self, line: int, field: str, expected: str, found: object) -> None:
        """Record a row that was mended."""
        self._remark(line, field, expected, found, dropped=False)

    def _remark(
        self, line: int, field: str, expected: str, found: object, *, dropped: bool
    ) -> None:
        shown = str(found) if isinstance(found, Said) else safe_repr(found)
        named = printable(field, 80)
        self.remarks.append(Remark(self.file, line, named, expected, shown, dropped))


class Said(str):
    """Our own words about what was found, to be shown whole; never text from the data."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A dialogue as a reader found it: text not yet cleaned, id perhaps missing.

    ``fields`` holds fields of `usergap.dialogues.Dialogue` by name, anything
    else under ``extra``. ``notes`` are things worth counting.
    """

    messages: tuple[Message, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    context_length: int = 0
    notes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of record, wherever it is kept (JSON, JSONL, CSV, Parquet, Arrow).

    ``sniff`` looks at one record and says whether it is of this kind; cheap and
    never raising. ``parse`` turns a record into drafts, given the side chosen
    (None, or one of ``sides``), and raises `BadRowError`. ``gather`` first joins
    several rows into one record where a dialogue is spread over rows. Formats
    with a lower ``order`` are asked first.
    """

    name: str
    title: str
    sniff: Callable[[Record], bool]
    parse: Callable[[Record, str | None], Iterable[Draft]]
    sides: tuple[str, ...] = ()
    gather: Callable[[Iterator[Row], Log], Iterator[Row]] | None = None
    order: int = 50
