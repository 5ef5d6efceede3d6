"""Where the fake server's replies come from: a list, a generator or a callable."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator

from usergap.testing.call import Call
from usergap.testing.reply import Reply

Answer = Reply | str
Script = Iterable[Answer] | Callable[[Call], Answer] | str


class ScriptRanDryError(AssertionError):
    """More requests came than the script has replies for."""


class Player:
    """Gives the reply to each call.

    A string answers every call, a callable is asked each time, anything else is
    read one by one. Raises ScriptRanDryError when there is nothing left to read.
    """

    def __init__(self, script: Script) -> None:
        self._lock = threading.Lock()
        self._given = 0
        self._ask: Callable[[Call], Answer] | None = None
        self._replies: Iterator[Answer] = iter(())
        if isinstance(script, str):
            self._ask = lambda _: script
        elif callable(script):
            self._ask = script
        else:
            self._replies = iter(script)

    def reply(self, call: Call) -> Reply:
        """The reply to ``call``; a plain string is an answer."""
        if self._ask is not None:
            answer: Answer = self._ask(call)
        else:
            with self._lock:
                try:
                    answer = next(self._replies)
                except StopIteration:
                    raise ScriptRanDryError(
                        f"the script ran dry: it has {self._given} replies, "
                        f"request {call.number + 1} came"
                    ) from None
                self._given += 1
        return Reply.say(answer) if isinstance(answer, str) else answer
