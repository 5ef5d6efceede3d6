"""Facts about somebody's age, name, gender, work, home and origin."""

from __future__ import annotations

import re
from typing import Final

from usergap.probes.consistency_judges.facts import MANY, Fact, Place, Range, one_of
from usergap.probes.consistency_judges.number_words import NUMBER, number
from usergap.probes.consistency_judges.occupations import occupation
from usergap.probes.consistency_judges.places import NAME, readings

_AGE = re.compile(
    rf"\bi (?:am|turned|am turning|hit|reached|became) (?:about |around |aged )?(?P<a>{NUMBER})"
    r"(?: (?:(?:years?|yrs?)(?: old| young| of age)?|yo))?(?: (?:and|with|you|last|this|in|so"
    r"|soon|next|here|who|on)\b.*)?$"
    rf"|(?:\bi am|^being|^at) (?:aged )?(?P<e>{NUMBER}) (?:years?|yrs?)(?: old| young| of age)?\b"
    rf"|\b(?:i am|as) an? (?:[a-z]+ )??(?P<b>{NUMBER}) (?:years?|yrs?) old\b"
    rf"|\bmy age (?:is )?(?P<c>{NUMBER})\b|^(?:at )?(?:age |the age of )(?P<d>{NUMBER})$"
    rf"|^(?:[a-z]+ ){{0,3}}at (?P<f>{NUMBER}) years (?:old|of age)\b"
)
_DECADE = re.compile(
    r"\bi am in my (?P<part>early |mid |late )?(?P<tens>twenties|thirties|forties|fifties|sixties"
    r"|seventies|eighties|\d0'?s)\b"
)
_TENS: Final = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
}
_PARTS: Final = {"early ": (0, 4), "mid ": (3, 7), "late ": (6, 9), "": (0, 9)}
_NAME = re.compile(
    r"(?:\bmy |^the |^(?:hey |hi |hello )?)(?:(?:first|full|real|given|own|nick) )?name is"
    r" (?P<a>[a-z]{2,})"
    r"|\bi am (?:called|named|known as) (?P<b>[a-z]{2,})"
    r"|(?:^|\b(?:can|please|people|friends|everyone|everybody|they|you|may|just|folks|family)"
    r" )calls? me (?P<c>[a-z]{2,})"
    r"|\bi go by (?:the name (?:of )?)?(?P<d>[a-z]{2,})"
)
_NOT_NAMES = (
    "not the a an my later back when if crazy at on now tomorrow old whatever in so by for "
    "what no very that this bus car foot"
)
_NO_NAMES: Final = frozenset(_NOT_NAMES.split())
_MALE: Final = "man guy boy male gentleman dude father dad daddy husband widower bachelor"
_FEMALE: Final = "woman girl lady female mother mom mum mommy wife widow gal"
_GENDER = re.compile(
    r"\b(?:(?:i am|as) an?|i am(?= (?:male|female))) (?:(?!who|that|with|for|of)[a-z]+ ){0,3}?"
    rf"(?P<who>{'|'.join((_MALE + ' ' + _FEMALE).split())})\b"
    r"(?!s? (?:scout|dad|mom|friend|hater|lover|band|cave|of (?:war|god)))"
)
_STOP = (
    r"(?= (?:at|in|for|by|of|who|and|but|from|on|with|to|that|where|since|when|during|near|or|here"
    r"|while|myself|trying|living|working|named|now|my|two|three|four|five|ten|last|over|this"
    r"|years?)\b|$|,)"
)
_WORK = re.compile(
    r"\b(?:i (?:work|am employed|am hired|was hired|got hired|earn my living|earn my money"
    r"|make my living|make a living|make my money|make money|serve|practice)|i (?:have|got"
    r"|landed|took)"
    r" an? (?:[a-z]+ )?(?:job|position|role))(?: [a-z]+){0,3}? as"
    rf" (?:an? |the )?(?P<a>[a-z' ]+?){_STOP}"
    rf"|\bmy (?:day |main |current |full time )?(?:job|profession|occupation|career|trade) is"
    rf" (?:being |to be )?(?:an? )?(?P<b>[a-z' ]+?){_STOP}"
)
_AM = re.compile(rf"(?:\bi am|^as) (?:an? )?(?P<a>(?:[a-z']+ ){{0,4}}?[a-z']+?){_STOP}")
_OUT = re.compile(
    r"\bi am (?:a )?(?P<retired>retired|retiree)\b|\bi (?:am (?:unemployed|jobless|out of"
    r" (?:work|a job)"
    r"|between jobs|in between jobs)|do not (?:work\b(?! (?:at|in|with|on|for|out|as|well))"
    r"|have a job))"
)
_TEACH = re.compile(r"\bi teach\b(?! (?:myself|my)\b)")
_HOBBY = re.compile(
    r"\b(?:passionate|avid|amateur|good|great|hobby|talented|home|skilled|bad) [a-z]+\b"
)
_NOT_NOW = re.compile(r"\b(?:not|former|ex|future|studying|student|training|aspiring|like|was)\b")
_WHERE = rf"(?P<place>{NAME})\b(?:,? (?P<within>{NAME})\b)?"
_AROUND = (
    r"(?:(?:the|downtown|beautiful|sunny|northern|southern|central|city of|heart of"
    r"|suburbs of|state of) (?:of )?)*"
)
_TOWN = r"(?:(?P<town>(?!in\b|from\b|the\b|a\b)[a-z]+(?: (?!in\b|from\b)[a-z]+)?) )??"
_HOME = re.compile(
    r"\b(?:(?:i (?:live|am living|reside|am based|am residing|stay|am located|have moved|moved"
    r"|relocated|am)|my home is|living|residing|based)"
    r" (?:(?:over|here|there|out|down|up|back|south|north|east|west|by|far|close|downtown|in"
    r"|near) )*"
    r"(?:in|to|at|near|around|outside(?: of)?)|home for me is|my (?:home|house|apartment|flat"
    r"|place) is(?: in)?"
    r"|home is|i settled in|i am a resident of|i (?:live|stay|reside|rent|own a (?:house|home"
    r"|flat|place)|have"
    r" a (?:house|home|flat|place|apartment)) (?:[a-z]+ ){0,5}?(?:in|near|around|outside(?: of)?))"
    rf" {_AROUND}{_TOWN}{_WHERE}"
)
_ORIGIN = re.compile(
    r"\b(?:i (?:am |come |hail |originate )?(?:originally )?(?:am )?"
    r"(?:from|born(?: and (?:raised|bred|grew up))? in)"
    r"|i was born(?: and (?:raised|bred|grew up))? (?:in|near|at|outside(?: of)?)|my (?:birthplace"
    r"|hometown|home town) is"
    r"|i am a native of|^(?:originally (?:from|born in)|born(?: and raised)? in))"
    rf" {_AROUND}{_TOWN}{_WHERE}"
)


