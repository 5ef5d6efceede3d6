"""Embedding: the cosine of a reply and the real user's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from usergap.dimensions.knowledge_space import shipped_space
from usergap.probes.inference import Floats
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores
from usergap.train.rewards.tokens import tokens

Embed = Callable[[Sequence[str]], Floats]


def shipped(texts: Sequence[str]) -> Floats:
    """Vectors (n × 64) in the shipped space of statements; zeros for texts of unknown words."""
    words = [tokens(text) for text in texts]
    return shipped_space().embed([[each] if each else [] for each in words]).astype(float)


def embedding(embed: Embed) -> Score:
    """Cosines of ``embed``'s vectors.

    Missing where the reference has no vector (all zeros); 0 where only the reply has none.
    """

    def score(candidates: Sequence[Candidate]) -> Scores:
        texts = list(
            dict.fromkeys(t for c in candidates for t in (c.reply, c.reference) if t is not None)
        )
        vectors = np.asarray(embed(texts), float) if texts else np.zeros((0, 1))
        lengths = np.sqrt((vectors**2).sum(axis=1))
        unit = vectors / np.where(lengths > 0, lengths, 1.0)[:, None]
        place = {text: number for number, text in enumerate(texts)}

        def cosine(candidate: Candidate) -> float | None:
            if candidate.reference is None or not lengths[place[candidate.reference]]:
                return None
            return float(unit[place[candidate.reference]] @ unit[place[candidate.reply]])

        return [cosine(candidate) for candidate in candidates]

    return score


def _make(materials: Materials) -> Score:
    return embedding(materials.embed or shipped)


REWARD = Reward(
    id="embedding",
    title="Likeness to the real reply, as a whole",
    goal="the reply is about what the real user's reply is about",
    low=-1.0,
    high=1.0,
    citation="ours; the shipped space: Deerwester et al. 1990, Fisher 1936",
    version="1",
    gamed="words of the topic without anything said",
    make=_make,
)
