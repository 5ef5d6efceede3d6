"""Facts about what somebody likes, prefers to all else, does and can do."""

from __future__ import annotations

import re
from typing import Final

from usergap.probes.consistency_judges.facts import Fact, OneOf, polar
from usergap.probes.consistency_judges.liking_words import (
    AVERSION,
    BAD,
    BEAR,
    DISLIKE,
    FONDNESS,
    GOOD,
    HIGH,
    JOY_IN,
    KEEN,
    LIKE,
    LOVER,
    WEARY,
)

MOST_WORDS = 3
_MUCH = (
    r"(?:(?:so|that|much|all that|overly|sure|ever|especially|one bit|a bit|the least"
    r"|the slightest bit|more than a little) )*"
)
_SOME = r"(?:(?:an?|the|my|some|no|any|much|little|zero|such|lots of|a lot of|this|[a-z]+) ){0,3}?"
_TAKE = "(?:have|get|take|find|feel|derive)"
_DISLIKES = re.compile(
    rf"\bi (?:(?:do not|can not|not) {_MUCH}"
    rf"(?:{LIKE}|{BEAR}|care (?:much )?(?:for|about))"
    rf"|{_MUCH}{DISLIKE}"
    rf"|(?:do not {_TAKE}|{_TAKE} (?:no|little|zero)) {_SOME}"
    rf"(?:{FONDNESS}|(?:time|patience) for|interest in|{JOY_IN})"
    rf"|(?:have|feel|harbor) {_SOME}{AVERSION}"
    rf"|am not {_MUCH}{KEEN}|am (?:not|un) ?{_MUCH}interested in|am {_MUCH}{WEARY}"
    rf"|am no (?:[a-z]+ )?(?:fan|lover|friend) of) (?P<what>.+)"
)
_LIKES = re.compile(
    rf"\bi {_MUCH}(?:(?:have )?{LIKE}(?: (?:a bit of|some|a good))?|am {_MUCH}{KEEN}"
    rf"|(?:have|feel|hold) {_SOME}{FONDNESS}|{_TAKE} {_SOME}{JOY_IN}) (?P<what>.+)"
)
_LOVER = re.compile(
    rf"\bi am (?:(?P<no>not|no) )?{_MUCH}(?:of )?(?:an? )?(?:(?:big|huge|real|true|great|total) )?"
    rf"(?P<what>(?!(?:an? )?{HIGH} {LOVER})[a-z]+(?: [a-z]+)?) {LOVER}\b(?! of)"
)
_JUDGED = rf"(?:so |rather |pretty )?(?:(?P<good>{GOOD})|(?P<bad>{BAD}))$"
_FOUND = re.compile(rf"\bi find (?:that )?(?P<what>[a-z ]{{2,30}}?) (?:is |are |to be )?{_JUDGED}")
_NO_SUBJECT = (
    r"(?:(?:i|they|he|she|you|we|there|here|who|which|mine|yours|that|this|it|its?|what|wow|ok"
    r"|no way|nice|over|by|with|for|in|on|at|now|then|everything|nothing|day)\b"
    r"|.* (?:i|they|he|she|you|it|that|your|now|lol)\b)"
)
_IS = re.compile(rf"^(?!{_NO_SUBJECT})(?P<what>[a-z ]{{2,30}}?) (?:is|are) {_JUDGED}")
_NOT_LIKED = re.compile(r"^(?P<what>[a-z ]{2,30}) is nothing i like$")
_LIKED = re.compile(
    rf"^(?P<what>[a-z ]{{2,30}}) (?:is|are) (?:something|things|one thing) i {LIKE}$"
)
_NO_OBJECT = re.compile(
    r"(?:it|that|this|these|those|them|you|your|the|how|what|when|where|him|her|his|their|myself"
    r"|one|ones|each|other|both|everything|anything|nothing|to (?:see|have|get|know|be|use|make|go"
    r"|do|hear|think|say|keep|take|find|try)|being|having|when|if|doing|most|more|my)\b"
)
_PRONOUN = re.compile(r"(?:it|that|this|these|those|them|you|your|him|her|his|their|my|what)\b")
_TO_END = re.compile(
    r"\b(?:when|so|since|with|at|in|on|for|to|from|than|as|while|if|after|before|every|a lot"
    r"|a whole|is|are|was"
    r"|very|much|too|though|of|during|like|about|more|most|anymore|here|there|i|my|cause|that)\b"
)
_FILLING_WORDS = (
    "the a an my some any kinds kind lots good great eating drinking having doing "
    "listening watching very is are food time times bit yet fun"
)
_FILLING: Final = frozenset(_FILLING_WORDS.split())
_FAVORITE = re.compile(
    r"(?:\bmy |\bthe |^)favorite (?P<what>[a-z ]{2,30}?) (?:is|are) (?P<value>[a-z0-9' ]+)$"
    r"|^(?:the )?(?P<value2>[a-z0-9' ]{2,40}?) (?:is|are) my favorite(?P<what2> [a-z ]{2,30})$"
)
_VERBS = (
    r"smoke|drink|drive|swim|cook|dance|sing|play|speak|read|run|exercise|vote|eat|wear"
    r"|bike|ski|surf|paint|knit|fish|hunt|gamble|bake|garden|hike|jog|skate|golf|travel|believe in"
)
_DOES = re.compile(
    rf"\bi (?P<no>do not know how to |am not able to |am unable to |refuse to |do not |can not )?"
    rf"(?:can |know how to |like to |love to |am able to )?(?P<verb>{_VERBS})\b(?P<what>.*)"
)


