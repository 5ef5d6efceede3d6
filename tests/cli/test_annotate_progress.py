"""The line that is shown while calls run."""

from __future__ import annotations

import io
import sys

from usergap.cli.annotate_progress import calls_bar, told
from usergap.llm import Ending, Progress, Spent


def state(**change) -> Progress:
    given = {"done": 3, "total": 10, "endings": {Ending.ANSWERED: 2, Ending.TIMEOUT: 1},
             "elapsed": 3.0, "eta": 75.4, "in_flight": 2, "paused_for": 0.0,
             "spent": Spent(money=0.5)}  # fmt: skip
    return Progress(**(given | change))


def test_time_left_cost_and_failures_are_told():
    assert told(state()) == "1:15 left, cost 0.5000, 1 without an answer"
    assert told(state(eta=None, endings={}, spent=Spent())) == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_only_where_somebody_watches(monkeypatch):
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with calls_bar("labelling chats") as show:
            show(state())
        assert ("labelling chats" in stream.getvalue()) == drawn
