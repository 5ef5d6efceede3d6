"""Questionnaires from files: ours are whole, and what is wrong in others is named."""

import json

import pytest

from usergap.errors import InputError
from usergap.study.questionnaires.questionnaire import from_json
from usergap.study.questionnaires.reading import questionnaire, read, shipped

FORM = {
    "name": "own",
    "title": "Own",
    "asks": "How is {subject}?",
    "points": 5,
    "low": "no",
    "high": "yes",
    "questions": [
        {"id": "one", "factor": "f", "text": "It is one."},
        {"id": "two", "factor": "f", "low": "cold", "high": "warm", "reverse": True},
    ],
}


def written(tmp_path, form, name="own.json"):
    path = tmp_path / name
    path.write_text(form if isinstance(form, str) else json.dumps(form), "utf-8")
    return path


def test_the_partner_model_has_18_pairs_in_three_factors():
    pmq = questionnaire("pmq")
    sizes = {factor: len(pmq.of(factor)) for factor in pmq.factors}
    assert sizes == {"competence and dependability": 9, "human-likeness": 6, "flexibility": 3}
    assert pmq.points == 7
    assert not any(one.text or one.reverse for one in pmq.questions)
    assert all(one.id == one.high for one in pmq.questions), "the factor's word is the high pole"
    assert len({word for one in pmq.questions for word in (one.low, one.high)}) == 36


def test_our_short_ones_have_questions_both_ways():
    assert set(shipped()) == {"pmq", "trust", "satisfaction"}
    for name in ("trust", "satisfaction"):
        assert {one.reverse for one in questionnaire(name).questions} == {True, False}


def test_a_form_comes_back_as_it_was_put_into_a_study(tmp_path):
    form = read(written(tmp_path, FORM))
    assert from_json(json.loads(json.dumps(form.as_json()))) == form
    assert (form.questions[0].low, form.questions[0].high) == ("no", "yes")
    assert form.questions[1].reverse


def test_toml_says_the_same_as_json(tmp_path):
    toml = """
    name = "own"\n title = "Own"\n asks = "How is {subject}?"\n points = 5\n low = "no"
    high = "yes"\n
    [[questions]]\n id = "one"\n factor = "f"\n text = "It is one."
    [[questions]]\n id = "two"\n factor = "f"\n low = "cold"\n high = "warm"\n reverse = true
    """
    path = written(tmp_path, toml.replace("\n ", "\n"), "own.toml")
    assert questionnaire(str(path)) == read(written(tmp_path, FORM))


def changed(**fields):
    return {**FORM, **fields}


def with_question(**fields):
    return changed(questions=[FORM["questions"][0], {**FORM["questions"][1], **fields}])


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (changed(name="Own form"), "own.json: name: expected small letters"),
        (changed(points=1), "points: expected 2 to 11, found 1"),
        (changed(points="7"), "points: expected 2 to 11, found '7'"),
        (changed(points=True), "points: expected 2 to 11, found True"),
        (changed(title=""), "title: expected text"),
        (changed(asks=None), "asks: expected text"),
        (changed(questions=[]), "questions: expected 1 to 100 tables"),
        (changed(questions=["a"]), "questions[1]: expected a table, found str"),
        (changed(qestions=[]), "qestions: expected one of"),
        (with_question(reversed=True), "questions[2].reversed: expected one of"),
        (with_question(reverse="yes"), "questions[2].reverse: expected true or false"),
        (with_question(id="one"), "questions[2].id: 'one' is there twice"),
        (with_question(id="a.b"), "questions[2].id: expected small letters"),
        (with_question(low="warm"), "questions[2].high: expected another word than low"),
        (with_question(high=None), "questions[2].high: expected text"),
        (with_question(factor=" "), "questions[2].factor: expected text"),
        (with_question(low="x" * 501), "questions[2].low: expected text of at most 500"),
        ([1], "file: expected a table, found list"),
        ("{", "expected JSON, found"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_field(tmp_path, form, said):
    with pytest.raises(InputError) as told:
        read(written(tmp_path, form))
    assert said in str(told.value)
    assert str(tmp_path) in str(told.value)


def test_an_unknown_name_is_told_the_known_ones(tmp_path):
    with pytest.raises(InputError, match="pmq, satisfaction, trust"):
        questionnaire("pmq19")
    with pytest.raises(InputError, match="cannot be read"):
        questionnaire(str(tmp_path / "none.toml"))
    with pytest.raises(InputError, match="expected TOML"):
        questionnaire(str(written(tmp_path, "a = ", "own.toml")))
