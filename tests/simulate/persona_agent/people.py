"""Histories of made-up people."""

from __future__ import annotations

from usergap.dialogues import Dialogue, Message


def talk(name, user, *pairs, scenario=None):
    """A dialogue of pairs (what the user writes, what the chatbot answers)."""
    messages = [
        part
        for wrote, answer in pairs
        for part in (Message("user", wrote), Message("assistant", answer))
    ]
    return Dialogue(name, tuple(messages), scenario_id=scenario, extra={"user_id": user})


def history(user="ann", dialogues=4, turns=3):
    """Dialogues of one user, each about a thing of its own."""
    things = ("keels", "masts", "ropes", "sails", "oars", "decks", "hulls", "flags")
    return [
        talk(
            f"{user}{n}",
            user,
            *(
                (f"short question {t} on {things[n]}", f"an answer {t} on {things[n]}")
                for t in range(turns)
            ),
        )
        for n in range(dialogues)
    ]
