"""One conversation from several requests, each of which may repeat the history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from usergap.dialogues import Message

REPEATED = "requests logged twice, counted once"
RETRIED = "requests answered again, of which the last answer counts"


@dataclass
class _Thread:
    messages: list[Message]
    spoken: list[Message]  # without system messages, which tools rewrite on the way


def stitch(
    exchanges: Iterable[tuple[Message, ...]], notes: Counter[str], *, histories: bool
) -> list[tuple[Message, ...]]:
    """Threads from exchanges (history + answer) in order of time.

    An exchange whose beginning is a thread so far continues that thread. One that
    a thread already holds is counted and left out; one that differs from a thread
    only in its answer replaces that. Any other starts a thread of its own (an edited
    or restarted conversation). Where exchanges need not hold ``histories``, one
    with a single user message that continues nothing is taken as what comes next.
    """
    threads: list[_Thread] = []
    for exchange in exchanges:
        said = [message for message in exchange if message.role != "system"]
        latest_first = threads[::-1]
        if not said:
            continue
        if thread := _first(t for t in latest_first if said[: len(t.spoken)] == t.spoken):
            notes[REPEATED] += len(said) == len(thread.spoken)
            thread.messages += said[len(thread.spoken) :]
            thread.spoken = said
        elif not histories and threads and sum(m.role == "user" for m in said) <= 1:
            threads[-1].messages += said
            threads[-1].spoken += said
        elif _first(t for t in latest_first if t.spoken[: len(said)] == said):
            notes[REPEATED] += 1
        elif thread := _first(t for t in latest_first if _same_request(t.spoken, said)):
            thread.messages[-1] = thread.spoken[-1] = said[-1]
            notes[RETRIED] += 1
        else:
            threads.append(_Thread(list(exchange), said))
    return [tuple(thread.messages) for thread in threads]


def _first(threads: Iterable[_Thread]) -> _Thread | None:
    return next(iter(threads), None)


def _same_request(before: list[Message], said: list[Message]) -> bool:
    return said[-1].role == "assistant" == before[-1].role and said[:-1] == before[:-1]
