"""One conversation from several requests, each of which may repeat the history."""

from __future__ import annotations

from collections.abc import Iterable

from usergap.dialogues import Message


def stitch(
    exchanges: Iterable[tuple[Message, ...]], *, histories: bool
) -> list[tuple[Message, ...]]:
    """Threads from exchanges (history + answer) in order of time.

    An exchange whose beginning is a thread so far continues that thread; an
    exchange that holds no history continues the latest one with its new messages;
    any other starts a thread of its own (an edited or restarted conversation).
    System messages do not count for the comparison, since tools rewrite them.
    """
    threads: list[list[Message]] = []
    for exchange in exchanges:
        said = _spoken(exchange)
        if not said:
            continue
        known = [_spoken(thread) for thread in threads]
        for thread, before in zip(reversed(threads), reversed(known), strict=True):
            if said[: len(before)] == before:
                thread.extend(said[len(before) :])
                break
        else:
            alone = sum(message.role == "user" for message in said) <= 1
            if alone and threads and not histories:
                threads[-1].extend(said)
            else:
                threads.append(list(exchange))
    return [tuple(thread) for thread in threads]


def _spoken(messages: Iterable[Message]) -> list[Message]:
    return [message for message in messages if message.role != "system"]
