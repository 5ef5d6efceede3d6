"""What raters are shown of groups, and questions at the end of another study."""

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")

from tests.study.conftest import small_study
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.study.assignment import assign
from usergap.study.questionnaires.items import (
    closing_item,
    forms_of,
    questionnaire_items,
    settings_of,
)
from usergap.study.questionnaires.reading import questionnaire
from usergap.study.records import Answer
from usergap.study.reports import report_of
from usergap.study.tasks import task_of

SATISFACTION = questionnaire("satisfaction")


def dialogues(name, count=5):
    said = (
        Message("user", "hello"),
        Message("assistant", f"I am {name}"),
        Message("user", "bye"),
        Message("assistant", "last words"),
    )
    return [Dialogue(f"{name}{at}", said, scenario_id=f"s{at}") for at in range(count)]


def test_groups_are_even_and_their_names_are_not_shown():
    groups = {"secret-a": dialogues("x"), "secret-b": dialogues("y")}
    items = questionnaire_items(groups, count=6, seed=0)
    assert [one.truth["group"] for one in items] == ["secret-a"] * 3 + ["secret-b"] * 3
    assert [one.number for one in items] == list(range(6))
    assert "secret" not in str([one.shown for one in items])
    assert items == questionnaire_items(groups, count=6, seed=0)
    assert items != questionnaire_items(groups, count=6, seed=1)


def test_nobody_gets_one_scenario_twice():
    items = questionnaire_items({"a": dialogues("x"), "b": dialogues("y")}, count=10, seed=0)
    (mine,) = [assign(items, {}, count=10, checks=0, seed=0, rater=0)]
    scenarios = [items[one.item].apart for one in mine]
    assert len(scenarios) == len(set(scenarios)) == 5


def test_the_chatbot_s_last_words_show_where_it_is_judged():
    (bot,) = questionnaire_items({"a": dialogues("x", 1)}, count=1, seed=0)
    (user,) = questionnaire_items({"a": dialogues("x", 1)}, count=1, seed=0, whole=False)
    assert bot.shown["messages"][-1]["text"] == "last words"
    assert user.shown["messages"][-1]["text"] == "bye"


def test_without_conversations_one_bare_item():
    (item,) = questionnaire_items({}, count=4, seed=0)
    assert item.shown == {}
    with pytest.raises(InputError, match="b: expected conversations"):
        questionnaire_items({"a": dialogues("x"), "b": []}, count=4, seed=0)


def test_a_questionnaire_is_asked_once_a_study():
    with pytest.raises(InputError, match="each once"):
        settings_of([SATISFACTION, SATISFACTION], "chatbot")
    with pytest.raises(InputError, match="subject"):
        settings_of([SATISFACTION], "robot")


def extended(store, study):
    settings = settings_of([SATISFACTION], "chatbot")
    store.studies.extend(study.id, settings, [closing_item(study)])
    return store.studies.get(study.id)


def test_closing_questions_come_last_on_every_list(store, study):
    found = extended(store, study)
    assert forms_of(found) == [SATISFACTION]
    assert [task_of(found, one).name for one in found.items] == ["pairs"] * 4 + ["questionnaire"]
    given: dict[tuple[int, bool], int] = {}
    for rater in range(6):
        mine = assign(found.items, given, count=2, checks=0, seed=0, rater=rater)
        assert [one.item == 4 for one in mine] == [False, False, True]
        for one in mine:
            given[one.item, one.flipped] = given.get((one.item, one.flipped), 0) + 1
    assert (given[4, False], given[4, True]) == (3, 3)


def test_their_results_stand_beside_the_study_s_own(store, study):
    found = extended(store, study)
    when = "2026-01-01T00:00:00Z"
    choice = {"choice": "left", "confidence": 2}
    sheet = {"satisfaction.went-well": 6, "satisfaction.reached": 7, "satisfaction.effort": 2,
             "satisfaction.again": 5}  # fmt: skip
    answers = [
        Answer("r", 0, 0, False, choice, 9.0, when), Answer("r", 1, 4, False, sheet, 60.0, when)
    ]  # fmt: skip
    report = report_of(found, answers)
    assert [one.share.n for one in report.found.rows if one.domain is None] == [1]
    (mean,) = report.after.found.people.means
    assert mean.mean.value == 6.0  # 6, 7, 8 - 2 and 5
    assert set(report.told) >= {*report.lines, *report.after.lines}
    assert report.json["after"]["people"]["sheets"] == 1
    assert len(report.csv().splitlines()) == 3
    assert "satisfaction.again" in report.csv()


def test_a_study_under_way_is_not_changed(store, study):
    extended(store, study)
    with pytest.raises(InputError, match="has its questionnaires already"):
        extended(store, store.studies.get(study.id))
    other = small_study("other")
    store.studies.add(other)
    member, _ = store.people.join(store.people.invite("rater", "other", now="t"), now="t")
    store.answers.assign_once(
        member, lambda given: assign(other.items, given, count=4, checks=0, seed=0, rater=0)
    )
    with pytest.raises(InputError, match="under way"):
        extended(store, other)
    assert store.studies.get("other") == other
