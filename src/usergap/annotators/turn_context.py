"""The dense part of a turn's features: place, form, echoes, word-list counts."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from usergap.annotators.hashing import Tokens
from usergap.annotators.lexicons import NAMES, counts
from usergap.annotators.turn_ngrams import Reading, opening
from usergap.annotators.turn_view import TurnView

EARLIER: Final = 8
"""Earlier turns that a turn is compared with."""
COMPARED: Final = 60
"""Tokens of a turn that are compared with others."""

_STOPS = (".", "!", "?", ":", '"', "`", ")", "*", "|", "]", "'")


_PERSONAL: Final = (
    *("family", "people", "illness", "body", "occupation", "place", "trait", "like"),
    *("past", "plan", "belief", "resume", "travel", "taste", "politics"),
)
_CHATBOT: Final = ("apology", "refusal", "asks", "served", "praise", "unclear", "greet")


def _keys(words: Tokens) -> list[int]:
    """30 bits of each token's hash: numbers that Python compares fast."""
    keys: list[int] = (words.hashes >> np.uint64(34)).astype(np.int64).tolist()
    return keys


def _sets(words: Tokens) -> list[frozenset[int]]:
    """The distinct tokens of each text."""
    keys, first = _keys(words), words.first.tolist()
    return [frozenset(keys[a:b]) for a, b in pairwise(first)]


def _overlap(one: frozenset[int], other: frozenset[int]) -> tuple[float, float, float]:
    """Jaccard index and the share of each side that the other holds."""
    common = len(one & other)
    if not common:
        return 0.0, 0.0, 0.0
    return common / (len(one) + len(other) - common), common / len(one), common / len(other)


def _edges(words: Tokens, view: TurnView) -> npt.NDArray[np.float32]:
    """(turns, 2): share of a turn that begins, or ends, just like the user's last turn."""
    keys, first = _keys(words), words.first.tolist()
    lists = [keys[a:b] for a, b in pairwise(first)]
    out = np.zeros((len(lists), 2), dtype=np.float32)
    for row, place in enumerate(view.turn.tolist()):
        if place and lists[row] and lists[row - 1]:
            own, last = lists[row], lists[row - 1]
            out[row] = _common(own, last), _common(own[::-1], last[::-1])
    return out


def _common(own: list[int], last: list[int]) -> float:
    """Length of the common start, as a share of ``own``."""
    count = 0
    for one, other in zip(own, last, strict=False):
        if one != other:
            break
        count += 1
    return count / len(own)


def echoes(view: TurnView, read: Reading) -> npt.NDArray[np.float32]:
    """(turns, 18): how far a turn repeats earlier turns and answers; answers, each other."""
    sets = _sets(opening(read.words, COMPARED))
    said = [head | tail for head, tail in zip(_sets(read.heads), _sets(read.tails), strict=True)]
    out = np.zeros((len(sets), 18), dtype=np.float32)
    places = zip(view.turn.tolist(), view.before.tolist(), view.after.tolist(), strict=True)
    for row, (place, before, after) in enumerate(places):
        own = sets[row]
        best, nearest = (0.0, 0.0, 0.0), 0
        inside = covered = 0.0
        for back in range(1, min(place, EARLIER) + 1):
            found = _overlap(own, sets[row - back])
            if found[0] > best[0]:
                best, nearest = found, back
            inside, covered = max(inside, found[1]), max(covered, found[2])
        last = _overlap(own, sets[row - 1]) if place else best
        out[row] = (
            *best,
            best[0] > 0.6,
            best[0] == 1,
            inside,
            covered,
            *last,
            best[0] * (nearest == 1),
            *(_overlap(own, said[before]) if before else (0, 0, 0)),
            *(_overlap(own, said[after])[:2] if after else (0, 0)),
            *(_overlap(said[before], said[after])[:2] if before and after else (0, 0)),
        )
    return out


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
    return (
        len(text),
        end.endswith("?"),
        end.count("?"),
        bool(end) and not end.endswith(_STOPS),
        "\n1." in text[:600] or "\n- " in text[:600] or "\n* " in text[:600],
        "```" in text[:2000],
        text.count("\n", 0, 2000),
    )


def _logs(words: Tokens, texts: int) -> npt.NDArray[np.float32]:
    return np.log1p(counts(words, texts))


def context(view: TurnView, read: Reading) -> npt.NDArray[np.float32]:
    """(turns, features): all dense features, unscaled but with counts in logs."""
    form = np.array([_form(text) for text in view.texts], dtype=np.float32).reshape(len(view), -1)
    form[:, [0, 1, 2, 6]] = np.log1p(form[:, [0, 1, 2, 6]])
    answer = np.array([_form_of_answer(text) for text in view.answers], dtype=np.float32)
    answer[:, [0, 2, 6]] = np.log1p(answer[:, [0, 2, 6]])
    chatbot = [NAMES.index(name) for name in _CHATBOT]
    heads = _logs(opening(read.heads, 24), len(view.heads))[:, chatbot]
    tails = _logs(read.tails, len(view.tails))[:, chatbot]
    said = _logs(read.words, len(view))
    begun = np.minimum(counts(opening(read.words, 5), len(view)), 1)
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
