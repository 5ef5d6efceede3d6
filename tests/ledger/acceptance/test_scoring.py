"""Labels, expected answers, checkers, follow-ups and a judge's card."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from usergap.dialogues import Dialogue, Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger.acceptance.checkers import checked, checker_of
from usergap.ledger.acceptance.follow_up import annotator_told, follow_ups
from usergap.ledger.acceptance.judge_card import JudgeCard, corrected, read_judge_card
from usergap.ledger.acceptance.labels import as_expected, outcomes
from usergap.ledger.acceptance.running import Scoring
from usergap.ledger.results import ItemResult, rate_of


def told(name: str, *said: str, **extra: object) -> Dialogue:
    roles = ("user", "assistant")
    messages = tuple(Message(roles[n % 2], text) for n, text in enumerate(said))
    return Dialogue(name, messages, language="en", extra=extra)


def test_labelled_outcomes() -> None:
    values = [True, False, None, "Success", " no ", "FAILED"]
    dialogues = [told(str(n), "hi", solved=value) for n, value in enumerate(values)]
    found = outcomes([*dialogues, told("x", "hi")], "solved")
    assert list(found.values()) == [True, False, None, True, False, False, None]


@pytest.mark.parametrize("value", [1, "maybe", [], {}, ""])
def test_an_outcome_that_is_neither_yes_nor_no(value: object) -> None:
    with pytest.raises(InputError, match="dialogue 'a': solved: expected true, false or a word"):
        outcomes([told("a", "hi", solved=value), told("b", "hi", solved=True)], "solved")
    with pytest.raises(
        InputError, match="expected a labelled outcome in the dialogues, found none"
    ):
        outcomes([told("a", "hi")], "solved")


def test_expected_answers_are_looked_for_in_the_last_answer() -> None:
    asked = [
        told("a", "q", expected="Paris"),
        told("b", "q", expected=["6:35 pm", "18:35"]),
        told("c", "q", expected="9"),
        told("d", "q", expected="9"),
        told("e", "q"),
        told("f", "q", expected="x"),
    ]
    answers = [
        told("a", "q", "It is **PARIS**."),
        told("b", "q", "no", "q", "At 18:35!"),
        told("c", "q", "9", "q", "never mind"),
        told("d", "q", "19"),
        told("e", "q", "9"),
    ]
    found = as_expected(asked, answers, "expected")
    assert found == {"a": True, "b": True, "c": False, "d": False, "e": None, "f": None}


@pytest.mark.parametrize("value", [3, ["a", 3], [""], {"a": 1}])
def test_an_expected_answer_that_is_no_text(value: object) -> None:
    with pytest.raises(InputError, match="dialogue 'a': expected: expected a text"):
        as_expected([told("a", "q", expected=value)], [], "expected")


TWO = [told("a", "q", "yes"), told("b", "q", "no")]


def test_a_function_of_ones_own(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    Path("my_own_checks_g1.py").write_text(
        "def served(d):\n    return {'yes': True, 'no': None}[d.messages[-1].content]\n"
        "def wrong(d):\n    return 'yes'\n"
        "def broken(d):\n    return 1 / 0\n"
        "number = 3\n"
    )
    assert checked(TWO, checker_of("my_own_checks_g1:served")) == {"a": True, "b": None}
    with pytest.raises(InputError, match="expected True, False or None, found 'yes'"):
        checked(TWO, checker_of("my_own_checks_g1:wrong"))
    with pytest.raises(EnvironmentFailure, match="dialogue 'a': ZeroDivisionError"):
        checked(TWO, checker_of("my_own_checks_g1:broken"))
    with pytest.raises(InputError, match="expected a function"):
        checker_of("my_own_checks_g1:number")
    with pytest.raises(InputError, match="my_own_checks_g1:none"):
        checker_of("my_own_checks_g1:none")


def command(tmp_path: Path, code: str) -> str:
    (tmp_path / "check.py").write_text(code)
    return f"'{sys.executable}' '{tmp_path / 'check.py'}'"


def test_a_command_of_ones_own(tmp_path: Path) -> None:
    code = (
        "import json, sys\nsaid = json.load(sys.stdin)['messages'][-1]['content']\n"
        "print('pass' if said == 'yes' else 'fail')\n"
    )
    assert checked(TWO, checker_of(command(tmp_path, code))) == {"a": True, "b": False}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("print('good')", "found 'good', 0"),
        ("raise SystemExit(1)", "found '', 1"),
        ("print('pass')\nraise ValueError('no such thing')", "ValueError: no such thing"),
    ],
)
def test_a_command_that_crashes_is_no_failed_item(tmp_path: Path, code: str, found: str) -> None:
    with pytest.raises(InputError, match=found):
        checked(TWO, checker_of(command(tmp_path, code)))


@pytest.mark.parametrize("text", ["", "'", "no-such-command-here --x"])
def test_a_checker_that_is_none(text: str) -> None:
    with pytest.raises(InputError, match="--checker"):
        checked(TWO, checker_of(text))


def test_follow_ups_are_what_real_users_said_next() -> None:
    ask = "Can you write a short poem about my garden for my sister?"
    served = told("a", ask, "Roses.", "Thank you, this is lovely!")
    wrong = told("b", ask, "Roses.", "No, that is wrong, this is not what I asked for. Try again.")
    alone = told("c", ask, "Roses.")
    foreign = Dialogue("d", wrong.messages, language="de")
    found = follow_ups([served, wrong, alone, foreign])
    assert found == {"a": True, "b": False, "d": None}
    assert "explicit_negative 0." in annotator_told()


@pytest.mark.parametrize(
    ("given", "told_"),
    [
        ({"by": "luck"}, "--by: expected outcome"),
        ({"by": "checker"}, "--checker: expected it with --by checker alone, found none"),
        ({"by": "judge"}, "--judge: expected it with --by judge alone, found none"),
        ({"by": "outcome", "checker": lambda _: True}, "found it with --by outcome"),
    ],
)
def test_what_does_not_go_together(given: dict, told_: str) -> None:
    with pytest.raises(InputError, match=told_):
        Scoring(**given)


def items(passed: int, of: int) -> list[ItemResult]:
    return [ItemResult("a", n < passed, "real") for n in range(of)]


# Rogan and Gladen: (0.6 - 0.2) / (0.9 - 0.2) = 0.5714.
def test_a_score_corrected_by_the_judges_card() -> None:
    found = corrected(items(600, 1000), JudgeCard("j", (900, 1000), (200, 1000)))
    assert found.value == pytest.approx(0.4 / 0.7)
    assert found.low < 0.5714 < found.high
    raw = rate_of(items(600, 1000))
    assert found.high - found.low > raw.high - raw.low


def test_a_card_of_a_coin_corrects_nothing() -> None:
    assert corrected(items(6, 10), JudgeCard("j", (50, 100), (50, 100))).value is None


def test_a_perfect_judge_changes_the_value_nothing() -> None:
    found = corrected(items(70, 100), JudgeCard("j", (500, 500), (0, 500)))
    assert found.value == pytest.approx(0.7)


# 200 judges and sets by the binomial law: the interval is to hold the truth in at least 95 %.
def test_the_corrected_interval_holds_the_truth() -> None:
    import numpy as np

    rng, truth, held = np.random.default_rng(4), 0.6, 0
    for _ in range(200):
        right = (int(rng.binomial(80, 0.9)), 80)
        wrong = (int(rng.binomial(80, 0.2)), 80)
        passed = int(rng.binomial(150, truth * 0.9 + (1 - truth) * 0.2))
        found = corrected(items(passed, 150), JudgeCard("j", right, wrong))
        held += found.low <= truth <= found.high
    assert held >= 190


@pytest.mark.parametrize(
    ("text", "told_"),
    [
        ('{"judge": "k"}', "judge: expected 'j', whose card it must be, found 'k'"),
        ('{"judge": "j"}', "right: expected an object, found nothing"),
        ('{"judge": "j", "right": {"passed": 3, "of": 2}}', "right: expected passed of at least"),
        ('{"judge": "j", "right": {"passed": true, "of": 2}}', "right.passed: expected a count"),
        ('{"judge": "j", "right": {"passed": 0, "of": 0}}', "right: expected passed of at least"),
    ],
)
def test_a_card_that_is_none(tmp_path: Path, text: str, told_: str) -> None:
    path = tmp_path / "card.json"
    path.write_text(text)
    with pytest.raises(InputError, match=told_):
        read_judge_card(path, "j")


def test_a_card_is_read(tmp_path: Path) -> None:
    path = tmp_path / "card.json"
    path.write_text(
        '{"judge": "j", "right": {"passed": 9, "of": 10}, "wrong": {"passed": 0, "of": 5}}'
    )
    assert read_judge_card(path, "j") == JudgeCard("j", (9, 10), (0, 5))
