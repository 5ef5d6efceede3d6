"""Separation: planted separate and inseparate personas, topics that look like personas."""

from __future__ import annotations

import random

import pytest

from usergap.compare import Verdict
from usergap.probes import Tools, probe_named, run_probes

from ..talks import many, talk

PLAIN = ["boat", "price", "list", "which", "show", "blue", "near", "please", "two", "first"]
NAMES = ["cook", "sailor", "nurse", "teacher"]


def side(name, own, count=10, seed=0, **fields):
    """Dialogues of four personas with so many words of their own each."""
    rng = random.Random(seed)
    return tuple(
        talk(
            f"{name}-{persona}-{i}",
            " ".join(
                rng.choices(PLAIN, k=12)
                + rng.choices([f"{persona}{n}" for n in range(4)], k=own)
            ),
            persona=f"a {persona}",
            **fields,
        )
        for persona in NAMES
        for i in range(count)
    )  # fmt: skip


def run(simulated, real=(), **more):
    (found,) = run_probes(
        [probe_named("separation")], real, {"bot": simulated}, replicates=200, **more
    )
    if found.measured is None:
        return found
    return found, {f.name.removeprefix("separation."): f for f in found.measured.figures}


def test_separate_personas_are_retrieved():
    found, figures = run(side("s", 4))
    assert found.verdict is Verdict.UNDEFINED  # described, not judged
    assert figures["retrieval"].low > 90
    assert figures["silhouette"].low > 0
    assert all(f.p < 0.01 for f in figures.values())
    # Of 39 others 9 are of one's persona.
    assert figures["retrieval"].beside[0].value == pytest.approx(100 * 9 / 39, abs=3)
    assert "by chance, with the same topics, in 2" in found.measured.seen


def test_personas_without_a_trace_are_at_chance():
    _, figures = run(side("s", 0))
    for each in figures.values():
        assert each.p > 0.05
        assert each.low <= each.beside[0].value <= each.high


def test_a_topic_of_its_own_does_not_make_a_persona():
    # Each persona has its own topic: what separates them could be the topic alone.
    everyone = tuple(d for d in side("s", 4))
    topical = tuple(
        talk(d.id, d.turns[0].text, persona=d.persona, domain=d.persona) for d in everyone
    )
    _, figures = run(topical)
    assert figures["retrieval"].p == 1
    assert figures["retrieval"].value == pytest.approx(figures["retrieval"].beside[0].value)


def test_runs_of_one_scenario_are_no_evidence():
    same = tuple(
        talk(f"{p}{i}", f"{p} asks", persona=p, scenario_id=p) for p in NAMES for i in range(9)
    )
    assert "two or more scenarios" in run(same).reason


def test_real_personas_are_the_yardstick_where_they_are_known():
    found, figures = run(side("s", 6, seed=1), side("r", 2, seed=2))
    assert figures["contrast"].verdict is Verdict.DIFFERS
    assert figures["contrast"].value > 0
    alike, others = run(side("s", 2, seed=3), side("r", 2, seed=4))
    assert others["contrast"].low <= 0 <= others["contrast"].high
    assert found.verdict is Verdict.DIFFERS
    assert alike.verdict is not Verdict.DIFFERS


def test_the_order_of_dialogues_changes_no_value():
    one = side("s", 2)
    values = [{k: f.value for k, f in run(some)[1].items()} for some in (one, one[::-1])]
    assert values[0] == {k: pytest.approx(v) for k, v in values[1].items()}


def test_embeddings_take_the_place_of_words():
    def embed(texts):
        return [[float(name in text) for name in NAMES] for text in texts]

    _, figures = run(side("s", 1), tools=Tools(embed=embed))
    assert figures["retrieval"].value == pytest.approx(100)
    assert figures["silhouette"].value == pytest.approx(1)


def test_no_personas_no_separation():
    assert "needs two personas" in run(many("s", 20, "hello")).reason
    assert "needs two personas" in run(many("s", 20, "hello", persona="a cook")).reason
