"""BERTScore: how well a reply's words match the real user's, by meaning."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.errors import InputError
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores
from usergap.train.rewards.settings import flag, named, whole
from usergap.train.rewards.token_matching import (
    Match,
    Vectors,
    inverse_frequencies,
    match,
)
from usergap.train.rewards.token_vectors import ModelVectors, WordVectors

_SIDES = ("f", "precision", "recall")


def bertscore(vectors: Vectors, *, side: str = "f", idf_from: Sequence[str] | None = None) -> Score:
    """``side``: f, precision or recall; ``idf_from``: texts whose rare words weigh more."""
    if side not in _SIDES:
        raise InputError(f"bertscore.side: expected one of {', '.join(_SIDES)}; found {side!r}")
    idf = None if idf_from is None else inverse_frequencies(vectors.of(idf_from))

    def score(candidates: Sequence[Candidate]) -> Scores:
        pairs = [(c.reference, c.reply) for c in candidates if c.reference is not None]
        unique = list(dict.fromkeys(text for pair in pairs for text in pair))
        found = dict(zip(unique, vectors.of(unique), strict=True))
        known: dict[tuple[str, str], Match | None] = {
            pair: match(found[pair[0]], found[pair[1]], idf) for pair in set(pairs)
        }
        return [
            None if c.reference is None else _side(known[c.reference, c.reply], side)
            for c in candidates
        ]

    return score


def _side(found: Match | None, side: str) -> float | None:
    return None if found is None else float(getattr(found, side))


def _make(materials: Materials) -> Score:
    settings = materials.settings
    vectors: Vectors = WordVectors()
    if materials.model is not None:
        vectors = ModelVectors(materials.model, layer=whole(settings, "bertscore.layer"))
    real = [candidate.reply for candidate in materials.real]
    weighed = flag(settings, "bertscore.idf")
    if weighed and not real:
        raise InputError("bertscore.idf: expected real replies to count words in, found none")
    side = named(settings, "bertscore.side", _SIDES, "f")
    return bertscore(vectors, side=side, idf_from=real if weighed else None)


REWARD = Reward(
    id="bertscore",
    title="Likeness to the real reply, word by word (BERTScore)",
    goal="the reply's words mean what the real user's words mean",
    low=-1.0,
    high=1.0,
    citation="Zhang et al. 2020, arXiv 1904.09675",
    version="1",
    gamed="bland words that are near everything; one reply for all contexts",
    make=_make,
    settings=("side", "idf", "layer"),
)
