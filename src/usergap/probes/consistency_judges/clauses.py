"""What a line says about its speaker, in plain clauses with one spelling.

Lower case, contractions written out, adverbs of degree and time left out, "we" as "i";
questions, wishes, memories, quotations and code are left out: they state nothing.
"""

from __future__ import annotations

import re
from typing import Final

from usergap.probes.consistency_judges.liking_idioms import IDIOMS
from usergap.probes.consistency_judges.places import NAME as PLACE

LONGEST = 40
"""Words of a sentence; longer ones are pasted text rather than something said."""
MOST = 200
"""Sentences of a line that are read."""
_QUOTED = re.compile(r"```.*?(?:```|\Z)|`[^`]*`|\"[^\"]*\"|“[^”]*”|https?://\S+", re.DOTALL)
_ASKING_ONESELF = re.compile(r"(\bmy favou?rite [a-z]+) ?\? ", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")
_SPEAKER = re.compile(
    r"\b(?:i|im|ive|me|my|we|our|no|as|called|calls?|favorite|being)\b"
    r"|^(?:do not|have|age|at|nothing"
    r"|name|the name)\b"
)
_WRITTEN: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[‘’´`]", "'"),
        (r"\b(i|you|we|they) ?'?ve\b|\b(i)ve\b", r"\1\2 have"),
        (r"\b(?:i ?'m|im|i m)\b", "i am"),
        (r"\bi ?'?d (?=say|like|love|rather|be|go|have|want|prefer)", "i would "),
        (r"\bi ?'ll\b", "i will"),
        (r"\b(?:can ?'?t|cannot)\b", "can not"),
        (r"\bwon ?'?t\b", "will not"),
        (r"\bain ?'?t\b", "am not"),
        (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should) ?n ?'?t\b", r"\1 not"),
        (r"\bdon t\b", "do not"),
        (r"\b(it|that|there|name|favou?rite|what|who|how|where) ?'s\b", r"\1 is"),
        (r"\b(favo|colo)ur", r"\1r"),
        (r"\bwe are\b", "i am"),
        (r"\b(?:my (?:wife|husband|girlfriend|boyfriend|partner|family) and i|we)\b", r"\g<0> i"),
    )
)
_SMOOTHED: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bi would (?:call|describe|consider) myself (?:as )?(?=an?\b)", "i am "),
        (r"\bwe i\b", "i"),
        (r"\bour\b", "my"),
        (r"-", " "),
        (r"\bonly child\b", "onlychild"),
        (
            (
                r"\b(?:at all|(?:for|to) me|by the way|at the moment|in fact|to be honest|tbh"
                r"|every ?day"
                r"|right now|these days|kind of|sort of|of course|for sure|all time"
                r"|as well|so far|i (?:would )?(?:say|guess|think|believe|suppose|must say)(?:"
                r" that)?)\b"
            ),
            "",
        ),
        (
            (
                r"\b(?:really|actually|just|also|still|currently|absolutely|always|totally"
                r"|definitely"
                r"|truly|simply|honestly|personally|basically|usually|often|mostly|mainly|even"
                r"|only|now"
                r"|already|recently|kinda|sorta|happily|proudly|certainly|indeed|ever|too|quite"
                r"|both"
                r"|sometimes|generally|especially|particularly|probably|obviously|all|exactly"
                r"|precisely|literally|completely|absolute|either|anyway|today"
                r"|myself|very|sadly|luckily|unfortunately|forever|daily"
                r"|(?!family|early|fly|supply|apply|reply|italy|july|rely|ugly|lonely|lovely|silly"
                r"|friendly|elderly|belly|emily|molly|sally|kelly|lily|jelly|only)[a-z]{3,}ly)\b"
            ),
            "",
        ),
        (r"\bno longer\b", "do not"),
        (r"\bi enjoy the company of\b", "i have"),
        (
            (
                r"\bi (?:will|can|must|should|have to|need to) (?:tell you|say|admit|confess)(?:"
                r" that)?\b"
            ),
            "",
        ),
        (r"\bfave?\b", "favorite"),
        (r"\b(?:has been|happens to be|remains|has become)(?= my favorite)", "is"),
        (r"(favorite [a-z ]{2,30}?) (?:was|has been|happens to be|remains|has become)\b", r"\1 is"),
        (r"\bi have (own)ed\b(?=.*\b(?:for|since|my life)\b)", r"i \1"),
        (r"\bi have never (smok|danc|driv)(?:ed|en)\b", r"i do not \1e"),
        (r"\bhave not got\b", "do not have"),
        (r"\b(?:the one|(?<=have )a single|(?<=own )a single|(?<=keep )a single)\b", "one"),
        (r"\b(age|name|job|profession|occupation|color): ", r"\1 is "),
        (r"^there are (.+) (?:that|whom) i have$", r"i have \1"),
        (r"\bam (?:the|a) (?:proud )?owner of\b", "own"),
        (r"\b(?:have|has) got\b|\bi got (?=an?\b|\d|two|three|four|no\b)", "have "),
        (r"\bhave not have\b|\bhave not (?=an?\b|any\b)|\black (?=an?\b)", "do not have "),
        (r"\b(?:have )?never (?:had|have)\b", "do not have"),
        (r"\b(?:have )?never owned\b", "do not own"),
        (r"\bi (?:can )?never\b", "i do not"),
        (r"\bi (?:have been|am) (work|eat|stay|resid)ing\b", r"i \1"),
        (r"\bi (?:have been|am) (liv|rais)ing\b", r"i \1e"),
        (r"\bi have (live|reside)d\b(?=.*\b(?:for|since|my life)\b)", r"i \1"),
        (r"\bi have (work)ed\b(?=.*\b(?:for|since|my life)\b)", r"i \1"),
        (r"\bresid\b", "reside"),
        (
            (
                r"\bi (?:have been|have become|became|got|went|turned|have gone)"
                r"(?= (?:an?|married|divorced|widowed|engaged|single|vegan|vegetarian|retired)\b)"
            ),
            "i am",
        ),
        (r"\bi do (?!not\b)", "i "),
        (r"\bi can not (?=have\b)", "i do not "),
        (r"(favorite [a-z ]{2,30}?) (?:would have to be|would be|has to be|must be)\b", r"\1 is"),
    )
)
_TOWN_IN = re.compile(rf"(\b(?:in|from|to|near) [a-z]+(?: [a-z]+)?), ({PLACE}\b)")
_SPLIT = re.compile(
    r",(?! (?:long|short|curly|straight|dark|light|blonde?|brown|black|red|gr[ea]y)\b)|[():]"
    r"|\b(?:but|because|though|although|while|so|since|which|unless|lol|haha)\b"
    r"|(?<=[a-z]) (?=i (?:wish|want|hope)\b)"
    r"|\b(?:and|that|as|or|then|yet) (?=(?:i|my|he|she|they|it|you|his|her|the|we) )"
    r"|\band (?=(?:turned|am|was born|have|live|work|love|like|hate|do not|can|own|enjoy|play)\b)"
)
_TRAILING = re.compile(
    r"(?<=\w) (?:if|whenever|when|unless) (?:you|they|people|it|he|she|i (?:can|have time|am))\b.*$"
)
_UNREAL = re.compile(
    r"\b(?:(?:i|to) (?:wish|want|hope|dream|need)|wish i|if|would|wanna|imagine|pretend|might"
    r"|maybe|someday"
    r"|used to|going to|gonna|will|when i was|were|as an? (?:kid|child|teen|teenager)|growing up"
    r"|died|passed away|passed on|planning|looking for|let us|lets|write|should|could"
    r"|whether|until)\b"
)
_ASKED = re.compile(
    r"\b(?:do|are|have|can|would|did|what|how|where|which|is|who|why|will|could|got|and|any)"
    r" (?:you|yours?|u|about|do|is|are|kind|would|did|many|much|old|there)\b|^(?:do|are|have|can|is"
    r"|am|should|will|what|how|where|when|why|who|which)\b"
)
_CONTINUED = re.compile(r"^(?:and )?(?:an?|no|one|two|three|four|five|\d+) [a-z]")
_BARE = re.compile(
    r"^(?:(?:yes|yeah|yep|no|nope|nah|oh|well|ok|okay|hi|hello|hey|so|haha|lol"
    r"|cool|nice|same|sorry|and|then|true|sure) )+(?=(?:i|my|no|we|have|do) )"
)
_SPACES = re.compile(r"\s+")


def clauses(text: str) -> list[str]:
    """The clauses of a line that may state a fact about its speaker."""
    found: list[str] = []
    said = _ASKING_ONESELF.sub(r"\1 is ", _QUOTED.sub(" ", text))
    for sentence in _SENTENCE.findall(said)[:MOST]:
        if len(sentence) > 8 * LONGEST or len(sentence.split()) > LONGEST:
            continue
        plain = sentence.lower()
        if _SPEAKER.search(plain.strip()) is None:
            continue
        asked = "?" in plain
        plain = _plain(plain)
        if asked:
            # What is asked stands at the end: "I have two, do you?", "I am 30, you?"
            cut = _ASKED.search(plain)
            plain = plain[: cut.start() if cut else plain.rfind(",") + 1].strip(" ,")
        found += _parts(plain)
    return found


def _plain(sentence: str) -> str:
    for pattern, replacement in _WRITTEN:
        sentence = pattern.sub(replacement, sentence)
    sentence = _SPACES.sub(" ", sentence.strip(" .!?;\n"))
    for smoothing, smooth in (*IDIOMS, *_SMOOTHED):
        sentence = _SPACES.sub(" ", smoothing.sub(smooth, sentence))
    return _TOWN_IN.sub(r"\1 \2", sentence).strip()


def _parts(sentence: str) -> list[str]:
    """Clauses of a sentence; a list goes on with the verb that it began with."""
    found: list[str] = []
    head = ""
    for part in _SPLIT.split(sentence):
        clause = part.strip(" '\"*-")
        clause = _BARE.sub("", clause + " ").strip() if clause else ""
        if not clause:
            continue
        if head and _CONTINUED.match(clause):
            clause = f"{head} {clause.removeprefix('and ')}"
        elif clause.startswith(
            (
                "turned ",
                "was born ",
                "have ",
                "do not ",
                "am ",
                "live ",
                "work ",
                "own ",
                "love ",
                "hate ",
                "can ",
                "enjoy ",
                "play ",
            )
        ):
            clause = f"i {clause}"
        head = "i have" if re.match(r"i have (?!to\b|been\b)", clause) else ""
        clause = _TRAILING.sub("", clause)
        if _UNREAL.search(clause) is None:
            found.append(clause)
        elif found and clause.startswith("if "):
            break  # what follows hangs on the condition
    return found
