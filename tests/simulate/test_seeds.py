"""Seeds on simulated dialogues: stated apart from the scenario's parent, in little room."""

from __future__ import annotations

import asyncio
import json

import pytest

from usergap.cli import app
from usergap.dialogues import Dialogue, Message
from usergap.dialogues.likeness import said_hash
from usergap.formats import write
from usergap.formats.samples import sample
from usergap.formats.write import record
from usergap.profiles.seeds import marks, seeds_in
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import LISTED, Seeds, seeds_of, seeds_record
from usergap.simulate.steering.steered import SteeredUser
from usergap.simulate.users.markov import MarkovUser
from usergap.simulate.users.replay import ReplayUser

from .talks import SCENARIO, Lines


def real(name, scenario=None):
    return Dialogue(name, (Message("user", f"good day {name}"),), scenario_id=scenario)


def run(scenarios, user, folder):
    said = simulate_async(scenarios, user, ScriptedAssistant(("go on",)), journal=folder / "j")
    return asyncio.run(said).dialogues


def stated(dialogue):
    return dialogue.extra["simulation"]["seeds"]


def test_a_user_that_says_nothing_of_seeds_has_its_parents():
    user = Lines()
    user.parents = ("r1", "r2")
    assert seeds_of(user, SCENARIO, 0) == Seeds(("r1", "r2"))


def test_the_scenarios_own_parent_is_a_parent_but_no_seed(tmp_path):
    user = MarkovUser.fit([real("r7", "s7"), real("r8")])
    (made,) = run([SCENARIO], user, tmp_path)
    assert made.provenance.parents == ("real-1", "r7", "r8")
    assert (stated(made)["ids"], stated(made)["pairs"]) == (["r7", "r8"], ["s7"])


def test_a_replay_names_what_it_copies_and_nothing_else(tmp_path):
    user = ReplayUser.of([real("r1", "s1"), real("r2", "s2")])
    (made,) = run([Scenario("s2", "go on")], user, tmp_path)
    assert (stated(made)["ids"], stated(made)["copies"]) == (["r2"], True)
    assert made.provenance.parents == ("r2",)
    assert not seeds_in([made]).ids


def test_long_lists_stand_in_the_first_dialogue_only(tmp_path):
    """10,000 dialogues of 200 seeds: one list, not 10,000 of 200 ids."""
    fitted = [real(f"dialogue-{n:06}", f"scenario-{n:06}") for n in range(200)]
    made = run([Scenario(f"s{n}", "go on") for n in range(5)], MarkovUser.fit(fitted), tmp_path)
    first, *rest = (stated(dialogue) for dialogue in made)
    assert len(first["ids"]) == first["count"] == 200 > LISTED
    assert all(not {"ids", "pairs"} & set(each) for each in rest)
    assert {each["digest"] for each in rest} == {first["digest"]}
    sizes = [len(json.dumps(record(d)["extra"])) for d in made]
    assert max(sizes[1:]) < 400 < sizes[0]
    assert len(seeds_in(made).ids) == 200
    assert seeds_in(made).unlisted == 0
    assert seeds_in(made[1:]).unlisted == 4


def test_what_the_users_said_is_known_by_its_hash():
    words = "how do I tie a knot that will hold in water"
    seed = Dialogue("r1", (Message("user", words), Message("assistant", "Like this.")))
    assert Seeds.of([seed, real("r2")]).texts == (said_hash(seed),)  # r2 says too little
    stated = seeds_record(Seeds.of([seed]), first=True)
    (made,) = [Dialogue("s1", (), extra={"simulation": {"seeds": stated}})]
    other_name = Dialogue("x9", (Message("user", words.upper() + " "),))
    assert marks(other_name) & seeds_in([made]).ids
    assert not marks(real("x9")) & seeds_in([made]).ids


def test_short_lists_stand_everywhere():
    seeds = Seeds(tuple(map(str, range(LISTED))))
    assert "ids" in seeds_record(seeds, first=False)
    assert seeds_record(Seeds(), first=True)["count"] == 0


@pytest.mark.parametrize("profiled", [False, True])
def test_compare_leaves_out_what_the_simulator_was_fitted_on(tmp_path, capsys, profiled):
    """30 real dialogues, the first 6 fitted on; 30 scenarios, each of one real dialogue."""
    people = sample("generic").dialogues[:30]
    scenarios = [Scenario(d.scenario_id, "go on", d.domain, parents=(d.id,)) for d in people]
    made = run(scenarios, MarkovUser.fit(people[:6]), tmp_path)
    files = [write(people, tmp_path / "real.jsonl"), write(made, tmp_path / "sims.jsonl")]
    if profiled:
        for place, file in enumerate(files):
            files[place] = file.with_suffix(".parquet")
            assert app.run(["measure", str(file), "-o", str(files[place])]) == 0
    capsys.readouterr()
    arguments = ["compare", *map(str, files), "-o", str(tmp_path / "out"), "--replicates", "100"]
    assert app.run(arguments) == 0
    told = capsys.readouterr().err
    assert "6 of 30 real dialogues are left out" in told
    found = json.loads((tmp_path / "out" / "comparison.json").read_text("utf-8"))
    assert [each["dialogues"] for each in found["inputs"]] == [24, 24]
    assert found["notes"][0].startswith("6 of 30 real dialogues are left out")
    assert {row["n_real"] for row in found["rows"] if row["measure"] == "words"} == {24}


def test_a_user_steered_by_rules_keeps_its_seeds():
    user = MarkovUser.fit([real("r7", "s7")])
    steered = SteeredUser(user, ())
    assert seeds_of(steered, SCENARIO, 0) == seeds_of(user, SCENARIO, 0) == Seeds(("r7",), ("s7",))
    assert SteeredUser(ReplayUser.of([real("r1", "s1")]), ()).seeds(SCENARIO, 0).copies
