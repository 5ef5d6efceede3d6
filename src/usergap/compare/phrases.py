"""What people do when a label is given, in words anybody understands."""

from __future__ import annotations

PHRASES: dict[str, dict[str, str]] = {
    "intent": {
        "info_retrieval": "ask for a fact",
        "info_discovery": "ask for suggestions or opinions",
        "info_understanding": "ask for an explanation",
        "info_distillation": "ask for a summary",
        "info_analysis": "ask for a judgement or an analysis",
        "method_guidance": "ask how to do something",
        "content_generation": "ask for new text or code",
        "content_modification": "ask to change a text",
        "system_management": "tell the chatbot how to behave",
        "none": "ask for nothing",
    },
    "feedback": {
        "no_feedback": "do not react to the answer",
        "explicit_positive": "praise the chatbot",
        "explicit_negative": "criticise the chatbot",
        "regeneration_request": "ask for the answer to be redone",
        "continuation_request": "ask for more of the same",
        "requesting_clarification": "ask what the answer means",
        "providing_clarification": "clarify what they meant",
    },
    "emotion": {
        "anger": "sound angry",
        "disgust": "sound disgusted",
        "fear": "sound afraid",
        "joy": "sound happy",
        "sadness": "sound sad",
        "surprise": "sound surprised",
        "neutral": "show no emotion",
    },
    "identity": {
        "demographic": "tell their age, job or where they live",
        "physical": "speak of their body or health",
        "interpersonal_relationships": "speak of their family, friends or colleagues",
        "general_preferences": "say what they like or dislike",
        "past": "tell what they have done or lived through",
        "future": "tell what they plan",
        "worldview": "tell what they believe",
    },
}
"""Verb phrases by measure and label, to follow "simulated users"."""

UNITS = {"intent": "turns", "feedback": "turns", "emotion": "sentences", "identity": "dialogues"}

BACKGROUND = frozenset({"none", "no_feedback", "neutral"})
"""Labels that say that nothing happened: named only where no other label differs."""

NUMBERS: dict[str, tuple[str, str]] = {
    "words": ("write", "words per dialogue"),
    "turns": ("send", "messages per dialogue"),
    "fk_grade": ("write at school grade", "(Flesch-Kincaid)"),
    "mtld": ("reach a lexical diversity of", "(MTLD)"),
    "errors": ("make", "language errors per dialogue"),
}
"""Verb and unit around a number, by measure."""
