"""An interpolated n-gram model over words, with characters for words never seen.

Witten-Bell smoothing (Witten and Bell 1991; Chen and Goodman 1999, section 2.4): with
c(h) continuations of a history h, t(h) of them different,

    p(w | h) = (c(h, w) + t(h) p(w | h')) / (c(h) + t(h)),

h' being h without its first word. Below single words a model of characters, smoothed
alike down to a uniform one, spells what was never seen, so every text has a probability.
A context in view (the answer before a message) is a cache (Kuhn and De Mori 1990): one
part in five of the probability goes to the words in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

WORDS, LETTERS = 3, 4
"""Orders: a word after two words, a character after three."""
CACHED = 0.2
KEPT = 1 << 14
"""Texts whose probabilities are kept."""
ALPHABET = 256
"""Characters that the last resort holds equally likely."""
_TOKEN = re.compile(r"\w+|[^\w\s]|\n")
_BEGIN, _END = "\x02", "\x03"


def tokens(text: str) -> list[str]:
    """Words, punctuation marks and line breaks, in lower case."""
    return _TOKEN.findall(text.lower())


class _Counts:
    """How often each symbol followed each history, for all orders up to ``order``."""

    def __init__(self, order: int) -> None:
        self.order = order
        self.after: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self.total: Counter[tuple[str, ...]] = Counter()

    def add(self, symbols: Sequence[str], times: int = 1) -> None:
        """Count a sequence that begins behind ``order - 1`` begin marks."""
        padded = [_BEGIN] * (self.order - 1) + list(symbols)
        for at in range(self.order - 1, len(padded)):
            for length in range(self.order):
                history = tuple(padded[at - length : at])
                self.after[history][padded[at]] += times
                self.total[history] += times

    def probability(self, history: tuple[str, ...], symbol: str, base: float) -> float:
        """The smoothed probability; ``base`` is that of the empty model."""
        p = base
        for length in range(len(history) + 1):
            seen = self.after.get(history[len(history) - length :])
            if seen is None:
                break
            kinds = len(seen)
            total = self.total[history[len(history) - length :]]
            p = (seen.get(symbol, 0) + kinds * p) / (total + kinds)
        return p


class NgramModel:
    """A word n-gram model of texts; it never scores what it was trained on by itself."""

    name = "built-in n-gram"

    def __init__(self, texts: Iterable[str]) -> None:
        self._words, self._letters = _Counts(WORDS), _Counts(LETTERS)
        spelled: Counter[str] = Counter()
        for text in texts:
            found = tokens(text)
            if found:
                self._words.add([*found, _END])
                spelled.update(found)
        for word in spelled:  # each word once: what is new is spelled like words, not like "the"
            self._letters.add([*word, _END])
        self._spelling: dict[str, float] = {}
        # the same turn is asked for alone and after several answers
        self._alone = lru_cache(maxsize=KEPT)(self._probabilities)
        self.trained_on = sum(spelled.values())

    def mean_logprobs(
        self, texts: Sequence[str], contexts: Sequence[str] | None = None
    ) -> list[float | None]:
        """Mean natural log-probability per token, the end of the text being one; None without."""
        befores = contexts if contexts is not None else [""] * len(texts)
        return [self._mean(text, before) for text, before in zip(texts, befores, strict=True)]

    def _mean(self, text: str, context: str) -> float | None:
        found = tokens(text)
        if not found:
            return None
        cache = Counter(tokens(context))
        held = sum(cache.values())
        total = 0.0
        for word, p in zip((*found, _END), self._alone(text), strict=True):
            total += math.log((1 - CACHED) * p + CACHED * cache[word] / held if held else p)
        return total / (len(found) + 1)

    def _probabilities(self, text: str) -> list[float]:
        """The probability of each token and of the end, without a context in view."""
        padded = [_BEGIN] * (WORDS - 1) + tokens(text) + [_END]
        return [
            self._words.probability(tuple(padded[at - WORDS + 1 : at]), word, self._spell(word))
            for at, word in enumerate(padded)
            if at >= WORDS - 1
        ]

    def _spell(self, word: str) -> float:
        if word == _END:
            return 1 / ALPHABET
        known = self._spelling.get(word)
        if known is None:
            padded = [_BEGIN] * (LETTERS - 1) + list(word) + [_END]
            known = 1.0
            for at in range(LETTERS - 1, len(padded)):
                history = tuple(padded[at - LETTERS + 1 : at])
                known *= self._letters.probability(history, padded[at], 1 / ALPHABET)
            self._spelling[word] = known = max(known, 1e-300)
        return known
