"""Few-shot users: which real users are shown, and that they are named as seeds."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.formats import write
from usergap.profiles.seeds import hashed, marks, seeds_in
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.examples import MOST_WORDS, Examples
from usergap.simulate.loop import Rules
from usergap.simulate.making import Workshop
from usergap.simulate.registry import make_user
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario
from usergap.testing import FakeServer


def real(name, domain="sea", *texts):
    said = texts or (f"{name} asks about masts", f"{name} says so what")
    messages = tuple(
        m for t in said for m in (Message("user", t), Message("assistant", "an answer"))
    )
    return Dialogue(name, messages, scenario_id=f"pair-{name}", domain=domain)


POOL = [real(f"r{n}", "sea" if n % 2 else "land") for n in range(12)]
SCENARIOS = [Scenario(f"s{n}", f"learn knot {n}", "sea") for n in range(6)]


def names(examples, scenario, seed=0):
    return [dialogue.id for dialogue in examples.shown(scenario, seed)]


@given(st.integers(0, 11), st.integers(1, 12), st.booleans(), st.booleans())
def test_nobody_is_shown_their_own_real_dialogue(number, k, fixed, domain):
    examples = Examples.of(POOL, k, fixed=fixed, same_domain=domain)
    for scenario in (
        Scenario(f"pair-r{number}", "x"),
        Scenario(f"r{number}", "x"),
        Scenario("s", "x", parents=(f"r{number}",)),
    ):
        shown = names(examples, scenario)
        assert f"r{number}" not in shown
        assert len(shown) == len(set(shown)) == min(k, 11)


def test_nobody_is_shown_another_part_of_their_own_conversation():
    parts = [replace(d, conversation_id="one") for d in POOL[:3]]
    examples = Examples.of([*parts, *POOL[3:]], 12)
    assert set(names(examples, Scenario("pair-r0", "x"))) == {d.id for d in POOL[3:]}
    assert len(names(examples, Scenario("s", "x"))) == 12


def test_examples_are_drawn_by_seed_and_scenario():
    examples = Examples.of(POOL, 3)
    assert names(examples, SCENARIOS[0]) == names(examples, SCENARIOS[0])
    assert len({tuple(names(examples, s)) for s in SCENARIOS}) > 1
    assert names(examples, SCENARIOS[0], 1) != names(examples, SCENARIOS[0], 2)
    fixed = Examples.of(POOL, 3, fixed=True)
    assert len({tuple(names(fixed, s)) for s in SCENARIOS}) == 1


def test_the_scenarios_domain_comes_first_and_is_filled_up():
    examples = Examples.of(POOL, 8, same_domain=True)
    domains = [dialogue.domain for dialogue in examples.shown(SCENARIOS[0], 0)]
    assert domains == ["sea"] * 6 + ["land"] * 2


def test_only_the_users_turns_are_shown_and_long_ones_cut():
    examples = Examples.of([real("r", "sea", "word " * 200, "so\nwhat")], 1)
    lines = examples.session(SCENARIOS[0], 0).lines
    assert lines[1] == "Person 1:"
    assert lines[2].split() == ["-", *["word"] * MOST_WORDS, "…"]
    assert lines[3] == "- so what"
    assert not any("an answer" in line for line in lines)


def test_settings_tell_other_seeds_from_these():
    assert Examples.of(POOL).settings == Examples.of(list(POOL)).settings
    assert Examples.of(POOL).settings != Examples.of(POOL[1:]).settings


@pytest.mark.parametrize("k", [0, 13, -1])
def test_too_few_seeds_are_told(k):
    with pytest.raises(InputError, match="the 12 dialogues"):
        Examples.of(POOL, k)


def test_a_model_is_shown_them_and_the_dialogue_names_them(tmp_path):
    file = write(POOL, tmp_path / "real.jsonl")

    async def go(url):
        async with Workshop(base_url=url) as workshop:
            user = await make_user(f"fewshot:m,seeds={file},k=2,domain=yes", workshop)
            assert user.name == "m few-shot"
            return await simulate_async(
                SCENARIOS,
                user,
                ScriptedAssistant(("go on",)),
                journal=tmp_path / "j",
                rules=Rules(min_turns=1, max_turns=2),
            )

    with FakeServer(lambda _call: "I would like to know") as server:
        made = asyncio.run(go(server.url)).dialogues
    prompts = {call.body["messages"][0]["content"] for call in server.calls}
    for dialogue in made:
        simulation = dialogue.extra["simulation"]
        shown = simulation["seeds"]["ids"]
        assert simulation["controls"]["examples"]["session"]["shown"] == shown
        assert dialogue.provenance.parents == tuple(shown)
        assert len(shown) == 2
        prompt, *_ = (p for p in prompts if f"What you want: {dialogue.scenario}\n" in p)
        assert all(f"- {name} asks about masts" in prompt for name in shown)
        assert sum(line.startswith("- ") for line in prompt.splitlines()) == 4
    found = seeds_in(made)
    everyone = {name for d in made for name in d.extra["simulation"]["seeds"]["ids"]}
    assert found.ids == frozenset().union(*(marks(d) for d in POOL if d.id in everyone))
    assert found.pairs == {hashed(f"pair-{name}") for name in everyone}


def test_a_seed_file_is_asked_for():
    with pytest.raises(InputError, match="seeds: expected a file"):
        asyncio.run(make_user("fewshot:m", Workshop(base_url="http://127.0.0.1:9")))
