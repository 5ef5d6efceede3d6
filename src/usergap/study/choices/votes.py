"""Answers as choices between teachers, the raters to be wary of, and the file for the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from usergap.ledger.generator_audit.choices import Choice
from usergap.study.blind.raters import FAST, ONE_SIDED
from usergap.study.records import Answer, Study


def side(answer: Answer) -> str:
    """What was chosen of the item as it was made: left, right or tie."""
    told = str(answer.value["choice"])
    if told == "tie" or not answer.flipped:
        return told
    return "left" if told == "right" else "right"


def choices_of(study: Study, answers: Sequence[Answer]) -> list[Choice]:
    """One choice an answer, without attention items; ``a`` is what was made as the left side."""
    names = {"left": "a", "right": "b", "tie": "tie"}
    found = []
    for one in answers:
        item = study.items[one.item]
        if not (item.attention or item.closing):
            truth = item.truth
            found.append(
                Choice(truth["task"], one.rater, truth["a"], truth["b"], names[side(one)])  # type: ignore[arg-type]
            )
    return found


def jsonl(choices: Sequence[Choice]) -> str:
    """What ``usergap mix audit --choices`` reads."""
    return "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in choices)


def flags_of(study: Study, answers: Sequence[Answer]) -> dict[str, tuple[str, ...]]:
    """Why a rater is flagged; raters without reproach are not in it."""
    from scipy.stats import binomtest

    found: dict[str, tuple[str, ...]] = {}
    judged = [one for one in answers if not study.items[one.item].closing]
    for rater in dict.fromkeys(one.rater for one in judged):
        mine = [one for one in judged if one.rater == rater]
        checks = [side(one) == "left" for one in mine if study.items[one.item].attention]
        usual = [one for one in mine if not study.items[one.item].attention]
        flags = []
        if not all(checks):
            flags.append(f"failed {len(checks) - sum(checks)} of {len(checks)} attention checks")
        if usual and (seconds := float(np.median([one.seconds for one in usual]))) < FAST:
            flags.append(f"answers in {seconds:.1f} s (median)")
        sided = [one.value["choice"] == "left" for one in usual if one.value["choice"] != "tie"]
        if sided and binomtest(sum(sided), len(sided)).pvalue < ONE_SIDED:
            flags.append(f"chose the left side in {100 * sum(sided) / len(sided):.0f} %")
        if flags:
            found[rater] = tuple(flags)
    return found
