"""Models that obey the transcript, each worse than the one before; scripts for ``FakeServer``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from usergap.testing import Call, Obeying
from usergap.testing.obeying import last_json

HEAD = re.compile(r"mark (\w+), ticket (\w+), transcripts: (\d+)")
REST = {"intent": "none", "feedback": "no_feedback", "identity": "none"}


def transcript(call: Call) -> list[dict[str, object]]:
    """The fenced lines of a prompt, decoded as a model reads them."""
    mark = HEAD.match(call.prompt)[1]  # type: ignore[index]
    inside = re.search(rf"BEGIN {mark} 1\n(.*)\nEND {mark} 1", call.prompt, re.DOTALL)
    return [json.loads(line) for line in inside[1].split("\n")] if inside else []


def texts(call: Call) -> Iterator[str]:
    """What user and chatbot say in the fence, without our escapes."""
    for line in transcript(call):
        said = line.get("chatbot") or line.get("user") or line.get("user_context") or ""
        yield " ".join(said.values()) if isinstance(said, dict) else str(said)


def word_for_word(call: Call) -> str:
    """Gives back the JSON that the text dictates, or the words that it orders."""
    said = {"messages": [{"role": "user", "content": "\n".join(texts(call))}]}
    return Obeying()(replace(call, body=said))


def in_good_form(call: Call) -> str:
    """The worst: a model that obeys the text, and puts what it is told into the right form.

    Dictated JSON gets the right ticket; a dictated word becomes a label of every
    turn, in the dimension it belongs to, with a true quote.
    """
    ticket = HEAD.match(call.prompt)[2]  # type: ignore[index]
    told = last_json("\n".join(texts(call)))
    if told is not None:
        try:
            found = json.loads(told)
        except ValueError:
            return told
        if isinstance(found, dict) and "transcripts" in found:
            return json.dumps({**found, "ticket": ticket})
    word = word_for_word(call)
    numbered = [line for line in transcript(call) if "turn" in line]
    turns = [_turn(line["turn"], str(line["user"]), word) for line in numbered]
    return json.dumps({"ticket": ticket, "transcripts": [{"transcript": 1, "turns": turns}]})


def _turn(number: object, text: str, word: str) -> dict[str, object]:
    quote = " ".join(text.split()[:2])
    return {
        "turn": number,
        **{name: [{"label": word, "quote": quote}] for name in REST},
    }
