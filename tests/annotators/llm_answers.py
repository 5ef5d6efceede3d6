"""A model that answers every request in the asked form: a script for ``FakeServer``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from usergap.testing import Call

HEAD = re.compile(r"mark (\w+), ticket (\w+), transcripts: (\d+)")
Turn = dict[str, Any]


def shown(call: Call) -> list[list[dict[str, Any]]]:
    """The lines of each transcript in a prompt."""
    mark, _, count = HEAD.match(call.prompt).groups()  # type: ignore[union-attr]
    found = []
    for number in range(1, int(count) + 1):
        inside = re.search(
            rf"BEGIN {mark} {number}\n(.*?)\n?END {mark} {number}", call.prompt, re.S
        )
        found.append([json.loads(x) for x in inside[1].split("\n") if x])  # type: ignore[index]
    return found


def entry(label: str, quote: str = "") -> list[dict[str, str]]:
    return [{"label": label, "quote": quote}]


def plain_turn(number: int, text: str | dict[str, str]) -> Turn:
    """Valid for any turn: nothing found, every sentence neutral."""
    sentences = text if isinstance(text, dict) else {}
    return {
        "turn": number,
        "intent": entry("none"),
        "feedback": entry("no_feedback"),
        "identity": entry("none"),
        "knowledge": [],
        "emotion": [{"sentence": int(n), "label": "neutral"} for n in sentences],
    }


def answering(make: Callable[[int, Any], Turn] = plain_turn) -> Callable[[Call], str]:
    """A script whose answers have the turns that ``make(number, text)`` gives."""

    def script(call: Call) -> str:
        ticket = HEAD.match(call.prompt)[2]  # type: ignore[index]
        transcripts = [
            {
                "transcript": number,
                "turns": [make(line["turn"], line["user"]) for line in lines if "turn" in line],
            }
            for number, lines in enumerate(shown(call), 1)
        ]
        return json.dumps({"ticket": ticket, "transcripts": transcripts})

    return script
