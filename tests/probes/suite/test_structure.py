"""Structure: transitions and perplexity by hand, planted orders, no floor in the distance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators import Annotation
from usergap.compare import Verdict
from usergap.dimensions import MEASURES
from usergap.probes import Tools, probe_named, run_probes
from usergap.probes.material import Material
from usergap.probes.statistics import debiased_tvd
from usergap.probes.suite.structure import ENOUGH_SPARE, _surprise, _transitions

from ..talks import talk

STATES = ("START", "a", "b", "END")


class Spelled:
    """An annotator that takes a turn's first word for its intent."""

    name, version, dimensions, languages = "spelled", "1", ("intent",), frozenset()

    def annotate(self, dialogues):
        return [
            Annotation({"intent": tuple(frozenset({t.text.split()[0]}) for t in d.turns)})
            for d in dialogues
        ]


def test_several_labels_share_a_turn_s_weight():
    found = _transitions(
        Annotation({"intent": (frozenset({"a"}), None, frozenset({"a", "b"}))}), STATES
    )
    expected = np.zeros((4, 4))
    expected[0, 1] = 1  # START to a
    expected[1, 1] = expected[1, 2] = 0.5  # a to a or b; the turn without a label is passed by
    expected[1, 3] = expected[2, 3] = 0.5
    assert found == pytest.approx(expected)
    assert not _transitions(Annotation({"intent": (None,)}), STATES).any()


LEARNT = st.lists(st.integers(0, 5), min_size=16, max_size=16)


def scored(learnt, *asked):
    """-Σ log P of simulated dialogues, where the one real dialogue is learned from."""
    made = tuple(talk(f"s{i}", "x") for i in range(len(asked)))
    material = Material((talk("r", "x"),), made, "bot")
    found, kept = _surprise(material, np.stack([learnt, *asked]))
    assert kept.tolist() == [False] + [True] * len(asked)  # who teaches is not scored
    return found[1:]


def step(u, v):
    counts = np.zeros((4, 4))
    counts[u, v] = 1
    return counts


@given(LEARNT)
def test_a_known_edge_never_scores_below_an_unseen_one(counts):
    learnt = np.array(counts, float).reshape(4, 4)
    edges = [(u, v) for u in range(4) for v in range(4)]
    costs = dict(zip(edges, scored(learnt, *(step(u, v) for u, v in edges)), strict=True))
    for u in range(4):
        for seen in range(4):
            for new in range(4):
                if learnt[u, seen] > 0 and learnt[u, new] == 0:
                    assert costs[u, seen] < costs[u, new]


def test_perplexity_by_hand():
    # four states; START->a seen 3 times: P = (3 + 1) / (3 + 4), an unseen row: 1 / 4
    (found,) = scored(3 * step(0, 1), step(0, 1) + step(2, 3))
    assert found == pytest.approx(-math.log(4 / 7) - math.log(1 / 4), abs=1e-12)


def test_people_without_a_partner_are_learned_from_and_then_all_are_scored():
    spare = tuple(talk(f"p{i}", "info_retrieval") for i in range(ENOUGH_SPARE))
    tools = Tools(annotator=Spelled())
    material = Material((talk("r", "x"),), (talk("s", "x"),), "bot", spare=spare, tools=tools)
    states = ("START", *MEASURES["intent"].labels, "END")
    asked = np.zeros((2, len(states), len(states)))
    asked[:, 0, states.index("info_retrieval")] = 1
    found, kept = _surprise(material, asked)
    assert kept.all()
    # START->info_retrieval was seen 100 times
    assert found == pytest.approx(-math.log((ENOUGH_SPARE + 1) / (ENOUGH_SPARE + len(states))))


def test_the_distance_has_no_floor():
    rng = np.random.default_rng(0)
    values = []
    for _ in range(300):
        counts = rng.multinomial(5, [0.1] * 10, 60).astype(float)
        half = np.arange(60) % 2
        side = np.arange(60) >= 30
        statistic = debiased_tvd(counts, half)
        values.append(statistic((~side)[None].astype(float), side[None].astype(float))[0])
    assert np.mean(values) == pytest.approx(0, abs=3 * np.std(values) / 300**0.5)
    # what differs in truth is found whole: all mass in other cells
    apart = np.zeros((60, 10))
    apart[:30, 0] = apart[30:, 1] = 1
    statistic = debiased_tvd(apart, half)
    assert statistic((~side)[None].astype(float), side[None].astype(float))[0] == 1


def test_another_order_of_the_same_acts_is_found():
    acts = ["info_retrieval", "content_generation", "none"]
    real = tuple(talk(f"r{i}", *acts) for i in range(30))
    simulated = tuple(talk(f"s{i}", *acts[::-1]) for i in range(30))
    tools = Tools(annotator=Spelled())
    (found,) = run_probes([probe_named("structure")], real, {"bot": simulated}, tools=tools)
    figures = {figure.name: figure for figure in found.measured.figures}
    assert figures["structure.flow"].value > 0.5
    assert figures["structure.transitions"].value == pytest.approx(100)
    assert found.verdict is Verdict.DIFFERS
    assert figures["structure.front"].verdict is Verdict.CLOSE
    # what is shown is the step that they take too often, at a turn of a simulated dialogue
    quotes = [q for q in found.measured.quotes if q.figure == "structure.transitions"]
    assert quotes
    assert {q.side for q in quotes} == {"bot"}
    for quote in quotes:
        before, _, after = quote.shows.partition(":")[0].partition(" → ")
        path = ["START", *acts[::-1], "END"]
        at = quote.turn if after != "END" else quote.turn + 1
        assert (path[at - 1], path[at]) == (before, after)
