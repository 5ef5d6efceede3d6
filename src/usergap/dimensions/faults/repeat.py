"""Verbatim repeat: the user says an earlier message of theirs again, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from usergap.dimensions.faults.fault import Fault, Hit, Subject, quote

FEWEST = 5
"""Words; shorter messages ("yes please", "go on") recur with people too."""


def find(subject: Subject) -> Iterator[Hit]:
    """Turns that are an earlier turn again, whatever the white space and the case."""
    said: set[tuple[str, ...]] = set()
    for turn, words in zip(subject.turns, subject.split, strict=True):
        if len(words) < FEWEST:
            continue
        if words in said:
            yield Hit(turn.number, quote(turn.text))
        said.add(words)


FAULT = Fault(
    id="repeat",
    title="Verbatim repeat",
    summary="the user says an earlier message again, word for word",
    version="1",
    find=find,
    alarm=False,
)
