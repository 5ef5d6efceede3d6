"""The real set: dialogues of real users that the chatbot and its makers have not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from usergap.dialogues import (
    NOT_RECORDED,
    Dialogue,
    Provenance,
    groups_of_people,
    person_of,
)
from usergap.errors import InputError
from usergap.ledger.entry import content_of
from usergap.ledger.ledger import Ledger
from usergap.ledger.origins import made_by

NAMED = 3


@dataclass(frozen=True)
class RealSet:
    """Dialogues that may be scored, the group of each, and how many were left out and why.

    A group holds what one person wrote and what shares a conversation or scenario.
    """

    dialogues: tuple[Dialogue, ...]
    groups: tuple[int, ...]
    left_out: dict[str, int]


@dataclass(frozen=True)
class _Known:
    """What a ledger knows of the dialogues: origins and splits by content, and seeds by id."""

    origins: dict[str, set[str]]
    training: set[str]
    seeds: set[str]


def real_set(
    dialogues: Sequence[Dialogue],
    *,
    ledger: Ledger | None = None,
    known: Sequence[Dialogue] = (),
    leave_out: bool = False,
) -> RealSet:
    """The dialogues, if every one is a real user's and no one is known to training.

    The origin is what the file records, or else what ``ledger`` does; where one of them says
    otherwise than real, or neither says it, the whole set is refused. ``known``: training
    dialogues and few-shot seeds to compare with. What is known to training is refused, or left
    out and counted with ``leave_out``. Raises InputError that counts and names what is wrong.
    """
    if not dialogues:
        raise InputError("expected real users' dialogues, found none")
    ids = Counter(each.id for each in dialogues)
    if twice := next((name for name, count in ids.items() if count > 1), None):
        raise InputError(f"id: expected one of its own for each dialogue, found {twice!r} twice")
    contents = [sha256(content_of(each)).hexdigest() for each in dialogues]
    book = _known(ledger, set(contents), {str(name) for name in ids})
    _all_real(dialogues, contents, book)
    reasons = _seen(dialogues, contents, book, known)
    if reasons and not leave_out:
        counts = Counter(reasons.values())
        told = "; ".join(
            f"{count} {why} ({_named([n for n, w in reasons.items() if w == why])})"
            for why, count in counts.most_common()
        )
        raise InputError(
            f"expected dialogues that training does not know, found {told}: --leave-out scores "
            "the rest"
        )
    kept = [each for each in dialogues if each.id not in reasons]
    if not kept:
        raise InputError("expected dialogues that training does not know, found none")
    groups, _ = groups_of_people(
        [person_of(each) for each in kept],
        [each.conversation_id for each in kept],
        [each.scenario_id for each in kept],
        [each.context_id for each in kept],
    )
    return RealSet(tuple(kept), tuple(groups), dict(Counter(reasons.values())))


def _all_real(dialogues: Sequence[Dialogue], contents: Sequence[str], book: _Known) -> None:
    other: dict[str, list[str]] = {}
    for dialogue, content in zip(dialogues, contents, strict=True):
        stated = (dialogue.provenance or Provenance()).origin
        origins = ({stated} | book.origins.get(content, set())) - {NOT_RECORDED}
        if origins == {"real"} and (made := made_by(dialogue)):
            other.setdefault(f"real, but made by {made}", []).append(dialogue.id)
        elif origins != {"real"}:
            found = " and ".join(sorted(origins)) or NOT_RECORDED
            other.setdefault(found, []).append(dialogue.id)
    if not other:
        return
    told = "; ".join(f"{len(ids)} {origin} ({_named(ids)})" for origin, ids in other.items())
    hint = ""
    if NOT_RECORDED in other:
        hint = (
            ". Who knows that they are real records it: `usergap ledger add FILE --set "
            "origin=real`, then --ledger, or provenance.origin in the file"
        )
    raise InputError(
        f"origin: expected real in all {len(dialogues)} dialogues, as an acceptance score needs, "
        f"found {told}{hint}"
    )


def _known(ledger: Ledger | None, contents: set[str], ids: set[str]) -> _Known:
    book = _Known({}, set(), set())
    if ledger is None:
        return book
    with ledger.snapshot():
        for row in ledger.rows():
            book.seeds.update(ids.intersection(row.provenance.parents))
            if row.content in contents:
                book.origins.setdefault(row.content, set()).add(row.provenance.origin)
                if "train" in row.provenance.split.casefold():
                    book.training.add(row.content)
    return book


def _seen(
    dialogues: Sequence[Dialogue],
    contents: Sequence[str],
    book: _Known,
    known: Sequence[Dialogue],
) -> dict[str, str]:
    """Why a dialogue is known to training, by id."""
    reasons: dict[str, str] = {}
    for dialogue, content in zip(dialogues, contents, strict=True):
        split = (dialogue.provenance or Provenance()).split.casefold()
        if dialogue.id in book.seeds:
            reasons[dialogue.id] = "seeds or parents of samples in the ledger"
        elif content in book.training:
            reasons[dialogue.id] = "in a training split of the ledger"
        elif "train" in split:
            reasons[dialogue.id] = "in a training split by their own word"
    if known:
        from usergap.ledger.contamination.overlap import overlap

        for shared in overlap(known, dialogues).found:
            reasons.setdefault(shared.evaluation, "known to the dialogues of --against")
    return reasons


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(ids[:NAMED]) + more
