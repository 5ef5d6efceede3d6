"""Shipped situations: something that happened to the user, for each emotion."""

from collections.abc import Mapping

SITUATIONS: Mapping[str, tuple[str, ...]] = {
    "anger": (
        "A delivery that you had paid extra for came to the wrong house.",
        "Your neighbour parked in front of your gate again.",
        "Someone took credit for your work this morning.",
    ),
    "disgust": (
        "You found mould in the lunch that you had half eaten.",
        "The sink has been blocked for days and it smells.",
        "You just read about how a company treats its workers.",
    ),
    "fear": (
        "You wait for the result of a medical test.",
        "A letter from the tax office lies unopened beside you.",
        "There was a noise downstairs, and you are alone at home.",
    ),
    "joy": (
        "You were told an hour ago that you got the job.",
        "An old friend comes to stay for the weekend.",
        "Your child took its first steps today.",
    ),
    "sadness": (
        "Your dog died last week.",
        "A friend moved to another country yesterday.",
        "You missed your father's birthday, and he noticed.",
    ),
    "surprise": (
        "Somebody left flowers at your door without a name.",
        "You found an account with savings that you had forgotten.",
        "The meeting that you had prepared for was called off a minute ago.",
    ),
    "neutral": (
        "It is an ordinary afternoon.",
        "You have just made yourself a cup of tea.",
        "Nothing much has happened today.",
    ),
}
