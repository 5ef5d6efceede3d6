"""Wording: templates that say a user's acts, several for each, chosen by seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from usergap.simulate.agenda.deriving import Wants, is_verb
from usergap.simulate.agenda.policy import Act, Kind

_OPENINGS: Mapping[str, tuple[str, ...]] = {
    "verb": (
        "I want to {task}.",
        "Can you help me {task}?",
        "I'd like to {task}.",
        "I need to {task}. Where do I start?",
        "Hi, I'm trying to {task}.",
        "Help me {task}",
    ),
    "noun": (
        "I have a question about {task}.",
        "What can you tell me about {task}?",
        "I'd like to know more about {task}.",
        "Tell me about {task}",
        "Hello, this is about {task}.",
    ),
    "sentence": ("{task}", "Hi, {task}", "A quick question: {task}"),
}
_SAID: Mapping[Kind, tuple[str, ...]] = {
    Kind.REQUEST: (
        "Can you give me {what}?",
        "What about {what}?",
        "And {what}?",
        "I'd also like {what}.",
        "Could you tell me {what}?",
        "Next: {what}.",
    ),
    Kind.REPEAT: (
        "You did not say anything about {what}.",
        "That is not what I asked: what about {what}?",
        "I still need {what}.",
        "Let me ask again: {what}?",
        "Sorry, but what about {what}?",
    ),
    Kind.CONFIRM: ("Yes.", "Yes, exactly.", "Right.", "Yes, that's what I mean.", "Correct."),
    Kind.NO_PREFERENCE: (
        "I don't mind.",
        "No preference.",
        "Not sure, you choose.",
        "Whatever you think is best.",
        "I don't know.",
    ),
    Kind.THANK: ("Thanks.", "Thank you, that helps.", "Ok, thanks.", "Great, thanks."),
    Kind.BYE: ("That's all.", "Bye.", "Ok, that's it for now.", "That's all I needed."),
}
_INFORMS = {
    "slot": ("The {slot} is {what}.", "{slot}: {what}", "{what} for the {slot}."),
    "free": ("It's {what}.", "Oh, and {what}.", "{what}, if possible.", "I mean {what}."),
}
_NEGATIONS = {
    "task": ("No, I want to {what}.", "Not quite, I asked how to {what}.", "No. I need to {what}."),
    "plain": ("No, that's not it.", "That doesn't help.", "Not really.", "No."),
}
_TO_DO = {
    Kind.REQUEST: ("Can you also {what}?", "I also want to {what}.", "And help me {what}."),
    Kind.REPEAT: (
        "I still want to {what}.",
        "I asked you to help me {what}.",
        "But can you {what}?",
    ),
}


def say(acts: Sequence[Act], wants: Wants, words: random.Random, manner: random.Random) -> str:
    """One message for the acts; ``words`` chooses templates, ``manner`` how the user types."""
    careless = manner.random() < 0.4
    said = [_one(act, wants, words) for act in acts]
    text = " ".join([*(_closed(part) for part in said[:-1]), *said[-1:]])
    if careless:
        text = text.removesuffix(".")
        text = text[:1].lower() + text[1:] if not text.startswith(("I ", "I'")) else text
    return text


def _one(act: Act, wants: Wants, rng: random.Random) -> str:
    what = act.what
    if act.kind is Kind.OPEN:
        chosen, what = rng.choice(_OPENINGS[wants.form]), wants.task
    elif act.kind is Kind.INFORM:
        chosen = rng.choice(_INFORMS["slot" if act.slot else "free"])
    elif act.kind is Kind.NEGATE:
        told = bool(what) and wants.form == "verb"
        chosen = rng.choice(_NEGATIONS["task" if told else "plain"])
    elif act.kind in _TO_DO and is_verb(what):
        chosen = rng.choice(_TO_DO[act.kind])
    else:
        chosen = rng.choice(_SAID[act.kind])
        # a goal's bare request is the name of a slot: price, address
        if act.kind in (Kind.REQUEST, Kind.REPEAT) and len(what.split()) == 1:
            what = f"the {what}"
    said = chosen.replace("{slot}", act.slot).replace("{what}", what).replace("{task}", what)
    said = said[:1].upper() + said[1:]
    return said if act.kind is Kind.OPEN else _closed(said)


def _closed(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
