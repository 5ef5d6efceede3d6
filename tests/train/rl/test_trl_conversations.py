"""Whole conversations by trl, on a tiny model that is made here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("trl", reason="needs the extra train")

from usergap.errors import InputError
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.testing.tiny_models import CHATML, GEMMA, save_byte_model
from usergap.train.rl import trl_conversations, trl_trainer
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.multi_turn import conversation_curve, level

ASKS = ScriptedAssistant(("how old are you?", "and pets?"))
PERSONAS = ["I am 30.", "I have two dogs."]
TEXTS = ["i am 30 years old", "how old are you? and pets?"]


def weights(path: str) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return load_file(Path(path) / "model.safetensors")


def run(folder: Path, template: str, reward, monkeypatch, **more):
    """A run and all that trl was given: prompts, completions, masks, talks."""
    policy = CausalPolicy(
        str(save_byte_model(folder / "base", TEXTS, template=template, window=200)), longest=8
    )
    given: list[dict] = []
    trained = trl_trainer.trained

    def watched(policy, rows, judged, shape, settings, keeping, rollout):
        def kept(asked, trainer):
            given.append(rollout(asked, trainer))
            given[-1]["tokenizer"] = trainer.processing_class
            return dict(given[-1])

        return trained(policy, rows, judged, shape, settings, keeping, kept)

    monkeypatch.setattr(trl_conversations, "trained", watched)
    options = {
        "steps": 2,
        "turns": 3,
        "group_size": 2,
        "settings": Grpo(learning_rate=1e-2, kl=0.0),
    }
    curve = conversation_curve(policy, PERSONAS, ASKS, reward, **options | more)
    return policy, curve, given


@pytest.mark.parametrize("template", [CHATML, GEMMA], ids=["chatml", "gemma"])
def test_the_model_is_taught_its_own_words_and_no_others(tmp_path, template, monkeypatch) -> None:
    policy, curve, given = run(
        tmp_path, template, lambda some: [float(len(c.reply)) for c in some], monkeypatch
    )
    assert len(curve.rewards) == 2
    for batch in given:
        tokenizer = batch["tokenizer"]
        for prompt, tokens, own, talk in zip(
            batch["prompt_ids"], batch["completion_ids"], batch["env_mask"], batch["talk"],
            strict=True,
        ):  # fmt: skip
            assert len(tokens) == len(own)
            # What is its own, run by run, are the user's lines; the rest holds the answers.
            runs: list[tuple[int, list[int]]] = []
            for token, mine in zip(tokens, own, strict=True):
                if not runs or runs[-1][0] != mine:
                    runs.append((mine, []))
                runs[-1][1].append(token)
            assert [mine for mine, _ in runs] == [1, 0, 1, 0, 1]
            said = [
                tokenizer.decode(ids, skip_special_tokens=True).strip()
                for mine, ids in runs
                if mine
            ]
            assert said == [line.reply for line in talk.lines]
            for (_, ids), answer in zip([r for r in runs if not r[0]], ASKS.lines, strict=True):
                assert answer in tokenizer.decode(ids)
            # The whole is what the template spells, up to how the model ended its turns.
            assert tokenizer.decode(prompt) == policy.prompt((), talk.persona)
    assert [talk.persona for talk in given[0]["talk"]][::2] == [
        talk.persona for talk in given[0]["talk"]
    ][1::2]
    before, after = weights(policy.path), weights(curve.policy.path)
    assert any(not np.array_equal(before[name], after[name]) for name in before)


def test_conversations_without_a_reward_teach_nothing(tmp_path, monkeypatch) -> None:
    policy, curve, _ = run(tmp_path, CHATML, lambda some: [None] * len(some), monkeypatch)
    assert curve.rewards == (None, None)
    assert curve.missing == (4, 4)
    before, after = weights(policy.path), weights(curve.policy.path)
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_a_run_resumed_equals_one_not_interrupted(tmp_path, monkeypatch) -> None:
    def reward(some):
        return [float(len(c.reply) % 5) for c in some]

    more = {"checkpoint_every": 1}
    _, whole, _ = run(tmp_path, CHATML, reward, monkeypatch, checkpoints=tmp_path / "a", **more)
    run(tmp_path, CHATML, reward, monkeypatch, checkpoints=tmp_path / "b", steps=1, **more)
    _, again, _ = run(tmp_path, CHATML, reward, monkeypatch, checkpoints=tmp_path / "b", **more)
    assert again == whole
    one, other = weights(whole.policy.path), weights(again.policy.path)
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_what_conversations_are_like_without_learning(tmp_path) -> None:
    policy = CausalPolicy(str(save_byte_model(tmp_path / "m", TEXTS, window=200)), longest=6)
    seen = []

    def look(some):
        seen.extend(some)
        return [float(bool(c.earlier)) for c in some]

    found = level(policy, PERSONAS, ASKS, look, turns=2, group_size=2)
    assert found.by_turn == (0.0, 1.0)
    assert found.drift == pytest.approx(1.0)
    assert [c.persona for c in seen[::2]] == [PERSONAS[0]] * 2 + [PERSONAS[1]] * 2
    assert [m.content for m in seen[1].context] == [seen[0].reply, ASKS.lines[0]]


def test_a_window_that_is_full_ends_a_conversation(tmp_path, monkeypatch) -> None:
    reward = lambda some: [1.0] * len(some)  # noqa: E731
    _, _, given = run(tmp_path, CHATML, reward, monkeypatch, steps=1, turns=9)
    assert {len(talk.lines) for talk in given[0]["talk"]} <= {1, 2, 3, 4, 5}
    assert all(
        len(prompt) + len(tokens) < 200 + 60
        for prompt, tokens in zip(given[0]["prompt_ids"], given[0]["completion_ids"], strict=True)
    )


def test_a_window_without_room_for_a_line(tmp_path) -> None:
    policy = CausalPolicy(str(save_byte_model(tmp_path / "m", TEXTS, window=200)), longest=190)
    with pytest.raises(InputError, match="expected a window for the prompt and 190 tokens"):
        conversation_curve(
            policy, PERSONAS, ASKS, lambda some: [1.0] * len(some), steps=1, group_size=2
        )
