"""A policy that a laptop trains in seconds: an n-gram table of logits, no transformer.

p(w | h, x, t) = softmax_w(θ[h, w] + γ[t] [w in x]): ``h`` are the last words written, ``x`` is
what is in view (the message that is answered, and the persona where there is one); γ[t], how
readily its words are taken up at the user's t-th turn, is all that it knows of the context. It
begins as the n-gram model of a set of replies and is its own reference for the divergence.
It shows what a reward does to the words of replies, not what a large model would make of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from usergap.errors import InputError
from usergap.train.rewards.tokens import tokens
from usergap.train.rl.advantages import Floats

Integers = NDArray[np.int64]
END = 0
"""The token that ends a reply, and stands before its first word."""
_UNSEEN = 0.1


@dataclass(frozen=True)
class Written:
    """Replies and every choice that made them, flat over all tokens.

    ``reply``: whose token it is; ``state``, ``word``: row and column of the table;
    ``logp``: its log-probability when it was written. ``held`` (replies × words): the words
    of each context; ``turn`` (replies): which entry of ``copy`` weighed them.
    """

    texts: tuple[str, ...]
    reply: Integers
    state: Integers
    word: Integers
    logp: Floats
    held: NDArray[np.bool_]
    turn: Integers


@dataclass(frozen=True)
class NgramPolicy:
    """Logits (states × words) and γ for each turn; ``order`` words of history.

    Later turns than ``copy`` has entries take its last one.

    ``vocabulary[0]`` is the end. A history that was never seen is looked up without its
    first word. ``start`` and ``start_copy`` are the policy before training. Frozen:
    learning gives a new policy.
    """

    vocabulary: tuple[str, ...] = field(repr=False)
    states: dict[tuple[int, ...], int] = field(repr=False)
    logits: Floats = field(repr=False)
    start: Floats = field(repr=False)
    order: int = 1
    longest: int = 40
    copy: tuple[float, ...] = (0.0,)
    start_copy: tuple[float, ...] = (0.0,)

    @classmethod
    def fit(
        cls, replies: Sequence[str], *, order: int = 1, words: int = 800, longest: int = 40
    ) -> NgramPolicy:
        """The n-gram model of ``replies`` over their most frequent ``words`` words.

        Smoothed as Witten and Bell (1991) do. Rarer words are left out of the replies.
        Raises InputError where there is no word.
        """
        if min(order, words, longest) < 1:
            raise InputError(
                "n-gram policy: order, words, longest: expected 1 or more each, found"
                f" {order}, {words}, {longest}"
            )
        said = [tokens(reply) for reply in replies]
        counted = Counter(word for each in said for word in each)
        if not counted:
            raise InputError("n-gram policy: expected replies with words, found none")
        frequent = sorted(counted, key=lambda word: (-counted[word], word))[:words]
        vocabulary = ("", *frequent)
        number = {word: place for place, word in enumerate(vocabulary)}
        coded = [[number[word] for word in each if word in number] for each in said]
        states, logits = _table([each for each in coded if each], order, len(vocabulary))
        return cls(vocabulary, states, logits, logits, order, longest)

    def heeding(self, copy: Sequence[float]) -> NgramPolicy:
        """The policy before training, with these weights of the words in view, turn by turn."""
        weights = tuple(map(float, copy))
        if not weights or not np.isfinite(weights).all():
            raise InputError(f"n-gram policy: copy: expected numbers, found {copy}")
        return replace(self, copy=weights, start_copy=weights)

    def write(
        self, contexts: Sequence[str], rng: np.random.Generator, turns: Sequence[int] | None = None
    ) -> Written:
        """One reply to each context, drawn word by word; ``turns``: which turn it is, from 0."""
        held = self._held(contexts)
        size = len(contexts)
        told = np.zeros(size, np.int64) if turns is None else np.array(turns, np.int64)
        turn = np.minimum(told, len(self.copy) - 1)
        lift = np.array(self.copy)[turn][:, None] * held
        history = np.full((size, self.order), END, np.int64)
        alive = np.arange(size)
        found: list[tuple[Integers, Integers, Integers, Floats]] = []
        for _ in range(self.longest):
            state = self._state(history[alive])
            logp = log_softmax(self.logits[state] + lift[alive])
            drawn = rng.random(alive.size)[:, None]
            total = np.exp(logp).cumsum(axis=1)
            word = np.minimum((total < drawn * total[:, -1:]).sum(axis=1), logp.shape[1] - 1)
            found.append((alive, state, word, logp[np.arange(alive.size), word]))
            history[alive] = np.hstack([history[alive, 1:], word[:, None]])
            alive = alive[word != END]
            if not alive.size:
                break
        reply, state, word, logp = (np.concatenate(each) for each in zip(*found, strict=True))
        texts: list[list[str]] = [[] for _ in range(size)]
        for whose, which in zip(reply.tolist(), word.tolist(), strict=True):
            texts[whose].append(self.vocabulary[which])
        return Written(
            tuple(" ".join(filter(None, each)) for each in texts),
            reply,
            state,
            word,
            logp,
            held,
            turn,
        )

    def logps(self, written: Written, *, start: bool = False) -> Floats:
        """Log-probabilities of all words at each place (tokens × words), now or at the start."""
        table, copy = (self.start, self.start_copy) if start else (self.logits, self.copy)
        lift = np.array(copy)[written.turn][:, None] * written.held
        return log_softmax(table[written.state] + lift[written.reply])

    def moved(self, logits: Floats, copy: Sequence[float]) -> NgramPolicy:
        """The policy with these weights."""
        return replace(self, logits=logits, copy=tuple(map(float, copy)))

    def _held(self, contexts: Sequence[str]) -> NDArray[np.bool_]:
        number = {word: place for place, word in enumerate(self.vocabulary)}
        held = np.zeros((len(contexts), len(self.vocabulary)), np.bool_)
        for row, context in enumerate(contexts):
            held[row, [number[word] for word in set(tokens(context)) if word in number]] = True
        return held

    def _state(self, history: Integers) -> Integers:
        return np.array([self._row(tuple(each)) for each in history.tolist()], np.int64)

    def _row(self, history: tuple[int, ...]) -> int:
        while history not in self.states:
            history = history[1:]
        return self.states[history]


def log_softmax(logits: Floats) -> Floats:
    """Row by row."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _table(
    coded: Sequence[Sequence[int]], order: int, size: int
) -> tuple[dict[tuple[int, ...], int], Floats]:
    """Rows of states, shorter histories first, and their smoothed log-probabilities."""
    after: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
    for each in coded:
        padded = [END] * order + list(each) + [END]
        for place in range(order, len(padded)):
            for length in range(order + 1):
                after[tuple(padded[place - length : place])][padded[place]] += 1
    states: dict[tuple[int, ...], int] = {}
    shares = np.zeros((len(after), size))
    for history in sorted(after, key=lambda h: (len(h), h)):
        row = states[history] = len(states)
        seen = after[history]
        kinds = len(seen) if history else _UNSEEN * size
        base = shares[states[history[1:]]] if history else np.full(size, 1 / size)
        shares[row] = kinds * base
        shares[row, list(seen)] += list(seen.values())
        shares[row] /= kinds + sum(seen.values())
    return states, np.log(shares)
