import numpy as np
import pytest

from usergap.errors import InputError
from usergap.ledger.generator_audit.teachers import Gold, audit, difference

TRUTH = (("a",), ("a",), ("a",), ("b",), ("b",), ("a", "b"), ("c",), ("c",))
GOLD = Gold(("one", "two", "three", "four", "five", "six", "seven", "eight"), TRUTH, np.arange(8))


def test_errors_and_classes_by_hand():
    given = [("a",), ("a",), ("b",), ("b",), ("b",), ("a",), ("c",), None]
    (found,) = audit({"t": given}, GOLD)
    # turns 3, 6 and 8 are wrong: 3 of 8
    assert found.error.value == pytest.approx(3 / 8)
    assert found.missing == 1
    by_label = {one.label: one for one in found.classes}
    assert by_label["a"].missed.value == pytest.approx(1 / 4)
    assert by_label["a"].bias.value == pytest.approx((3 - 4) / 8)
    assert by_label["b"].bias.value == pytest.approx(0)
    assert by_label["c"].missed.value == pytest.approx(1 / 2)


def test_the_interval_is_wilson_s():
    # 3 of 8 with t(7, .975) = 2.36462 in the place of 1.96: by the formula
    given = [("a",), ("a",), ("b",), ("b",), ("b",), ("a",), ("c",), None]
    (found,) = audit({"t": given}, GOLD)
    p, n, z = 3 / 8, p_effective(3 / 8), 2.364624
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    assert (found.error.low, found.error.high) == pytest.approx((middle - half, middle + half))


def p_effective(p):
    # the robust variance of a share of 8 single turns is 8/7 · p(1 − p)/8: 7 effective turns
    return 7


def test_the_best_teacher_comes_first_and_others_are_behind_by_pairs():
    right = list(TRUTH)
    bad = [("c",)] * 8
    best, worst = audit({"bad": bad, "right": right}, GOLD)
    assert (best.teacher, best.error.value, best.behind) == ("right", 0, None)
    assert worst.behind.value == pytest.approx(6 / 8)
    assert 0 < worst.behind.low < 6 / 8 < worst.behind.high


def test_turns_of_one_dialogue_do_not_count_as_many():
    values = np.array([1.0, 1, 1, 1, 0, 0, 0, 0])
    single = difference(values, np.arange(8))
    paired = difference(values, np.array([0, 0, 0, 0, 1, 1, 1, 1]))
    assert paired.high - paired.low > 2 * (single.high - single.low)


def test_error_tied_to_a_style_shows():
    texts = tuple("word " * (40 if i % 2 else 2) for i in range(40))
    gold = Gold(texts, (("a",),) * 40, np.arange(40))
    given = [("b",) if i % 2 else ("a",) for i in range(40)]
    (found,) = audit({"t": given}, gold)
    styles = {name: error.value for name, _, error in found.styles}
    assert styles["21 words or fewer"] == 0
    assert styles["more than 21 words"] == 1


def test_nothing_to_audit_is_an_error():
    with pytest.raises(InputError, match="found none"):
        audit({}, Gold((), (), np.zeros(0, np.int64)))
    with pytest.raises(InputError, match="t: expected 8 turns, found labels of 1"):
        audit({"t": [("a",)]}, GOLD)
