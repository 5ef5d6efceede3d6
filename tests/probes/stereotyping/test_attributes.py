"""Attributes: counts by label, shares, and what other languages lack."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from usergap.annotators import Annotation
from usergap.probes.stereotyping.attributes import attribute_counts, shares

from ..talks import talk


def annotated(*feedback):
    return Annotation({"feedback": tuple(feedback)})


def test_counts_and_shares_by_dialogue():
    talks = [talk("a", "show me", "thanks", "lol ok"), talk("b", "show me")]
    told = [
        annotated(("no_feedback",), ("explicit_positive",), None),
        annotated(None),
    ]
    found = attribute_counts(talks, told)
    assert list(found) == ["feedback", "emotion", "formality"]
    labels, counts = found["feedback"]
    held = dict(zip(labels, counts.T.tolist(), strict=True))
    assert held.pop("no_feedback") == [1, 0]
    assert held.pop("explicit_positive") == [1, 0]
    assert not np.any(list(held.values()))
    assert found["formality"][1].sum(axis=1).tolist() == [3, 1]  # a turn is formal or not
    names, values = shares({"feedback": found["feedback"]})
    assert values[0, names.index("feedback: no_feedback")] == 0.5
    assert np.isnan(values[1]).all()  # no turn could be judged


def test_another_language_leaves_out_what_is_english():
    german = replace(talk("a", "zeig mir"), language="de")
    assert list(attribute_counts([german], [annotated(("no_feedback",))])) == ["feedback"]
