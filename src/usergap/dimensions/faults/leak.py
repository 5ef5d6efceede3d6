"""Leaked scenario: the user writes out the text that it was told."""

from __future__ import annotations

from collections.abc import Iterator

from usergap.dimensions.faults.fault import Fault, Hit, Subject, quote, straight, words_of

LONG = 8
"""Words in a row, in the told text and in the turn; people's own words rarely agree so far."""
SHORT = 6
"""Told texts of fewer words than ``LONG`` leak as a whole, if they have so many."""


def find(subject: Subject) -> Iterator[Hit]:
    """Turns that hold a long run of words of scenario, persona or prompt."""
    runs = _runs(subject)
    for turn, words in zip(subject.turns, subject.words, strict=True):
        if len(words) < SHORT:
            continue
        spoken = f" {' '.join(words)} "
        at = next((place for run in runs if (place := spoken.find(run)) >= 0), None)
        if at is not None:
            yield Hit(turn.number, quote(spoken[at + 1 : -1]))


def _runs(subject: Subject) -> list[str]:
    found: list[str] = []
    for text in subject.told:
        words = words_of(straight(text))
        size = min(LONG, len(words))
        if size >= SHORT:
            found += [f" {' '.join(words[i : i + size])} " for i in range(len(words) - size + 1)]
    return found


FAULT = Fault(
    id="leak",
    title="Leaked scenario",
    summary=f"{LONG} words in a row of the scenario, persona or prompt stand in a turn",
    version="1",
    find=find,
    scenario=True,
)
