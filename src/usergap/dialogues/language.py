"""The language of a dialogue, from what the user wrote.

Most dialogues are told by a handful of common words, which costs microseconds.
Only the rest load a statistical identifier (py3langid), which misjudges short
texts and is therefore believed only on long ones and when sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

#: Frequent written languages; the identifier chooses among these only.
LANGUAGES = """
    ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu id it ja ka kn ko lt lv mk ml mr ms
    nl no pl pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur vi zh
"""
READ_CHARACTERS = 600
_COMMON_WORDS = """
    a about after all also am an and any are as at be because been but by can could did do does
    don't for from get give had has have he help her here his how i i'm if in into is isn't it it's
    its just like make me more most much my need no not now of on one only or other our out please
    she should so some tell than thank thanks that that's the their them then there these they this
    to too use using very want was we were what what's when where which who why will with without
    would write yes you your yourself you're
    better between create each every example examples explain find following generate good know
    list name names new people provide recommend short something story team things think
    answer ask book business call called company computer customer day days different family first
    friend friends game going government history house ideas important language life little look
    made many money movie movies must next number others paper read right same said say school
    sentence service small someone start still student study take talk text three time today try
    two understand until used water way ways week well went word words work working world year
"""
_SHARED_WORDS = """
    a am an as at be do for he her his i in is me no not on one or so to use was we
    find good list name new short story team service text must same still well
"""
_ENGLISH = frozenset(_COMMON_WORDS.split())
#: Words of the list above that are frequent words of other languages too.
_SHARED = frozenset(_SHARED_WORDS.split())
_LANGUAGE_NAMES = """
    english:en chinese:zh russian:ru spanish:es french:fr german:de portuguese:pt italian:it
    japanese:ja korean:ko arabic:ar turkish:tr dutch:nl polish:pl vietnamese:vi indonesian:id
    persian:fa ukrainian:uk czech:cs swedish:sv danish:da finnish:fi norwegian:no bokmal:no
    nynorsk:no hungarian:hu romanian:ro greek:el hebrew:he hindi:hi thai:th catalan:ca latin:la
    malay:ms tagalog:tl bulgarian:bg croatian:hr serbian:sr slovak:sk slovene:sl slovenian:sl
    swahili:sw bengali:bn urdu:ur tamil:ta esperanto:eo welsh:cy afrikaans:af albanian:sq
    basque:eu estonian:et latvian:lv lithuanian:lt macedonian:mk
"""
_NAMES = dict(pair.split(":") for pair in _LANGUAGE_NAMES.split())
_NO_LANGUAGE = frozenset(("", "nolang", "unknown", "und", "none", "null", "unk", "n/a", "xx"))
_CODE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|www\.\S+|\S+@\S+|<[^<>\n]{1,80}>", re.DOTALL
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024F\u1E00-\u1EFF]")


def language_code(name: object) -> str | None:
    """A recorded language as a lower-case code: "English" -> "en", "pt-BR" -> "pt"."""
    if not isinstance(name, str):
        return None
    text = name.strip().lower().replace("_", "-")
    if text in _NO_LANGUAGE:
        return None
    if text in _NAMES:
        return _NAMES[text]
    return text.split("-")[0] if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", text) else text[:40]


def detect_language(user: Iterable[str], assistant: Iterable[str] = ()) -> str | None:
    """The language code of a user's messages, or None where they do not tell.

    Reads about 600 characters without code and addresses. Whether a text is English
    matters most: the identifier's word counts where it finds English all but
    impossible, even if it cannot choose among others. The chatbot's text is asked
    only where the user's does not tell, and only for English.
    """
    text = _head(user)
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    share, evidence = _english(words)
    foreign = 0 if text.isascii() else len(_NOT_LATIN.findall(text))
    letters = sum(map(len, words))
    if foreign * 2 > letters:  # another script: not English, whichever it is
        return _identify(text)[0]
    plain = (evidence >= 2 and share >= 0.2) or (
        evidence == 1 and share >= 0.35 and len(words) >= 6
    )
    if plain or (evidence and not foreign and _reply_is_english(assistant)):
        return "en"
    if letters < 12:
        return "en" if not foreign and _reply_is_english(assistant) else None
    code, sure, english = _identify(text)
    if code == "en" and sure >= 0.5:
        return "en"
    if english <= 0.03 and sure >= (0.9 if evidence else 0.3):
        return code
    return "en" if not foreign and _reply_is_english(assistant) else None


def _head(texts: Iterable[str]) -> str:
    parts: list[str] = []
    total = 0
    for text in texts:
        part = text[:READ_CHARACTERS]
        if "`" in part or "://" in part or "www." in part or "@" in part or "<" in part:
            part = _CODE.sub(" ", text[: 4 * READ_CHARACTERS])[:READ_CHARACTERS]
        parts.append(part)
        total += len(part)
        if total >= READ_CHARACTERS:
            break
    return " ".join(parts)[:READ_CHARACTERS]


def _english(words: list[str]) -> tuple[float, int]:
    """Share of common English words, and how many kinds no other language shares."""
    if not words:
        return 0.0, 0
    hits = [word for word in words if word in _ENGLISH]
    return len(hits) / len(words), len(set(hits) - _SHARED)


def _reply_is_english(assistant: Iterable[str]) -> bool:
    words = [word.lower() for word in _WORD.findall(_head(assistant))]
    share, evidence = _english(words)
    return evidence >= 3 and share >= 0.25


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES.split())
    return identifier


def _identify(text: str) -> tuple[str, float, float]:
    """The likeliest language, its probability and that of English."""
    ranked = _identifier().rank(text)
    code, probability = ranked[0]
    return str(code), float(probability), float(dict(ranked)["en"])
