"""The whole run: from dialogues to a card."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.train.rewards.made import asking
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.llm.local import load_causal
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.simulate.model import fitted_user
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.prompt_room import prompt_room
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.hf import TRAINED, Training, read_training
from usergap.simulate.users.userlm import asked
from usergap.testing import FakeServer, Reply
from usergap.testing.tiny_models import CHATML, GEMMA, LLAMA, MERGING, save_byte_model
from usergap.train.flipping.folder import Flipped
from usergap.train.held_out import HeldOut
from usergap.train.rewards.reward import Materials
from usergap.train.rl import trl_grpo
from usergap.train.rl.asking_assistant import AskingAssistant
from usergap.train.rl.causal_policy import PERSONA, CausalPolicy
from usergap.train.rl.conversations import lead
from usergap.train.rl.multi_turn import begun
from usergap.train.rl.ngram_files import load_policy
from usergap.train.rl.reinforcing import Reinforcement, discard, reinforce
from usergap.train.run_card import read_card

TOPICS = ("rice", "beans", "soup", "tea", "bread", "fish")
SHORT = Reinforcement("bertscore", steps=6, group_size=4, per_step=4, longest=12, save_every=3)


def dialogue(number: int) -> Dialogue:
    rng = np.random.default_rng(number)
    topic = TOPICS[number % len(TOPICS)]
    words = " ".join(rng.choice(["quickly", "for", "two", "with", "salt", "today", "please"], 4))
    said = [
        Message("user", f"how do i cook {topic} {words}"),
        Message("assistant", f"boil the {topic}"),
        Message("user", f"and then {topic} {number}?"),
        Message("assistant", "serve it"),
    ]
    persona = f"I am {20 + number} years old. I have two dogs."
    return Dialogue(f"d{number}", tuple(said), scenario=f"cook {topic}", persona=persona)


def parts(train: int = 12, validation: int = 30, held_out: int = 6) -> Flipped:
    made = tuple(dialogue(number) for number in range(train + validation + held_out))
    return Flipped(made[:train], made[train : train + validation], made[train + validation :])


def test_a_run_and_its_card(tmp_path: Path) -> None:
    card = reinforce(parts(), None, tmp_path, SHORT)
    assert read_card(tmp_path) == card
    assert card["rewards"]["bertscore"]["weight"] == 1.0
    assert card["data"]["train"]["user_turns"] == 24
    result = card["result"]
    assert result["contexts"] == 12
    assert result["difference"]["value"] == pytest.approx(
        result["after"]["value"] - result["before"]["value"]
    )
    assert result["difference"]["low"] <= result["difference"]["value"]
    assert load_policy(tmp_path / "policy.npz").longest == 12
    again = reinforce(parts(), None, tmp_path, SHORT)
    assert {k: again[k] for k in ("result", "course")} == {k: card[k] for k in ("result", "course")}


def test_rewards_that_learn_from_real_users_get_the_validation_part(tmp_path: Path) -> None:
    named = replace(SHORT, rewards="discriminator,coverage=0.5,profile=0.1", steps=2)
    assert reinforce(parts(), None, tmp_path / "a", named)["course"]["steps"] == 2
    with pytest.raises(InputError, match="discriminator: expected 20 or more"):
        reinforce(
            parts(validation=0), None, tmp_path / "b", replace(named, rewards="discriminator")
        )


def test_a_saved_policy_goes_on_learning(tmp_path: Path) -> None:
    reinforce(parts(), None, tmp_path / "a", SHORT)
    card = reinforce(parts(), str(tmp_path / "a" / "policy.npz"), tmp_path / "b", SHORT)
    assert card["base"]["name"].endswith("policy.npz")
    assert load_policy(tmp_path / "b" / "policy.npz").vocabulary


def test_another_run_in_the_folder_is_refused_until_it_is_discarded(tmp_path: Path) -> None:
    reinforce(parts(), None, tmp_path, SHORT)
    other = replace(SHORT, rewards="embedding")
    with pytest.raises(InputError, match="found other rewards"):
        reinforce(parts(), None, tmp_path, other)
    with pytest.raises(InputError, match="found other base, data"):
        reinforce(parts(train=11), None, tmp_path, SHORT)
    (tmp_path / "mine.txt").write_text("stays")
    discard(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.txt"]
    reinforce(parts(), None, tmp_path, other)


def test_held_out_data_is_refused(tmp_path: Path) -> None:
    data = parts()
    with pytest.raises(InputError, match="expected nothing that is held out"):
        reinforce(data, None, tmp_path, SHORT, held_out=HeldOut().joined(data.train[:1], "a list"))
    with pytest.raises(InputError, match="expected nothing that is held out"):
        reinforce(replace(data, held_out=data.train[:2]), None, tmp_path, SHORT)


def test_conversations_by_the_personas(tmp_path: Path) -> None:
    named = replace(SHORT, rewards="prompt_to_line", turns=3)
    card = reinforce(
        parts(), None, tmp_path, named, assistant=ScriptedAssistant(("how old are you?",))
    )
    assert card["result"]["personas"] == 6
    assert len(card["result"]["before"]["by_turn"]) == 3
    with pytest.raises(InputError, match="expected an assistant and training dialogues"):
        reinforce(parts(), None, tmp_path / "b", named)
    assert not (tmp_path / "b").exists()  # no folder is claimed by what was never begun


def test_a_causal_model_in_conversations(tmp_path: Path) -> None:
    pytest.importorskip("trl", reason="needs the extra train")
    base = save_byte_model(tmp_path / "base", ["i am 30 years old", "how old are you?"])
    named = replace(
        SHORT, rewards="line_to_line", turns=2, steps=1, group_size=2, per_step=2, longest=4
    )
    card = reinforce(
        parts(train=3, validation=0, held_out=2), str(base), tmp_path / "run", named,
        assistant=ScriptedAssistant(("how old are you?",)),
    )  # fmt: skip
    assert card["result"]["personas"] == 2
    assert card["base"]["weights"] != "n-gram"
    training = read_training(tmp_path / "run" / "model")
    assert training is not None
    assert training.sources.ids == ("d0", "d1", "d2")
    assert training.intent == PERSONA  # it was led by a persona, and is in use
    assert card["prompts"]["version"] == 2


def asked_in_use(model: Path, spoken: Dialogue, wanted: str) -> str:
    """The prompt of the simulated user for the second message of a dialogue."""
    training = read_training(model)
    assert training is not None
    told = Conversation(
        Scenario("s", wanted), spoken.persona or "", spoken.messages[:2], Phase.MAY_STOP, 0
    )
    room = prompt_room(training.longest or 0)
    return str(fitted_user(load_causal(str(model)), asked(training.intent, told), room).prompt)


@pytest.mark.parametrize("persona", [True, False])
def test_a_causal_model_is_asked_in_use_as_it_was_in_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, persona: bool
) -> None:
    """The wording of its fine-tuning too; and what is too long is cut, and counted."""
    pytest.importorskip("trl", reason="needs the extra train")
    base = save_byte_model(tmp_path / "base", ["how do i cook rice", "boil it"], window=200)
    (base / TRAINED).write_text(json.dumps(Training("Wants: {scenario}", longest=180).record()))
    data = parts(train=3, validation=0, held_out=0)
    long = replace(
        data.train[0],
        messages=(
            Message("user", "rice " * 90),
            Message("assistant", "ok"),
            *data.train[0].messages,
        ),
    )
    train = (long, *data.train[1:])
    data = replace(
        data, train=tuple(replace(d, persona=d.persona if persona else None) for d in train)
    )
    given: list[str] = []
    once = trl_grpo.trained

    def watched(policy, rows, *others):  # type: ignore[no-untyped-def]
        given.extend(row["prompt"] for row in rows)
        return once(policy, rows, *others)

    monkeypatch.setattr(trl_grpo, "trained", watched)
    named = replace(SHORT, rewards="embedding", steps=3, group_size=2, per_step=7, longest=8)
    card = reinforce(data, str(base), tmp_path / "run", named)
    model = tmp_path / "run" / "model"
    assert read_training(model).longest == 180  # type: ignore[union-attr]
    spoken = data.train[1]
    assert asked_in_use(model, spoken, spoken.scenario or "") in given
    assert "Wants: cook beans" in "".join(given)
    ids = load_causal(str(model)).spell
    assert max(len(ids(each)) for each in given) <= 180 - 45
    # of three replies to the long dialogue two follow its first turn, which fits nowhere
    told = card["prompts"]
    assert (told["version"], told["contexts"], told["intents_cut"]) == (2, 7, 0)
    if not persona:  # with one there is less room
        assert (told["prompts_cut"], told["turns_dropped"], told["last_messages_cut"]) == (2, 2, 0)
    # what was trained before by the other rule is not gone on with
    path = tmp_path / "run" / "settings.json"
    settings = json.loads(path.read_text())
    del settings["prompts"]
    path.write_text(json.dumps(settings))
    with pytest.raises(InputError, match="cut long dialogues by another rule"):
        reinforce(data, str(base), tmp_path / "run", named)


def test_the_n_gram_policy_is_not_asked_by_prompts(tmp_path: Path) -> None:
    """So its runs go on whatever becomes of long ones."""
    assert reinforce(parts(), None, tmp_path, SHORT)["prompts"] is None
    assert "prompts" not in json.loads((tmp_path / "settings.json").read_text())


@pytest.mark.parametrize("template", [LLAMA, GEMMA, CHATML, MERGING])
def test_trl_makes_of_a_prompt_the_tokens_that_it_has_in_use(tmp_path: Path, template: str) -> None:
    """Two tokenizers: one that puts <bos> in front of all, and one that does not."""
    pytest.importorskip("torch", reason="needs the extra train")
    from tokenizers import processors

    folder = save_byte_model(tmp_path, ["a boat"], template=template)
    for begins in (False, True):
        policy = CausalPolicy(str(folder))
        tokenizer = policy.model.tokenizer
        if begins:
            tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
                single="<bos> $A", special_tokens=[("<bos>", tokenizer.bos_token_id)]
            )
        prompt = policy.prompt((Message("system", "a boat"), Message("assistant", "boat")))
        told = trl_grpo._as_trl_spells(policy, prompt)
        assert list(tokenizer(told)["input_ids"]) == policy.model.spell(prompt)
        assert policy.model.spell(prompt).count(tokenizer.bos_token_id) == (
            begins or template in (LLAMA, GEMMA)
        )


def test_nothing_held_out_is_told(tmp_path: Path) -> None:
    assert reinforce(parts(held_out=0), None, tmp_path, SHORT)["result"] is None


def test_a_reward_that_needs_a_judge(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="turing: expected a model as judge; found none"):
        reinforce(parts(), None, tmp_path, replace(SHORT, rewards="turing"), materials=Materials())


def test_an_assistant_that_a_model_plays() -> None:
    with FakeServer(lambda call: "yes?" if "hi" in call.prompt else Reply.refused()) as server:
        assistant = AskingAssistant(asking(server), "model")
        talks = begun(["p"], 2)
        lead(talks, lambda live, _: ["hi" if t.slot else "no" for t in live], assistant, 3, 0)
        assert [len(talk.lines) for talk in talks] == [1, 3]  # a refusal ends a conversation
        assert [m.content for m in talks[1].messages if m.role == "assistant"] == ["yes?"] * 2
        assert all(role != "system" for call in server.calls for role, _ in call.messages)
