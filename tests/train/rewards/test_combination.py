from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.train.rewards.combination import combined, made, parse
from usergap.train.rewards.reward import Candidate, Materials, Score

SOME = [Candidate("a"), Candidate("b"), Candidate("c")]


def fixed(*scores: float | None) -> Score:
    return lambda _: list(scores)


def test_by_hand() -> None:
    parts = {"x": (2.0, fixed(1.0, 0.5, 0.0)), "y": (-1.0, fixed(1.0, 1.0, 1.0))}
    assert combined(parts)(SOME) == [1.0, 0.0, -1.0]


def test_what_lacks_a_part_has_no_reward() -> None:
    parts = {"x": (1.0, fixed(1.0, None, None)), "y": (1.0, fixed(1.0, 1.0, None))}
    assert combined(parts)(SOME) == [2.0, None, None]
    # 1 of the two stands for both: 1 * (2 / 1); nothing stands for nothing.
    assert combined(parts, "rescale")(SOME) == [2.0, 2.0, None]


def test_a_part_without_weight_is_not_asked() -> None:
    def never(_: object) -> list[float | None]:
        raise AssertionError

    assert combined({"x": (1.0, fixed(1.0, 0.0, None)), "y": (0.0, never)})(SOME) == [
        1.0,
        0.0,
        None,
    ]


scores = st.lists(st.one_of(st.none(), st.floats(-9, 9)), min_size=3, max_size=3)


@given(scores, scores, st.floats(0.1, 5), st.sampled_from(["any", "rescale"]))
def test_none_never_becomes_a_number(one, other, weight, rule) -> None:
    found = combined({"x": (weight, fixed(*one)), "y": (1.0, fixed(*other))}, rule)(SOME)
    for a, b, told in zip(one, other, found, strict=True):
        lacking = (a is None) + (b is None)
        assert (told is None) == (lacking >= (1 if rule == "any" else 2))
        if lacking == 0:
            assert math.isclose(told, weight * a + b, abs_tol=1e-9)


def test_parse() -> None:
    assert parse("bertscore, coverage=0.3") == {"bertscore": 1.0, "coverage": 0.3}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bertscore=much", "reward bertscore: expected a weight, found 'much'"),
        ("bertscore,bertscore", "expected each name once, found 'bertscore' again"),
        ("bleu", "found 'bleu'"),
        ("bertscore=0", "expected weights that are not all 0"),
        ("bertscore=nan", "expected weights that are not all 0"),
        ("", "found ''"),
    ],
)
def test_what_names_no_reward(text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        made(text, Materials())


def test_a_setting_that_none_of_them_has() -> None:
    with pytest.raises(InputError, match=r"set: expected one of coverage\.within; found 'idf'"):
        made("coverage,embedding", Materials(settings={"idf": "on"}))
    with pytest.raises(InputError, match=r"set: expected one of none; found 'coverage\.within'"):
        made("embedding", Materials(settings={"coverage.within": "1"}))


def test_a_rule_that_is_none() -> None:
    with pytest.raises(InputError, match="missing: expected one of any, rescale; found 'zero'"):
        combined({"x": (1.0, fixed())}, "zero")  # type: ignore[arg-type]


def test_a_part_that_forgets_some() -> None:
    with pytest.raises(InputError, match="expected 3 scores, found 1"):
        combined({"x": (1.0, fixed(1.0))})(SOME)
