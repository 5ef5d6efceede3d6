"""Roundabout ways to say that one likes something, and what is denied, put plainly.

Each rewrites a sentence, before it is cut into clauses, to "i like X", "i dislike X", "X is
something i like" or "X is nothing i like". A negation turns a liking over the whole of its
scope ("i can not say that i like", "far from fond of"); a denied dislike states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from usergap.probes.consistency_judges.liking_words import (
    AVERSION,
    BEAR,
    DEGREE,
    DISLIKE,
    DISLIKED,
    DOING,
    FONDNESS,
    KEEN,
    LIKE,
    LIKED,
    LOVER,
    PAINS,
    PLEASES,
    WEARY,
)

Rewriting = str | Callable[[re.Match[str]], str]
_MINE = (
    r"(?:(?:right )?up my (?:street|alley)|my (?:thing|jam|bag|style|taste|cup of tea"
    r"|(?:[a-z]+ )?(?:passion|obsession|weakness|love|joy|guilty pleasure)))"
)
_NOT = r"(?:(?:do|does|did|has|have|can|could) not (?:ever )?|(?:has |have )?never )"
_NOTHING = r"(?:nothing|not much|little|not a thing|not anything|no [a-z]+)"
_AS_MUCH = r"(?:(?:more|better) than|(?:as|so) much as|(?:as|so) well as)"
_ANYTHING = r"(?:(?:almost |just about |nearly )?(?:anything|everything))"
_SAY = r"(?:say|think|believe|claim|pretend|feel|suppose)"


def _either(forms: dict[str, str]) -> str:
    return "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"


def _hardly(found: re.Match[str]) -> str:
    return "i do not " if found["who"] == "i " else f"{found['who']}not "


def _said_not(found: re.Match[str]) -> str:
    return {"am": "i am not", "can": "i can not"}.get(found["verb"], f"i do not {found['verb']}")


IDIOMS: Final[tuple[tuple[re.Pattern[str], Rewriting], ...]] = tuple(
    (re.compile(pattern), rewriting)
    for pattern, rewriting in (
        # The scope of a negation.
        (
            (
                rf"\bi (?:do|can|could|would|will|did) (?:not|never) {DEGREE}{_SAY}(?: that)? i"
                rf" (?:have (?=been|ever)|do )?{DEGREE}(?P<verb>[a-z]+)\b"
            ),
            _said_not,
        ),
        (r"\b(?:pretend|wish|hope|doubt|deny|imagine|dream) that (?=i )", "pretend "),
        (
            (
                r"(?P<who>\bi (?:am |can |could |have )?)(?:hardly|barely|scarcely) "
                rf"(?=(?:ever )?(?:{LIKE}|{BEAR}|{KEEN})\b)"
            ),
            _hardly,
        ),
        (
            (
                r"\bi am (?:far from(?: being)?|anything but|by no means|in no way|not in the least"
                rf"|not at all|not remotely|the opposite of|never) (?={KEEN}|an? [a-z]+)"
            ),
            "i am not ",
        ),
        # What is felt about is the subject.
        (rf"\b{_NOT}{DEGREE}{PLEASES}", "is nothing i like"),
        (rf"\b{_NOT}{DEGREE}{PAINS}", "is on my mind"),
        (rf"\b{DEGREE}{PAINS}", " is nothing i like"),
        (rf"\b{DEGREE}{PLEASES}", " is something i like"),
        (
            (
                r"\b(?:is|are|was|were) (?:not|never) (?:exactly |so much |at all )*"
                rf"{DEGREE}(?:for me|{_MINE})\b"
            ),
            "is nothing i like",
        ),
        (
            rf"\b(?:is|are) {DEGREE}(?:{_MINE}|an? (?:[a-z]+ )?(?:passion|love) of mine)\b",
            "is something i like",
        ),
        (
            rf"\b(?:is|are) (?:not {DEGREE}(?:something|what)|nothing) (?:that )?i {LIKE}\b",
            "is nothing i like",
        ),
        (
            (
                r"\b(?:is|are) (?:something|things|one thing|what) (?:that )?i"
                rf" {DEGREE}(?:{DISLIKE}|(?:do not|can not|never) {DEGREE}(?:{LIKE}|{BEAR}))\b"
            ),
            "is nothing i like",
        ),
        # Compared with all else.
        (rf"\bthere is {_NOTHING} (?:that )?i {LIKE} {_AS_MUCH}\b", "i love"),
        (rf"\bthere is {_NOTHING} (?:that )?i {DISLIKE} {_AS_MUCH}\b", "i hate"),
        (rf"\bi {LIKE} nothing (?:more|better) than\b", "i love"),
        (rf"\bi {DISLIKE} nothing more than\b", "i hate"),
        (
            (
                rf"\b{_NOTHING} (?:(?:can )?(?:beats?|tops?)|(?:is|can be) (?:better|nicer) than"
                r"|compares (?:to|with)) (?!(?:it|that|this)\b)"
            ),
            "i love ",
        ),
        (r"\b(?:nothing|not much) is worse than\b", "i hate"),
        (r"^(?:you can )?give me (.+?) any ?(?:day|time)\b", r"i love \1"),
        (
            (
                rf"\bi (?:would |will )?(?:rather |sooner )?[a-z]+ {_ANYTHING}"
                r" (?:over|than|to|rather than|instead of|but|except)\b"
                r"(?! (?:i|he|she|they|it|you|that|this|my|when|if)\b)"
            ),
            "i dislike",
        ),
        (rf"\b(i (?:would )?prefer .+?) (?:over|to|above) (?:{_ANYTHING}|all|most)\b.*", r"\1"),
        # Idioms with the speaker as subject.
        (
            (
                r"\bi (?:(?:do|can|could|did|will|would) (?:not|never)|never|have never|am never)"
                r" (?:ever )?(?:(?:get|got|had|have) enough of|(?:live|do|imagine (?:my )?life|be)"
                r" without|(?:get |got |grow )?(?:tired?|bored|sick) of|say no to|resist)(?= [a-z])"
            ),
            "i love",
        ),
        (
            (
                r"\bi (?:could|can) (?:(?:happily |easily |gladly |very well )?(?:do|live) without"
                r"|not care less (?:about|for))\b|\bi (?:have )?(?:do not|did not|never|not)"
                r" (?:really )?(?:see|saw|seen|get|got|understand|understood) (?:the (?:appeal"
                r"|point|attraction|charm|fun) (?:of|in)|what (?:people|others|everyone)"
                r" (?:sees?|likes?|loves?) (?:in|about))\b|\bi want nothing to do with\b"
            ),
            "i dislike",
        ),
        (
            (
                r"\bi (?:have )?(?:never|did not|do not|not) (?:really |ever )?"
                r"(?:(?:got|gotten|get) into|(?:took|taken|take|warm|warmed) to)(?= [a-z])"
                r"|\bi (?:have )?(?:gone|went) off\b"
                r"|\bi (?:have )?had (?:it with|(?:more than )?enough of|my fill of)\b"
                r"|\bi (?:have )?lost (?:all |my |any )*(?:interest in"
                r"|(?:taste|love|passion|enthusiasm) (?:for|of))\b"
            ),
            "i dislike",
        ),
        (
            (
                r"\bi (?:try to |do my best to |always |usually |tend to )*(?:steer clear of"
                r"|(?:stay|keep|shy|run) away from|keep my distance from)\b"
            ),
            "i avoid",
        ),
        (r"\bi (?:live for|swear by|can not wait for|am all (?:about|for))\b", "i love"),
        (r"\bi am (?:so|completely|totally|pretty much|really) over\b", "i am tired of"),
        (
            (
                r"\b(?:one of )?my (?:(?!ex\b|first\b|late\b)[a-z]+ )?(?:passions?|loves"
                r"|obsessions?|weakness(?:es)?|guilty pleasures?|joys?|great love)"
                r" (?:in life )?(?:is|are) (?!(?:not|my|an?)\b)"
            ),
            "i love ",
        ),
        (rf"\bmy (?:[a-z]+ )?{FONDNESS} (?!(?:my|me|the|it)\b)", "i love "),
        (rf"\bmy (?:[a-z]+ )?{AVERSION} (?!(?:my|me|the|it)\b)", "i hate "),
        # Other tenses of the same verbs and adjectives.
        (
            (
                rf"\b(?:have )?never {DEGREE}(?:{_either(LIKED)}|cared (?:much )?(?:for|about)"
                rf"|been able to {BEAR}|could {BEAR})"
            ),
            "do not like",
        ),
        (
            rf"\bi (?:have )(?:always |long |come to )?(?P<verb>{_either(LIKED | DISLIKED)})\b",
            lambda m: f"i {(LIKED | DISLIKED)[m['verb']]}",
        ),
        (
            (
                r"\bi (?:have )?(?:grown|grew|come|came|learned|learnt|happen|tend) to"
                rf" {DEGREE}(?P<verb>{LIKE}|{DISLIKE})\b"
            ),
            r"i \g<verb>",
        ),
        (
            (
                r"\bi (?:am|have been|grew up|keep(?: on)?|can not (?:stop|help))"
                rf" (?P<no>not )?{DEGREE}(?P<verb>{_either(DOING)})\b"
                r"(?! (?:an?|the|my|this|some)\b)"
            ),
            lambda m: f"i {'do not ' if m['no'] else ''}{DOING[m['verb']]}",
        ),
        (
            (
                r"\bi (?:have (?P<no>never |not )?(?:always |long |really )*"
                r"(?:been|become|grown|got|gotten|turned)|became|grew|got) "
                rf"{DEGREE}(?:all that )?"
                rf"(?={KEEN}|{WEARY}|(?:much of )?an? [a-z]+(?: [a-z]+)? {LOVER}\b)"
            ),
            lambda m: "i am not " if m["no"] else "i am ",
        ),
    )
)
