"""verify: whether the log is whole, and where it is not.

Every entry's hash is computed again from the entry before it. What a hash chain cannot see
is a log that somebody wrote anew from some entry on, all hashes and the head included; who
fears that writes the head down elsewhere (``add`` and ``verify`` print it) and passes it
back as an anchor.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from usergap.errors import EnvironmentFailure
from usergap.ledger.entry import START, Stored, chained, row_of, sample_key
from usergap.ledger.ledger import Ledger

KEPT = 1_000
"""Broken entries that are looked into and named one by one; the rest are counted."""

Anchor = tuple[int, str]
"""A head that was written down: the number of entries and the hash (or its first digits)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the first and last entry that it is about, and what it is.

    ``first`` is 0 where it is about the file and no entry.
    """

    first: int
    last: int
    what: str

    def __str__(self) -> str:
        if not self.first:
            return self.what
        if self.first == self.last:
            return f"entry {self.first}: {self.what}"
        return f"entries {self.first} to {self.last}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What ``verify`` found: the head, the number of entries seen, and all problems.

    ``more`` counts broken entries beyond those that are named.
    """

    entries: int
    hash: str
    problems: tuple[Problem, ...]
    more: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems and not self.more


@dataclass
class _Walk:
    """What the way through the log met."""

    seen: int = 0
    last: int = 0
    end: bytes = START
    problems: list[Problem] = field(default_factory=list)
    broken: list[tuple[bytes | None, Stored]] = field(default_factory=list)
    more: int = 0
    anchored: bytes | None = None


