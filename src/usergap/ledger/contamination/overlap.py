"""Overlap of two sets of dialogues: shared runs of words, near-duplicates, seeds and parents.

A run of 13 words is the length that Brown et al. 2020 (appendix C) call contamination; 8 finds
more and more of what people share anyway. Zero overlap does not clear data: a paraphrase
shares no run, and traits pass through data that show nothing of them (``hidden_trait``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from usergap.annotators.hashing import batch, tokens, word_ngrams
from usergap.dialogues import Dialogue, given_id
from usergap.errors import InputError
from usergap.ledger.mixing.kinship import PARENT, lineages, names_of
from usergap.ledger.mixing.near_duplicates import THRESHOLD, nearest
from usergap.ledger.mixing.shingles import compared_text, shingles
from usergap.profiles.seeds import hashed, marks, seeds_in

RUN: Final = 13


@dataclass(frozen=True)
class Shared:
    """One evaluation dialogue that training knows, how, and by which training dialogue."""

    evaluation: str
    training: str
    how: str


@dataclass(frozen=True)
class Overlap:
    """Counts over evaluation dialogues, and each find.

    ``runs``: hold a run of ``run`` words of a training dialogue; ``near``: near-duplicates;
    ``same_pair``: of one scenario, conversation or context, or their ancestors are; ``seeds``: a
    seed, ancestor or descendant of a training dialogue, or of one ancestor; ``any``: at least
    one of these. ``unlisted``: training dialogues whose seeds are listed elsewhere, so that
    they cannot be known.
    """

    dialogues: int
    run: int
    runs: int
    near: int
    same_pair: int
    seeds: int
    any: int
    unlisted: int
    found: tuple[Shared, ...]


def overlap(
    training: Sequence[Dialogue],
    evaluation: Sequence[Dialogue],
    *,
    run: int = RUN,
    threshold: float = THRESHOLD,
) -> Overlap:
    """What of ``evaluation`` is in ``training`` by user's words, pair keys, seeds and parents."""
    if run < 1:
        raise InputError(f"run: expected 1 word or more, found {run}")
    if not evaluation:
        raise InputError("expected evaluation dialogues, found none")
    kinds = {
        "runs": _shared_runs(training, evaluation, run),
        "near": _near(training, evaluation, threshold),
        "same_pair": _pairs(training, evaluation),
        "seeds": _seeds(training, evaluation),
    }
    found = [
        Shared(evaluation[place].id, other, kind)
        for kind, shared in kinds.items()
        for place, other in sorted(shared.items())
    ]
    counts = {kind: len(shared) for kind, shared in kinds.items()}
    known = len(set().union(*kinds.values()))
    unlisted = seeds_in(training).unlisted
    return Overlap(len(evaluation), run, **counts, any=known, unlisted=unlisted, found=tuple(found))


def _shared_runs(
    training: Sequence[Dialogue], evaluation: Sequence[Dialogue], run: int
) -> dict[int, str]:
    """Place of each evaluation dialogue that holds a run, and a training dialogue with it."""
    owner, theirs = _runs(training, run)
    asked, mine = _runs(evaluation, run)
    order = np.argsort(theirs, kind="stable")
    at = np.searchsorted(theirs[order], mine)
    inside = at < len(theirs)
    hit = np.zeros(len(mine), np.bool_)
    hit[inside] = theirs[order][at[inside]] == mine[inside]
    places = np.flatnonzero(hit)
    found: dict[int, str] = {}
    for place in places.tolist():
        found.setdefault(int(asked[place]), training[int(owner[order][at[place]])].id)
    return found


def _runs(
    dialogues: Sequence[Dialogue], run: int
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.uint64]]]:
    """Dialogue and hash of every run within one user turn."""
    turns = [(place, turn.text) for place, d in enumerate(dialogues) for turn in d.turns]
    text, hashes = word_ngrams(tokens(batch([said for _, said in turns])), run)
    places = np.array([place for place, _ in turns], np.int64)
    return places[text], hashes


def _near(
    training: Sequence[Dialogue], evaluation: Sequence[Dialogue], threshold: float
) -> dict[int, str]:
    pool, asked = (
        shingles([compared_text(each) for each in side]) for side in (training, evaluation)
    )
    places, _ = nearest(pool, asked, threshold)
    return {i: training[place].id for i, place in enumerate(places.tolist()) if place >= 0}


def _pairs(training: Sequence[Dialogue], evaluation: Sequence[Dialogue]) -> dict[int, str]:
    """By own scenario, conversation or context, or that of an ancestor on either side."""
    known = {
        key: each.id
        for each, lineage in zip(training, lineages(training), strict=True)
        for key in lineage
        if not key.startswith(PARENT)
    }
    return {
        place: known[shared[0]]
        for place, lineage in enumerate(lineages(evaluation))
        if (shared := sorted(lineage & known.keys()))
    }


def _seeds(training: Sequence[Dialogue], evaluation: Sequence[Dialogue]) -> dict[int, str]:
    """By descent: a seed or ancestor of a training dialogue, its descendant, or of one ancestor.

    Equal ids alone are no kinship: two files may both count from 1.
    """
    seeds = seeds_in(training)
    born = {f"{PARENT}{given_id(each.id)}": each.id for each in training}
    ancestors = {
        key: each.id
        for each, lineage in zip(training, lineages(training), strict=True)
        for key in lineage
        if key.startswith(PARENT)
    }
    found: dict[int, str] = {}
    for place, (each, lineage) in enumerate(zip(evaluation, lineages(evaluation), strict=True)):
        pair = each.scenario_id or each.context_id
        if shared := sorted((names_of(each) | lineage) & ancestors.keys()):
            found[place] = ancestors[shared[0]]
        elif shared := sorted(lineage & born.keys()):
            found[place] = born[shared[0]]
        elif marks(each) & seeds.ids or (pair is not None and hashed(pair) in seeds.pairs):
            found[place] = "seeds of the training set"
    return found
