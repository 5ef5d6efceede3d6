"""Big Five: a trait that shows, one that does not, what is not known."""

from __future__ import annotations

import random

import pytest
from benchmarks.bigfive import measured

from usergap.compare import Verdict
from usergap.probes import probe_named, run_probes

from ..talks import many, talk

WARM = ["great", "everyone", "party", "friends", "talk"]
PLAIN = ["boat", "sea", "price", "list", "which", "show", "the", "of"]


def steered(shows, count=60, **fields):
    """Extraversion is given and shows; openness is given and does not."""
    rng = random.Random(4)
    made = []
    for i in range(count):
        outgoing, curious = i % 2 == 0, i % 4 < 2
        words = rng.choices(PLAIN, k=12) + rng.choices(WARM if outgoing else PLAIN, k=shows)
        session = {
            "extraversion": "high" if outgoing else "low",
            "openness": "high" if curious else "low",
        }
        extra = {"simulation": {"controls": {"big_five": {"session": session}}}}
        made.append(talk(f"d{i}", " ".join(words), extra=extra, **fields))
    return tuple(made)


def run(simulated):
    return run_probes([probe_named("bigfive")], (), {"bot": simulated}, replicates=200)[0]


def test_a_trait_that_shows_is_recovered_and_one_that_does_not_is_not():
    found = run(steered(shows=3))
    assert found.verdict is Verdict.UNDEFINED  # described, not judged
    figures = {f.name: f for f in found.measured.figures}
    assert list(figures) == ["bigfive.openness", "bigfive.extraversion"]
    assert figures["bigfive.extraversion"].low > 0.9
    assert figures["bigfive.extraversion"].p < 0.05
    assert figures["bigfive.openness"].low <= 0.5 < figures["bigfive.openness"].high
    assert figures["bigfive.openness"].p > 0.05
    assert "high openness is told from low" in found.measured.seen
    assert "folds by dialogue groups" in found.measured.notes[0]


def test_the_order_of_dialogues_changes_nothing():
    one = steered(shows=1)
    values = [[f.value for f in run(some).measured.figures] for some in (one, one[::-1])]
    assert values[0] == pytest.approx(values[1])


def test_without_levels_or_with_too_few_dialogues_it_is_undefined():
    assert "names them" in run(many("d", 30, "hello", persona="a cook")).reason
    assert "no trait has 10 dialogues" in run(steered(3, count=18)).reason
    one_level = tuple(talk(f"d{i}", "hello", persona="an introverted cook") for i in range(30))
    assert "no trait has 10 dialogues" in run(one_level).reason


def test_roles_are_recovered_from_published_stories(data):
    found = measured(data / "bigfive")
    assert all(each["by role"] for each in found.values())
    areas = {trait: each["area"][0] for trait, each in found.items()}
    # Measured on 320 stories: 1.00, .99, .82, .76 and .73; a story tells its role's
    # extraversion and agreeableness, and the rest less well.
    assert areas["extraversion"] > 0.95
    assert areas["agreeableness"] > 0.95
    assert all(area > 0.6 for area in areas.values())
    assert all(each["r"][1] > 0 for each in found.values())
