"""The dense part of a turn's features: place, form, echoes, word-list counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from usergap.annotators.hashing import Ints, Tokens
from usergap.annotators.lexicons import NAMES, counts, opening_counts
from usergap.annotators.turn_ngrams import Reading, opening
from usergap.annotators.turn_view import TurnView
from usergap.compiled import kernel

EARLIER: Final = 8
"""Earlier turns that a turn is compared with."""
COMPARED: Final = 60
"""Tokens of a turn that are compared with others."""

Doubles = npt.NDArray[np.float64]

_TEXT: Final = 2**32 - 1
_STOPS = (".", "!", "?", ":", '"', "`", ")", "*", "|", "]", "'")


_ITEMS: Final = ("\n1.", "\n- ", "\n* ")
_PERSONAL: Final = (
    *("family", "people", "illness", "body", "occupation", "place", "trait", "like"),
    *("past", "plan", "belief", "resume", "travel", "taste", "politics"),
)
_CHATBOT: Final = ("apology", "refusal", "asks", "served", "praise", "unclear", "greet")


def _keys(words: Tokens) -> Ints:
    """30 bits of each token's hash."""
    return (words.hashes >> np.uint64(34)).view(np.int64)


def _sets(tokens: Sequence[Tokens]) -> Ints:
    """Distinct (token, text) pairs of the texts, sorted: key << 32 | text."""
    found = np.concatenate([_keys(words) << 32 | words.text for words in tokens])
    found.sort()
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found


def _sizes(pairs: Ints, texts: int) -> Ints:
    """The number of distinct tokens of each text."""
    return np.bincount(pairs & _TEXT, minlength=texts)


def _common(pairs: Ints, texts: int, backs: int) -> Ints:
    """(texts, backs): distinct tokens that a text shares with the one 1, 2 ... before it.

    The texts that hold a token stand side by side in ascending order, so one that
    is ``backs`` before is at most ``backs`` places away.
    """
    out = np.zeros(texts * backs, dtype=np.int64)
    at = np.arange(1, len(pairs))
    for step in range(1, backs + 1):
        at = at[at >= step] if step > 1 else at
        # another token differs by 2^32 or more
        back = pairs[at] - pairs[at - step]
        near = np.flatnonzero(back <= backs)
        at, back = at[near], back[near]
        out += np.bincount((pairs[at] & _TEXT) * backs + back - 1, minlength=len(out))
    return out.reshape(texts, backs)


def _held(own: Ints, of: Ints, said: Ints) -> Ints:
    """Distinct tokens of each text that the message ``of[text]`` holds; 0 for message 0."""
    text = own & _TEXT
    asked = own - text + of[text]
    row = np.minimum(np.searchsorted(said, asked), len(said) - 1)
    found = (said[row] == asked) & (of[text] > 0) if len(said) else np.zeros(len(own), bool)
    return np.bincount(text[found], minlength=len(of))


def _shares(common: Ints, one: Ints, other: Ints) -> tuple[Doubles, Doubles, Doubles]:
    """Jaccard index and the share of each side that the other holds."""
    union = np.maximum(one + other - common, 1)
    return common / union, common / np.maximum(one, 1), common / np.maximum(other, 1)


def _edges(words: Tokens, view: TurnView) -> npt.NDArray[np.float32]:
    """(turns, 2): share of a turn that begins, or ends, just like the user's last turn.

    ``words``: at most ``COMPARED`` tokens a turn.
    """
    keys, size = _keys(words), np.diff(words.first)
    out = np.zeros((len(size), 2), dtype=np.float32)
    place = np.arange(len(keys)) - words.first[words.text]
    shorter = np.minimum(size[1:], size[:-1])
    for column, at in enumerate((place, size[words.text] - 1 - place)):
        # a column more than there are tokens: it always differs
        laid = np.full((len(size), COMPARED + 1), -1, dtype=np.int64)
        laid[words.text, at] = keys
        differs = laid[1:] != laid[:-1]
        differs[:, COMPARED] = True
        common = np.minimum(differs.argmax(axis=1), shorter)
        out[1:, column] = (view.turn[1:] > 0) * common / np.maximum(size[1:], 1)
    return out


