"""Facts about whom and what somebody has: children, siblings, pets, possessions."""

from __future__ import annotations

import re
from typing import Final

from usergap.probes.consistency_judges.facts import MANY, Fact, Range
from usergap.probes.consistency_judges.number_words import NUMBER, number

_GROUPS: Final = {
    "children": ("child", "child kid=child son daughter"),
    "siblings": ("sibling", "sibling brother sister"),
    "pets": (
        "pet",
        (
            "pet dog puppy=dog pup=dog doggie=dog cat kitten=cat kitty=cat fish hamster rabbit"
            " bunny=rabbit"
            " poodle=dog schnauzer=dog pug=dog beagle=dog labrador=dog lab=dog"
            " retriever=dog husky=dog"
            " corgi=dog chihuahua=dog terrier=dog dachshund=dog collie=dog bulldog=dog spaniel=dog"
            " rottweiler=dog mastiff=dog pitbull=dog dalmatian=dog greyhound=dog doberman=dog"
            " shepherd=dog mutt=dog tabby=cat siamese=cat calico=cat persian=cat"
            " gerbil hedgehog canary tortoise=turtle"
            " parrot turtle snake lizard horse pony=horse ferret goldfish=fish parakeet iguana"
        ),
    ),
    "possessions": (
        "",
        (
            "car truck motorcycle motorbike=motorcycle bike bicycle=bike boat yacht=boat house"
            " garden"
            " piano guitar violin tattoo laptop computer television tv=television phone"
            " smartphone=phone"
            " apartment job degree farm pool motorhome van scooter telescope drone"
        ),
    ),
}
_PLURALS: Final = {
    "children": "child",
    "boys": "son",
    "girls": "daughter",
    "huskies": "dog",
    "collies": "dog",
    "puppies": "dog",
    "kitties": "cat",
    "bunnies": "rabbit",
    "ponies": "horse",
    "fishes": "fish",
}
_NOUNS: Final[dict[str, tuple[str, str]]] = {}
"""Singular and plural spelling → the noun that is counted and its kind."""
for _kind, (_, _words) in _GROUPS.items():
    for _word in _words.split():
        _said, _, _meant = _word.partition("=")
        for _form in (_said, _said + "s"):
            _NOUNS[_form] = (_meant or _said, _kind)
_NOUNS.update({form: (noun, _NOUNS[noun][1]) for form, noun in _PLURALS.items()})
_NOUN = "(?:" + "|".join(sorted(_NOUNS, key=len, reverse=True)) + ")"
_NOT_AFTER = (
    r"(?! (?:in law|walk|walking|walker|food|park|show|house|keys?|sitter|sitting|care|friendly"
    r"|brothers?|sisters?|store|shop|business|lover|person|people|trainer|groomer|interview|offer"
    r"|market|title|description|insurance|number|program|programs|games?)\b)"
)
_ADJECTIVES = (
    r"(?:(?!(?:of|for|that|who|with|to|about|from|and|or|is|are|was|were|has|have|had|likes?|loves?"
    r"|hates?|wants?|does|did|got|friends?|neighbou?rs?|boss|dad|mom|mother|father|aunt|uncle"
    r"|cousins?|roommates?)\b)[a-z]+ ){0,3}?"
)
_SEVERAL: Final = {
    "a couple of": (2, 2),
    "a couple": (2, 2),
    "a few": (2, MANY),
    "some": (1, MANY),
    "several": (2, MANY),
    "many": (2, MANY),
    "lots of": (2, MANY),
    "a lot of": (2, MANY),
    "a bunch of": (2, MANY),
    "": (1, MANY),
}
_COUNT = (
    rf"(?P<count>{NUMBER}|a couple of|a couple|a few|some|several|many|lots of|a lot of"
    r"|a bunch of|an?|my)"
)
_AGED = re.compile(rf"\b{NUMBER} (?:years?|months?|weeks?) old\b|\b(?:ages|aged) [\d ]+")
_PHRASE = re.compile(rf"(?:\b{_COUNT} )?\b{_ADJECTIVES}\b(?P<noun>{_NOUN})\b{_NOT_AFTER}")
_HAVE = re.compile(
    r"\b(?:i (?:have|own|keep|raise|live with|grew up with|got|adopted|bought|purchased|possess"
    r"|drive|walk"
    r"|look after"
    r"|take care of|feed)|there are(?=.*\b(?:my|at home))) (?!to\b|no\b|not\b)(.*)"
)
_END = re.compile(
    r"\b(?:for|who|that|with|from|at|in|on|to|when|where|about|of|like|named|called|after)\b"
)
_MINE = re.compile(rf"\bmy (?:(?P<count>{NUMBER}) )?{_ADJECTIVES}(?P<noun>{_NOUN})\b{_NOT_AFTER}")
_NONE = re.compile(
    r"\b(?:i (?:do not (?:have|own|keep|possess)|have zero|have no|own no|own not|am without)"
    r"|there are no|^no|^have no|^not have)\b ?(?P<rest>.*)"
)
_LISTED = re.compile(rf"(?:\b(?:an?|any|no|my) )?{_ADJECTIVES}\b(?P<noun>{_NOUN})\b{_NOT_AFTER}")
_PARENT = re.compile(
    rf"\b(?:mother|father|dad|mom|mum|mommy|daddy|parent|parents) (?:of|to|with)"
    rf" (?P<count>{NUMBER})\b"
    r"(?! (?:years?|months?|dogs?|cats?))"
)
_IS_PARENT = re.compile(
    r"\b(?:i am|as) an? (?:[a-z]+ ){0,4}?(?:mother|father|dad|mom|mum|mommy|daddy|parent)\b"
)
_MULTIPLE = re.compile(r"\bi have (?:[a-z]+ )?(twins|triplets)\b")


