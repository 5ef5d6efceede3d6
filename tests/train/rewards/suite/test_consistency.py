"""The three consistency rewards, by the rules and by a model."""

from __future__ import annotations

import pytest

from tests.train.rewards.made import asking, judge
from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.testing import FakeServer, Reply
from usergap.train.rewards.reward import Candidate, Materials
from usergap.train.rewards.suite import line_to_line, persona_questions, prompt_to_line

PERSONA = "I am 30 years old. I have two dogs."


def after(*lines: str) -> tuple[Message, ...]:
    return tuple(m for line in lines for m in (Message("user", line), Message("assistant", "ok")))


def test_prompt_to_line_by_rules() -> None:
    score = prompt_to_line.REWARD.make(Materials())
    said = ["I am 30 years old.", "I am 45 years old.", "what is soup?"]
    asked = [Candidate(text, persona=PERSONA) for text in said]
    asked += [Candidate("I am 45 years old."), Candidate("x", persona=" ")]
    assert score(asked) == [1.0, 0.0, 1.0, None, None]


def test_line_to_line_by_rules() -> None:
    score = line_to_line.REWARD.make(Materials())
    earlier = after("I have two dogs.", "I am 30 years old.", "  ", "I like soup.")
    asked = [
        Candidate("I am 45 years old.", earlier),
        Candidate("I am 30 years old.", earlier),
        Candidate("I am 45 years old."),  # a first line
        Candidate("I am 45 years old.", (Message("assistant", "I am 30 years old."),)),
    ]
    # One of three earlier lines with words is contradicted.
    assert score(asked) == [pytest.approx(2 / 3), 1.0, None, None]


def by_model(reward, answer, asked, **settings):
    with FakeServer(judge(answer)) as server:
        made = reward.make(Materials(ask=asking(server), settings=settings))
        return made(asked), made(asked), server.requests


@pytest.mark.parametrize("fails", [Reply.refused(), Reply.server_error(), {"contradicts": "no"}])
def test_a_judge_that_fails_gives_nothing(fails) -> None:
    asked = [Candidate("a", persona=PERSONA), Candidate("bad", persona=PERSONA)]
    answer = lambda d: fails if d["message"] == "a" else {"contradicts": True}  # noqa: E731
    assert by_model(prompt_to_line.REWARD, answer, asked)[0] == [None, 0.0]


def test_questions_are_written_once_and_scored_by_the_lines() -> None:
    asked = [
        Candidate("two dogs here", after("i am thirty"), persona=PERSONA),
        Candidate("nothing to say", persona=PERSONA),
        Candidate("no persona"),
    ]

    def answer(data):
        if "description" in data:
            listed = [("How old?", ["20", "30"], 2), ("How many dogs?", ["1", "2", "3"], 2)]
            return {
                "questions": [
                    {"question": q, "options": options, "answer": right}
                    for q, options, right in listed
                ]
            }
        text = data["messages"][-1]
        # The first question is answered wrongly, the second rightly.
        return {"answers": [1 if "thirty" in text else 0, 2 if "dogs" in text else 0]}

    first, second, requests = by_model(persona_questions.REWARD, answer, asked)
    assert first == second == [0.5, None, None]
    assert requests == 1 + 2 + 2  # the questions once, two candidates twice


def test_questions_that_fail_are_asked_again_later() -> None:
    answers = iter([Reply.refused()])

    def answer(data):
        if "description" in data:
            one = {"question": "How old?", "options": ["20", "30"], "answer": 2}
            return next(answers, {"questions": [one]})
        return {"answers": [2]}

    first, second, _ = by_model(
        persona_questions.REWARD, answer, [Candidate("30", persona=PERSONA)]
    )
    assert (first, second) == ([None], [1.0])


def test_it_needs_a_judge_and_a_count() -> None:
    with pytest.raises(InputError, match="expected a model as judge; found none"):
        persona_questions.REWARD.make(Materials())
    with pytest.raises(InputError, match="expected 1 or more, found 0"):
        persona_questions.REWARD.make(
            Materials(ask=print, settings={"persona_questions.count": "0"})
        )
