"""The score over real HTTP: a model that does as it is told, and one that does not."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
from dataclasses import replace

import numpy as np
import pytest

from usergap.annotators import Annotation
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.llm import Client, Endpoint
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.controllability import controllability
from usergap.simulate.controllability.score import permuted
from usergap.simulate.controls.recllm import INTENTS, RecLLM
from usergap.simulate.loop import Rules
from usergap.simulate.model import EndpointModel
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.steered import with_controls
from usergap.simulate.users.chat import ChatUser
from usergap.testing import FakeServer

SCENARIOS = [Scenario(f"s{i}", f"learn knot {i}") for i in range(30)]
PROFILES = {"profile": {v: f"Your word is {v}." for v in ("tulip", "rose", "daisy")}}
ASKING = {
    "info_retrieval": "What is the capital of France?",
    "info_discovery": "Can you recommend some good books to read?",
    "info_understanding": "Why is the sky blue?",
    "info_distillation": "Summarize this article for me.",
    "info_analysis": "Compare the two options and tell me which is better.",
    "method_guidance": "How do I install it step by step?",
    "content_generation": "Write me a short poem about the sea.",
    "content_modification": "Rewrite that to be shorter.",
    "system_management": "From now on answer only in French.",
}
FILLERS = ["well", "so", "then", "maybe", "please", "the", "next", "one", "here", "now"]


def heedless(call):
    """Says something of its own, whatever it was told."""
    rng = random.Random(hashlib.sha256(f"{call.body['seed']}".encode()).digest())
    return " ".join(rng.choices(FILLERS, k=6))


def obeying(call):
    """Says what the lines of its system prompt ask for."""
    told = call.messages[0][1]
    said = [value for value, line in PROFILES["profile"].items() if line in told]
    said += [ASKING[intent] for intent, line in INTENTS["intent"].items() if line in told]
    return " ".join([*said, heedless(call)])


def simulated(script, journal, **options):
    control = RecLLM(by_session=PROFILES, **options)

    async def go(url):
        async with Client(Endpoint(url, "fake"), cache=None) as client:
            user = with_controls(ChatUser(EndpointModel(client)), [control], SCENARIOS, 1)
            assistant = ScriptedAssistant(("Go on.",))
            rules = Rules(min_turns=1, max_turns=3)
            return await simulate_async(
                SCENARIOS, user, assistant, journal=journal, rules=rules, seed=1
            )

    with FakeServer(script) as server:
        return asyncio.run(go(server.url)).dialogues


def scores(dialogues, **options):
    return {each.variable: each for each in controllability(dialogues, **options)}


def test_what_an_obeying_model_was_told_is_recovered(tmp_path):
    dialogues = simulated(obeying, tmp_path / "j")
    found = scores(dialogues)
    profile, intent = found["recllm.profile"], found["recllm.intent"]
    assert (profile.unit, profile.units, profile.groups, profile.values) == ("dialogue", 30, 30, 3)
    assert profile.by == "ridge on words 1"
    assert profile.accuracy > 0.8  # one word of thirty tells it
    assert profile.steers
    assert (intent.unit, intent.units, intent.groups) == ("user turn", 90, 30)
    assert intent.by.startswith("usergap-linear")
    assert intent.low > intent.chance
    assert intent.steers
    # ten dialogues have each profile: by chance one in three
    assert profile.chance == pytest.approx(1 / 3, abs=0.06)


def test_thirty_of_thirty_is_no_proof_of_all(tmp_path):
    (profile,) = controllability(simulated(obeying, tmp_path / "j", by_turn={}))
    assert profile.accuracy == profile.high == 1.0
    # Wilson at 30 of 30 with t = 2.045 for 29 degrees: 1 / (1 + 2.045**2 / 30) = 0.8776
    assert profile.low == pytest.approx(0.8776, abs=1e-4)
    assert profile.p == 1 / 2000


@pytest.mark.parametrize(("script", "render"), [(heedless, True), (obeying, False)])
def test_a_control_that_is_not_followed_or_off_comes_out_as_chance(tmp_path, script, render):
    found = scores(simulated(script, tmp_path / "j", render=render))
    for each in found.values():
        assert each.low <= each.chance <= each.high
        assert each.p_holm > 0.05
        assert each.steers is False
    assert found["recllm.profile"].chance == pytest.approx(1 / 3, abs=0.02)
    # of nine intents chance is 1/9 or less: the annotator may find none of them
    assert 0 < found["recllm.intent"].chance < 0.12


def made(pairs, name="c.v", turn=False, **extra):
    """Dialogues of one text each, with its value."""
    control, variable = name.split(".")
    out = []
    for number, (text, value) in enumerate(pairs):
        recorded = {"turns": [{variable: value}]} if turn else {"session": {variable: value}}
        simulation = {"simulation": {"controls": {control: recorded}}}
        message = (Message("user", text),)
        out.append(Dialogue(f"d{number}", message, scenario_id=f"s{number}", extra=simulation))
    return [replace(d, **extra) for d in out]


def test_the_test_keeps_its_level_when_nothing_steers():
    """Of 200 sets in which values say nothing, about 5 % have p <= 0.05 (at most 10 %)."""
    rng = random.Random(0)
    small = 0
    for _ in range(200):
        pairs = [(rng.choice(FILLERS), rng.choice("ab")) for _ in range(24)]
        (each,) = controllability(made(pairs), permutations=39, seed=rng.randrange(999))
        small += each.p <= 0.05
    assert small <= 20


def test_turns_that_are_alike_within_a_dialogue_do_not_break_the_level():
    """Each dialogue has words of its own; values are drawn anew for each turn."""
    rng = random.Random(1)
    small = 0
    for _ in range(100):
        dialogues = []
        for number in range(12):
            own = rng.sample(FILLERS, 3)
            said = [Message("user", " ".join(rng.choices(own, k=4))) for _ in range(4)]
            turns = [{"v": rng.choice("ab")} for _ in said]
            extra = {"simulation": {"controls": {"c": {"turns": turns}}}}
            dialogues.append(Dialogue(f"d{number}", tuple(said), extra=extra))
        (each,) = controllability(dialogues, permutations=39, seed=rng.randrange(999))
        small += each.p <= 0.05
    assert small <= 12  # 5 expected


def test_permutations_keep_each_stratum_s_values():
    labels, strata = np.array([0, 1, 1, 0, 2, 2]), np.array([0, 0, 0, 1, 1, 1])
    orders = permuted(labels, strata, 50, 3)
    assert orders.shape == (50, 6)
    for each in (0, 1):
        inside = np.sort(orders[:, strata == each], axis=1)
        assert (inside == np.sort(labels[strata == each])).all()
    assert len({tuple(row) for row in orders.tolist()}) == 3 * 3


def test_each_value_counts_the_same_however_rare():
    """A model that never shows the rare value has half of two values, not nine tenths."""
    pairs = [("plain", "a")] * 18 + [("plain", "b")] * 2
    (each,) = controllability(made(pairs))
    assert each.accuracy == each.chance == 0.5
    # nine tenths right and the rare value always: (0.9 + 1) / 2
    pairs = [("plain", "a")] * 18 + [("odd", "b")] * 4 + [("odd", "a")] * 2
    (each,) = controllability(made(pairs))
    assert each.accuracy == pytest.approx((18 / 20 + 1) / 2)


def test_turns_are_shuffled_among_turns_of_their_number():
    """Values that follow the turn's number only, in words that follow it too, steer nothing."""
    dialogues = []
    for number in range(20):
        messages = [Message("user", "first"), Message("assistant", "ok"), Message("user", "then")]
        turns = [{"v": "a"}, {"v": "b"}]
        extra = {"simulation": {"controls": {"c": {"turns": turns}}}}
        dialogues.append(Dialogue(f"d{number}", tuple(messages), extra=extra))
    (each,) = controllability(dialogues)
    assert each.accuracy == each.chance == 1.0
    assert each.p == 1.0


