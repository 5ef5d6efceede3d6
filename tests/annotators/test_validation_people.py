"""People's agreement in a label file, and shares of all turns from a drawn sample."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.annotators.annotator import Annotation
from usergap.annotators.sampling.drawing import draw
from usergap.annotators.sampling.estimates import Rate
from usergap.annotators.sampling.units import units_of
from usergap.annotators.sidecar import SidecarRow
from usergap.annotators.validation.people import (
    PopulationShare,
    people_agreement,
    population_lines,
    population_shares,
)
from usergap.dialogues import Corpus, Dialogue, Message

YES, NO = ("explicit_positive",), ("no_feedback",)


def test_alpha_among_people_is_that_of_units_that_several_labelled():
    """Krippendorff's two judges: 1 - .4 / (168/380) = .0952; a unit of one judge says nothing."""
    one, two = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    rows = [
        SidecarRow("a", n + 1, {"feedback": YES if x else NO}, None, who)
        for who, given in (("p", one), ("q", two))
        for n, x in enumerate(given)
    ]
    rows.append(SidecarRow("b", 1, {"feedback": YES}, None, "p"))
    found = people_agreement(rows, "feedback")
    assert found["explicit_positive"] == pytest.approx(1 - 0.4 * 380 / 168, abs=1e-12)
    assert found["continuation_request"] is None
    assert people_agreement(rows[:10], "feedback") == {}


def test_shares_of_all_turns_by_hand():
    """Four turns, the annotator says yes to the first two: .5. Drawn with p = .5 were the first
    (people: no) and the third (people: no): .5 + (1/4) (0 - 1)/.5 + 0 = 0."""
    pair = (Message("user", "x"), Message("assistant", "y"))
    corpus = Corpus("c", tuple(Dialogue(x, pair * 2) for x in "ab"))
    found = [Annotation({"feedback": (YES, YES)}), Annotation({"feedback": (NO, None)})]
    gold = [SidecarRow(x, 1, {"feedback": NO}, inclusion_p=0.5) for x in "ab"]
    shares = population_shares(corpus, gold, found, "feedback")
    assert shares["explicit_positive"].annotator == 0.5
    assert shares["explicit_positive"].people.value == pytest.approx(0.0)
    # no_feedback: annotator 1/4; + (1/4)(1 - 0)/.5 + (1/4)(1 - 1)/.5 = .75
    assert shares["no_feedback"].people.value == pytest.approx(0.75)
    assert "explicit_positive" in population_lines("feedback", shares)[2]
    assert population_shares(corpus, [], found, "feedback") == {}


def test_a_drawn_sample_gives_the_true_share_whatever_the_annotator_says():
    """Mean over 400 draws within four standard errors of the truth; the annotator is far off."""
    rng = np.random.default_rng(5)
    pair = (Message("user", "x"), Message("assistant", "y"))
    corpus = Corpus(
        "c", tuple(Dialogue(f"d{n}", pair * int(rng.integers(1, 6))) for n in range(80))
    )
    true = {(d.id, t.number): YES if rng.random() < 0.2 else NO for d in corpus for t in d.turns}
    found = [
        Annotation({"feedback": tuple(
            YES if rng.random() < (0.5 if true[d.id, t.number] == YES else 0.3) else NO
            for t in d.turns
        )}) for d in corpus
    ]  # fmt: skip
    units = units_of(corpus.dialogues, found, ["feedback"])
    values = []
    for seed in range(400):
        drawn = draw(units.strata, units.uncertainty, 40, seed)
        gold = []
        for at in drawn.units.tolist():
            row, number = units.places[at]
            key = (corpus[row].id, number)
            gold.append(SidecarRow(*key, {"feedback": true[key]}, inclusion_p=drawn.inclusion[at]))
        shares = population_shares(corpus, gold, found, "feedback")["explicit_positive"]
        values.append(shares.people.value)
    truth = np.mean([one == YES for one in true.values()])
    assert abs(np.mean(values) - truth) < 4 * np.std(values) / 20
    assert abs(shares.annotator - truth) > 0.05


def test_a_share_is_shown_between_0_and_100_percent():
    one = PopulationShare(0.46, Rate(1.047, 0.1, 0.89, 1.0))
    other = PopulationShare(0.2, Rate(-0.03, 0.1, 0.0, 0.1))
    _, high, low = population_lines("feedback", {"no_feedback": one, "explicit_positive": other})
    assert high.endswith("100.0 % [89.0, 100.0]")
    assert low.endswith("  0.0 % [0.0, 10.0]")
