"""From real dialogues to scenarios, simulated dialogues and a comparison."""

from __future__ import annotations

import asyncio

from usergap import compare
from usergap.annotators import shipped_annotator
from usergap.formats import read, write
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.extractive import extract_scenarios
from usergap.simulate.users.markov import MarkovUser


def test_markov_users_on_held_out_scenarios_are_compared_in_pairs(data, tmp_path):
    real = read(data / "realsim" / "real.jsonl")
    fitted, held_out = real.dialogues[:200], real.dialogues[200:260]
    scenarios = extract_scenarios(held_out, shipped_annotator(("identity",))).scenarios
    user, assistant = MarkovUser.fit(fitted), ScriptedAssistant(("Tell me more.",), name="script")
    made = asyncio.run(simulate_async(scenarios, user, assistant, journal=tmp_path / "j"))
    assert len(made.dialogues) == len(scenarios) > 40
    simulated = read(write(made.dialogues, tmp_path / "markov.jsonl"))
    assert simulated.reading.dropped == 0
    comparison = compare(write(held_out, tmp_path / "real.jsonl"), tmp_path / "markov.jsonl")
    rows = [row for row in comparison.rows if row.domain is None]
    assert {row.simulator for row in rows} == {"markov"}
    assert any(row.paired for row in rows)
