"""An answer is checked before any of it is believed; what fails is missing.

Checked are: one JSON object of the asked form, the ticket, each transcript once,
only turns that were to be labelled, each once, labels of the dimension's own set,
a rest label alone, every quote in the message it is said to be from, sentences
that exist. A wrong frame (form, ticket, transcripts, turns) spoils the whole
transcript, because its labels may be meant for other turns; a wrong entry spoils
its turn and dimension: dropping the entry alone would leave a judgement that
nobody made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from usergap.annotators.llm.entries import EntryError, read_emotions, read_labels, read_statements
from usergap.annotators.llm.evidence import plain
from usergap.annotators.llm.tasks import TURN_TASKS
from usergap.annotators.llm.view import Slice
from usergap.dimensions import Labels

Pairs = list[tuple[str, Any]]


class FrameError(ValueError):
    """The answer as a whole, or a transcript in it, is not what was asked for."""


@dataclass
class TurnAnswer:
    """What is believed about one turn; a dimension that is not there is missing."""

    labels: dict[str, Labels] = field(default_factory=dict)
    statements: tuple[tuple[str, str], ...] | None = None
    emotions: Mapping[int, str] | None = None

    def filled_by(self, later: TurnAnswer) -> TurnAnswer:
        """Fills what this answer lacks from a later one."""
        emotions = {**(later.emotions or {}), **(self.emotions or {})}
        return TurnAnswer(
            {**later.labels, **self.labels},
            later.statements if self.statements is None else self.statements,
            emotions or None,
        )


@dataclass
class Answer:
    """What is believed of one answer, a mapping of turns per slice, and what was wrong."""

    turns: list[dict[int, TurnAnswer]]
    problems: Counter[str] = field(default_factory=Counter)


def read_answer(
    text: str, pieces: Sequence[Slice], dimensions: tuple[str, ...], ticket: str
) -> Answer:
    """The valid part of an answer to the request for ``pieces``; never raises for its content."""
    answer = Answer([{} for _ in pieces])
    try:
        found = _transcripts(_parse(text), len(pieces), ticket)
    except FrameError as error:
        answer.problems[str(error)] += len(pieces)
        return answer
    for number, piece in enumerate(pieces):
        try:
            rows = _turns(found[number + 1], piece)
        except FrameError as error:
            answer.problems[str(error)] += 1
            continue
        for turn, row in rows.items():
            answer.turns[number][turn] = _turn(piece, turn, row, dimensions, answer.problems)
    return answer


def _parse(text: str) -> Mapping[str, Any]:
    """The one JSON object in an answer; thoughts before it and code fences do not count."""
    text = text.rpartition("</think>")[2]
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(
            text[start : end + 1], object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise FrameError("no JSON object") from None
    if not isinstance(found, dict):
        raise FrameError("no JSON object")
    return found


def _unique(pairs: Pairs) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _transcripts(found: Mapping[str, Any], count: int, ticket: str) -> dict[int, Any]:
    if found.get("ticket") != ticket:
        raise FrameError("wrong ticket")
    return _numbered(found.get("transcripts"), "transcript", range(1, count + 1))


def _turns(found: Mapping[str, Any], piece: Slice) -> dict[int, Mapping[str, Any]]:
    rows = _numbered(found.get("turns"), "turn", piece.turns, every=False)
    if not rows:
        raise FrameError("no turn")
    return rows


def _numbered(
    found: Any, name: str, wanted: range, *, every: bool = True
) -> dict[int, Mapping[str, Any]]:
    """Objects by the number under ``name``: only wanted numbers, each at most once."""
    if not isinstance(found, list):
        raise FrameError(f"no list of {name}s")
    rows: dict[int, Mapping[str, Any]] = {}
    for row in found:
        number = row.get(name) if isinstance(row, dict) else None
        if type(number) is not int:
            raise FrameError(f"a {name} without a number")
        if number not in wanted:
            raise FrameError(f"a {name} that was not asked for")
        if number in rows:
            raise FrameError(f"a {name} twice")
        rows[number] = row
    if every and len(rows) < len(wanted):
        raise FrameError(f"a {name} left out")
    return rows


def _turn(
    piece: Slice,
    turn: int,
    row: Mapping[str, Any],
    dimensions: tuple[str, ...],
    problems: Counter[str],
) -> TurnAnswer:
    said = piece.dialogue.turns[turn - 1].text
    message = plain(said)
    answer = TurnAnswer()
    for name in dimensions:
        try:
            if name == "emotion":
                answer.emotions = read_emotions(row.get(name), said)
            elif name == "knowledge":
                answer.statements = read_statements(row.get(name), message)
            else:
                answer.labels[name] = read_labels(row.get(name), TURN_TASKS[name], message)
        except EntryError as error:
            problems[f"{name}: {error}"] += 1
    return answer
