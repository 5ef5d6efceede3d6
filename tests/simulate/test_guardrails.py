"""Each guardrail bars what it names, and nothing when it is off."""

from __future__ import annotations

import pytest

from usergap.errors import InputError
from usergap.simulate.guardrails import Guardrails


@pytest.mark.parametrize(
    ("text", "ends", "told"),
    [
        ("I want a boat", False, "first_word"),
        ("here, take a boat", False, "first_word"),
        ('"You see a boat', False, "first_word"),
        ("Its boat is here", False, None),
        ("two words", False, "length"),
        ("now three words", False, None),
        ("w " * 25, False, None),
        ("w " * 26, False, "length"),
        ("said this before ", False, "repeat"),
        ("fine by me", True, "early_end"),
        ("", True, "early_end"),
        (" ", False, "empty"),
    ],
)
def test_userlm(text, ends, told):
    rules = Guardrails.userlm()
    assert rules.objection(text, ["said this before"], ends=ends, may_end=False) == told
    if told in ("first_word", "length", "repeat"):
        assert Guardrails().objection(text, ["said this before"], ends=ends, may_end=False) is None


def test_an_end_that_may_stand_needs_no_text():
    assert Guardrails.userlm().objection("", [], ends=True, may_end=True) is None


def test_guardrails_by_name():
    assert Guardrails.named("userlm") == Guardrails.userlm()
    assert Guardrails.named("none") == Guardrails(early_end=False)
    assert Guardrails.named("repeat, length") == Guardrails(
        repeat=True, length=True, early_end=False
    )
    assert Guardrails.named("early_end") == Guardrails()
    for wrong in ("", "loud", "repeat,"):
        with pytest.raises(InputError, match="guardrails: expected userlm, none or some of"):
            Guardrails.named(wrong)
