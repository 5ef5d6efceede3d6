"""``stream_ahead``: as ``stream``, but read in a process of its own, a bounded way ahead.

Reading a file takes longer than most things that are done with a dialogue afterwards. Order and
dialogues are those of ``stream``; what is read and not yet taken stays below some 40 MB (and
one batch, where a single dialogue is larger).
"""

from __future__ import annotations

import pickle
import signal
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Full, Queue
from threading import Event, Thread

from usergap.dialogues import Dialogue, Remark
from usergap.errors import EnvironmentFailure
from usergap.formats.parcels import spelled, unspelled
from usergap.formats.streaming import stream

EACH = 500
"""Dialogues in one parcel."""
LETTERS = 1_000_000
"""Letters that close a parcel before it is full."""
WAITING = 24
"""Parcels that are read and not yet taken: some more than one commit of the ledger takes."""

_FILE, _DIALOGUES, _DONE, _FAILED = b"f", b"d", b"e", b"x"


def stream_ahead(
    source: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    remarks: list[Remark] | None = None,
) -> Iterator[tuple[str, Iterator[Dialogue]]]:
    """The files of one place, each with its name and its dialogues, as ``stream`` gives them.

    ``remarks`` is filled at the end. Standard input cannot be read this way. Raises as
    ``stream`` does, and EnvironmentFailure where the reading process is ended by others.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    reader = context.Process(target=_read, args=(theirs, str(source), columns), daemon=True)
    reader.start()
    theirs.close()
    inbox, stopped = _Inbox(str(source)), Event()
    taker = Thread(target=_take, args=(ours, inbox.parcels, stopped), daemon=True)
    taker.start()
    try:
        yield from _files(inbox, remarks)
    finally:
        stopped.set()
        reader.kill()
        reader.join()
        taker.join()
        ours.close()
        reader.close()


@dataclass
class _Inbox:
    """What comes from the other process, in its order, and the last that came."""

    source: str
    parcels: Queue[bytes] = field(default_factory=lambda: Queue(WAITING))
    last: bytes = b""

    def take(self) -> bytes:
        """The next parcel. Raises what ended the reading, if that is what came."""
        self.last = self.parcels.get()
        if self.last[:1] == _FAILED:
            raise pickle.loads(self.last[1:])  # noqa: S301 - by our own process
        if not self.last:
            raise EnvironmentFailure(
                f"{self.source}: the process that reads it was ended from outside; all that was "
                "reported is kept: run the same command again"
            )
        return self.last


def _files(inbox: _Inbox, remarks: list[Remark] | None) -> Iterator[tuple[str, Iterator[Dialogue]]]:
    inbox.take()
    while inbox.last[:1] == _FILE:
        dialogues = _of_file(inbox)
        yield pickle.loads(inbox.last[1:]), dialogues  # noqa: S301
        deque(dialogues, maxlen=0)  # what was not asked for
    if remarks is not None:
        remarks += pickle.loads(inbox.last[1:])  # noqa: S301


def _of_file(inbox: _Inbox) -> Iterator[Dialogue]:
    while inbox.take()[:1] == _DIALOGUES:
        yield from unspelled(inbox.last[1:])


def _take(pipe: Connection, parcels: Queue[bytes], stopped: Event) -> None:
    """Move parcels from the pipe to the queue; an empty one where the pipe ends."""
    parcel = b" "
    while parcel and not stopped.is_set():
        try:
            parcel = pipe.recv_bytes()
        except (EOFError, OSError):
            parcel = b""
        while not stopped.is_set():
            with suppress(Full):
                parcels.put(parcel, timeout=0.2)
                break


def _read(pipe: Connection, source: str, columns: Mapping[str, str] | None) -> None:
    """The other process: read and send, until nobody takes it any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to both; the first one ends this
    remarks: list[Remark] = []
    with suppress(BrokenPipeError):
        try:
            for name, dialogues in stream(source, columns=columns, remarks=remarks):
                pipe.send_bytes(_FILE + pickle.dumps(name))
                for parcel in _parcels(dialogues):
                    pipe.send_bytes(_DIALOGUES + spelled(parcel))
            pipe.send_bytes(_DONE + pickle.dumps(remarks))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - told again in the first process
            pipe.send_bytes(_FAILED + pickle.dumps(error))


def _parcels(dialogues: Iterator[Dialogue]) -> Iterator[list[Dialogue]]:
    parcel: list[Dialogue] = []
    letters = 0
    for dialogue in dialogues:
        parcel.append(dialogue)
        letters += sum(len(message.content) for message in dialogue.messages)
        if len(parcel) >= EACH or letters >= LETTERS:
            yield parcel
            parcel, letters = [], 0
    if parcel:
        yield parcel
