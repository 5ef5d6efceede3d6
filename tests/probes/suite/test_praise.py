"""Praise: planted shares of feedback, and turns that nobody judged."""

from __future__ import annotations

import pytest

from usergap.annotators import Annotation
from usergap.compare import Verdict
from usergap.probes import Tools, probe_named, run_probes

from ..talks import talk


class Spelled:
    """An annotator that takes a turn's only word for its label; "?" it cannot judge."""

    name, version, dimensions, languages = "spelled", "1", ("feedback",), frozenset()

    def annotate(self, dialogues):
        return [
            Annotation(
                {
                    "feedback": tuple(
                        None if turn.text == "?" else frozenset({turn.text}) for turn in d.turns
                    )
                }
            )
            for d in dialogues
        ]


def run(real, simulated):
    sides = [tuple(talk(f"{s}{i}", *turns) for i in range(20)) for s, turns in
             (("r", real), ("s", simulated))]  # fmt: skip
    (found,) = run_probes(
        [probe_named("praise")], sides[0], {"bot": sides[1]}, tools=Tools(annotator=Spelled())
    )
    return found


def test_each_kind_is_a_share_of_judged_turns():
    found = run(
        ("no_feedback", "regeneration_request", "explicit_negative", "no_feedback", "?"),
        ("explicit_positive", "no_feedback"),
    )
    figures = {figure.name: figure for figure in found.measured.figures}
    assert figures["praise.praise"].value == pytest.approx(50)
    assert "simulated turns are turns that praise" in figures["praise.praise"].seen
    assert figures["praise.again"].value == pytest.approx(-25)
    assert figures["praise.complaint"].value == pytest.approx(-25)
    assert figures["praise.praise"].verdict is Verdict.DIFFERS
    assert found.measured.seen.startswith("50 of 100 simulated turns are turns that praise")
    (first, *further) = found.measured.quotes
    assert (first.dialogue, first.turn, first.text) == ("s0", 1, "explicit_positive")
    assert len(further) == 5  # six dialogues, a turn each


def test_only_what_simulated_users_do_more_often_is_shown():
    found = run(("explicit_positive",), ("no_feedback", "explicit_negative"))
    assert {quote.text for quote in found.measured.quotes} == {"explicit_negative"}
    assert {quote.turn for quote in found.measured.quotes} == {2}
    assert not run(("explicit_positive",), ("no_feedback",)).measured.quotes


def test_turns_that_nobody_could_judge_leave_it_undefined():
    assert "could be judged" in run(("?",), ("no_feedback",)).reason
