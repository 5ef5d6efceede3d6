"""Users on this machine: chat models, user models and base models."""

from __future__ import annotations

import asyncio
import os

import pytest

from usergap.llm import Message
from usergap.simulate.making import Workshop
from usergap.simulate.participant import END_TOKEN, Conversation, Phase
from usergap.simulate.registry import make_assistant, make_user

from ..talks import SCENARIO, talk
from .tiny_model import TEMPLATE, tiny

os.environ.setdefault("HF_HUB_OFFLINE", "1")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
ANSWERED = (Message("user", "good day"), Message("assistant", "the night is bad"))


def made(spec, make=make_user):
    async def go():
        async with Workshop() as workshop:
            return await make(spec, workshop)

    return asyncio.run(go())


def asked(*messages, seed=1):
    return Conversation(SCENARIO, "a human user", messages, Phase.MUST_CONTINUE, seed)


def said(user, *messages, seed=1):
    return asyncio.run(user.reply(asked(*messages, seed=seed)))


@pytest.mark.parametrize("kind", ["chat", "userlm"])
def test_a_random_model_talks_and_a_seed_gives_the_same_again(tmp_path, kind):
    user = made(f"{kind}:{tiny(tmp_path)},max_tokens=6,temperature=2")
    first = [said(user, *ANSWERED, seed=seed) for seed in range(4)]
    assert first == [said(user, *ANSWERED, seed=seed) for seed in range(4)]
    assert len(set(first)) > 1
    outcome, _ = talk(user, max_turns=2, min_turns=1)
    assert outcome.messages


def test_top_p_is_kept_to(tmp_path):
    """Of 21 tokens, nearly alike, the likeliest alone is left."""
    user = made(f"userlm:{tiny(tmp_path)},max_tokens=3,top_p=0.0001")
    assert len({said(user, seed=seed) for seed in range(5)}) == 1


def test_a_user_model_is_asked_for_the_users_turn_and_sees_no_other_roles(tmp_path, monkeypatch):
    user = made(f"userlm:{tiny(tmp_path)},max_tokens=2")
    prompts = []
    monkeypatch.setattr(
        user.model.model, "generate", lambda given, **_: prompts.append(given[0]) or ["a"]
    )
    said(user, *ANSWERED)
    intent = user.intent.replace("{scenario}", SCENARIO.text)
    talk = f"system : {intent} <|eot_id|> user : good day <|eot_id|> "
    assert prompts == [f"{talk}assistant : the night is bad <|eot_id|> user : "]


def test_the_end_of_a_conversation_is_read_though_it_is_a_special_token(tmp_path):
    spec = tiny(tmp_path, says="<|endconversation|>")
    user = made(f"userlm:{spec},max_tokens=5")
    assert said(user, *ANSWERED) == END_TOKEN
    outcome, _ = talk(user, messages=ANSWERED, min_turns=1)
    assert outcome.stop == "user_ended"


def test_the_end_of_a_turn_is_no_text(tmp_path):
    user = made(f"userlm:{tiny(tmp_path, says='<|eot_id|>')},max_tokens=5")
    assert said(user, *ANSWERED) == ""
    steady = made(f"userlm:{tiny(tmp_path / 'b', says='day')},max_tokens=5")
    assert said(steady, *ANSWERED) == "day day day day day"


def test_a_base_model_is_given_a_transcript(tmp_path, monkeypatch):
    spec = tiny(tmp_path, template=None, window=256)
    prompts = []
    for kind in ("chat", "userlm"):
        user = made(f"{kind}:{spec},max_tokens=4")
        assert isinstance(said(user, *ANSWERED), str)
        whole = user.model.model.generate

        def watched(given, whole=whole, **options):
            if isinstance(given[0], str):
                prompts.append(given[0])
                return [" fine day\nThem: bad"]
            return whole(given, **options)

        monkeypatch.setattr(user.model.model, "generate", watched)
        assert said(user, *ANSWERED) == "fine day"
    # both users see themselves as You, whatever role their model takes for it
    assert all(p.endswith("You: good day\nThem: the night is bad\nYou:") for p in prompts)
    assert "You play a user" in prompts[0]
    assert prompts[1].startswith("You are a user")


def test_a_template_without_a_system_role_is_given_it_in_the_first_message(tmp_path, monkeypatch):
    """As Gemma's: it raises for a system message."""
    refuses = (
        "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    )
    user = made(f"chat:{tiny(tmp_path, template=refuses + TEMPLATE, window=256)},max_tokens=2")
    spelled = []
    ids = user.model.model._ids
    monkeypatch.setattr(user.model.model, "_ids", lambda text: spelled.append(text) or ids(text))
    said(user, *ANSWERED)
    (prompt,) = {text for text in spelled if "assistant :" in text}
    assert prompt.startswith("user : You play a user")
    assert "system :" not in prompt


def test_a_local_assistant_answers(tmp_path):
    assistant = made(f"chat:{tiny(tmp_path, says='day')},max_tokens=2", make_assistant)
    assert asyncio.run(assistant.reply(asked(ANSWERED[0]))) == "day day"


@pytest.mark.parametrize("kind", ["chat", "userlm"])
def test_a_dialogue_that_is_too_long_loses_its_oldest_turns(tmp_path, kind, monkeypatch):
    """The window has room for one turn and what the user is told, or plays."""
    user = made(f"{kind}:{tiny(tmp_path, window=128)},max_tokens=4")
    model = user.model.model
    given = []
    monkeypatch.setattr(
        model, "generate", lambda prompts, **more: given.append((prompts[0], more)) or ["a"]
    )
    old = [Message("user", "bad bad " * 30), Message("assistant", "a night " * 30)]
    said(user, *old, *old, *ANSWERED)
    ((prompt, more),) = given
    text = prompt if isinstance(prompt, str) else " ".join(m.content for m in prompt)
    assert SCENARIO.text in text
    assert "the night is bad" in text
    assert "bad bad" not in text
    assert len(model.spell(prompt)) <= 96
    assert more["max_new_tokens"] == 4


def test_a_message_has_the_room_that_the_prompt_leaves(tmp_path, monkeypatch):
    """256 tokens are asked for where nothing is said: no reason to lose the conversation."""
    user = made(f"userlm:{tiny(tmp_path, window=64)}")
    given = []
    monkeypatch.setattr(
        user.model.model,
        "generate",
        lambda prompts, **more: given.append((prompts[0], more)) or [""],
    )
    said(user, *ANSWERED)
    ((prompt, more),) = given
    assert "the night is bad" in prompt
    assert more["max_new_tokens"] == 64 - len(user.model.model.spell(prompt))