def verify(
    ledger: Ledger,
    *,
    anchor: Anchor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Verification:
    """Check file, chain, head, stored texts and an anchor, on one state of the ledger.

    Memory does not grow with the ledger. ``progress`` gets numbers of entries checked.
    Raises EnvironmentFailure where the file itself is damaged: see `explained`.
    """
    with ledger.snapshot():
        told = _head(ledger)
        walk = _walk(ledger, anchor[0] if anchor else -1, progress)
        problems = [*walk.problems, *_named(walk.broken)]
        if told is None:
            problems.append(Problem(0, 0, "the head is gone or cannot be read"))
        else:
            problems += _end(walk, *told)
        if anchor is not None:
            problems += _anchor(anchor, walk)
        problems += _texts(ledger)
        problems += _file(ledger)
    problems.sort(key=lambda problem: problem.first)
    return Verification(walk.seen, told[1] if told else walk.end.hex(), tuple(problems), walk.more)


def length(ledger: Ledger) -> int | None:
    """How many entries the head tells of; None where it cannot be read."""
    told = _head(ledger)
    return told[0] if told else None


def _head(ledger: Ledger) -> tuple[int, str] | None:
    try:
        return ledger.head()
    except EnvironmentFailure:
        return None


def _walk(ledger: Ledger, anchor: int, progress: Callable[[int], None] | None) -> _Walk:
    walk = _Walk(anchored=START if anchor == 0 else None)
    try:
        _step_through(ledger, walk, anchor, progress)
    except EnvironmentFailure as failure:
        walk.problems.append(
            Problem(0, 0, f"nothing can be read behind entry {walk.last}: {failure}")
        )
    return walk


def _step_through(
    ledger: Ledger, walk: _Walk, anchor: int, progress: Callable[[int], None] | None
) -> None:
    before: bytes | None = START
    for stored in ledger.stored():
        number, own = stored[0], stored[6]
        if not isinstance(number, int):  # the table's own definition is damaged
            lost = "entries have lost their numbers: nothing behind here can be checked"
            walk.problems.append(Problem(walk.last + 1, walk.last + 1, lost))
            return
        if number != walk.last + 1:
            if number > walk.last:
                gone = Problem(walk.last + 1, number - 1, "missing: deleted from the log")
            else:
                gone = Problem(number, number, "no place in the log has this number")
            walk.problems.append(gone)
            before = None
        if not _fits(before, number, stored):
            if len(walk.broken) < KEPT:
                walk.broken.append((before, stored))
            else:
                walk.more += 1
        before = own if isinstance(own, bytes) and len(own) == 32 else None
        walk.seen, walk.last = walk.seen + 1, number
        walk.end = before or b""
        if number == anchor:
            walk.anchored = before
        if progress is not None and walk.seen % 10_000 == 0:
            progress(10_000)


def _fits(before: bytes | None, number: int, stored: Stored) -> bool:
    """Whether an entry fits its hash at a place; behind a gap only its own parts can be checked."""
    _, sample, content, occurrence, amends, body, own = stored
    try:
        if before is not None:
            if chained(before, number, content, occurrence, amends, body) != own:
                return False
        elif len(own) != 32:
            return False
        row = row_of(stored)
        return sample == sample_key(content, row.dialogue, occurrence) and amends < number
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return False


def _named(broken: list[tuple[bytes | None, Stored]]) -> Iterator[Problem]:
    """Tell edited entries from ones that stand in another's place.

    The hash of an entry that was moved still fits where it stood. An entry behind a broken
    one is sound if it fits what should stand before it.
    """
    true: dict[int, tuple[bytes, ...]] = {}
    for before, stored in broken:
        number = stored[0]
        candidates = true.get(number - 1, (before,) if before is not None else ())
        if any(_fits(each, number, stored) for each in candidates):
            continue
        elsewhere = next(
            (
                other
                for _, other in broken
                if other[0] != number and any(_fits(each, number, other) for each in candidates)
            ),
            None,
        )
        if elsewhere is not None:
            true[number] = (elsewhere[6],)
            yield Problem(
                number, number, f"out of order: what belongs here stands at {elsewhere[0]}"
            )
            continue
        again = [_again(each, number, stored) for each in candidates]
        true[number] = tuple(each for each in (stored[6], *again) if isinstance(each, bytes))
        yield Problem(number, number, f"edited: it does not fit its hash{_whose(stored)}")


def _again(before: bytes, number: int, stored: Stored) -> bytes | None:
    _, _, content, occurrence, amends, body, _ = stored
    try:
        return chained(before, number, content, occurrence, amends, body)
    except (struct.error, TypeError, AttributeError):
        return None


def _whose(stored: Stored) -> str:
    try:
        row = row_of(stored)
    except (ValueError, KeyError, TypeError, AttributeError):
        return " and cannot be read"
    return f" (sample {row.sample}, dialogue {row.dialogue!r})"


def _end(walk: _Walk, entries: int, head: str) -> Iterator[Problem]:
    if walk.last < entries:
        yield Problem(walk.last + 1, entries, "missing: the log was cut off at its end")
    elif walk.last > entries:
        yield Problem(entries + 1, walk.last, "not told of by the head: written past the ledger")
    elif walk.end.hex() != head and not walk.more and not _last_is_broken(walk):
        yield Problem(0, 0, f"the head does not fit the last entry, {walk.last}")


def _last_is_broken(walk: _Walk) -> bool:
    return bool(walk.broken) and walk.broken[-1][1][0] == walk.last


def _anchor(anchor: Anchor, walk: _Walk) -> Iterator[Problem]:
    number, told = anchor
    if walk.anchored is None:
        yield Problem(0, 0, f"the anchor's entry {number} is not in the log")
    elif not walk.anchored.hex().startswith(told):
        yield Problem(
            number, number, f"the log does not pass through the anchor {told}: written anew"
        )


def _texts(ledger: Ledger) -> Iterator[Problem]:
    try:
        yield from _broken_texts(ledger)
    except EnvironmentFailure as failure:
        yield Problem(0, 0, f"the stored texts cannot be read: {failure}")


def _broken_texts(ledger: Ledger) -> Iterator[Problem]:
    for content, body in ledger.query("SELECT content, body FROM texts"):
        try:
            whole = sha256(zlib.decompress(body)).digest() == content
        except (zlib.error, TypeError):
            whole = False
        if not whole:
            name = content.hex() if isinstance(content, bytes) else repr(content)
            yield Problem(0, 0, f"the stored text of content {name} does not fit its hash")
    lost = "SELECT count(*) FROM texts WHERE content NOT IN (SELECT content FROM entries)"
    count = next(ledger.query(lost))[0]
    if count:
        yield Problem(0, 0, f"{count} stored texts belong to no entry")


def _file(ledger: Ledger) -> Iterator[Problem]:
    """The schema, and sqlite's own check: pages, indices, and that no sample stands twice."""
    try:
        told = ledger.schema_problems()
        told += [str(line) for (line,) in ledger.query("PRAGMA integrity_check(20)")]
    except EnvironmentFailure as failure:
        told = [str(failure)]
    yield from (Problem(0, 0, f"the file: {line}") for line in told if line != "ok")
