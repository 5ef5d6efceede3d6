"""Early stop: the user ends before it may, or leaves with a question open."""

from __future__ import annotations

from collections.abc import Iterator

from usergap.dimensions.faults.fault import Fault, Hit, Subject, quote


def find(subject: Subject) -> Iterator[Hit]:
    """The last turn of a dialogue that the user ended too early."""
    dialogue = subject.dialogue
    if not dialogue.ended or not subject.turns:
        return
    last = subject.turns[-1]
    spoken = [m.role for m in dialogue.messages if m.content.strip()]
    unanswered = bool(spoken) and spoken[-1] == "user"
    asks = unanswered and last.text.rstrip(" \n\"')*").endswith(("?", "？"))
    walks_out = asks and not subject.told_to_end
    if walks_out or len(subject.turns) < subject.min_turns:
        yield Hit(last.number, quote(last.text, max(0, len(last.text) - 100)))


FAULT = Fault(
    id="early_stop",
    title="Early stop",
    summary="the user ends before its least number of turns, or with a question open",
    version="2",
    find=find,
)
