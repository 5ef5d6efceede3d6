"""Caricature: a planted caricature, a persona that changes nothing, and the CoMPosT example."""

from __future__ import annotations

import random

import pytest

from usergap.compare import Verdict
from usergap.formats import read
from usergap.probes import Tools, probe_named, run_probes

from ..talks import many, talk

SEA = ["sail", "harbour", "tide", "anchor", "mast", "wave"]
TAX = ["form", "rate", "income", "claim", "year", "office"]
PLAIN = ["the", "and", "what", "is", "it", "to", "my"]


def said(rng, sea, tax):
    words = rng.choices(SEA, k=sea) + rng.choices(TAX, k=tax) + rng.choices(PLAIN, k=8)
    rng.shuffle(words)
    return " ".join(words)


def simulator(sea, tax, count=30, seed=0):
    """A sailor asks about taxes with so many words of the sea and of taxes."""
    rng = random.Random(seed)
    arms = [
        ("a sailor", "taxes", (sea, tax)),
        ("user", "taxes", (0, 6)),
        ("a sailor", "comment", (6, 0)),
    ]
    return tuple(
        talk(f"{persona}-{topic}-{i}", said(rng, *words), persona=persona, domain=topic)
        for persona, topic, words in arms
        for i in range(count)
    )


def figures(simulated, **more):
    (found,) = run_probes(
        [probe_named("caricature")], (), {"bot": simulated}, replicates=200, **more
    )
    assert found.verdict is Verdict.UNDEFINED  # described, not judged
    return {f.name.removeprefix("caricature."): f for f in found.measured.figures}


def test_a_persona_that_drowns_the_topic_is_told_and_lies_at_the_persona_s_end():
    found = figures(simulator(6, 0, seed=1))
    assert found["individuation"].value > 95
    assert found["individuation"].p < 0.05
    assert found["exaggeration"].low <= 1 <= found["exaggeration"].high


def test_a_persona_that_changes_nothing_is_not_told_and_lies_at_the_topic_s_end():
    found = figures(simulator(0, 6))
    assert found["individuation"].low <= 50 <= found["individuation"].high
    assert found["individuation"].p > 0.05
    assert found["exaggeration"].low <= 0 <= found["exaggeration"].high


def test_half_of_each_lies_between():
    found = figures(simulator(3, 3))
    assert 0.3 < found["exaggeration"].low < found["exaggeration"].high < 0.7


def test_no_error_seen_is_not_certainty():
    individuation = figures(simulator(6, 0))["individuation"]
    assert individuation.value == 100
    # 60 dialogues: .025 ** (1 / 60) = .940
    assert individuation.low == pytest.approx(94.0, abs=0.1)


def test_the_order_of_dialogues_changes_nothing():
    one = simulator(2, 4)
    values = [{k: f.value for k, f in figures(some).items()} for some in (one, one[::-1])]
    assert values[0] == {k: pytest.approx(v) for k, v in values[1].items()}


def test_embeddings_take_the_place_of_words():
    def embed(texts):
        return [[float(any(w in text for w in SEA)), 1.0] for text in texts]

    found = figures(simulator(1, 5), tools=Tools(embed=embed))
    assert found["individuation"].value == 100
    assert found["exaggeration"].value == pytest.approx(1)


def test_a_simulator_without_a_persona_is_the_default_of_one_with():
    rng = random.Random(1)
    plain = tuple(talk(f"p{i}", said(rng, 0, 6), scenario_id=f"s{i}") for i in range(20))
    informed = tuple(
        talk(f"i{i}", said(rng, 6, 0), scenario_id=f"s{i}", persona=f"sailor {i}")
        for i in range(20)
    )
    on, off = run_probes(
        [probe_named("caricature")], (), {"on": informed, "off": plain}, replicates=100
    )
    assert [f.name for f in on.measured.figures] == ["caricature.individuation"]
    assert on.measured.figures[0].value > 95
    assert "no simulated dialogue has a persona" in off.reason


def test_too_few_dialogues_are_said():
    few = many("a", 9, "hi", persona="cook") + many("b", 30, "hi")
    (found,) = run_probes([probe_named("caricature")], (), {"bot": few})
    assert "needs 10 dialogues with a persona" in found.reason


def test_the_published_example_keeps_its_order(data):
    columns = {"user": "response", "domain": "topic", "persona": "persona"}
    corpus = read(data / "caricature" / "twitter_mini.csv", columns=columns)
    found = figures(corpus.dialogues)
    cells = {k: f.value for k, f in found.items() if k.startswith("individuation.")}
    assert len(cells) == 4
    assert min(cells, key=cells.get) == "individuation.Democrat user|Barack Obama"
    assert all(value > 50 for value in cells.values())
