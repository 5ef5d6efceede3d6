"""Facts about somebody's diet, marital status and looks."""

from __future__ import annotations

import re
from typing import Final

from usergap.probes.consistency_judges.facts import Fact, one_of

_FOOD: Final = {
    "meat": r"meat|steaks?|bacon|beef|ham|hamburgers?|cheeseburgers?|burgers?|ribs|pork|sausages?"
    r"|hot ?dogs?|brisket|meatloaf|meatballs?|wings|pepperoni|fried chicken|barbecue",
    "fish": r"fish|seafood|sushi|salmon|tuna|shrimps?|lobsters?|crabs?",
    "dairy": r"eggs?|cheese|milk|yogh?urt|ice cream|butter|cheesecake",
}
_EATS: Final = {
    "meat": ("omnivore",),
    "fish": ("omnivore", "pescatarian"),
    "dairy": ("omnivore", "pescatarian", "vegetarian"),
}
_AVOIDS: Final = {"meat": ("vegan", "vegetarian", "pescatarian"), "fish": (), "dairy": ()}
_DIET = re.compile(
    r"\b(?:i am|as|i (?:eat|follow|have|keep|live|lead)) (?:an? )?(?:(?!not\b)[a-z]+ ){0,2}?"
    r"(?P<diet>vegan|vegetarian|pescatarian|carnivore|omnivore|meat (?:eater|lover))\b"
    r"(?! (?:friendly|restaurant|recipes?|dish))"
)
_NAMES: Final = {
    "vegan": ("vegan",),
    "vegetarian": ("vegetarian", "vegan"),
    "pescatarian": ("pescatarian",),
}
_EAT = (
    r"\bi (?:eat|consume|devour|crave|love|like|enjoy|adore|drink|cook|grill|am eating|am"
    r" having) (?:[a-z']+ ){0,4}?"
)
_NO_MEAT = re.compile(
    r"\bi (?:do not eat|can not eat|do not (?:touch|consume)|gave up|quit|avoid|stopped eating"
    r"|have not eaten"
    r"|stay away from)"
    r" (?:any |eating )*(?:meat|animals?)\b"
)
_PLANT = re.compile(
    r"\b(?:not|veggie|vegan|vegetarian|tofu|plant|soy|almond|oat|fake|catch|to fish)\b"
)
_STATUS: Final = {
    "married": ("married",),
    "divorced": ("divorced", "divorced taken"),
    "widowed": ("widowed",),
    "engaged": ("taken", "divorced taken"),
    "taken": ("taken", "divorced taken"),
    "single": ("single", "divorced", "widowed"),
    "not married": ("single", "taken", "divorced", "divorced taken", "widowed"),
    "never married": ("single", "taken"),
}
_MARITAL: Final = tuple(
    (status, re.compile(pattern))
    for status, pattern in (
        ("never married", r"\bi (?:have never been|was never|am never|do not been) married\b"),
        (
            "not married",
            (
                r"\bi am not (?:yet )?married\b|\bi am unmarried\b"
                r"|\bi (?:do not have|have no) (?:an? )?(?:husband|wife|spouse)\b"
            ),
        ),
        (
            "single",
            (
                r"\bi (?:do not have|have no) (?:an? )?(?:boyfriend|girlfriend|partner|bf|gf)\b"
                r"|\bi am not (?:dating|seeing) (?:anyone|anybody)\b"
                r"|\bi am (?:an? )?(?:young )?single\b(?! (?:child|parent household))"
            ),
        ),
        ("divorced", r"\bi am (?:[a-z]+ ){0,2}?(?:divorced|divorcee|divorce)\b"),
        ("widowed", r"\bi am (?:[a-z]+ ){0,2}?(?:widowed|widow|widower)\b"),
        ("engaged", r"\bi am engaged\b(?! (?:in|with))|\b(?:my|have an?) fianc[eé]e?\b"),
        (
            "married",
            (
                r"\bi am (?:a )?(?:newly |happily )?(?:married|newlywed)\b"
                r"|\bi have (?:been married|an? (?:[a-z]+ )?(?:husband|wife|spouse))\b"
                r"|\bmy (?!ex\b|late\b|future\b|former\b|dead\b)(?:(?!ex|late)[a-z]+"
                r" )?(?:husband|wife|hubby|spouse)\b"
            ),
        ),
        (
            "taken",
            (
                r"\bmy (?!ex\b|late\b|former\b)(?:boyfriend|girlfriend|bf|gf)\b"
                r"|\bi have an? (?:[a-z]+ )?(?:boyfriend|girlfriend|bf|gf)\b"
                r"|\bi am (?:dating|seeing) (?:an? |some)|\bi am in a (?:[a-z]+ )?relationship\b"
            ),
        ),
    )
)
_COLORS: Final = {
    "blonde": ("blonde",),
    "blond": ("blonde",),
    "brown": ("brown",),
    "brunette": ("brown", "black"),
    "black": ("black",),
    "dark": ("brown", "black"),
    "red": ("red",),
    "ginger": ("red",),
    "auburn": ("red", "brown"),
    "grey": ("grey",),
    "gray": ("grey",),
    "white": ("grey",),
    "pink": ("pink",),
    "purple": ("purple",),
    "green": ("green",),
    "blue": ("blue",),
    "hazel": ("hazel", "brown", "green"),
    "chestnut": ("brown",),
    "silver": ("grey",),
}
_COLOR = "(?P<color>" + "|".join(_COLORS) + ")"
_LOOKS: Final = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        (
            "hair",
            rf"\b(?:i have|with) (?:[a-z',]+ ){{0,3}}?{_COLOR} (?:and |[a-z',]+ ){{0,2}}?hair\b",
        ),
        (
            "hair",
            rf"\bmy (?:[a-z]+ )?hair (?:color )?(?:is|are|was) (?:[a-z,]+ ){{0,3}}?{_COLOR}\b",
        ),
        ("hair", r"\bi am (?:an? )?(?:[a-z]+ ){0,2}?(?P<color>blonde|brunette|blond)\b"),
        ("eyes", rf"\b(?:i have|and) (?:[a-z']+ ){{0,5}}?{_COLOR} eyes?\b"),
        ("eyes", rf"\bmy eyes (?:are|is) (?:[a-z]+ )?{_COLOR}\b"),
    )
)
_DYED = re.compile(r"\b(?:dye|dyed|dying|dyeing|color|colored|not|she|he|her|his)\b(?! is)")


