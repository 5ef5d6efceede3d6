"""Consistency: rates on both sides by hand, without real users, without personas, the judges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from usergap.compare import Verdict
from usergap.errors import InputError
from usergap.probes import Tools, probe_named, run_probes

from ..consistency_judges.test_llm import asking, told
from ..talks import many, talk

PROBE = probe_named("consistency")
STEADY = ("I have two dogs.", "My two dogs are here.", "I live in Ohio.")
TORN = ("I have two dogs.", "I don't have a dog.", "I live in Ohio.")


def found(real, simulated, **options):
    (finding,) = run_probes([PROBE], real, {"bot": simulated}, **options)
    figures = finding.measured.figures if finding.measured else ()
    return finding, {figure.name: figure for figure in figures}


def test_contradictions_are_per_pair_and_signed():
    finding, figures = found(many("r", 20, *STEADY), many("s", 20, *TORN))
    line = figures["consistency.line"]
    # one of three pairs in each simulated dialogue, none of real ones
    assert line.value == pytest.approx(-100 / 3)
    assert line.verdict is Verdict.DIFFERS
    assert finding.verdict is Verdict.DIFFERS
    assert (
        "an earlier line of theirs in 20 of 20 cases, real users in 0 of 20"
        in finding.measured.seen
    )
    assert finding.measured.tables[0].rows == (("an earlier line", "pets", 0, 20),)
    assert finding.measured.quotes[0].text == "I don't have a dog."
    assert finding.measured.quotes[0].turn == 2
    # flagged at the second of lines 2 and 3: from 0 to 1 in a turn
    assert figures["consistency.line_drift"].value == pytest.approx(100)


def test_alike_users_are_close_only_where_enough_could_be_compared():
    _, figures = found(many("r", 150, *STEADY), many("s", 150, *STEADY))
    assert figures["consistency.line"].verdict is Verdict.CLOSE
    _, few = found(many("r", 150, *STEADY), many("s", 149, *STEADY))
    assert few["consistency.line"].verdict is Verdict.CANNOT_TELL
    assert "could compare only 150 real and 149 simulated" in few["consistency.line"].reason


def test_personas_of_simulated_users_alone_are_described():
    simulated = many("s", 20, *STEADY, persona="i have no pets. i live in ohio.")
    finding, figures = found(many("r", 20, *STEADY), simulated)
    persona = figures["consistency.persona"]
    assert persona.value == pytest.approx(100 / 3)  # two of three lines contradict it
    assert persona.verdict is Verdict.UNDEFINED
    assert figures["consistency.line"].null == 0
    assert "they contradict their persona in 40 of 60 cases" in finding.measured.seen


def test_personas_of_both_sides_are_compared():
    kept = many("r", 20, *STEADY, persona="i have two dogs. i live in ohio.")
    broken = many("s", 20, *STEADY, persona="i have no pets. i live in ohio.")
    _, figures = found(kept, broken)
    assert figures["consistency.persona"].value == pytest.approx(-200 / 3)
    assert figures["consistency.persona"].verdict is Verdict.DIFFERS


def test_a_parrot_is_perfect_and_shows_in_what_it_recites():
    persona = "i have two dogs"
    parrot = tuple(
        talk(f"s{i}", persona, persona, persona=persona if i % 2 else "my name is lee")
        for i in range(20)
    )
    _, figures = found((), parrot)
    assert figures["consistency.persona"].value == 100
    recited = figures["consistency.recited"]
    assert recited.value == pytest.approx(50)  # all of its own persona, none of the other
    assert [level.kind for level in recited.beside] == ["chance"]


def test_it_works_without_real_users_and_says_what_it_lacks():
    finding, figures = found((), many("s", 6, *TORN))
    assert figures["consistency.line"].value == pytest.approx(100 * 2 / 3)
    assert finding.verdict is Verdict.UNDEFINED
    alone, _ = found((), many("s", 6, "I am 30."))
    assert "no dialogue has a persona or two turns" in alone.reason


def test_other_languages_need_another_judge():
    german = tuple(replace(d, language="de") for d in many("s", 10, "Hallo.", "Ja."))
    finding, _ = found(many("r", 10, *STEADY), german)
    assert "English" in finding.reason
    tools = Tools(nli=lambda pairs: [0.9 for _ in pairs])
    finding, figures = found(many("r", 10, *STEADY), german, tools=tools)
    assert figures["consistency.line"].value == 0  # every pair of both sides is flagged


def test_a_model_judges_and_asks_questions():
    row = {"question": "Which pet?", "options": ["cat", "dog"], "answer": 2}

    def answer(ticket, body):
        if '"count"' in body:
            return told(ticket, questions=[row])
        if '"questions"' in body:
            return told(ticket, answers=[2])
        return (
            told(ticket, contradicts=False) if '"description"' in body else told(ticket, lines=[1])
        )

    simulated = many("s", 6, *STEADY, persona="i have two dogs")
    finding, figures = found((), simulated, tools=Tools(judge=asking(answer)))
    assert figures["consistency.questions"].value == 100
    assert figures["consistency.persona"].value == 100
    # lines 2 and 3 are flagged with line 1: two of three pairs
    assert figures["consistency.line"].value == pytest.approx(100 / 3)
    assert "a language model" in finding.measured.notes[0]


@pytest.mark.parametrize("name", ["llm", "nli", "other"])
def test_a_judge_that_is_not_there_is_refused(name):
    with pytest.raises(InputError, match=r"consistency\.judge"):
        found((), many("s", 6, *TORN), settings={"consistency.judge": name})


@pytest.mark.parametrize("number", ["0", "many", "21"])
def test_a_number_of_questions_is_checked(number):
    tools = Tools(judge=asking(lambda t, _: told(t, contradicts=False, lines=[])))
    simulated = many("s", 6, *STEADY, persona="i have two dogs")
    with pytest.raises(InputError, match=r"consistency\.questions: expected 1 to 20"):
        found((), simulated, tools=tools, settings={"consistency.questions": number})


def test_the_judge_can_be_chosen():
    tools = Tools(nli=lambda pairs: [0.9 for _ in pairs])
    settings = {"consistency.judge": "rules"}
    _, figures = found((), many("s", 6, *STEADY), tools=tools, settings=settings)
    assert figures["consistency.line"].value == 100
