"""Session: what one conversation is to be like, turn by turn; numbers and labels only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from usergap.simulate.matching.donors import random_numbers
from usergap.simulate.matching.target import KINDS, REMARKS, Target

UNEVEN = 0.7
"""SD of a dialogue's log words per turn; .68 on average over realsim's 719 dialogues. A
profile does not say how the words of a dialogue are shared out over its turns."""
FEWEST_WORDS = 1
Labels = tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """One conversation's plan: ``words`` in all, their share in each turn, what is shown where.

    ``remarks`` and ``kinds``: per turn the feedback and the self-disclosure it shows.
    ``donor``: the row of the reference that the numbers are from.
    """

    words: int
    shares: tuple[float, ...]
    remarks: tuple[Labels, ...]
    kinds: tuple[Labels, ...]
    donor: int

    @property
    def turns(self) -> int:
        """The number of user turns."""
        return len(self.shares)

    def words_of(self, turn: int, written: int) -> int:
        """Words for turn ``turn`` (from 0) where ``written`` words were written before it.

        What is left is shared out over the turns that are left, so that a model that
        wrote too much earlier is asked for less.
        """
        share = self.shares[turn] / sum(self.shares[turn:])
        usual = self.words * self.shares[turn]
        # never starved by one long turn: at least a third of what was planned for it
        return max(FEWEST_WORDS, round(max((self.words - written) * share, usual / 3)))

    def record(self) -> Mapping[str, Any]:
        """The plan as JSON values."""
        return {
            "turns": self.turns,
            "words": self.words,
            "kinds": sorted({kind for kinds in self.kinds for kind in kinds}),
            "donor": self.donor,
        }


def session(target: Target, donor: int, scenario_id: str, seed: int) -> Session:
    """The plan of a scenario from its donor's numbers.

    How often each remark is made and what is told is the donor's; at which of the later
    turns, and how words are shared out, is by chance: a profile does not say it. What is
    told about oneself goes to longer turns.
    """
    rng = random_numbers("session", seed, scenario_id)
    turns = int(target.turns[donor])
    weights = np.exp(UNEVEN * rng.standard_normal(turns))
    shares = weights / weights.sum()
    remarks: list[Labels] = [()] * turns
    remarks[0] = tuple(label for label, n in zip(REMARKS, target.first[donor], strict=True) if n)
    count = min(int(target.remarking[donor]), turns - 1)
    places = rng.permutation(np.arange(1, turns))[:count].tolist()
    for place, labels in zip(places, _together(target.remarks[donor], count, rng), strict=True):
        remarks[place] = labels
    kinds: list[Labels] = [()] * turns
    for kind, told in zip(KINDS, target.kinds[donor], strict=True):
        if told:
            place = int(rng.choice(turns, p=shares))
            kinds[place] = (*kinds[place], kind)
    return Session(
        int(target.words[donor]), tuple(shares.tolist()), tuple(remarks), tuple(kinds), donor
    )


def _together(counts: np.ndarray, turns: int, rng: np.random.Generator) -> list[Labels]:
    """Labels for ``turns`` turns, at least one each, so often in all as ``counts`` says."""
    if not turns:
        return []
    drawn = rng.permutation(np.repeat(np.arange(len(REMARKS)), counts)).tolist()
    # labels that are shown in every turn first: of no turn twice
    drawn.sort(key=lambda label: -int(counts[label] == turns))
    shown: list[list[int]] = [[] for _ in range(turns)]
    for label in drawn:
        free = [own for own in shown if label not in own]
        if free:
            min(free, key=len).append(label)
    return [tuple(REMARKS[label] for label in sorted(own)) for own in shown]
