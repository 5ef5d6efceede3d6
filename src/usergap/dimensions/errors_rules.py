"""The frozen rules by which the fast counter finds errors in one message.

Each rule is a habit of rule-based checkers (Harper, LanguageTool) that can be decided
without grammar. All patterns are linear in the length of the text: starts are anchored
and repeats possessive, so no input can make them backtrack.
"""

from __future__ import annotations

import re
from operator import eq

from usergap.compiled import kernel
from usergap.dimensions.errors_pairs import FIRST_WORDS, wrong_pair
from usergap.dimensions.spelling import LONGEST_WORD, WORDLIST_VERSION, misspelt, wordlist

RULES_VERSION = f"1+{WORDLIST_VERSION}"
KINDS = (
    "spelling",
    "pronoun_i",
    "sentence_start",
    "spacing",
    "quotes",
    "word_pair",
    "repetition",
    "typography",
    "long_sentence",
)

LONG_SENTENCE = 40
"""Words; a longer sentence is one match, Harper's readability rule."""

SHORTEST_LONG = 2 * LONG_SENTENCE
"""Characters; a shorter sentence has no more than ``LONG_SENTENCE`` words."""

LABEL = 5
"""Words; a text of one sentence without a longer clause is a label or a query and may
begin with a small letter, Harper's exemption."""

