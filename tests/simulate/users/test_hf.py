"""hf: a trained user model is asked as it was taught, and knows its seeds."""

from __future__ import annotations

import asyncio
import json

import pytest

from usergap.errors import InputError
from usergap.llm import Message
from usergap.simulate.making import Workshop
from usergap.simulate.model import user_prompt
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.registry import make_user
from usergap.simulate.seeds import Seeds, seeds_of
from usergap.simulate.users.hf import TRAINED, Training, read_training
from usergap.simulate.users.userlm import INTENT, asked

from ..talks import SCENARIO
from .tiny_model import TEMPLATE, tiny

TAUGHT = Training("Want: {scenario}", "abc", Seeds(("r1", "r2"), ("p1",), texts=("f" * 16,)))
SAID = (Message("user", "good day"), Message("assistant", "bad night"))


def made(spec):
    async def go():
        async with Workshop() as workshop:
            return await make_user(spec, workshop)

    return asyncio.run(go())


def conversation(*messages):
    return Conversation(SCENARIO, "a human user", messages, Phase.MUST_CONTINUE, 1)


def test_what_training_left_is_read_back(tmp_path):
    assert read_training(tmp_path) is None
    (tmp_path / TRAINED).write_text(json.dumps(TAUGHT.record()))
    assert read_training(tmp_path) == TAUGHT


@pytest.mark.parametrize("text", ["{", "[]", '{"intent": "x"}', '{"intent": 1, "trained_on": 2}'])
def test_a_broken_record_is_told_with_its_file(tmp_path, text):
    (tmp_path / TRAINED).write_text(text)
    with pytest.raises(InputError, match=f"{TRAINED}: expected what `usergap train` writes"):
        read_training(tmp_path)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_the_user_has_the_intent_and_the_seeds_of_its_training(tmp_path, monkeypatch):
    spec = tiny(tmp_path)
    (tmp_path / TRAINED).write_text(json.dumps(TAUGHT.record()))
    user = made(f"{spec},max_tokens=2")
    assert seeds_of(user, SCENARIO, 0) == TAUGHT.sources
    assert user.settings["weights"] == "abc"
    assert user.guardrails is None  # they would hide what the model does
    assert user.sampling.top_p is None
    prompts = []
    monkeypatch.setattr(
        user.model.model, "generate", lambda given, **_: prompts.append(given[0]) or ["a"]
    )
    asyncio.run(user.reply(conversation(*SAID)))
    assert prompts[0].startswith(f"system : Want: {SCENARIO.text} <|eot_id|> user : good day")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_any_other_model_is_taken_as_a_user_model_without_seeds(tmp_path):
    user = made(f"{tiny(tmp_path)},guardrails=yes,max_tokens=2")
    assert user.intent == INTENT
    assert user.guardrails.length
    assert seeds_of(user, SCENARIO, 0) == Seeds()


def test_an_intent_without_words_is_no_message():
    assert asked("", conversation(*SAID)) == list(SAID)
    assert asked("{scenario}", conversation())[0] == Message("system", SCENARIO.text)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_a_template_without_a_system_role_is_told_the_intent_in_the_first_turn(tmp_path):
    """As Gemma's, which also refuses two messages of the user's in a row."""
    refuses = (
        "{% for m in messages %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}"
        "{{ raise_exception('alternate') }}{% endif %}{% endfor %}"
    )
    user = made(tiny(tmp_path, template=refuses + TEMPLATE))
    model = user.model.model
    opening = user_prompt(model, asked("{scenario}", conversation()))
    assert opening == (f"user : {SCENARIO.text}\n\n", False)
    later = user_prompt(model, asked("{scenario}", conversation(*SAID)))
    assert later[0].startswith(f"user : {SCENARIO.text}\n\ngood day <|eot_id|> assistant : bad")
    assert later[0].endswith("user : ")
    assert user_prompt(model, asked("", conversation())) == ("user : ", False)