def circumstances(clause: str) -> list[Fact]:
    """What a clause says about its speaker's age, name, gender, work, home and origin."""
    return [*_age(clause), *_who(clause), *_work(clause), *_places(clause)]


def _age(clause: str) -> list[Fact]:
    if decade := _DECADE.search(clause):
        tens = _TENS.get(decade["tens"]) or int(decade["tens"][:2])
        low, high = _PARTS[decade["part"] or ""]
        return [Fact("age", "age", Range(tens + low, tens + high))]
    if re.search(r"\bi am (?:a )?(?:teen|teenager|teenage [a-z]+)\b", clause):
        return [Fact("age", "age", Range(13, 19))]
    if over := re.search(rf"\bi am over ({NUMBER})$", clause):
        return [Fact("age", "age", Range(float(number(over[1]) or 0), MANY))]
    found = _AGE.search(clause)
    said = next((text for text in found.groupdict().values() if text), "") if found else ""
    value = number(said) if said else None
    return [Fact("age", "age", Range(value, value))] if value and 2 < value < 111 else []


def _who(clause: str) -> list[Fact]:
    found: list[Fact] = []
    if (name := _NAME.search(clause)) and " not " not in clause:
        said = next(text for text in name.groupdict().values() if text)
        if said not in _NO_NAMES:
            found.append(one_of("name", "name", said[:3]))
    if (gender := _GENDER.search(clause)) and " not " not in clause:
        side = "male" if gender["who"] in _MALE.split() else "female"
        found.append(one_of("gender", "gender", side))
    return found


def _work(clause: str) -> list[Fact]:
    if out := _OUT.search(clause):
        return [one_of("job", "job", "retired", *([] if out["retired"] else ["out of work"]))]
    if _NOT_NOW.search(clause):
        return []
    if work := _WORK.search(clause):
        said = (work["a"] or work["b"]).strip()
        return [_job(known)] if (known := occupation(said)) else []
    if _HOBBY.search(clause):
        return []
    if (am := _AM.search(clause)) and (known := occupation(am["a"], at_end=True)):
        return [_job(known)]
    return [_job("teacher")] if _TEACH.search(clause) else []


def _job(name: str) -> Fact:
    # An engineer may be one of software: the wider word allows both.
    wider = {"engineer": ("engineer", "programmer"), "scientist": ("scientist", "teacher")}
    return one_of("job", "job", *wider.get(name, (name,)))


def _places(clause: str) -> list[Fact]:
    found: list[Fact] = []
    if " not " in clause:
        return found
    for kind, pattern in (("home", _HOME), ("origin", _ORIGIN)):
        if (match := pattern.search(clause)) is None:
            continue
        place, within = match["place"], match["within"]
        if match["town"]:
            place, within = match["town"], match["place"]
        if where := readings(place, within):
            found.append(Fact(kind, kind, Place(where)))
    return found
