"""The ten friction operators: each as a line for a prompt and as a rule on a text."""

from __future__ import annotations

from dataclasses import dataclass, field

from usergap.simulate.friction.rewriting import Rule, after, before, incomplete, typo, withheld
from usergap.simulate.participant import END_TOKEN, Conversation, Phase


@dataclass(frozen=True)
class Operator:
    """One way to be harder to serve. ``answers``: it needs an answer to react to."""

    name: str
    line: str
    rule: Rule = field(repr=False)
    answers: bool = False
    ends: bool = False

    def possible(self, conversation: Conversation) -> bool:
        """Whether it makes sense at the user's next message."""
        if self.ends:
            return conversation.phase is Phase.MAY_STOP
        return not self.answers or conversation.user_turns > 0


OPERATORS: tuple[Operator, ...] = (
    Operator(
        "withheld",
        "Keep back one detail that the chatbot would need; give it only when asked.",
        withheld,
    ),
    Operator(
        "incomplete",
        "Break off before your request is complete, as if you had sent it too early.",
        incomplete,
    ),
    Operator(
        "typo",
        "Make one typing mistake, in a word that does not matter.",
        typo,
    ),
    Operator(
        "hedge",
        "Sound unsure: hedge what you say.",
        before("Not sure if this makes sense:", "I might be wrong here:", "Maybe a silly one:"),
    ),
    Operator(
        "contradiction",
        "Contradict a small detail that you gave before.",
        before(
            "Actually, part of what I told you before was wrong.",
            "Wait, one thing I said earlier is not right.",
        ),
        answers=True,
    ),
    Operator(
        "negative_feedback",
        "Say that the last answer was not good enough.",
        before(
            "That is not what I was looking for.",
            "This does not help me.",
            "No, that is wrong.",
        ),
        answers=True,
    ),
    Operator(
        "regeneration",
        "Ask the chatbot to write its last answer once more.",
        before("Try that answer again.", "Please write that once more."),
        answers=True,
    ),
    Operator(
        "impatience",
        "Be impatient: let it show that this takes too long.",
        after("Hurry up please.", "I don't have all day.", "Quick answer please."),
    ),
    Operator(
        "tangent",
        "Mention something that has nothing to do with it.",
        after(
            "By the way, it has been raining here all day.",
            "Unrelated, but my neighbour is so loud today.",
            "Oh, and I still have to walk the dog.",
        ),
    ),
    Operator(
        "walk_away",
        "You give up now: say so in a few words and close your message with " + END_TOKEN + ".",
        after("Never mind, I give up.", "Forget it, I am leaving."),
        ends=True,
    ),
)
"""In the order in which their rules are applied."""
