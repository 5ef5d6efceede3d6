"""Sentences of the obeying user: each shows one label, and little else.

Chosen so that the shipped annotators label them as meant; ``{topic}`` is a word or
two of what the user wants. Within a list the shortest stands first.
"""

from __future__ import annotations

FEEDBACK: dict[str, tuple[str, ...]] = {
    "explicit_positive": (
        "Perfect, thanks.",
        "Great, thank you!",
        "That is really helpful, thank you so much.",
        "Wonderful, I really appreciate this.",
    ),
    "explicit_negative": (
        "Wrong!",
        "That is incorrect.",
        "No, that's incorrect, you made a mistake.",
    ),
    "regeneration_request": (
        "Rewrite.",
        "Try again.",
        "Please rewrite it.",
        "Please rewrite it completely.",
        "Please try again and rewrite it.",
    ),
    "continuation_request": (
        "Continue.",
        "Go on.",
        "Please continue.",
        "Please continue with the next part.",
    ),
    "requesting_clarification": (
        "What do you mean?",
        "I don't understand, what do you mean by that?",
    ),
    "providing_clarification": (
        "It is for beginners.",
        "I meant a small one.",
        "I meant the other one.",
    ),
}
IDENTITY: dict[str, tuple[str, ...]] = {
    "demographic": ("I'm a nurse.", "I am a 34 year old nurse."),
    "physical": ("I have allergies.", "I am diabetic and have a bad knee."),
    "interpersonal_relationships": ("My wife asked me.", "My wife and my two kids need this."),
    "general_preferences": ("I like jazz.", "I love jazz and I don't like spicy food."),
    "past": ("I tried this last year.", "Last year I tried this and it did not work for me."),
    "future": ("I will start next month.", "I am planning to start next month."),
    "worldview": ("I believe in God.", "I believe that everyone should have access to this."),
}
OPENINGS: tuple[str, ...] = (
    "What is {topic}?",
    "Which facts about {topic} matter most?",
    "What are the main points about {topic}?",
)
QUESTIONS: tuple[str, ...] = (
    "Which {thing}?",
    "Which {thing} for {topic}?",
    "Which {thing} are there?",
    "Which {thing} are there for {topic}?",
    "Which {thing} are there for {topic} in practice?",
    "Which {thing} are common for {topic} in small towns?",
)
"""What a later message asks, and any one goes on with until it is as long as ordered."""
_THINGS = """
    brands colours courses dates events exceptions fees forms groups habits hours islands kinds
    laws limits machines markets materials names numbers offices parts places prices rivers
    rules schools seasons shapes signs sizes sources symbols taxes terms tests tools trees types
    units villages weights winters
"""
THINGS: tuple[str, ...] = tuple(_THINGS.split())
PADDING: tuple[str, ...] = ("", "today", "in general", "in most places", "in most places today")
"""So many words more for a last question that is too short."""
