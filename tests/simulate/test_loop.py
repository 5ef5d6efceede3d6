"""The conversation loop: phases, the end, stop reasons, resuming."""

from __future__ import annotations

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.stop import StopReason

from .talks import Echo, Lines, talk


def users(outcome):
    return [m.content for m in outcome.messages if m.role == "user"]


def test_three_phases_and_the_end_after_the_fourth_turn():
    user = Lines("a", "b", "c", "d", f"e {END_TOKEN}")
    outcome, kept = talk(user)
    phases = [c.phase.value for c in user.asked]
    assert phases == ["opening", "must_continue", "must_continue", "must_continue", "may_stop"]
    assert users(outcome) == list("abcde")
    assert outcome.stop is StopReason.USER_ENDED
    # the closing text is only in the outcome: the rest was kept before
    assert [text for _, text, _ in kept] == ["a", "re: a", "b", "re: b", "c", "re: c", "d", "re: d"]


def test_an_end_with_the_fourth_text_or_alone_after_it_makes_four_turns():
    for last in ([f"d{END_TOKEN}"], ["d", END_TOKEN]):
        outcome, _ = talk(Lines("a", "b", "c", *last))
        assert users(outcome) == list("abcd")
        assert outcome.stop is StopReason.USER_ENDED


def test_an_early_end_is_drawn_again_and_counted():
    user = Lines("a", END_TOKEN, f"x {END_TOKEN}", "b", "c", "d", END_TOKEN)
    outcome, kept = talk(user)
    assert users(outcome) == list("abcd")
    assert outcome.interventions == {"early_end": 2}
    assert kept[2] == ("user", "b", {"early_end": 2})
    assert len({c.seed for c in user.asked}) == len(user.asked)


def test_an_end_that_comes_early_as_often_as_asked():
    silent, _ = talk(Lines("a", *[END_TOKEN] * 3), draws=3)
    assert (silent.stop, silent.interventions) == (StopReason.USER_SILENT, {"early_end": 3})
    stands, _ = talk(Lines("a", *[f"b {END_TOKEN}"] * 3), draws=3)
    assert users(stands) == ["a", "b"]
    assert stands.stop is StopReason.USER_EXHAUSTED
    off, _ = talk(Lines("a", END_TOKEN), guardrails=Guardrails(early_end=False))
    assert (off.stop, users(off)) == (StopReason.USER_ENDED, ["a"])


def test_the_cap_counts_user_turns_and_the_last_is_answered():
    outcome, _ = talk(Lines(*"abcdef"), max_turns=4)
    assert outcome.stop is StopReason.TURN_CAP
    assert users(outcome) == list("abcd")
    assert outcome.messages[-1].content == "re: d"


@pytest.mark.parametrize(
    ("user", "assistant", "stop", "detail"),
    [
        (Lines("a", KeyError("k")), Echo(), StopReason.USER_FAILED, "KeyError: 'k'"),
        (Lines("a"), Echo(OSError("x")), StopReason.ASSISTANT_FAILED, "OSError: x"),
        (Lines("a"), Echo("  "), StopReason.ASSISTANT_FAILED, "an answer without text"),
        (Lines(3), Echo(), StopReason.USER_FAILED, "expected text, or None at the end, found 3"),
        (
            Lines("a"),
            Echo({"content": "x"}),
            StopReason.ASSISTANT_FAILED,
            "expected text, or None at the end, found an object of 1 fields",
        ),
        (Lines("a"), Echo(None), StopReason.ASSISTANT_EXHAUSTED, ""),
        (Lines("a"), Echo(), StopReason.USER_EXHAUSTED, ""),
        (Lines(*[""] * 5), Echo(), StopReason.USER_SILENT, ""),
    ],
)
def test_every_other_way_to_stop_has_its_name(user, assistant, stop, detail):
    outcome, _ = talk(user, assistant)
    assert (outcome.stop, outcome.detail) == (stop, detail)
    assert outcome.stop.failed == (stop.value in ("user_failed", "assistant_failed"))


def test_trouble_of_the_run_is_raised():
    with pytest.raises(EnvironmentFailure, match="no disk"):
        talk(Lines(EnvironmentFailure("no disk")))


def test_a_resumed_conversation_asks_with_the_same_seeds():
    whole = Lines(*"abcde")
    outcome, _ = talk(whole)
    for done in range(len(outcome.messages)):
        rest = Lines(*"abcde"[(done + 1) // 2 :])
        again, _ = talk(rest, messages=outcome.messages[:done])
        assert again.messages == outcome.messages
        seeds = [c.seed for c in whole.asked]
        assert [c.seed for c in rest.asked] == seeds[(done + 1) // 2 :]


@pytest.mark.parametrize(
    "rules", [{"min_turns": 0}, {"min_turns": 5, "max_turns": 4}, {"draws": 0}]
)
def test_rules_that_cannot_be_kept(rules):
    with pytest.raises(InputError, match="expected"):
        talk(Lines(), **rules)
