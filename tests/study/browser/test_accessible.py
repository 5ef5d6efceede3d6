"""Every page of the blind test with keys alone, on a phone, and by axe-core."""

import pytest

from tests.study.browser.conftest import at, join
from tests.study.conftest import small_study
from tests.study.people import answered
from usergap.study.records import Item, Study

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-core")

SAID = [
    {"role": "user", "text": "How do I get a stain out of a wooden table? " * 4},
    {"role": "assistant", "text": "Rub it with a little oil, along the grain. " * 12},
    {"role": "user", "text": "and if that does not help"},
]


def single_study() -> Study:
    items = tuple(
        Item(at, {"messages": SAID}, {"user": user, "simulator": name, "domain": "home"})
        for at, (user, name) in enumerate([("human", "real"), ("simulated", "model")] * 3)
    )
    settings = {"consent": "You read.", "raters": 40}
    return Study(
        "single", "single", "Human or simulated?", 0, "2026-01-01T00:00:00Z", settings, items
    )


def pairs_study() -> Study:
    truth = {"simulator": "model", "domain": "home"}
    items = tuple(Item(at, {"left": SAID, "right": SAID[:1]}, truth) for at in range(6))
    settings = {"consent": "You read conversations.\n\nYou may stop."}
    return Study("blind", "pairs", "Which user is the human?", 0, "2026-01-01", settings, items)


def troubles(page) -> list[str]:
    """What axe-core calls serious or critical, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        seen = axe.Axe().run(page).response
        assert len(seen["passes"]) > 5, "axe-core looked at the page"
        for one in seen["violations"]:
            if one["impact"] in ("serious", "critical"):
                where = [node["html"][:120] for node in one["nodes"][:3]]
                found.append(f"{page.url} {scheme}: {one['id']} {where}")
    return found


def test_no_page_of_a_rater_has_a_serious_violation(page, served):
    served.add(pairs_study(), single_study())
    found = []
    page.goto(served.url)
    found += troubles(page)  # a page of one sentence
    page.goto(served.invite())
    found += troubles(page)  # the door
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/consent")
    found += troubles(page)
    page.get_by_role("button", name="I agree").click()
    page.wait_for_url("**/task")
    found += troubles(page)  # a pair
    page.goto(f"{served.url}/mine")
    page.get_by_text("Delete everything").click()
    found += troubles(page)
    join(page, served.invite("single"))
    found += troubles(page)  # a single dialogue
    for number in range(6):
        at(page, number + 1)
        for key in ("h", "3", "Enter"):
            page.keyboard.press(key)
    page.get_by_text("All your 6 answers are saved").wait_for()
    found += troubles(page)  # thanks
    assert found == []


def test_no_page_of_an_owner_has_a_serious_violation(page, served):
    served.add(pairs_study(), single_study())
    with served.store() as store:
        for study, skill in ((pairs_study(), 0.9), (single_study(), 0.5)):
            answered(store, study, 4, skill=skill)
    found = []
    page.goto(served.own())
    found += troubles(page)
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/owner")
    found += troubles(page)
    for study in ("blind", "single"):
        page.goto(f"{served.url}/owner/{study}")
        page.get_by_role("button", name="Link for many").click()
        page.get_by_label("Send this link").wait_for()
        page.get_by_text("Delete a rater's answers").click()
        found += troubles(page)
    assert found == []


def test_the_whole_way_with_keys_alone(page, served):
    served.add(small_study(count=2))
    page.goto(served.invite())
    press_until(page, "Begin")
    page.wait_for_url("**/consent")
    press_until(page, "I agree and take part")
    page.wait_for_url("**/task")
    at(page, 1)
    for key in ("b", "2", "Enter"):  # letters
        page.keyboard.press(key)
    at(page, 2)
    page.keyboard.press("Tab")  # and without: the tab order, arrows and space
    reach(page, "input[name=choice]")
    page.keyboard.press("Space")
    reach(page, "input[name=confidence]")
    page.keyboard.press("ArrowDown")
    reach(page, "button.primary")
    page.keyboard.press("Enter")
    page.get_by_text("All your 2 answers are saved").wait_for()
    values = [one.value for one in served.answers()]
    assert values == [{"choice": "right", "confidence": 2}, {"choice": "left", "confidence": 2}]


def reach(page, selector: str) -> None:
    for _ in range(20):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not reach {selector}")


def press_until(page, name: str) -> None:
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def test_letter_keys_can_be_turned_off(page, served):
    served.add(small_study(count=2))
    join(page, served.invite())
    page.get_by_role("button", name="Letter keys: on").click()
    page.locator("h1").click()
    page.keyboard.press("b")
    assert page.locator(":checked").count() == 0
    page.reload()
    page.get_by_role("button", name="Letter keys: off").click()
    page.locator("h1").click()
    page.keyboard.press("b")
    assert page.locator(":checked").get_attribute("value") == "right"


def test_a_missing_choice_is_named_and_the_rest_stays_chosen(page, served):
    served.add(small_study(count=2))
    join(page, served.invite())
    page.evaluate("() => { document.querySelector('#item form').noValidate = true; }")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.get_by_text("Please say how sure you are").wait_for()
    assert page.locator(":checked").get_attribute("value") == "right"
    assert served.answers() == []


def test_on_a_phone(browser, served):
    served.add(pairs_study(), single_study())
    with served.store() as store:
        answered(store, pairs_study(), 3)
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**phone) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        join(page, served.invite())
        assert fits(page)
        small = page.eval_on_selector_all(
            "button.primary, .choice, .scale label",
            "all => all.filter(one => one.getBoundingClientRect().height < 44).length",
        )
        assert small == 0, "places to touch are 44 pixels high"
        for number in range(6):
            at(page, number + 1)
            page.get_by_text("The user of B").tap()
            page.get_by_text("fairly sure").tap()
            page.get_by_role("button", name="Save and go on").tap()
        page.get_by_text("All your 6 answers are saved").wait_for()
        assert fits(page)
        page.goto(served.own())
        page.get_by_role("button", name="Open").tap()
        page.wait_for_url("**/owner")
        page.goto(f"{served.url}/owner/blind")
        assert fits(page)


def fits(page) -> bool:
    """No part of the page must be reached by scrolling sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