def test_a_list_is_scored_value_by_value():
    pairs = [("uhm", ["hedge"]), ("ok", []), ("uhm", ["hedge", "typo"]), ("ok", ["typo"])] * 3
    found = scores(made(pairs, turn=True))
    assert list(found) == ["c.v=hedge", "c.v=typo"]
    assert found["c.v=hedge"].accuracy == 1.0
    assert found["c.v=typo"].accuracy < 1.0
    assert list(scores(made(pairs, turn=True), only=["c.v"])) == list(found)
    assert list(scores(made(pairs, turn=True), only=["c.v=typo"])) == ["c.v=typo"]
    assert scores(made(pairs, turn=True), only=["c.w"]) == {}


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([("x", "a")], "fewer than two dialogues"),
        ([("x", "a"), ("y", "a")], "only one value"),
        ([("x", "a"), ("y", "a"), ("z", "b")], "drawn only once"),
    ],
)
def test_what_cannot_be_scored_says_why(pairs, told):
    (each,) = controllability(made(pairs))
    assert told in each.undefined
    assert (each.accuracy, each.chance, each.p, each.p_holm, each.steers) == (None,) * 5


def test_dialogues_of_one_scenario_are_one_group():
    pairs = [("x", "a"), ("y", "b")] * 4
    (each,) = controllability([replace(d, scenario_id="same") for d in made(pairs)])
    assert "fewer than two" in each.undefined


class Blind:
    """An annotator that judges only turns with a question mark."""

    name, version, dimensions, languages = "blind", "1", ("intent",), frozenset()

    def annotate(self, dialogues):
        found = [
            tuple(("info_retrieval",) if "?" in t.text else None for t in d.turns)
            for d in dialogues
        ]
        return [Annotation({"intent": units}) for units in found]


def test_turns_that_were_not_judged_are_left_out():
    pairs = [("a?", "info_retrieval"), ("b?", "method_guidance"), ("c", "info_retrieval")]
    (each,) = controllability(made(pairs, turn=True), annotator=Blind())
    assert (each.units, each.groups, each.by) == (2, 2, "blind 1")
    assert each.accuracy == 0.5


def test_it_comes_out_the_same_again_and_is_read_from_a_file(tmp_path):
    dialogues = made([("x", "a"), ("y", "b")] * 6)
    assert controllability(dialogues) == controllability(dialogues)
    assert controllability([]) == ()
    odd = [{"simulation": 1}, {"simulation": {"controls": {"c": []}}}, json.loads("{}")]
    assert controllability([replace(dialogues[0], extra=extra) for extra in odd]) == ()


def test_a_dialogue_that_lost_turns_is_named():
    dialogue = made([("x", "a")], turn=True)[0]
    with pytest.raises(InputError, match="dialogue 'd0': expected 1 user turns or more"):
        controllability([replace(dialogue, messages=())])
