"""Messiness: signs in single turns by hand, rates on both sides, other languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from usergap.compare import Verdict
from usergap.dialogues import Dialogue
from usergap.probes import probe_named, run_probes
from usergap.probes.suite.messiness import SIGNS, unrelated

from ..talks import many, talk


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("I guess it could be red, or so.", {"hedging"}),
        ("Would it be possible to see the second one again?", {"indirect"}),
        ("lol that was the other one.", {"filler", "lower_start"}),
        ("Red please.", {"unfinished"}),
        ("And then I went to the...", {"unfinished"}),
        ("Show me all the boats", {"unpunctuated"}),
        ("Show me all the boats.", set()),
        ("", set()),
        ("???", {"unfinished"}),
    ],
)
def test_signs_of_a_turn(text, signs):
    assert {name for name, (_, test) in SIGNS.items() if test(text)} == signs


def test_rates_are_per_turn_and_signed():
    real = tuple(talk(f"r{i}", "maybe it is red.", "Show me the second one.") for i in range(10))
    simulated = many("s", 10, "Show me the first one.", "Show me the second one.")
    (found,) = run_probes([probe_named("messiness")], real, {"bot": simulated})
    figures = {figure.name: figure for figure in found.measured.figures}
    assert figures["messiness.hedging"].value == pytest.approx(-50)
    assert figures["messiness.hedging"].verdict is Verdict.DIFFERS
    assert figures["messiness.filler"].verdict is Verdict.CLOSE
    assert found.verdict is Verdict.DIFFERS
    assert "in 0 of 100 turns of simulated users, in 50 of real ones" in found.measured.seen


def test_a_turn_that_takes_up_nothing_is_counted_by_hand():
    # the opening has nothing before it; "boats" is taken up; "it" alone is no content word
    followed = talk("a", "Show me boats.", "Are the boats red?", "it is", answer="Many are red.")
    assert unrelated(followed) == (0, 1)
    wandering = talk("b", "Show me boats.", "My cousin plays chess.", "Chess again.", answer="Red.")
    assert unrelated(wandering) == (1, 2)


def test_what_stood_in_the_context_was_said_before():
    messages = talk("a", "Show me boats.", "More boats.").messages
    assert unrelated(Dialogue(id="a", messages=messages, context_length=2)) == (0, 1)
    assert unrelated(Dialogue(id="a", messages=messages[2:], context_length=0)) == (0, 0)


def test_digressions_are_a_figure_beside_and_no_headline():
    real = many("r", 10, "Show me boats.", "My cousin plays chess.")
    (found,) = run_probes(
        [probe_named("messiness")], real, {"bot": many("s", 10, "Show me boats.", "More boats.")}
    )
    (one,) = [f for f in found.measured.figures if f.name == "messiness.unrelated"]
    assert one.value == -100
    assert one.beside[-1].value == 100
    assert not one.headline


def test_another_language_leaves_it_undefined():
    real = many("r", 10, "hello there")
    german = tuple(replace(d, language="de") for d in many("s", 10, "guten Tag"))
    (found,) = run_probes([probe_named("messiness")], real, {"bot": german})
    assert found.verdict is Verdict.UNDEFINED
    assert "English" in found.reason


def test_turns_with_what_simulated_users_overdo_are_shown():
    real = many("r", 10, "Show me boats.", "Red ones.")
    (found,) = run_probes(
        [probe_named("messiness")], real, {"bot": many("s", 10, "Show me boats.", "maybe red ones")}
    )
    assert {quote.text for quote in found.measured.quotes} == {"maybe red ones"}
    assert len(found.measured.quotes) == 6
    (same,) = run_probes([probe_named("messiness")], real, {"bot": real})
    assert same.measured.quotes == ()
