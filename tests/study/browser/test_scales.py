"""Questionnaires and choices in real Chromium: by keys, past a reload, on a phone, by axe-core."""

import pytest

from tests.study.browser.conftest import at, join
from usergap.study.assignment import assign
from usergap.study.questionnaires.items import closing_item, settings_of
from usergap.study.questionnaires.placing import placed
from usergap.study.questionnaires.reading import questionnaire
from usergap.study.records import Item, Study

NOW = "2026-01-01T00:00:00Z"
PMQ, TRUST = questionnaire("pmq"), questionnaire("trust")
SAID = [
    {"role": "user", "text": "How do I get a stain out of a wooden table?"},
    {"role": "assistant", "text": "Rub it with a little oil, along the grain. " * 12},
]


def sheets() -> Study:
    items = tuple(Item(at, {"messages": SAID}, {"group": "ab"[at]}) for at in range(2))
    settings = {**settings_of([PMQ, TRUST], "chatbot"), "consent": "You read."}
    return Study("sheets", "questionnaire", "Your view", 5, NOW, settings, items)


def teachers() -> Study:
    shown = {"context": SAID[:1], "left": SAID[1:], "right": [{**SAID[1], "text": "No idea."}]}
    items = tuple(Item(at, shown, {"task": str(at), "a": "x", "b": "y"}) for at in range(3))
    return Study("teachers", "choices", "Which one?", 5, NOW, {"consent": "You read."}, items)


def blind() -> Study:
    shown = {"left": SAID[:1], "right": SAID[:1]}
    items = (Item(0, shown, {"simulator": "model", "domain": "home"}),)
    study = Study("blind", "pairs", "Which user?", 5, NOW, {"consent": "You read."}, items)
    settings = {**study.settings, **settings_of([TRUST], "chatbot")}
    return Study("blind", "pairs", "Which user?", 5, NOW, settings, (*items, closing_item(study)))


def settled(page) -> None:
    page.wait_for_load_state("load")


def test_a_questionnaire_is_filled_by_keys_alone_and_outlives_a_reload(page, served):
    served.add(sheets())
    join(page, served.invite("sheets"))
    settled(page)
    for key in "1234567012345670":  # 16 of 18 pairs of poles, from left to right
        page.keyboard.press(key)
    page.keyboard.press("Enter")  # the browser goes to the first question without an answer
    assert served.answers("sheets") == []
    page.reload()
    settled(page)
    assert page.locator("#item :checked").count() == 16
    assert served.answers("sheets") == [], "a draft is not sent by itself"
    for key in "77" + "44444":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    at(page, 2)
    (answer,) = served.answers("sheets")
    given = [int(key) for key in "123456701234567077"]
    rows = placed(PMQ, seed=5, item=answer.item, flipped=answer.flipped)
    for one, key in zip(rows, given, strict=True):
        meant = one.values(7)[key - 1] if key else None
        assert answer.value[PMQ.field(one.question)] == meant
    assert {answer.value[TRUST.field(one)] for one in TRUST.questions} == {4}
    assert page.locator("#item :checked").count() == 0
    kept = page.evaluate("Object.keys(localStorage).filter(name => name.includes('draft'))")
    assert kept == [], "nothing stays in the browser once the server has it"


def test_number_keys_can_be_turned_off(page, served):
    served.add(sheets())
    join(page, served.invite("sheets"))
    settled(page)
    page.get_by_role("button", name="Letter keys").click()
    page.keyboard.press("3")
    assert page.locator("#item :checked").count() == 0


def test_teachers_are_chosen_by_keys(page, served):
    served.add(teachers())
    join(page, served.invite("teachers"))
    settled(page)
    for number, key in enumerate("abn", 1):
        at(page, number)
        page.keyboard.press(key)
        page.keyboard.press("Enter")
    page.get_by_text("Thank you").wait_for()
    assert [one.value["choice"] for one in served.answers("teachers")] == ["left", "right", "tie"]


def test_questions_follow_a_blind_test_without_a_new_page(page, served):
    served.add(blind())
    join(page, served.invite("blind"))
    settled(page)
    for key in ("a", "2", "Enter"):
        page.keyboard.press(key)
    at(page, 2)
    assert page.get_by_role("heading", name="Trust").is_visible()
    for key in "66666":
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.get_by_text("Thank you").wait_for()
    page.goto(served.own())
    page.get_by_role("button").first.click()
    page.wait_for_url("**/owner")
    page.goto(f"{served.url}/owner/blind")
    assert page.get_by_role("heading", name="Questions at the end").is_visible()
    assert page.get_by_text("none says whether it is right").is_visible()


@pytest.mark.parametrize(("make", "name"), [(sheets, "sheets"), (teachers, "teachers")])
def test_pages_fit_a_phone_and_have_no_serious_violation(page, served, make, name):
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    from tests.study.browser.test_accessible import troubles

    served.add(make())
    join(page, served.invite(name))
    settled(page)
    page.set_viewport_size({"width": 375, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    small = page.evaluate(
        "[...document.querySelectorAll('#item label')].map(l => l.getBoundingClientRect())"
        ".filter(box => box.height < 44 || box.width < 24).length"
    )
    assert small == 0
    assert troubles(page) == []


def test_the_owner_s_pages_have_no_serious_violation_and_fit_a_phone(page, served):
    pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")
    from tests.study.browser.test_accessible import troubles

    served.add(sheets(), teachers())
    with served.store() as store:
        for study in (sheets(), teachers()):
            for rater in range(3):
                answer_all(store, study, rater)
    page.goto(served.own())
    page.get_by_role("button").first.click()
    page.wait_for_url("**/owner")
    for study in ("sheets", "teachers"):
        page.goto(f"{served.url}/owner/{study}")
        assert page.get_by_role("table").count() > 2
        assert troubles(page) == []
        page.set_viewport_size({"width": 375, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def answer_all(store, study, rater) -> None:
    """A rater who answers their list; the last one in a hurry, so that somebody is flagged."""
    member, _ = store.people.join(store.people.invite("rater", study.id, now=NOW), now=NOW)
    store.people.consent(member.id, now=NOW)
    store.answers.assign_once(
        member, lambda given: assign(study.items, given, count=9, checks=0, seed=0, rater=rater)
    )
    clock = 0.0
    for one in store.answers.assignments(member.id):
        store.answers.next_assignment(member.id, clock=clock)
        clock += 1.0 if rater == 2 else 60.0
        if study.kind == "choices":
            value = {"choice": ("left", "right", "tie")[(rater + one.position) % 3]}
        else:
            value = {
                form.field(question): 1 + (at * (rater + 2) + one.item) % 7
                for form in (PMQ, TRUST)
                for at, question in enumerate(form.questions)
            }
        store.answers.record(member, one.position, value, now=NOW, clock=clock)
