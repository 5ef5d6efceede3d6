"""Corpus: dialogues read from one place, with an account of what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from usergap.dialogues.model import Dialogue


@dataclass(frozen=True, slots=True)
class Remark:
    """One row that was dropped or repaired, and why.

    ``line`` counts from 1; 0 means that the file has no lines to speak of.
    """

    file: str
    line: int
    field: str
    expected: str
    found: str
    dropped: bool

    @property
    def reason(self) -> str:
        """The remark without its place, for counting."""
        return f"{self.field}: expected {self.expected}, found {self.found}"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {'dropped' if self.dropped else 'repaired'}: {self.reason}"


@dataclass(frozen=True)
class Reading:
    """What was read: format, rows seen, remarks, and counts of notable things."""

    path: str = "memory"
    format: str = "memory"
    sha256: str = ""
    rows: int = 0
    remarks: tuple[Remark, ...] = ()
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def dropped(self) -> int:
        """The number of rows that could not be used."""
        return sum(remark.dropped for remark in self.remarks)


@dataclass(frozen=True, repr=False)
class Corpus(Sequence[Dialogue]):
    """Dialogues of one side: real users, or one or several simulators."""

    name: str
    dialogues: tuple[Dialogue, ...]
    reading: Reading = field(default_factory=Reading, repr=False)

    def __len__(self) -> int:
        return len(self.dialogues)

    def __iter__(self) -> Iterator[Dialogue]:
        return iter(self.dialogues)

    @overload
    def __getitem__(self, index: int) -> Dialogue: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Dialogue, ...]: ...
    def __getitem__(self, index: int | slice) -> Dialogue | tuple[Dialogue, ...]:
        return self.dialogues[index]

    def __repr__(self) -> str:
        turns = sum(len(dialogue.turns) for dialogue in self.dialogues)
        read = f"{self.reading.format}, {self.reading.dropped} rows dropped"
        return f"Corpus {self.name}: {len(self)} dialogues, {turns} user turns ({read})"

    def with_dialogues(self, dialogues: Sequence[Dialogue], name: str | None = None) -> Corpus:
        """The same reading with other dialogues: a filtered or split corpus."""
        return replace(self, name=name or self.name, dialogues=tuple(dialogues))
