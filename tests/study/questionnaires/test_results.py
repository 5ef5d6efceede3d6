"""From answers to the human table; what models filled in never gets there."""

import json
from dataclasses import asdict, fields

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")

import sqlalchemy
from sqlalchemy import insert

from usergap.errors import InputError
from usergap.study.questionnaires.items import settings_of
from usergap.study.questionnaires.placing import placed
from usergap.study.questionnaires.proxies import (
    LABEL,
    Proxy,
    as_json,
    lines,
    proxy_table,
    read_proxies,
)
from usergap.study.questionnaires.questionnaire import Question, Questionnaire
from usergap.study.questionnaires.reading import questionnaire
from usergap.study.questionnaires.results import NOTICE, questionnaire_results
from usergap.study.records import Answer, Item, Study
from usergap.study.reports import report_of
from usergap.study.store import tables
from usergap.study.store.writing import writing

FORM = Questionnaire(
    "own", "Own", "?", 7,
    (
        Question("a", "warmth", "cold", "warm"),
        Question("b", "warmth", "no", "yes", text="It is cold.", reverse=True),
        Question("c", "trust", "no", "yes", text="I rely on it."),
    ),
)  # fmt: skip


def study_of(*forms: Questionnaire) -> Study:
    items = tuple(Item(at, {}, {"group": group}) for at, group in enumerate(("new", "old")))
    settings = {**settings_of(forms or (FORM,), "chatbot"), "consent": "You answer."}
    return Study("q", "questionnaire", "Q", 3, "2026-01-01T00:00:00Z", settings, items)


def said(rater, item, a, b, c, seconds=30.0):
    value = {"own.a": a, "own.b": b, "own.c": c}
    return Answer(rater, 0, item, False, value, seconds, "2026-01-01T00:00:00Z")


def test_means_and_differences_by_hand():
    # warmth = mean of a and 8 - b: new 6, 7 and old 2, 3, by two raters each
    answers = [
        said("r", 0, 6, 2, 5), said("s", 0, 7, 1, 6), said("t", 1, 2, 6, 5), said("u", 1, 3, 5, 6),
    ]  # fmt: skip
    found = questionnaire_results(study_of(), answers).people
    means = {(one.factor, one.group): one.mean.value for one in found.means}
    assert means == {
        ("warmth", "new"): 6.5, ("warmth", "old"): 2.5, ("trust", "new"): 5.5, ("trust", "old"): 5.5
    }  # fmt: skip
    warmth, trust = found.differences
    assert (warmth.one, warmth.other, warmth.difference.value) == ("new", "old", 4.0)
    # variances 1/2 and 1/2 over two raters each: error sqrt(1/2), t = 4 sqrt(2) = 5.657 with two
    # degrees of freedom: p = 1 - t / sqrt(t^2 + 2) = 1 - sqrt(32 / 34); Holm of two tests: doubled
    assert warmth.p == pytest.approx(1 - (32 / 34) ** 0.5)
    assert warmth.p_holm == pytest.approx(2 * warmth.p)
    assert trust.p == pytest.approx(1)
    assert {one.factor: one.questions for one in found.reliability} == {"warmth": 2, "trust": 1}
    assert found.reliability[1].alpha.value is None, "one question has no alpha"


def test_open_answers_are_missing_and_not_a_number():
    found = questionnaire_results(study_of(), [said("r", 0, None, 2, None)]).people
    warmth, trust = found.means
    assert warmth.mean.value == 6.0
    assert (trust.mean.value, trust.unscored, trust.sheets) == (None, 1, 0)
    assert found.reliability[0].left_out == 1
    json.dumps(asdict(found), allow_nan=False)


def test_nobody_yet_is_told():
    report = report_of(study_of(), [])
    assert list(report.lines) == ["No answers yet."]


def test_trust_is_never_joined_with_anything():
    report = report_of(study_of(), [said("r", 0, 6, 2, 5), said("s", 1, 7, 1, 6)])
    assert NOTICE in report.lines
    assert "none says whether it is right" in NOTICE
    names = {one.name for one in fields(report.found)} | {
        one.name for one in fields(report.found.people)
    }
    assert not {name for name in names if any(word in name for word in ("total", "score", "right"))}
    assert {one.factor for one in report.found.people.means} == {"warmth", "trust"}, (
        "no sum of both"
    )


