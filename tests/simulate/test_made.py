"""Provenance: every fact that is known is on the dialogue, and survives the file."""

from __future__ import annotations

import pytest

from usergap.errors import InputError
from usergap.formats import read, write
from usergap.simulate.controls.friction import Friction
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.loop import Rules, Start
from usergap.simulate.made import FACTS, checked_facts, dialogue_of, fingerprint
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.steering.steered import SteeredUser
from usergap.simulate.stop import StopReason

from .talks import SCENARIO, Echo, Lines, talk


def test_the_dialogue_says_where_it_comes_from(tmp_path):
    user = Lines("a", END_TOKEN, "b", "c", f"d {END_TOKEN}")
    user.parents = ("real-1", "seed-2")
    outcome, _ = talk(user)
    start = Start(SCENARIO, "a human user", 7)
    made = dialogue_of(
        start,
        outcome,
        user,
        Echo(),
        Rules(),
        settings_hash="h",
        created="2026-01-01T00:00:00+00:00",
        facts={"licence": "CC0-1.0", "task": "boats"},
    )
    assert made.ended
    assert made.provenance.parents == ("real-1", "seed-2")
    assert made.provenance.prompt_hash == fingerprint([SCENARIO.text, "a human user", "p"])
    assert (made.provenance.origin, made.provenance.seed) == ("synthetic", 7)
    assert made.extra["simulation"] == {
        "stop": "user_ended", "interventions": {"early_end": 1}, "scenario_made_by": "hand",
        "guardrails": ["early_end"], "min_turns": 4, "max_turns": 10, "user": {}, "assistant": {},
        "seeds": {"count": 2, "digest": "9832aeb777bb1167", "ids": ["real-1", "seed-2"]},
    }  # fmt: skip
    facts = [getattr(made.provenance, name) for name in FACTS]
    assert facts == ["boats", "CC0-1.0", "not recorded", "not recorded"]
    (again,) = read(write([made], tmp_path / "sims.jsonl"))
    assert again == made
    assert again.extra == made.extra


def test_how_both_sides_were_sampled_and_guarded_stands_on_the_dialogue():
    user, assistant = Lines("a", "b"), Echo()
    user.settings = {"kind": "chat", "sampling": {"temperature": 0.7}, "flip": True, "prompt": "p"}
    user.guardrails = Guardrails(length=True, early_end=False)
    assistant.settings = {"kind": "chat", "sampling": {"temperature": 0.0}, "system": "s"}
    outcome, _ = talk(Lines("a", "b"))
    rules = Rules(guardrails=Guardrails(repeat=True, early_end=False))
    start = Start(SCENARIO, "a human user", 7)
    made = dialogue_of(
        start, outcome, user, assistant, rules, settings_hash="h", created="2026-01-01"
    )
    told = made.extra["simulation"]
    assert told["user"] == {"kind": "chat", "sampling": {"temperature": 0.7}, "flip": True}
    assert told["assistant"] == {"kind": "chat", "sampling": {"temperature": 0.0}}
    assert told["guardrails"] == ["length", "repeat"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"license": "x"}, "expected task, licence, consent, split"),
        ({"task": " "}, "found nothing"),
    ],
)
def test_facts_that_cannot_be_recorded(facts, told):
    with pytest.raises(InputError, match=told):
        checked_facts(facts)


@pytest.mark.parametrize(("rate", "told"), [(1.0, True), (0.0, None)])
def test_whether_a_control_made_the_user_walk_away_is_recorded(rate, told):
    user = SteeredUser(Lines(*"abcdefgh"), (Friction({"walk_away": rate}),))
    outcome, _ = talk(user)
    start = Start(SCENARIO, "a human user", 7)
    made = dialogue_of(start, outcome, user, Echo(), Rules(), settings_hash="h", created="2026")
    assert (outcome.stop is StopReason.USER_ENDED) == bool(told)
    assert made.extra["simulation"].get("told_to_end") is told