def traits(clause: str) -> list[Fact]:
    """What a clause says about its speaker's diet, marital status and looks."""
    return [*_diet(clause), *_marital(clause), *_looks(clause)]


def _diet(clause: str) -> list[Fact]:
    if _NO_MEAT.search(clause):
        vegan = "products" in clause
        return [one_of("diet", "diet", *(("vegan",) if vegan else _AVOIDS["meat"]))]
    if (diet := _DIET.search(clause)) and " not " not in clause:
        return [one_of("diet", "diet", *_NAMES.get(diet["diet"], ("omnivore",)))]
    if _PLANT.search(clause):
        return []
    for food, words in _FOOD.items():
        if re.search(_EAT + rf"(?:{words})\b", clause):
            return [one_of("diet", "diet", *_EATS[food])]
    return []


def _marital(clause: str) -> list[Fact]:
    for status, pattern in _MARITAL:
        if pattern.search(clause):
            return [one_of("marital", "marital", *_STATUS[status])]
    return []


def _looks(clause: str) -> list[Fact]:
    if _DYED.search(clause):
        return []
    found: dict[str, Fact] = {}
    for topic, pattern in _LOOKS:
        if topic not in found and (match := pattern.search(clause)):
            found[topic] = one_of("looks", topic, *_COLORS[match["color"]])
    return list(found.values())