def test_who_clicks_one_column_or_rushes_is_flagged():
    pmq = questionnaire("pmq")
    study = study_of(pmq)

    def sheet(rater, column, seconds=120.0):
        rows = placed(pmq, seed=study.seed, item=0, flipped=False)
        places = {one.question.id: one.values(7)[column(at)] for at, one in enumerate(rows)}
        value = {f"pmq.{name}": told for name, told in places.items()}
        return Answer(rater, 0, 0, False, value, seconds, "2026-01-01T00:00:00Z")

    answers = [
        sheet("straight", lambda _: 6),
        sheet("middle", lambda _: 3),
        sheet("fast", lambda at: at % 7, seconds=9.0),
        sheet("fine", lambda at: at % 7),
    ]
    found = questionnaire_results(study, answers)
    assert found.flagged == {
        "straight": ("the same column all along on 1 of 1 sheets",),
        "fast": ("0.5 s a question (median)",),
    }
    assert found.without_flagged.raters == 2


def test_a_rater_who_means_the_same_of_everything_is_not_flagged():
    pmq = questionnaire("pmq")
    value = {pmq.field(one): 7 for one in pmq.questions}  # competent, warm, flexible: not a column
    answer = Answer("r", 0, 0, False, value, 120.0, "2026-01-01T00:00:00Z")
    assert questionnaire_results(study_of(pmq), [answer]).flagged == {}


# --- models


def proxies_in(tmp_path, *rows):
    path = tmp_path / "filled.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


ROW = {"model": "m", "group": "new", "answers": {"own.a": 7, "own.b": 1, "own.c": None}}


def test_what_a_model_filled_has_a_labelled_table_of_its_own(tmp_path):
    other = {**ROW, "answers": {"own.a": 5, "own.b": 3}}
    table = proxy_table([FORM], read_proxies(proxies_in(tmp_path, ROW, other), [FORM]))
    assert table.label == LABEL
    warmth, trust = table.rows
    # (7 + 7) / 2 = 7 and (5 + 5) / 2 = 5
    assert (warmth.mean, warmth.sheets) == (6.0, 2)
    assert warmth.sd == pytest.approx(2**0.5)
    assert (trust.mean, trust.unscored) == (None, 2)
    assert list(as_json(table)) == ["proxy"]
    told = list(lines(table))
    assert told[0] == LABEL
    assert all(line.startswith("proxy m") for line in told[1:])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**ROW, "rater": "r1"}, ":1: rater: expected model, group, answers alone"),
        ({**ROW, "seconds": 3}, ":1: seconds: expected"),
        ({**ROW, "model": ""}, ":1: model: expected text"),
        ({"model": "m", "answers": {}}, ":1: group: expected text"),
        ({**ROW, "answers": {}}, ":1: answers: expected an object"),
        ({**ROW, "answers": {"own.a": 8}}, ":1: answers.own.a: expected 1 to 7 or null, found 8"),
        ({**ROW, "answers": {"own.a": True}}, ":1: answers.own.a: expected 1 to 7"),
        ({**ROW, "answers": {"own.x": 1}}, ":1: answers.own.x: no such question"),
        ([1], ":1: expected an object, found list"),
    ],
)
def test_what_is_wrong_in_a_proxy_is_named(tmp_path, row, said):
    path = proxies_in(tmp_path, row)
    with pytest.raises(InputError) as told:
        read_proxies(path, [FORM])
    assert f"{path}{said}" in str(told.value)


def test_a_proxy_cannot_enter_the_human_table(tmp_path, store):
    """Every way in that there is, tried."""
    study = study_of()
    store.studies.add(study)
    people = [said("r", 0, 2, 6, 2), said("s", 0, 3, 5, 3)]
    before = questionnaire_results(study, people)
    found = read_proxies(proxies_in(tmp_path, ROW), [FORM])
    # handed over beside answers of people
    with pytest.raises(TypeError, match="expected answers of people, found Proxy"):
        questionnaire_results(study, [*people, *found])
    # a table made of it leaves no trace in the study, nor in what it says of people
    proxy_table([FORM], found)
    assert questionnaire_results(study, people) == before
    assert store.answers.of("q") == []
    # written to the database past everything: no rater who was given the item, no answer
    row = {
        "rater": "m", "position": 0, "study": "q", "value": dict(found[0].values), "seconds": 1.0,
        "answered": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    with pytest.raises(sqlalchemy.exc.IntegrityError), writing(store.answers._engine) as connection:
        connection.execute(insert(tables.answers).values(row))
    assert store.answers.of("q") == []
    # and the records share no field by which one could be taken for the other
    assert not {one.name for one in fields(Proxy)} & {one.name for one in fields(Answer)}
