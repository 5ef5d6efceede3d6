"""Words that say that somebody likes or dislikes something, by what they are built with.

Verbs and adjectives follow VerbNet's classes of verbs of feeling (Levin 1993, *English Verb
Classes and Alternations*, 31.1 *amuse*: what is felt about is the subject; 31.2 *admire*: it
is the object); nouns and adjectives of the same roots are beside them.
"""

from __future__ import annotations

from typing import Final

_LIKE = "like love enjoy adore admire appreciate cherish treasure relish savor fancy favor dig"
_LIKE_TOO = " worship idolize revere prefer"
_DISLIKE = "hate dislike despise detest loathe abhor avoid dread resent scorn shun disdain deplore"


def _forms(verbs: str, ending: str) -> dict[str, str]:
    """The form of each verb with an ending (ing, ed), and its base."""
    found = {}
    for verb in verbs.split():
        stem = "digg" if verb == "dig" else verb.removesuffix("e")
        found[stem + ending] = verb
    return found


LIKE: Final = "(?:" + "|".join((_LIKE + _LIKE_TOO).split()) + ")"
DISLIKE: Final = "(?:" + "|".join(_DISLIKE.split()) + ")"
DOING: Final = _forms(f"{_LIKE}{_LIKE_TOO} {_DISLIKE}", "ing")
LIKED: Final = _forms(_LIKE + _LIKE_TOO, "ed")
DISLIKED: Final = _forms(_DISLIKE, "ed")
BEAR: Final = "(?:stand|bear|abide|tolerate|stomach|endure|put up with)"
HIGH: Final = (
    r"(?:huge|big|biggest|great|greatest|massive|real|true|total|strong|deep|particular|special"
    r"|lifelong|secret|little)"
)
KEEN: Final = (
    r"(?:into|fond of|(?:crazy|mad|nuts|wild|enthusiastic|passionate|excited|serious) about"
    r"|(?:keen|big|huge|hooked|sold) on|(?:obsessed|in love|smitten|infatuated) with"
    r"|(?:addicted|partial|devoted|drawn|attached) to|up for|in favor of"
    rf"|(?:such |that |much of )?(?:(?:an?|the) )?(?:{HIGH} )*(?:(?:[a-z]+ )?"
    r"(?:fan|lover|admirer|friend|devotee|supporter) of|sucker for))"
)
WEARY: Final = (
    r"(?:(?:sick|tired|weary|bored) (?:and tired )?(?:of|with|by)|fed up (?:of|with)|averse to"
    r"|(?:disgusted|annoyed|irritated|repelled|put off|turned off) (?:by|with))"
)
FONDNESS: Final = (
    r"(?:passion|love|weakness|soft spot|soft corner|liking|fondness|thing|taste|enthusiasm"
    r"|appetite|penchant|affection|appreciation|admiration|affinity|preference)"
    r" (?:for|of|towards?)"
)
AVERSION: Final = (
    r"(?:aversion|hatred|distaste|dislike|loathing|contempt|disdain|antipathy|disgust|dread"
    r"|intolerance) (?:for|of|to|towards?)"
)
JOY_IN: Final = (
    r"(?:joy|pleasure|delight|fun|kicks?|thrill|satisfaction|comfort|enjoyment|happiness|buzz)"
    r" (?:in|from|out of)"
)
LOVER: Final = (
    r"(?:lover|fan|enthusiast|fanatic|addict|nut|buff|freak|aficionado|devotee|person|maniac"
    r"|junkie)"
)
GOOD: Final = (
    r"(?:wonderful|great|amazing|fun|fascinating|relaxing|delightful|awesome|fantastic|lovely"
    r"|enjoyable|delicious|exciting|beautiful|brilliant|interesting|excellent|terrific|marvelous"
    r"|fabulous|magnificent|superb|entertaining|the best)"
)
BAD: Final = (
    r"(?:boring|awful|terrible|horrible|disgusting|dull|tedious|annoying|gross|dreadful|unbearable"
    r"|scary|nasty|ugly|overrated|tiresome|unpleasant|stupid|pointless|horrid|lame|revolting"
    r"|repulsive|irritating|depressing|creepy|the worst)"
)
_DELIGHT = "delight thrill excite fascinate amuse please entertain inspire captivate enchant cheer"
_BORE = (
    "bore annoy irritate disgust repel bother bug sicken depress infuriate appal repulse frustrate"
)


def _amuse(verbs: str) -> str:
    """What stands before "me": "bore", "bores", "bored"."""
    return (
        "(?:" + "|".join(f"{v.removesuffix('e')}(?:s|es|e|d|ed)?" for v in verbs.split()) + ") me"
    )


_DEGREE = r"(?:really |very |so |truly |totally |just |always |quite |deeply |simply |all )*"
PLEASES: Final = (
    rf"(?:{_amuse(_DELIGHT)}(?: up)?|makes? (?:me {_DEGREE}(?:happy|smile|laugh|cheerful"
    r"|feel (?:good|great|alive|better))|my day)|brings? me (?:[a-z]+ )?(?:joy|happiness|pleasure)"
    r"|lifts? my (?:spirits?|mood)|warms? my heart|cheers? me up"
    r"|puts? (?:a smile on my face|me in a (?:good|great) mood)|appeal(?:s|ed)? to me)"
)
PAINS: Final = (
    rf"(?:{_amuse(_BORE)}|gets? on my (?:last )?nerves?|(?:turns?|puts?) me off"
    rf"|drives? me (?:crazy|mad|nuts|insane|up the wall)|makes? me {_DEGREE}(?:sick|angry|mad"
    r"|cringe|yawn|miserable|unhappy|uncomfortable)|puts? me to sleep|leaves? me cold"
    r"|(?:do|does|did|has done|have done) nothing for me"
    r"|(?:do(?:es)? not do|did not do|(?:has|have) (?:not|never) done|never did)"
    r" (?:it|anything|much) for me)"
)
DEGREE: Final = _DEGREE
