"""What replies contribute: a scripted chatbot that finds the target where it is told more."""

from __future__ import annotations

import pytest

from usergap.compare import Verdict
from usergap.errors import InputError
from usergap.probes import Tools, probe_named, run_probes, tools_from
from usergap.probes.reply_ablation.contribution import NAME, target_named
from usergap.testing import FakeServer

from ..talks import talk

TARGET = {"target": "Red October"}


def talks(name, count, *turns):
    return tuple(talk(f"{name}{i}", *turns, extra=TARGET) for i in range(count))


def chatbot(call):
    """Names the film only after the user said that it has a submarine."""
    told = any(role == "user" and "submarine" in text for role, text in call.messages)
    return "You mean Red October." if told else "Tell me more."


def found(real, simulated, tools, **settings):
    (finding,) = run_probes(
        [probe_named("messiness")], real, {"bot": simulated}, tools=tools, settings=settings,
        replicates=100,
    )  # fmt: skip
    return next(f for f in finding.measured.figures if f.name == NAME)


def test_replies_that_help_are_told_from_replies_that_do_not(tmp_path):
    """People tell what is needed (+100), simulated users only thank (0)."""
    real = talks("r", 8, "Which film is it?", "It has a submarine.")
    thankful = talks("s", 8, "Which film is it?", "Thank you.")
    with FakeServer(chatbot) as server:
        tools = tools_from(assistant="m", base_url=server.url, cache=tmp_path / "answers.db")
        figure = found(real, thankful, tools)
        calls = len(server.calls)
    assert figure.value == -100
    assert figure.beside[-1].value == 100
    assert figure.verdict is Verdict.DIFFERS
    assert not figure.headline
    assert "+0 points of 100, what real ones say by +100" in figure.seen
    # 4 different conversations of two turns; the opening is one request for all
    assert calls == 1 + 3


def test_what_is_said_in_the_opening_is_no_contribution_of_replies(tmp_path):
    real = talks("r", 8, "Which film has a submarine?", "Go on.")
    with FakeServer(chatbot) as server:
        tools = tools_from(assistant="m", base_url=server.url, cache=tmp_path / "a.db")
        figure = found(real, talks("s", 8, "Which film has a submarine?", "Thanks."), tools)
    assert (figure.value, figure.beside[-1].value) == (0, 0)
    assert figure.verdict is Verdict.CLOSE


def test_a_metric_of_ones_own():
    def length(dialogue):
        return min(1.0, sum(len(m.content) for m in dialogue.messages if m.role == "user") / 100)

    def quiet(requests):
        from usergap.llm import Ending, Result

        return [Result(Ending.ANSWERED, "ok") for _ in requests]

    tools = Tools(assistant=quiet, outcome=length)
    real = tuple(talk(f"r{i}", "hi", "x" * 24) for i in range(8))
    figure = found(real, tuple(talk(f"s{i}", "hi", "x" * 34) for i in range(8)), tools)
    # "Please go on." has 13 characters: real 24 - 13 = 11, simulated 34 - 13 = 21
    assert figure.beside[-1].value == pytest.approx(11)
    assert figure.value == pytest.approx(10)


def test_without_assistant_or_metric_it_says_what_is_needed():
    plain = tuple(talk(f"r{i}", "hi", "there") for i in range(8))
    assert "--assistant" in found(plain, plain, None).reason
    tools = Tools(assistant=list)
    assert "target" in found(plain, plain, tools).reason


def test_a_chosen_number_is_run_again():
    asked = []

    def counting(requests):
        from usergap.llm import Ending, Result

        asked.append(len(requests))
        return [Result(Ending.ANSWERED, "ok") for _ in requests]

    real = talks("r", 9, "a", "b")
    found(real, talks("s", 9, "a", "b"), Tools(assistant=counting), **{"messiness.reruns": "6"})
    assert asked == [12, 12, 12, 12]  # 6 of each side, two turns, two arms


def test_a_target_is_named_by_the_chatbot_alone():
    assert target_named(talk("a", "Red October?", answer="Yes.", extra=TARGET)) == 0
    assert target_named(talk("a", "Which?", answer="It is Red October!", extra=TARGET)) == 1
    assert target_named(talk("a", "Which?", answer="It is Red October!")) is None


@pytest.mark.parametrize("number", ["x", "0", "-3"])
def test_a_number_that_cannot_be_is_told(number):
    with pytest.raises(InputError, match=r"messiness.reruns: expected a number"):
        found(talks("r", 8, "a", "b"), talks("s", 8, "a", "b"), Tools(assistant=list),
              **{"messiness.reruns": number})  # fmt: skip
