"""ROUGE-L: how much of two texts is one common sequence of words (Lin 2004)."""

from __future__ import annotations

from usergap.simulate.friction.goal import words_of


def rouge_l(one: str, other: str) -> float:
    """F1 of ROUGE-L over case-folded words, 0 to 1: 2 * LCS / (words of both).

    F1 of recall LCS/m and precision LCS/n is 2 LCS/(m + n). Two texts without words
    are 0 alike.
    """
    left, right = words_of(one), words_of(other)
    total = len(left) + len(right)
    return 2 * common_length(left, right) / total if total else 0.0


def common_length(left: list[str], right: list[str]) -> int:
    """The length of the longest common subsequence, by rows of the usual table."""
    row = [0] * (len(right) + 1)
    for word in left:
        before = 0
        for place, other in enumerate(right, 1):
            above = row[place]
            row[place] = before + 1 if word == other else max(above, row[place - 1])
            before = above
    return row[-1]