_MASK = "\ufffc"
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_ADDRESS = re.compile(r"https?://\S++|www\.\S++|(?<![\w.+-])[\w.+-]++@\w[\w.-]*+")
_PLACEHOLDER = re.compile(r"<?\b[A-Z]+(?:_[A-Z]+)*_\d+\b>?|<[A-Z]+(?:_[A-Z]+)+>")
_TOKEN = re.compile(r"\w+(?:['’]\w+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONE_I_START = re.compile(r"i\b")
_LONE_I = frozenset({"i", "i'm", "i've", "i'd", "i'll", "i’m", "i’ve", "i’d", "i’ll"})

_BLOCK = re.compile(r"\n(?=[ \t]*+(?:\n|\Z|[-*+•#>|]|\d{1,3}[.)]))")
_BULLET = re.compile(r"\A\s*+(?:[-*+•#>|]++|\d{1,3}[.)])?\s*+[\"“'(\[]*+")
_CLAUSE_END = re.compile(r"[,;:]")
_SENTENCE_END = re.compile(r"[.!?](?:[.!?]*+[\"”')\]]*+\s++|(?<=[a-z].)(?=[A-Z]))")
_SMALL_START = re.compile(
    r"[.!?](?<![\d.].)(?<!\b[A-Za-z].)(?<!\betc.)(?<!\bvs.)[\"”')\]]*+\s++[\"“'(\[]*+(?!i\b)[a-z]"
)
_BEFORE = r"[^\s|•*\-]"  # not after a bullet, in a table or after "1.": layout
_SPACING = re.compile(
    rf" (?<={_BEFORE} )(?<!\n\d[.)] )(?<!\n\d\d[.)] )"
    r"(?:[ \t]++(?=[^\s|])|[ \t]*+(?:,|[.!?](?![.\w])))"  # "a  b", "a ,b"
    rf"|\t(?<={_BEFORE}\t)[ \t]*+(?=[^\s|])"
)
_CROWDED_COMMA = re.compile(r",(?<=[A-Za-z],)(?=[A-Za-z])")
_REPEATED = re.compile(r"\b([A-Za-z]++)[ \t]++\1\b")
_HYPHEN_FOR_DASH = re.compile(r"(?<![\d-])\d{1,4}-\d{1,4}(?![\d-])|(?<=\w )--(?= \w)")
_MAYBE_RANGE_OR_DASH = re.compile(r"-(?:(?<=\d-)\d|-)")  # a guard, for speed
_CURRENCY_AFTER = re.compile(r"[$€£](?<=\d.)(?!\d)")


def error_kinds(text: str) -> dict[str, int]:
    """Matches in one message by kind (``KINDS``), each kind at least 0.

    Code (in backticks), addresses and placeholders (``NAME_1``, ``<EMAIL_ADDRESS>``) are
    cut out first: nobody's grammar shows there.
    """
    if "`" in text:
        text = _CODE.sub(_MASK, text)
    if "://" in text or "@" in text or "www." in text:
        text = _ADDRESS.sub(_MASK, text)
    if "_" in text:
        text = _PLACEHOLDER.sub(_MASK, text)
    text, long_sentences = _without_long_sentences(text)
    found = None if kernel is None else kernel.words(text, False, True, False)
    tokens: list[str] = _TOKEN.findall(text) if found is None else found
    listed = wordlist()
    strange = [token for token in tokens if token not in listed and len(token) <= LONGEST_WORD]
    pronouns = sum(token in _LONE_I for token in strange)
    return {
        "spelling": sum(map(misspelt, strange)) - pronouns,
        "pronoun_i": pronouns,
        "sentence_start": _small_starts(text),
        "spacing": _spacing(text) + len(_CROWDED_COMMA.findall(text)),
        "quotes": text.count('"') % 2 + abs(text.count("“") - text.count("”")),
        "word_pair": _wrong_pairs(tokens),
        "repetition": len(_REPEATED.findall(text)) if any(map(eq, tokens, tokens[1:])) else 0,
        "typography": len(_CURRENCY_AFTER.findall(text))
        + (len(_HYPHEN_FOR_DASH.findall(text)) if _MAYBE_RANGE_OR_DASH.search(text) else 0),
        "long_sentence": long_sentences,
    }


def count_errors(text: str) -> int:
    """Matches of all kinds in one message."""
    return sum(error_kinds(text).values())


def _spacing(text: str) -> int:
    """Double spaces, spaces before a mark and stray tabs; most texts have no candidate."""
    if any(candidate in text for candidate in ("  ", " ,", " .", " !", " ?", "\t")):
        return len(_SPACING.findall(text))
    return 0


def _wrong_pairs(tokens: list[str]) -> int:
    """Neighbouring tokens that cannot stand beside each other."""
    found = 0
    for at, one in enumerate(tokens[:-1]):
        if one in FIRST_WORDS and len(two := tokens[at + 1]) <= LONGEST_WORD:
            found += wrong_pair(one, two, tokens[at + 2] if at + 2 < len(tokens) else "")
    return found


def _without_long_sentences(text: str) -> tuple[str, int]:
    """The text without its over-long sentences, and how many there were."""
    if text.count(" ") + text.count("\n") < LONG_SENTENCE:
        return text, 0
    kept: list[str] = []
    found = 0
    for block in _BLOCK.split(text):
        if len(block) <= SHORTEST_LONG:
            kept += (block, "\n")
            continue
        start = 0
        for end in (*(match.end() for match in _SENTENCE_END.finditer(block)), len(block)):
            sentence = block[start:end]
            start = end
            if _is_long(sentence):
                found += 1
                kept.append(_MASK)
            else:
                kept.append(sentence)
        kept.append("\n")
    return ("".join(kept), found) if found else (text, 0)


def _is_long(sentence: str) -> bool:
    """Whether it has more than ``LONG_SENTENCE`` words; the cheap bound comes first."""
    return len(sentence) > SHORTEST_LONG and len(_WORD.findall(sentence)) > LONG_SENTENCE


def _small_starts(text: str) -> int:
    """Sentences that begin with a small letter, other than a lone ``i``.

    A *block* is a paragraph or a list item; a single newline inside running text ends
    none, because people paste wrapped lines.
    """
    starts = 0
    for block in _BLOCK.split(text) if "\n" in text else (text,):
        bullet = _BULLET.match(block)  # may be empty, always matches
        body = block[bullet.end() if bullet else 0 :].rstrip()
        starts += len(_SMALL_START.findall(body))
        if "a" <= body[:1] <= "z" and not _LONE_I_START.match(body):
            first, *others = _SENTENCE_END.split(body, maxsplit=1)
            starts += bool(others) or any(
                len(clause.split()) > LABEL for clause in _CLAUSE_END.split(first)
            )
    return starts
