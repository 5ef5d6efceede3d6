"""Views of dialogues: what a classifier is allowed to see of the user's side.

Text views see cleaned text: what only tells the file apart is stripped (see ``STRIPPED``).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from usergap.annotators import Annotation
from usergap.dialogues import Dialogue
from usergap.dimensions import MEASURES
from usergap.probes.inference import Floats
from usergap.probes.remembering import Memory

STRIPPED = (
    "end tokens",
    "letter case",
    "shapes of quotes, dashes and dots",
    "mark-up signs",
    "placeholders such as NAME_1",
    "digits (one sign for all)",
    "white space at the edges and its amount",
)
"""What text views do not see, because it tells files apart rather than users."""
BUCKETS = 1 << 16
LABELLED = ("intent", "feedback", "identity")
_SHAPES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})
_PLACEHOLDER = re.compile(r"\bname_\d+\b")
_MARKUP = re.compile(r"[*_`#>|~]+")
_WORD = re.compile(r"\w+(?:'\w+)?|[^\w\s]")

Matrix = sparse.csr_matrix | Floats


def cleaned(text: str) -> str:
    """A message without what is listed in ``STRIPPED``."""
    plain = text.translate(_SHAPES).lower()
    plain = _MARKUP.sub(" ", _PLACEHOLDER.sub("name", plain))
    return " ".join(re.sub(r"\d", "0", plain).split())


def words_of(dialogue: Dialogue) -> list[str]:
    """Cleaned words, marks and pairs of neighbours, within messages."""
    return [word for turn in dialogue.turns for word in words_in(turn.text)]


def words_in(text: str) -> list[str]:
    """The same of one message."""
    said = _WORD.findall(cleaned(text))
    return said + [f"{a} {b}" for a, b in pairwise(said)]


def characters_of(dialogue: Dialogue) -> list[str]:
    """Runs of 3 to 5 characters within cleaned messages, their edges marked."""
    found: list[str] = []
    for turn in dialogue.turns:
        text = f" {cleaned(turn.text)} "
        found += [text[i : i + n] for n in (3, 4, 5) for i in range(len(text) - n + 1)]
    return found


def bag(
    dialogues: Sequence[Dialogue],
    of: Callable[[Dialogue], Iterable[str]],
    memory: Memory | None = None,
) -> Matrix:
    """Hashed counts, damped by a square root, each dialogue of length 1 (n × 65,536).

    ``of`` is a function of a module; ``memory``: of the run, where there is one.
    """
    found = (memory or Memory()).each(_hashed(of), dialogues)
    ends = np.cumsum([0, *(len(columns) for columns, _ in found)])
    columns = np.concatenate([columns for columns, _ in found] or [np.empty(0, np.int32)])
    values = np.concatenate([values for _, values in found] or [np.empty(0)])
    return sparse.csr_matrix((values, columns, ends), shape=(len(found), BUCKETS))


@cache
def _hashed(
    of: Callable[[Dialogue], Iterable[str]],
) -> Callable[[Dialogue], tuple[NDArray[np.int32], Floats]]:
    """The row of a dialogue: its columns and values."""

    def row(dialogue: Dialogue) -> tuple[NDArray[np.int32], Floats]:
        counts: Counter[int] = Counter()
        for each, times in Counter(of(dialogue)).items():
            counts[zlib.crc32(each.encode("utf-8", "replace")) % BUCKETS] += times
        weight = np.sqrt(np.fromiter(counts.values(), float, len(counts)))
        columns = np.fromiter(counts, np.int32, len(counts))
        return columns, weight / (np.sqrt((weight**2).sum()) or 1.0)

    return row


def behaviour(found: Sequence[Annotation]) -> Floats:
    """Share of judged turns with each label; no text."""
    names = [(d, label) for d in LABELLED for label in MEASURES[d].labels or ()]
    rows = []
    for each in found:
        judged = {d: [u for u in each.units.get(d, ()) if u is not None] for d in LABELLED}
        rows.append(
            [sum(label in u for u in judged[d]) / max(1, len(judged[d])) for d, label in names]
        )
    return np.array(rows, float)


def behaviour_names() -> list[str]:
    """What the columns of ``behaviour`` are."""
    return [f"{d}: {label}" for d in LABELLED for label in MEASURES[d].labels or ()]


LENGTH_NAMES = (
    "mean words a turn",
    "spread of words a turn",
    "words of the opening",
    "of the last",
)


def length(dialogues: Sequence[Dialogue]) -> Floats:
    """log(1 + words): mean and spread over turns, opening and last turn."""
    rows = []
    for dialogue in dialogues:
        words = np.log1p([len(cleaned(turn.text).split()) for turn in dialogue.turns] or [0])
        rows.append([words.mean(), words.std(), words[0], words[-1]])
    return np.array(rows, float)


def turn_count(dialogues: Sequence[Dialogue]) -> Floats:
    """The number of user turns, as steps, so that a classifier may like any count."""
    turns = np.array([len(dialogue.turns) for dialogue in dialogues])
    steps = np.arange(1, 13)
    return np.hstack([(turns[:, None] >= steps).astype(float), np.log1p(turns)[:, None]])
