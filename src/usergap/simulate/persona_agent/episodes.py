"""Episodes: what one real person read and wrote, and which of it to fit and to judge by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from usergap.dialogues import Dialogue, Message

USER_FIELDS = ("user_id", "user", "hashed_ip")
"""Fields of a dialogue that name its real user, the first that is there."""
FEWEST = 4
"""Interactions below which a gate decides nothing."""
MOST = 8


@dataclass(frozen=True)
class Episode:
    """One interaction: what was said before (``read`` last), and what the person wrote."""

    dialogue: Dialogue
    place: int
    read: str
    wrote: str

    @property
    def before(self) -> tuple[Message, ...]:
        """The messages before it."""
        return self.dialogue.messages[: self.place]

    @property
    def conversation(self) -> str:
        """The conversation that its dialogue is, or was cut from."""
        return self.dialogue.conversation_id or self.dialogue.id

    @property
    def number(self) -> int:
        """How many messages the person had written before."""
        return sum(message.role == "user" for message in self.before)


def recorded_user(dialogue: Dialogue) -> str | None:
    """The user id that the file records of a dialogue."""
    known = (dialogue.extra.get(name) for name in USER_FIELDS)
    named = next((value for value in known if isinstance(value, str | int) and value != ""), None)
    return None if named is None else str(named)


def user_of(dialogue: Dialogue) -> str | None:
    """Whose dialogue it is: a user id that the file records, else the persona."""
    return recorded_user(dialogue) or dialogue.persona


def by_user(dialogues: Sequence[Dialogue]) -> dict[str, list[Dialogue]]:
    """Dialogues with user text by their user, in the file's order; those of nobody left out."""
    found: dict[str, list[Dialogue]] = defaultdict(list)
    for dialogue in dialogues:
        user = user_of(dialogue)
        if user is not None and any(turn.text.strip() for turn in dialogue.turns):
            found[user].append(dialogue)
    return dict(found)


def episodes_of(dialogues: Sequence[Dialogue]) -> list[Episode]:
    """Every message with text that the user of these dialogues wrote, in order."""
    found = []
    for dialogue in dialogues:
        read = ""
        for place, message in enumerate(dialogue.messages):
            if message.role == "assistant" and message.content.strip():
                read = message.content
            elif message.role == "user" and message.content.strip():
                found.append(Episode(dialogue, place, read, message.content))
    return found


@dataclass(frozen=True)
class Parts:
    """One person's interactions: to remember, to fit the persona by, and to judge it by."""

    memory: tuple[Episode, ...]
    fitting: tuple[Episode, ...]
    judging: tuple[Episode, ...]


def parts_of(dialogues: Sequence[Dialogue]) -> Parts:
    """The latest interactions fit and judge; of two conversations or more, different ones.

    From the last conversation back they go to judging and fitting in turn, until each has
    8 interactions; nothing of a conversation that judges is remembered. Of a single one
    the last third judges, the third before it fits, and all but the last is remembered.
    """
    listed = episodes_of(dialogues)
    grouped = list(_grouped(listed).values())
    if len(grouped) < 2:
        third = min(MOST, len(listed) // 3)
        cut = len(listed) - third
        parts = (listed[:cut], listed[cut - third : cut], listed[cut:])
        return Parts(*map(tuple, parts))
    judging: list[Episode] = []
    fitting: list[Episode] = []
    for place, own in enumerate(reversed(grouped)):
        side = fitting if place % 2 else judging
        room = MOST - len(side)
        side[:0] = own[-room:] if room > 0 else []
    judges = {episode.conversation for episode in judging}
    memory = (episode for episode in listed if episode.conversation not in judges)
    return Parts(tuple(memory), tuple(fitting), tuple(judging))


def _grouped(episodes: Sequence[Episode]) -> dict[str, list[Episode]]:
    found: dict[str, list[Episode]] = defaultdict(list)
    for episode in episodes:
        found[episode.conversation].append(episode)
    return found
