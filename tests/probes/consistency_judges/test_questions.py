"""Questions about a persona: written, checked, answered from the lines alone."""

from __future__ import annotations

import pytest

from usergap.probes.consistency_judges.questions import Question, scores, written

from .test_llm import asking, told

ROW = {"question": "Which pet?", "options": ["cat", "dog"], "answer": 2}
PET = Question("Which pet?", ("cat", "dog"), 2)
JOB = Question("Which job?", ("nurse", "cook"), 1)


def test_alike_personas_are_asked_about_once():
    seen = []
    found = written(asking(lambda t, _: told(t, questions=[ROW]), seen), ["p", "q", "p"], 5)
    assert found == [[PET]] * 3
    assert len(seen) == 2


@pytest.mark.parametrize(
    "row",
    [
        ROW | {"answer": 3},
        ROW | {"answer": "2"},
        ROW | {"options": ["cat", "cat"]},
        ROW | {"options": ["cat"], "answer": 1},
        {"question": "Which pet?"},
        "Which pet?",
    ],
)
def test_a_question_without_one_right_option_is_dropped(row):
    assert written(asking(lambda t, _: told(t, questions=[row])), ["p"], 5) == [[]]


def test_the_same_question_twice_is_no_answer_and_more_than_asked_are_cut():
    assert written(asking(lambda t, _: told(t, questions=[ROW, ROW])), ["p"], 5) == [[]]
    assert written(asking(lambda t, _: told(t, questions=[ROW, ROW])), ["p"], 1) == [[PET]]


def test_score_is_right_of_what_is_told():
    answers = iter([[0, 0], [2, 0], [2, 2]])
    seen = []
    ask = asking(lambda t, _: told(t, answers=next(answers)), seen)
    # none told; one told, right; two told, one right
    assert scores(ask, [["a", "b", "c"]], [[PET, JOB]]) == [[None, 1.0, 0.5]]
    assert 'answer\\":' not in seen[0].messages[-1].content
    assert '"answer"' not in seen[0].messages[-1].content


@pytest.mark.parametrize("answers", [[1], [1, 3], [1, "2"], "12", None])
def test_an_invalid_answer_is_missing(answers):
    ask = asking(lambda t, _: told(t, answers=answers))
    assert scores(ask, [["a"], ["b"]], [[PET, JOB], []]) == [[None], [None]]