def tastes(clause: str) -> list[Fact]:
    """What a clause says about its speaker's likes, favourites, habits and abilities."""
    return [*_liked(clause), *_favorite(clause), *_done(clause)]


def stems(phrase: str) -> frozenset[str]:
    """The content words of a phrase without their endings."""
    return frozenset(
        _stem(word) for word in re.findall(r"[a-z0-9']+", phrase) if word not in _FILLING
    )


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ing") and len(word) > 5:
        word = word[:-3]
        word = (
            word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word
        )
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    return word.removesuffix("e")


def _liked(clause: str) -> list[Fact]:
    judged, lover = _FOUND.search(clause) or _IS.search(clause), _LOVER.search(clause)
    negative = _DISLIKES.search(clause) or _NOT_LIKED.search(clause)
    negative = negative or (judged if judged and judged["bad"] else None)
    negative = negative or (lover if lover and lover["no"] else None)
    found = negative or judged or _LIKES.search(clause) or _LIKED.search(clause) or lover
    if found is None or (negative is None and re.search(r"\bnot\b", clause)):
        return []
    facts: list[Fact] = []
    for part in re.split(r"\band\b|\bor\b|,|&", found["what"]):
        said = part.strip()
        if not said or _NO_OBJECT.match(said):
            break
        said = said.removeprefix("to ")
        cut = _TO_END.search(said)
        what = stems(said[: cut.start()] if cut else said)
        if 0 < len(what) <= MOST_WORDS:
            facts.append(polar("likes", " ".join(sorted(what)), negative is None))
        if cut:
            break
    return facts


def _favorite(clause: str) -> list[Fact]:
    found = _FAVORITE.search(clause)
    if found is None or "one of" in clause or " not " in clause:
        return []
    what, value = stems(found["what"] or found["what2"]), stems(found["value"] or found["value2"])
    if not what or not 0 < len(value) <= MOST_WORDS + 1 or value & {"it", "that", "this", "anyth"}:
        return []
    return [Fact("favourites", "favourite " + " ".join(sorted(what)), OneOf(value - what or value))]


def _done(clause: str) -> list[Fact]:
    found = _DOES.search(clause)
    if found is None or (found["no"] is None and re.search(r"\bnot\b", clause)):
        return []
    positive = found["no"] is None
    rest = found["what"].strip()
    if _PRONOUN.match(rest):
        return []
    cut = _TO_END.search(rest.removeprefix("the "))
    said = rest.removeprefix("the ")[: cut.start()] if cut else rest.removeprefix("the ")
    said = re.split(
        r"\band\b|\bor\b|\bdaily\b|\bweekly\b|\bevery\b|\bwell\b|\bnow\b|\beither\b", said
    )[0]
    what = stems(said)
    if len(what) > MOST_WORDS:
        return []
    verb = found["verb"].removesuffix(" in")
    topics = {" ".join([verb, *sorted(what)])}
    if positive:
        topics.add(verb)  # whoever plays golf plays
    degree = ("anymore", "very", "much", "a lot", "so", "here")
    if not (positive or what or said.strip()) and cut and cut.group() not in degree:
        return []  # "I do not play with fire": what is denied is not the verb as such
    return [polar("habits", topic, positive) for topic in sorted(topics)]
