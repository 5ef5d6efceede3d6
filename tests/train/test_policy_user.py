"""A trained table of words as a simulated user."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest

from tests.train.rl.test_reinforcing import SHORT, parts
from usergap.cli.app import run
from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.formats import read
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.persona import GENERIC_PERSONA
from usergap.simulate.registry import make_user
from usergap.simulate.scenarios.scenario import Scenario, scenario_lines
from usergap.train.policy_user import PolicyUser
from usergap.train.rl.ngram_files import save_policy
from usergap.train.rl.ngram_policy import NgramPolicy
from usergap.train.rl.reinforcing import reinforce


def says(user: PolicyUser, text: str, persona: str = GENERIC_PERSONA, seed: int = 0) -> str:
    said = () if not text else (Message("user", "hello"), Message("assistant", text))
    asked = Conversation(Scenario("s", "buy tea"), persona, said, Phase.MUST_CONTINUE, seed)
    return asyncio.run(user.reply(asked))


def made(spec: str) -> PolicyUser:
    return asyncio.run(make_user(spec, None))  # type: ignore[arg-type,return-value]


class TestWhatIsInView:
    # Eight replies of one word, all as likely; a weight of 50 leaves only a word that is in view.
    WORDS = ("tea", "soup", "rice", "fish", "beans", "bread", "milk", "human")
    HEEDS = PolicyUser(NgramPolicy.fit(WORDS, longest=1).heeding([50.0]))

    @pytest.mark.parametrize("word", ["soup", "rice", "fish"])
    def test_it_answers_the_last_message(self, word):
        assert {says(self.HEEDS, f"we have {word}", seed=s) for s in range(20)} == {word}

    def test_it_opens_by_its_intent(self):
        assert {says(self.HEEDS, "", seed=s) for s in range(20)} == {"tea"}

    def test_a_persona_counts_but_the_one_that_says_nothing_does_not(self):
        assert {says(self.HEEDS, "soup", "likes bread", s) for s in range(30)} == {"soup", "bread"}
        assert {says(self.HEEDS, "soup", seed=s) for s in range(20)} == {"soup"}

    def test_a_message_depends_on_its_seed_alone(self):
        plain = PolicyUser(NgramPolicy.fit(self.WORDS, longest=1))
        first = [says(plain, "so", seed=s) for s in range(20)]
        assert first == [says(plain, "so", seed=s) for s in range(20)]
        assert len(set(first)) > 3


def test_it_is_what_was_trained_and_what_it_was_before(tmp_path: Path) -> None:
    policy = NgramPolicy.fit(["tea", "soup"], longest=1)
    learnt = policy.moved(policy.logits + np.array([0.0, 50.0, 0.0]), policy.copy)
    save_policy(tmp_path / "policy.npz", learnt)
    soup_or_tea = policy.vocabulary[1]
    after, before = made(f"policy:{tmp_path}"), made(f"policy:{tmp_path / 'policy.npz'},before=yes")
    assert {says(after, "so", seed=s) for s in range(20)} == {soup_or_tea}
    assert {says(before, "so", seed=s) for s in range(40)} >= {"tea", "soup"}
    assert after.settings["weights"] != before.settings["weights"]
    with pytest.raises(InputError, match="expected an n-gram policy"):
        made(f"policy:{tmp_path / 'none.npz'}")


def test_from_a_run_to_dialogues_that_state_their_seeds(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    card = reinforce(parts(), None, Path("run"), SHORT)
    assert card["use"].startswith("usergap simulate --user policy:run --scenarios ")
    Path("s.jsonl").write_text(scenario_lines([Scenario("s1", "cook rice")]))
    ask = ["simulate", "--scenarios", "s.jsonl", "--user", "policy:run", "--assistant", "scripted"]
    assert run([*ask, "--max-turns", "4", "-o", "sims.jsonl"]) == 0, capsys.readouterr().err
    (talk,) = read("sims.jsonl").dialogues
    assert talk.simulator == "run"
    assert talk.extra["simulation"]["seeds"]["ids"] == [f"d{n}" for n in range(12)]
    # a run that goes on from this one was trained on both runs' dialogues
    reinforce(parts(14), "run/policy.npz", Path("on"), SHORT)
    told = json.loads(Path("on/usergap_user.json").read_text())
    assert set(told["trained_on"]["ids"]) == {f"d{n}" for n in range(14)}
