"""Structure: transitions and perplexity by hand, planted orders, no floor in the distance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators import Annotation
from usergap.compare import Verdict
from usergap.probes import Tools, probe_named, run_probes
from usergap.probes.material import Material
from usergap.probes.statistics import debiased_tvd
from usergap.probes.suite.structure import _surprise, _transitions

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


COUNTS = st.lists(st.lists(st.integers(0, 5), min_size=16, max_size=16), min_size=2, max_size=2)


@given(COUNTS)
def test_a_known_edge_never_scores_below_an_unseen_one(counts):
    # two real dialogues, each judged by the other; one step each way is asked about
    material = Material(
        (talk("r1", "x"), talk("r2", "x")), (talk("s1", "x"), talk("s2", "x")), "bot"
    )
    learnt = np.array(counts, float).reshape(2, 4, 4)
    for u in range(4):
        for seen in range(4):
            for new in range(4):
                costs = []
                for v in (seen, new):
                    asked = np.zeros((4, 4))
                    asked[u, v] = 1
                    stack = np.stack([learnt[0], learnt[1], asked, asked])
                    costs.append(_surprise(material, stack)[2:])
                halves = material.halves
                for place in (0, 1):
                    teacher = learnt[0] if halves[0] != halves[2 + place] else learnt[1]
                    if halves[0] == halves[1]:
                        continue
                    if teacher[u, seen] > 0 and teacher[u, new] == 0:
                        assert costs[0][place] < costs[1][place]


def test_perplexity_by_hand():
    # four states; START->a seen 3 times: P = (3 + 1) / (3 + 4), an unseen row: 1 / 4
    material = Material((talk("r1", "x"), talk("r2", "x")), (talk("s", "x"),), "bot")
    real = np.zeros((4, 4))
    real[0, 1] = 3
    asked = np.zeros((4, 4))
    asked[0, 1] = asked[2, 3] = 1
    found = _surprise(material, np.stack([real, real, asked]))[2]
    assert found == pytest.approx(-math.log(4 / 7) - math.log(1 / 4), abs=1e-12)


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
