"""Coverage: a penalty on replies that are more alike than people's are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from usergap.errors import InputError
from usergap.probes.inference import Floats
from usergap.train.rewards.bags import bags
from usergap.train.rewards.reward import Candidate, Materials, Reward, Score, Scores
from usergap.train.rewards.settings import number

NEAR_COPIES = 0.8


def coverage(within: float, across: float) -> Score:
    """- [likeness to the group's other replies - ``within``]₊ - [to other groups' - ``across``]₊.

    Likeness is the mean cosine of bags of words, over the replies of one call. Words are not
    weighed by how rare they are among these: what all of them say would weigh nothing. What
    a reply lacks (others of its group, other groups) is not held against it; a reply
    without either is missing.
    """

    def score(candidates: Sequence[Candidate]) -> Scores:
        if not candidates:
            return []
        alike = _likeness(candidates)
        same = _same_group([c.group for c in candidates])
        apart = ~same
        np.fill_diagonal(same, False)
        found: Scores = []
        for row, own, other in zip(alike, same, apart, strict=True):
            if not own.any() and not other.any():
                found.append(None)
                continue
            over = max(0.0, row[own].mean() - within) if own.any() else 0.0
            over += max(0.0, row[other].mean() - across) if other.any() else 0.0
            found.append(-float(over))
        return found

    return score


def people(real: Sequence[Candidate]) -> tuple[float | None, float]:
    """How alike real replies to one context are (None unknown), and to different ones.

    Two candidates with one ``context`` answer the same. Raises InputError with fewer than two
    contexts.
    """
    number_of = {context: n for n, context in enumerate(dict.fromkeys(c.context for c in real))}
    if len(number_of) < 2:
        raise InputError(
            f"coverage: expected real replies to 2 contexts or more, found {len(number_of)}"
        )
    alike = _likeness(real)
    same = _same_group([number_of[c.context] for c in real])
    across = float(alike[~same].mean())
    np.fill_diagonal(same, False)
    return (float(alike[same].mean()) if same.any() else None), across


def _likeness(candidates: Sequence[Candidate]) -> Floats:
    found = bags([candidate.reply for candidate in candidates])
    return np.asarray((found @ found.T).todense(), float)


def _same_group(groups: Sequence[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    numbers: Floats = np.array(groups, float)
    return np.asarray(numbers[:, None] == numbers[None, :])


def _make(materials: Materials) -> Score:
    within, across = people(materials.real)
    usual = NEAR_COPIES if within is None else within
    return coverage(number(materials.settings, "coverage.within", usual), across)


REWARD = Reward(
    id="coverage",
    title="Penalty for replies that are more alike than people's",
    goal="replies differ from one another as much as people's do",
    low=-2.0,
    high=0.0,
    citation="ours; against collapse (Shumailov et al. 2024, Nature 631)",
    version="1",
    gamed="rare words strewn in",
    make=_make,
    settings=("within",),
)