def echoes(view: TurnView, read: Reading) -> npt.NDArray[np.float32]:
    """(turns, 18): how far a turn repeats earlier turns and answers; answers, each other."""
    turns, answers = len(view), len(view.answers)
    own = _sets([opening(read.words, COMPARED)])
    said = _sets([read.heads, read.tails])
    size, spoken = _sizes(own, turns), _sizes(said, answers)
    # (turns, EARLIER): nothing in common with the turns of another dialogue
    back = np.arange(1, EARLIER + 1)
    inside = back <= view.turn[:, None]
    earlier = np.where(inside, np.arange(turns)[:, None] - back, 0)
    common = _common(own, turns, EARLIER) * inside
    shares = _shares(common, size[:, None], size[earlier])
    every = np.arange(turns)
    nearest = shares[0].argmax(axis=1)
    jaccard = shares[0][every, nearest]
    before, after = view.before, view.after
    # the answer after a turn is the next one: both stand side by side in ``answers``
    between = _common(said, answers, 1)[after, 0] * ((before > 0) & (after > 0))
    out = (
        *(share[every, nearest] for share in shares),
        jaccard > 0.6,
        jaccard == 1,
        shares[1].max(axis=1),
        shares[2].max(axis=1),
        *(share[:, 0] for share in shares),
        jaccard * (nearest == 0),
        *_shares(_held(own, before, said), size, spoken[before]),
        *_shares(_held(own, after, said), size, spoken[after])[:2],
        *_shares(between, spoken[before], spoken[after])[:2],
    )
    return np.stack(out, axis=1).astype(np.float32)


def _form(text: str) -> tuple[float, ...]:
    """Counts and signs of one user text."""
    size = len(text)
    stripped = text.strip()
    first = stripped[:1]
    return (
        size,
        text.count(" "),
        text.count("?"),
        stripped.endswith("?"),
        stripped.endswith("."),
        stripped.endswith(":"),
        text.count("\n"),
        "```" in text or "</" in text or "{" in text,
        '"' in text or "\u201c" in text,
        ":" in text,
        first.islower(),
        first.isdigit(),
        stripped.isupper() and size > 3,
        "http" in text,
        "!" in text,
        "..." in text,
        text.isascii(),
        " I " in text or text.startswith("I "),
        "," in text,
    )


def _form_of_answer(text: str) -> tuple[float, ...]:
    """Signs of one chatbot's text: length, question at its end, cut off."""
    end = text[-200:].rstrip()
    lines = text.count("\n", 0, 2000)
    return (
        len(text),
        end.endswith("?"),
        end.count("?"),
        bool(end) and not end.endswith(_STOPS),
        lines > 0 and any(text.find(mark, 0, 600) >= 0 for mark in _ITEMS),
        text.find("```", 0, 2000) >= 0,
        lines,
    )


def forms(texts: list[str], *, answers: bool = False) -> npt.NDArray[np.float32]:
    """(texts, 19), or (texts, 7) of answers: counts and signs of each text."""
    of = _form_of_answer if answers else _form
    if kernel is None:
        return np.array([of(text) for text in texts], dtype=np.float32)
    out = np.empty((len(texts), 7 if answers else 19), dtype=np.float32)
    for number in kernel.forms(texts, answers, out):
        out[number] = of(texts[number])
    return out


def _logs(words: Tokens, texts: int) -> npt.NDArray[np.float32]:
    return np.log1p(counts(words, texts))


def context(view: TurnView, read: Reading) -> npt.NDArray[np.float32]:
    """(turns, features): all dense features, unscaled but with counts in logs."""
    form, answer = forms(view.texts), forms(view.answers, answers=True)
    form[:, [0, 1, 2, 6]] = np.log1p(form[:, [0, 1, 2, 6]])
    answer[:, [0, 2, 6]] = np.log1p(answer[:, [0, 2, 6]])
    chatbot = [NAMES.index(name) for name in _CHATBOT]
    heads = _logs(opening(read.heads, 24), len(view.heads))[:, chatbot]
    tails = _logs(read.tails, len(view.tails))[:, chatbot]
    whole, begun = opening_counts(read.words, len(view), 5)
    said, begun = np.log1p(whole), np.minimum(begun, 1)
    self_said = np.minimum(said[:, [NAMES.index("self")]], 1)
    personal = self_said * said[:, [NAMES.index(name) for name in _PERSONAL]]
    turn = view.turn.astype(np.float32)
    left = view.turns - 1 - view.turn
    place = (
        turn == 0,
        np.log1p(turn),
        np.log1p(left),
        left == 0,
        view.after == 0,
        np.log1p(view.turns),
    )
    short = np.diff(read.words.first)[:, None] <= (2, 4, 8)
    repeated = echoes(view, read)
    asks, asked = form[:, 2:3] > 0, answer[view.before][:, 1:2]
    known = repeated[:, [12]]
    crossed = (asked * ~asks, asked * short, asks * known, asks * short, ~asks * known)
    parts = (
        np.stack(place, axis=1),
        form,
        short,
        repeated,
        _edges(opening(read.words, COMPARED), view),
        *crossed,
        said,
        begun,
        personal,
        answer[view.before],
        answer[view.after],
        heads[view.before],
        tails[view.before],
        heads[view.after],
        tails[view.after],
    )
    return np.concatenate([part.astype(np.float32) for part in parts], axis=1)
