"""Users with controls: in the prompt where there is one, else by rules."""

from __future__ import annotations

import asyncio

import pytest

from tests.simulate.talks import Echo, Lines
from usergap.errors import EnvironmentFailure, InputError
from usergap.simulate.controls.big_five import big_five
from usergap.simulate.controls.disclosure import Disclosure
from usergap.simulate.controls.friction import Friction
from usergap.simulate.loop import Rules
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.persona import PersonaKind
from usergap.simulate.running.run import settings_fingerprint
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.steered import SteeredUser, takes_guidance, with_controls
from usergap.simulate.users.chat import ChatUser

SCENARIO = Scenario("s1", "learn how keels work", personas=("a baker from Oslo, 54",))
ALWAYS_TIRED = Friction({"impatience": 1.0})


class Talker(Lines):
    """Says the same for ever, and ends after ``last``."""

    family = "rule"

    def __init__(self, text="how do keels work", last=99):
        super().__init__()
        self.text, self.last = text, last

    async def reply(self, conversation):
        ends = conversation.user_turns + 1 >= self.last
        return f"{self.text} {END_TOKEN}" if ends else self.text


class FakeModel:
    name, settings = "fake", {"fake": 1}

    async def say(self, *_):
        return "hello"


def run(user, journal, **options):
    made = asyncio.run(simulate_async([SCENARIO], user, Echo(), journal=journal, **options))
    return made.dialogues[0]


def test_a_user_without_prompt_is_rewritten_and_the_variables_are_recorded(tmp_path):
    user = with_controls(Talker(last=5), [ALWAYS_TIRED])
    dialogue = run(user, tmp_path / "j")
    said = [turn.text for turn in dialogue.turns]
    assert len(said) == 5
    assert all(text.startswith("how do keels work. ") for text in said)
    assert dialogue.ended
    assert dialogue.extra["simulation"]["controls"] == {
        "friction": {"turns": [{"operators": ["impatience"]}] * 5}
    }
    assert dialogue.scenario == SCENARIO.text


def test_walking_away_ends_the_talk_as_soon_as_it_may_end(tmp_path):
    user = with_controls(Talker(), [Friction({"walk_away": 1.0})])
    dialogue = run(user, tmp_path / "j")
    # four turns must be; the fifth may be the last, and is
    assert len(dialogue.turns) == 5
    assert dialogue.ended
    assert dialogue.extra["simulation"]["stop"] == "user_ended"
    assert dialogue.turns[-1].text.startswith("how do keels work.")


def test_a_model_that_does_not_walk_away_when_told_is_taken_at_its_control_s_word(tmp_path):
    user = with_controls(ChatUser(FakeModel()), [Friction({"walk_away": 1.0})])
    dialogue = run(user, tmp_path / "j")
    assert [turn.text for turn in dialogue.turns] == ["hello"] * 5
    assert dialogue.extra["simulation"]["stop"] == "user_ended"
    told = dialogue.extra["simulation"]["controls"]["friction"]["turns"]
    assert [each["operators"] for each in told] == [[]] * 4 + [["walk_away"]]


def test_a_resumed_conversation_is_steered_as_if_it_had_never_stopped(tmp_path):
    class Breaking(Echo):
        """Fails at its second answer, once."""

        broken = False

        async def reply(self, conversation):
            if conversation.user_turns == 2 and not self.broken:
                self.broken = True
                raise OSError("gone")
            return await super().reply(conversation)

    controls = [Friction(dict.fromkeys(("typo", "hedge", "tangent"), 0.5)), Disclosure()]
    options = {"persona": PersonaKind.INFORMED, "seed": 5}

    def once(assistant, journal):
        user = with_controls(Talker(last=7), controls, [SCENARIO], 5)
        told = simulate_async([SCENARIO], user, assistant, journal=journal, **options)
        return asyncio.run(told)

    whole = once(Echo(), tmp_path / "whole").dialogues[0]
    breaking = Breaking()
    with pytest.raises(EnvironmentFailure, match="gone"):
        once(breaking, tmp_path / "broken")
    resumed = once(breaking, tmp_path / "broken").dialogues[0]
    assert resumed.messages == whole.messages
    assert resumed.extra["simulation"]["controls"] == whole.extra["simulation"]["controls"]
    assert len({turn.text for turn in whole.turns}) > 1


def test_a_bare_end_and_an_exhausted_user_stay_as_they_are():
    steered = SteeredUser(Lines(END_TOKEN, None), (ALWAYS_TIRED,))
    from tests.simulate.controls.made import conversation

    assert asyncio.run(steered.reply(conversation())) == END_TOKEN
    assert asyncio.run(steered.reply(conversation())) is None


def test_a_user_with_a_prompt_is_told():
    user = with_controls(ChatUser(FakeModel()), [ALWAYS_TIRED])
    assert takes_guidance(user)
    assert user.controls == (ALWAYS_TIRED,)
    assert with_controls(user, [Disclosure()]).controls == (ALWAYS_TIRED, Disclosure())


def test_controls_that_cannot_steer_a_user_are_named():
    with pytest.raises(InputError, match=r"user lines: .* found big_five"):
        with_controls(Talker(), [ALWAYS_TIRED, big_five({"openness": "high"})])
    with pytest.raises(InputError, match="control friction: expected it once"):
        with_controls(Talker(), [ALWAYS_TIRED, ALWAYS_TIRED])
    once = with_controls(Talker(), [ALWAYS_TIRED])
    with pytest.raises(InputError, match="control friction: expected it once"):
        with_controls(once, [ALWAYS_TIRED])
    assert with_controls(once, [Disclosure()]).controls == (ALWAYS_TIRED, Disclosure())


def test_without_controls_the_user_stays_the_same():
    user = Talker()
    assert with_controls(user, []) is user


def test_settings_of_controls_are_in_the_fingerprint():
    def fingerprint(control):
        user = with_controls(Talker(), [control])
        told = ([SCENARIO], user, Echo(), Rules(), PersonaKind.GENERIC, 0)
        return settings_fingerprint(*told)

    rates = [Friction({"typo": rate}) for rate in (0.1, 0.2)]
    assert len({fingerprint(control) for control in (*rates, Disclosure())}) == 3
    assert fingerprint(rates[0]) == fingerprint(Friction({"typo": 0.1}))


def test_facts_are_told_in_their_order_and_never_before_their_turn(tmp_path):
    user = with_controls(Talker(last=5), [Disclosure(first=2, every=2)])
    dialogue = run(user, tmp_path / "j", persona=PersonaKind.INFORMED)
    said = [turn.text for turn in dialogue.turns]
    assert ["Oslo" in text for text in said] == [False, True, False, False, False]
    assert ["54" in text for text in said] == [False, False, False, True, False]
