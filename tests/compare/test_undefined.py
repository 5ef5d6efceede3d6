import pytest

from tests.compare.made_profiles import MEASURES, METADATA, labels, people, profile
from usergap.compare import Verdict, compare
from usergap.dimensions.feedback import FEEDBACK

QUICK = {"measures": MEASURES, "replicates": 200}


def row_of(real, other, measure="feedback"):
    (row,) = compare(real, other, **QUICK).select(measure=measure)
    return row


def assert_undefined(row, said):
    assert row.verdict is Verdict.UNDEFINED
    assert said in row.reason
    for name in ("value", "corrected", "floor", "floor95", "excess", "low", "high", "p", "p_holm"):
        assert getattr(row, name) is None


def without(profile_, column):
    return type(profile_)(profile_.name, profile_.table.drop_columns([column]), profile_.metadata)


def test_a_missing_column():
    real, other = profile(people(9, 1)), profile(people(9, 2), "sim")
    assert_undefined(
        row_of(real, without(other, "feedback.no_feedback")), "lacks the column feedback.no"
    )
    assert_undefined(row_of(without(real, "words"), other, "words"), "real profile lacks")


@pytest.mark.parametrize(
    ("key", "said"), [("annotators", "annotators differ"), ("dimensions", "versions differ")]
)
def test_annotators_and_versions_that_differ(key, said):
    changed = {**METADATA[key], "feedback": "2"}
    other = profile(people(9, 2), "sim", **{key: changed})
    row = row_of(profile(people(9, 1)), other)
    assert_undefined(row, said)
    assert row_of(profile(people(9, 1)), other, "words").verdict is not Verdict.UNDEFINED


def test_an_unknown_annotator_is_not_an_equal_one():
    other = profile(people(9, 2), "sim", annotators={})
    assert_undefined(row_of(profile(people(9, 1)), other), "an unknown one")


def test_languages_that_differ():
    real, other = profile(people(9, 1)), profile(people(9, 2, language="de"), "sim")
    assert_undefined(row_of(real, other, "words"), "real dialogues are in en, simulated ones in de")


def test_nothing_judged_on_one_side():
    other = [{**row, **labels(FEEDBACK, 0)} for row in people(9, 2)]
    row = row_of(profile(people(9, 1)), profile(other, "sim"))
    assert_undefined(row, "no simulated dialogue has a value")
    assert (row.undefined_real, row.undefined_simulated) == (0, 1)


def test_one_group_has_no_error_bar():
    other = [{**row, "group": 0} for row in people(9, 2)]
    assert_undefined(row_of(profile(people(9, 1)), profile(other, "sim")), "only 1 group")


def test_shares_of_undefined_dialogues():
    real = [
        {**row, "words": None if at % 4 == 0 else row["words"]}
        for at, row in enumerate(people(40, 1))
    ]
    row = row_of(profile(real), profile(people(40, 2), "sim"), "words")
    assert (row.undefined_real, row.undefined_simulated) == (0.25, 0)
    assert row.verdict is not Verdict.UNDEFINED
    assert row.n_real == 40


def test_undefined_rows_stay_out_of_holm():
    real, other = profile(people(30, 1)), profile(people(30, 2, praise=0.6), "sim")
    all_five = row_of(real, other)
    fewer = row_of(without(real, "words"), other)
    assert all_five.p_holm == pytest.approx(5 * all_five.p)
    assert fewer.p_holm == pytest.approx(4 * fewer.p)


def test_an_empty_cell_says_so():
    real, other = people(30, 1), [{**row, "domain": "books"} for row in people(30, 2)]
    comparison = compare(profile(real), profile(other, "sim"), by="domain", **QUICK)
    (row,) = comparison.select(measure="words", domain="law")
    assert_undefined(row, "no simulated dialogues")
    assert (row.n_real, row.n_simulated) == (10, 0)