def belongings(clause: str) -> list[Fact]:
    """How many of whom or what the speaker of a clause has."""
    clause = _AGED.sub("", clause)
    found: list[Fact] = []
    if none := _NONE.search(clause):
        return _without(none["rest"])
    if "onlychild" in clause and re.search(r"\bi (?:am|was|grew up)\b", clause):
        return _lacking("sibling")
    if re.search(r"\bi am childless\b", clause):
        return _lacking("child")
    if have := _HAVE.search(clause):
        found += _listed(have[1])
    for mine in _MINE.finditer(clause):
        found += _counted(mine["noun"], mine["count"] or "")
    if parent := _PARENT.search(clause):
        found += _counted("child", parent["count"])
    elif _IS_PARENT.search(clause) and " dog " not in clause and " cat " not in clause:
        found += _counted("child", "")
    if multiple := _MULTIPLE.search(clause):
        low = 2 if multiple[1] == "twins" else 3
        found.append(Fact("children", "child", Range(low, MANY)))
    return found


def _listed(rest: str) -> list[Fact]:
    """What is counted in "two dogs and a cat with ...", up to a word that begins more."""
    cut = _END.search(
        re.sub(r"\b(?:couple|lots|lot|bunch) of\b", lambda m: m[0].replace(" of", "_of"), rest)
    )
    whole = (rest[: cut.start()] if cut else rest).replace("_of", " of")
    found: list[Fact] = []
    for part in re.split(r"\band\b|&|\bplus\b", whole):
        phrase = _PHRASE.search(part)
        if phrase is None:
            continue
        count = phrase["count"]
        if count is None and not phrase["noun"].endswith(("s", "children", "fish")):
            continue
        found += _counted(phrase["noun"], "" if count in (None, "my") else count)
    return found


def _counted(said: str, count: str) -> list[Fact]:
    noun, kind = _NOUNS[said]
    parent = _GROUPS[kind][0]
    if count in ("a", "an"):
        low, high = (1.0, 1.0) if noun != parent and kind == "pets" else (1.0, MANY)
    elif count in _SEVERAL:
        low, high = _SEVERAL[count]
    else:
        value = number(count)
        if value is None:
            return []
        low = high = float(value)
    if kind == "possessions":
        low, high = min(low, 1.0), MANY if low else high
    found = [Fact(kind, noun, Range(low, high))]
    if parent and noun != parent and low >= 1:
        found.append(Fact(kind, parent, Range(low, MANY)))
    return found


def _without(rest: str) -> list[Fact]:
    cut = _END.search(rest)
    whole = rest[: cut.start()] if cut else rest
    whole = re.split(r"\b(?:but|just|i)\b", whole)[0]
    if re.match(rf"{NUMBER}\b", whole.strip()):
        return []  # "I do not have two dogs" leaves the number open
    nouns: list[str] = []
    for part in re.split(r"\band\b|\bor\b|,|&", whole):
        if (phrase := _LISTED.match(part.strip())) is None:
            break
        nouns.append(_NOUNS[phrase["noun"]][0])
    found = [fact for noun in nouns for fact in _lacking(noun)]
    if {"brother", "sister"} <= set(nouns):
        found += _lacking("sibling")
    if {"son", "daughter"} <= set(nouns):
        found += _lacking("child")
    return found


def _lacking(noun: str) -> list[Fact]:
    return [Fact(_NOUNS[noun][1], noun, Range(0, 0))]
