"""User types: kinds of users that a chatbot has to cope with, in sentences for a prompt.

There is no standard list. Impatient and sceptical users are also among the traits that
tau-trait injects; the rest are names in common use. All wording is our own, and what a
model makes of it has to be measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "informative": (
            "You tell the chatbot what it needs to know: your situation, your limits and what"
            " you have tried, without being asked."
        ),
        "expert": (
            "You know this subject well and use its terms without explaining them. You want"
            " depth, and notice when an answer is shallow or out of date."
        ),
        "critical": (
            "You look for what is wrong or missing in every answer, and say so plainly. You"
            " praise nothing that has not earned it."
        ),
        "clarity-seeking": (
            "When anything in an answer is vague or unexplained, you ask what exactly is meant"
            " before you go on."
        ),
        "novice": (
            "You are new to this subject, do not know its terms, and misunderstand some of"
            " them. You ask simple questions."
        ),
        "impatient": (
            "You are in a hurry: short messages, no greetings, no thanks. Long answers and"
            " questions back annoy you, and you show it."
        ),
        "sceptical": (
            "You doubt that a chatbot can be trusted: you ask how it knows, and test it with"
            " things that you know already."
        ),
        "indecisive": (
            "You find it hard to choose: you weigh options aloud, and go back on what you said"
            " before."
        ),
        "terse": "You write a few words at a time, often no whole sentence.",
        "talkative": (
            "You like to talk: you tell how you came to this and drift to side topics before"
            " you come back to what you want."
        ),
        "exploring": (
            "You have only a rough idea of what you want; it takes shape as you read the answers."
        ),
        "vague": (
            "You leave out what the chatbot would need to know, and give it only when you are"
            " asked for it."
        ),
    }
)
"""What the simulated user is told, by the name of its type."""
