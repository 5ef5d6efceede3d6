"""The journal: every finished turn on disk before the next is asked for.

Append-only JSON lines; appends that wait at the same time share one fsync. The
first line states the settings, so a run resumes only what it would make itself.
What is said stays on disk: in memory is only where the rows of each conversation lie.
"""

from __future__ import annotations

import asyncio
import json
import os
from array import array
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from usergap.dialogues import Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.simulate.loop import Counts, Outcome
from usergap.simulate.stop import StopReason
from usergap.writing import unwritable

FORMAT = "usergap simulation journal 1"
GATHERED = 0.0005
"""Seconds that an fsync waits for others to join: answers come in bursts."""
_HEAD = json.dumps({"journal": FORMAT}).removesuffix("}").encode("ascii")


@dataclass
class Known:
    """What the journal knows of one conversation; ``outcome`` is None until it stopped."""

    messages: list[Message] = field(default_factory=list)
    interventions: Counter[str] = field(default_factory=Counter)
    outcome: Outcome | None = None


class Journal:
    """The journal of one run, opened for it alone; an async context manager.

    Raises InputError for a file that is not a journal, was made with other settings or
    has a name that none can have, EnvironmentFailure where it is in use or the machine fails.
    """

    def __init__(self, path: str | Path, *, fingerprint: str, created: str) -> None:
        self.path, self.created = Path(path), created
        self._fingerprint = fingerprint
        self._rows: dict[str, array[int]] = {}
        self._over: set[str] = set()
        self._end = 0
        self._reader: BinaryIO | None = None
        self._waiting: list[asyncio.Future[None]] = []
        self._syncing: asyncio.Task[None] | None = None
        self._lost: OSError | None = None
        self._file = -1

    async def __aenter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            _lock(self._file, self.path)
            self._read()
        except OSError as error:
            self._close()
            raise unwritable(self.path, error) from None
        except BaseException:
            self._close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._syncing is not None:
            await asyncio.wait([self._syncing])
        self._close()

    def over(self, conversation: str) -> bool:
        """Whether a conversation has stopped, and not by a failure."""
        return conversation in self._over

    def known(self, conversation: str) -> Known:
        """What was said in a conversation so far, read from disk."""
        progress = Known()
        if self._reader is None or conversation not in self._rows:
            return progress
        for place in self._rows[conversation]:
            self._reader.seek(place)
            _take(progress, json.loads(self._reader.readline()))
        return progress

    async def message(self, conversation: str, message: Message, drawn: Counts) -> None:
        """Keeps one finished message; returns when it is on disk."""
        row: dict[str, Any] = {"id": conversation, "role": message.role, "content": message.content}
        await self._append(row | ({"drawn": dict(drawn)} if drawn else {}))

    async def stopped(self, conversation: str, outcome: Outcome) -> None:
        """Keeps the outcome with its closing message; a failed one is tried again by a resume."""
        closing = outcome.messages[-1:] if outcome.stop is StopReason.USER_ENDED else ()
        text = next((m.content for m in closing if m.role == "user"), None)
        row: dict[str, Any] = {"id": conversation, "stop": outcome.stop.value, "text": text}
        row |= {"interventions": dict(outcome.interventions), "detail": outcome.detail}
        await self._append(row)

    async def _append(self, row: dict[str, Any]) -> None:
        line = json.dumps(row, allow_nan=False).encode("ascii") + b"\n"
        try:
            self._write(line)  # at once: what the system has, no kill takes away
        except OSError as error:
            with suppress(OSError):  # half a line must not stand before another's
                os.ftruncate(self._file, self._end)
            raise self._full(error) from None
        self._index(row, len(line))
        synced = asyncio.get_running_loop().create_future()
        self._waiting.append(synced)
        if self._syncing is None:
            self._syncing = asyncio.create_task(self._sync())
        await synced

    async def _sync(self) -> None:
        """Syncs until nobody waits; all that waited at its start are let go on at once."""
        while self._waiting:
            await asyncio.sleep(GATHERED)
            waiting, self._waiting = self._waiting, []
            if self._lost is None:  # after a failure the system may call lost pages written
                try:
                    await asyncio.to_thread(os.fsync, self._file)
                except OSError as error:
                    self._lost = error
            for synced in waiting:
                if synced.done():  # its conversation was cancelled
                    continue
                if self._lost is None:
                    synced.set_result(None)
                else:
                    synced.set_exception(self._full(self._lost))
        self._syncing = None

    def _full(self, error: OSError) -> EnvironmentFailure:
        return EnvironmentFailure(
            f"{self.path}: cannot be written: {error.strerror}. What was finished is kept:"
            " make room and run again to resume"
        )

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._file, data) :]

    def _read(self) -> None:
        with self.path.open("rb") as found:
            self._cut(found)
        self._reader = self.path.open("rb")  # anew: the other may hold what was cut off
        rows = enumerate(self._reader, 1)
        number, line = next(rows, (1, b""))
        if not line:
            head = {"journal": FORMAT, "settings": self._fingerprint, "created": self.created}
            line = json.dumps(head).encode("ascii") + b"\n"
            self._write(line)
            os.fsync(self._file)
            self._end = len(line)
            return
        head = self._parse(line, number)
        if head.get("journal") != FORMAT:
            raise InputError(f"{self.path}: expected a journal of usergap, found another file")
        if head.get("settings") != self._fingerprint:
            raise InputError(
                f"{self.path}: expected a journal of these settings, found one of others"
                " (scenarios, user, assistant, rules, seed or version changed): name another"
                " file, or remove this one (--restart) to begin anew"
            )
        self.created = str(head["created"])
        self._end = len(line)
        for number, line in rows:
            row = self._parse(line, number)
            try:
                _take(Known(), row)
                self._index(row, len(line))
            except (KeyError, TypeError, ValueError):
                raise InputError(f"{self.path}:{number}: expected a turn or a stop") from None

    def _cut(self, found: BinaryIO) -> None:
        """Takes off the line that a kill cut in two; leaves alone what is no journal."""
        size = found.seek(0, os.SEEK_END)
        whole = _last_break(found, size)
        if whole == size:
            return
        found.seek(0)
        if not whole and not _HEAD.startswith(found.read(len(_HEAD))):
            raise InputError(f"{self.path}: expected a journal of usergap, found another file")
        if not whole or self._parse(found.readline(), 1).get("journal") == FORMAT:
            os.ftruncate(self._file, whole)

    def _parse(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise InputError(f"{self.path}:{number}: expected a row of a journal, found no object")
        return row

    def _index(self, row: dict[str, Any], length: int) -> None:
        place, self._end = self._end, self._end + length
        if "stop" in row:
            if StopReason(row["stop"]).failed:
                return
            self._over.add(row["id"])
        self._rows.setdefault(row["id"], array("q")).append(place)

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _take(known: Known, row: dict[str, Any]) -> None:
    """Adds a row to what is known. Raises KeyError, TypeError or ValueError for another row."""
    if "stop" not in row:
        known.messages.append(Message(row["role"], row["content"]))
        known.interventions.update(row.get("drawn", {}))
        return
    stop = StopReason(row["stop"])
    if row["text"] is not None:
        known.messages.append(Message("user", row["text"]))
    known.outcome = Outcome(tuple(known.messages), stop, row["interventions"], row["detail"])


def _last_break(file: BinaryIO, size: int, block: int = 1 << 16) -> int:
    """Where the last whole line of a file of ``size`` bytes ends; 0 without one."""
    end = size
    while end > 0:
        begin = max(0, end - block)
        file.seek(begin)
        found = file.read(end - begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
        end = begin
    return 0


def _lock(file: int, path: Path) -> None:
    """One run at a time; where the system knows no locks, none."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise EnvironmentFailure(f"{path}: another run is writing this journal") from None
