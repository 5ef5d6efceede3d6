"""What is learnt from: one real and one simulated reply, paired by scenario and turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from usergap.dialogues import Dialogue, Message, Turn
from usergap.dialogues.grouping import connected_groups
from usergap.errors import InputError

FEWEST_GROUPS = 20
"""Scenarios below which there is nothing to hold out."""
ALIKE = log(1.25)
"""Replies whose lengths differ by no more than a quarter are of one length."""


@dataclass(frozen=True)
class Example:
    """A reply to learn, and what its user had before their eyes."""

    context: tuple[Message, ...]
    reply: str


@dataclass(frozen=True)
class ReplyPair:
    """The same place of one scenario on both sides; ``group`` is the unit of splitting."""

    group: int
    real: Example
    simulated: Example

    @property
    def same_context(self) -> bool:
        """Whether both users had the very same text before their eyes."""
        return self.real.context == self.simulated.context


@dataclass(frozen=True)
class Cuts:
    """How replies are chosen and cut, alike on both sides.

    ``reply`` and ``context``: words kept of a reply (its beginning) and of the answer
    before it (its end). ``turns``: pairs at most of a scenario. ``match_length``: only
    pairs whose cut replies differ by at most a quarter in words, whatever their turns.
    """

    reply: int = 40
    context: int = 60
    turns: int = 4
    match_length: bool = False

    def __post_init__(self) -> None:
        for name in ("reply", "turns"):
            if getattr(self, name) < 1:
                raise InputError(f"{name}: expected 1 or more, found {getattr(self, name)}")
        if self.context < 0:
            raise InputError(f"context: expected 0 or more, found {self.context}")


def paired_replies(
    real: Sequence[Dialogue], simulated: Sequence[Dialogue], cuts: Cuts | None = None
) -> tuple[ReplyPair, ...]:
    """Pairs by context (reply sets) or scenario, turn by turn, in the order of the real side.

    Groups connect dialogues of one scenario, conversation or context. Where both sides name
    the same scenario, its words open the context. Raises InputError for fewer than 20 groups
    with a pair, and for several simulators in one.
    """
    cuts = cuts or Cuts()
    names = sorted({d.simulator for d in simulated if d.simulator})
    if len(names) > 1:
        raise InputError(f"simulated: expected one simulator, found {', '.join(names)}")
    both = [*real, *simulated]
    group = connected_groups(
        [d.scenario_id for d in both],
        [d.conversation_id for d in both],
        [d.context_id for d in both],
    )
    partners: dict[str, list[Dialogue]] = {}
    for dialogue in simulated:
        if (key := _key(dialogue)) is not None:
            partners.setdefault(key, []).append(dialogue)
    found: list[ReplyPair] = []
    for number, dialogue in zip(group, real, strict=False):
        waiting = partners.get(_key(dialogue) or "")
        if waiting:
            partner = waiting.pop(0)
            topic = dialogue.scenario if dialogue.scenario == partner.scenario else None
            found += [
                ReplyPair(number, _example(one, topic, cuts), _example(other, topic, cuts))
                for one, other in _places(dialogue, partner, cuts)
            ]
    groups = len({pair.group for pair in found})
    if groups < FEWEST_GROUPS:
        raise InputError(
            f"expected {FEWEST_GROUPS} scenarios with a real and a simulated reply"
            f"{' of one length' if cuts.match_length else ''}, found {groups}"
        )
    return tuple(found)


def _key(dialogue: Dialogue) -> str | None:
    if dialogue.context_id is not None:
        return f"context {dialogue.context_id}"
    return None if dialogue.scenario_id is None else f"scenario {dialogue.scenario_id}"


def _places(real: Dialogue, simulated: Dialogue, cuts: Cuts) -> list[tuple[Turn, Turn]]:
    """Turns that are held side by side: of one number, or of one length."""
    sides = [[t for t in d.turns if t.text.strip()] for d in (real, simulated)]
    if not cuts.match_length:
        return list(zip(*sides, strict=False))[: cuts.turns]
    length = [[min(cuts.reply, len(t.text.split())) for t in turns] for turns in sides]
    apart = sorted(
        (abs(log(one / other)), i, j)
        for i, one in enumerate(length[0])
        for j, other in enumerate(length[1])
    )
    taken: tuple[set[int], set[int]] = set(), set()
    found = []
    for gap, i, j in apart:
        if gap <= ALIKE and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((sides[0][i], sides[1][j]))
    return found[: cuts.turns]


def _example(turn: Turn, topic: str | None, cuts: Cuts) -> Example:
    context = []
    if topic:
        context.append(Message("system", " ".join(topic.split()[: cuts.context])))
    if turn.answer and cuts.context:
        context.append(Message("assistant", " ".join(turn.answer.split()[-cuts.context :])))
    return Example(tuple(context), " ".join(turn.text.split()[: cuts.reply]))
