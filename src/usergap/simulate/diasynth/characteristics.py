"""Layer three: eleven characteristics of the context, in the order of reasoning.

Ten are those of DiaSynth's release. The eleventh is not named there; ours is what the user
knows of the subject before, for it decides what they ask. ``topic`` is how the user goes
about the topic, not what it is: that is the scenario's.
"""

from collections.abc import Mapping

CHARACTERISTICS: Mapping[str, tuple[str, ...]] = {
    "age_and_gender": (
        "a girl in her teens",
        "a man in his twenties",
        "a woman in her forties",
        "a man in his seventies",
    ),
    "familiarity": (
        "first time with a chatbot",
        "now and then with a chatbot",
        "every day with a chatbot",
    ),
    "emotion": ("calm", "cheerful", "worried", "annoyed"),
    "formality": ("casual", "neither casual nor formal", "formal"),
    "duration": ("as short as can be", "a few exchanges", "until everything is clear"),
    "medium": ("typed on a phone", "typed at a desk", "dictated"),
    "topic": (
        "straight to the point",
        "from the general to the particular",
        "from an example of your own",
    ),
    "location": ("at home", "at work", "on the way somewhere"),
    "agreement": ("tends to agree", "asks back when in doubt", "objects when in doubt"),
    "fillers": ("none", "some, and abbreviations", "many, and slang"),
    "prior_knowledge": ("none", "the basics", "a good deal"),
}
TITLES: Mapping[str, str] = {
    "age_and_gender": "Age and gender, unless you were told otherwise",
    "familiarity": "Familiarity",
    "emotion": "Emotion",
    "formality": "Formality",
    "duration": "Duration",
    "medium": "Medium",
    "topic": "How you go about the topic",
    "location": "Location",
    "agreement": "Agreement",
    "fillers": "Fillers",
    "prior_knowledge": "What you know of the subject before",
}
OPENING = (
    "Before your first message settle these points for yourself, step by step, each in the light"
    " of those before it. Keep to them, never write them down, and want what you want all the same:"
)
"""Stands before the eleven in the prompt."""
