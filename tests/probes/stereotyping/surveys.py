"""Surveys with known answers: who answers what, with which spread, is up to the caller."""

from __future__ import annotations

import numpy as np

from usergap.probes.stereotyping.answers import Answers


def survey(values, simulated, group=None, nominal=True, block=None):
    """Answers of respondents (rows) to items; each its own group of resampling unless told."""
    x = np.array(values, float)
    n = len(x)
    block = np.arange(n) if block is None else np.array(block)
    return Answers(
        values=x,
        nominal=np.full(x.shape[1], nominal),
        items=tuple(f"q{i}" for i in range(x.shape[1])),
        group=np.zeros(n, int) if group is None else np.array(group),
        simulated=np.array(simulated, bool),
        block=block,
        key=tuple(f"r{i:04}" for i in block.tolist()),
    )


def sides(answers):
    """Weights of one for the real and for the simulated respondents."""
    one = np.ones((1, len(answers.key)))
    return one * ~answers.simulated, one * answers.simulated
