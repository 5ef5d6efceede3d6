"""``augment``: rule-made dialogues with their parents, refused where a label would change."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from usergap.annotators.annotator import Annotator
from usergap.dialogues import Dialogue, Message, Provenance
from usergap.dimensions import Labels
from usergap.errors import InputError
from usergap.ledger.augmentation.rules import TEXT_RULES
from usergap.version import __version__

REORDER: Final = "reorder"
RULES: Final = (*TEXT_RULES, REORDER)
VERSION: Final = "1"


@dataclass(frozen=True)
class Augmented:
    """What was made; per rule, how many were refused and how many it had nothing to change in."""

    dialogues: tuple[Dialogue, ...]
    made: Counter[str]
    refused: Counter[str]
    unchanged: Counter[str]


def augment(
    dialogues: Sequence[Dialogue],
    annotator: Annotator,
    rules: Iterable[str] = RULES,
    *,
    seed: int,
    created: str,
) -> Augmented:
    """One dialogue per dialogue and rule, if every user turn keeps its labels.

    The annotator hears both; a turn without a label on either side refuses the dialogue too,
    for nothing is known of it. ``reorder`` swaps two exchanges before the last, and labels go
    with their turns. Equal labels by an annotator are no proof: its card says how often it
    errs. ``created``: UTC, ISO 8601. Raises InputError for an unknown rule.
    """
    chosen = list(dict.fromkeys(rules))
    if unknown := [rule for rule in chosen if rule not in RULES]:
        raise InputError(f"--rule: expected {', '.join(RULES)}; found {unknown[0]!r}")
    unchanged: Counter[str] = Counter()
    drafts: list[tuple[str, Dialogue, Dialogue, list[int]]] = []
    for dialogue in dialogues:
        for rule in chosen:
            messages, order = _applied(
                rule, dialogue, random.Random(f"{seed} {rule} {dialogue.id}")
            )
            if messages == dialogue.messages:
                unchanged[rule] += 1
            else:
                drafts.append(
                    (rule, dialogue, _child(rule, dialogue, messages, seed, created), order)
                )
    before = dict(zip((d.id for d in dialogues), _labels(dialogues, annotator), strict=True))
    after = _labels([child for _, _, child, _ in drafts], annotator)
    made: list[Dialogue] = []
    count: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for (rule, parent, child, order), heard in zip(drafts, after, strict=True):
        expected = [before[parent.id][turn] for turn in order]
        if heard == expected and not any(None in turn for turn in heard):
            made.append(child)
            count[rule] += 1
        else:
            refused[rule] += 1
    return Augmented(tuple(made), count, refused, unchanged)


def _applied(
    rule: str, dialogue: Dialogue, rng: random.Random
) -> tuple[tuple[Message, ...], list[int]]:
    """The messages after the rule, and which old turn each new one was."""
    order = list(range(len(dialogue.turns)))
    if rule == REORDER:
        return _reordered(dialogue, order, rng)
    text = TEXT_RULES[rule]
    messages = tuple(
        Message("user", text(m.content, rng) if place >= dialogue.context_length else m.content)
        if m.role == "user"
        else m
        for place, m in enumerate(dialogue.messages)
    )
    return messages, order


def _reordered(
    dialogue: Dialogue, order: list[int], rng: random.Random
) -> tuple[tuple[Message, ...], list[int]]:
    """Two exchanges swapped where turns and answers alternate; the last one stays last."""
    head = dialogue.messages[: dialogue.context_length]
    body = dialogue.messages[dialogue.context_length :]
    opening = []
    if body and body[0].role == "system":
        opening, body = [body[0]], body[1:]
    exchanges = [body[i : i + 2] for i in range(0, len(body), 2)]
    roles = [tuple(m.role for m in each) for each in exchanges]
    if len(exchanges) < 3 or any(each != ("user", "assistant") for each in roles[:-1]):
        return dialogue.messages, order
    one, other = sorted(rng.sample(range(len(exchanges) - 1), 2))
    exchanges[one], exchanges[other] = exchanges[other], exchanges[one]
    order[one], order[other] = order[other], order[one]
    return (*head, *opening, *(m for each in exchanges for m in each)), order


def _child(
    rule: str, parent: Dialogue, messages: tuple[Message, ...], seed: int, created: str
) -> Dialogue:
    stated = parent.provenance or Provenance()
    settings = sha256(f"{rule} {VERSION} {seed}".encode()).hexdigest()
    return replace(
        parent,
        id=f"{parent.id}+{rule}",
        messages=messages,
        simulator=f"rule:{rule}",
        provenance=Provenance(
            origin="synthetic",
            family="rule",
            generator=f"rule:{rule}",
            generator_version=VERSION,
            settings_hash=settings,
            seed=seed,
            created=created,
            parents=(parent.id,),
            domain=parent.domain or stated.domain,
            task=stated.task,
            licence=stated.licence,
            consent=stated.consent,
            usergap_version=__version__,
        ),
    )


def _labels(
    dialogues: Sequence[Dialogue], annotator: Annotator
) -> list[list[tuple[Labels | None, ...]]]:
    """Per dialogue and turn the labels in each dimension."""
    return [
        list(zip(*(each.units[name] for name in annotator.dimensions), strict=True))
        for each in annotator.annotate(dialogues)
    ]
