"""The labeller's way in real Chromium, without a mouse."""

import pytest

from tests.study.in_browser import chromium, served
from tests.study.labelling.people import corpus_of, rate, study_on
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

REST = ("no_feedback",)
LABEL = {"intent": ("info_analysis",), "identity": ("past",)}


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def url(store):
    with served(lambda _url: create_app(Site(store))) as found:
        yield found


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    opened.troubles = []
    opened.on("console", lambda said: opened.troubles.append(said.text))
    opened.on("pageerror", lambda trouble: opened.troubles.append(str(trouble)))
    yield opened
    context.close()


def enter(page, url, store, study):
    page.goto(f"{url}/join/{store.people.invite('rater', study.id, now='2026-01-01T00:00:00Z')}")
    page.locator("main button").first.click()
    page.wait_for_url("**/consent")
    page.locator("button.primary").first.click()
    page.wait_for_selector(".said.now")


def test_a_turn_is_labelled_and_sent_by_keys(page, url, store):
    study = study_on(corpus_of("real", 6, turns=8), count=3, dimensions=("intent", "feedback"))
    store.studies.add(study)
    enter(page, url, store, study)
    shown = page.locator(".said.now")
    box, frame = shown.bounding_box(), page.locator("#context").bounding_box()
    assert frame["y"] <= box["y"]
    assert box["y"] + box["height"] <= frame["y"] + frame["height"], "scrolled to the turn"
    page.keyboard.press("7")
    page.keyboard.press("Enter")
    assert "Feedback" in page.locator("#lacking").inner_text()
    page.keyboard.press("q")
    page.keyboard.press("w")  # praise unticks "no feedback", which goes with no other
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 of 3")
    (answer,) = store.answers.of(study.id)
    assert list(answer.value["labels"].values()) == [
        {"intent": ["content_generation"], "feedback": ["explicit_positive", "explicit_negative"]}
    ]
    assert page.locator("#book :checked").count() == 0
    assert page.troubles == []


def test_a_whole_dialogue_shows_turn_after_turn_and_keeps_its_draft(page, url, store):
    study = study_on(corpus_of("real", 4), count=2, whole=True)
    store.studies.add(study)
    enter(page, url, store, study)
    assert page.locator(".said:visible").count() == 1, "nobody knows how it went on"
    page.keyboard.press("q")
    page.keyboard.press("Enter")
    assert page.locator(".said:visible").count() == 3
    assert page.evaluate("document.activeElement.dataset.for") == "2"
    page.keyboard.press("w")
    page.reload()
    page.wait_for_selector("#book .turn[data-for='3']:not([hidden])")
    assert store.answers.of(study.id) == [], "a draft is not sent by itself"
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=2 of 2")
    (answer,) = store.answers.of(study.id)
    said = {turn: labels["feedback"] for turn, labels in answer.value["labels"].items()}
    assert said == {
        "1": ["no_feedback"],
        "2": ["explicit_positive"],
        "3": ["continuation_request"],
    }


def test_labels_given_offline_arrive_later(page, url, store):
    study = study_on(corpus_of("real", 4), count=2)
    store.studies.add(study)
    enter(page, url, store, study)
    page.context.set_offline(True)
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your answer is kept in this browser")
    assert store.answers.of(study.id) == []
    page.context.set_offline(False)
    page.wait_for_selector("text=2 of 2")
    (answer,) = store.answers.of(study.id)
    assert [labels["feedback"] for labels in answer.value["labels"].values()] == [
        ["continuation_request"]
    ]


def test_the_owner_settles_by_keys(page, url, store):
    study = study_on(corpus_of("real", 4), count=2)
    store.studies.add(study)
    rate(store, study, lambda *_: REST)
    rate(store, study, lambda *_: ("explicit_positive",))
    now = Site(store).now()
    page.goto(f"{url}/join/{store.people.invite('owner', None, now=now, uses=1)}")
    page.locator("main button").first.click()
    page.wait_for_url("**/owner")
    page.goto(f"{url}/owner/{study.id}/adjudicate")
    page.wait_for_selector(".said.now")
    praised = page.locator("label:has-text('Explicit praise') .voice").inner_text()
    page.keyboard.press(f"Shift+{praised}")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 of 2 turns settled")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=All are settled")
    found = [one.value for one in store.decisions.of(study.id).values()]
    assert found == [["explicit_positive"], ["explicit_negative"]]
    assert page.troubles == []


def test_no_page_has_a_serious_violation(page, url, store):
    from tests.study.browser.test_accessible import troubles

    whole = study_on(corpus_of("real", 4), count=2, whole=True, dimensions=("intent", "identity"))
    store.studies.add(whole)
    enter(page, url, store, whole)
    found = troubles(page)
    page.set_viewport_size({"width": 390, "height": 800})
    page.reload()
    page.wait_for_selector(".said.now")
    found += troubles(page)
    rate(store, whole, lambda *_: ("none",))
    rate(store, whole, lambda _item, turn, name: ("none",) if turn > 1 else LABEL[name])
    page.goto(f"{url}/join/{store.people.invite('owner', None, now=Site(store).now(), uses=1)}")
    page.locator("main button").first.click()
    page.wait_for_url("**/owner")
    for path in ("", "/adjudicate", "/labels"):
        page.goto(f"{url}/owner/{whole.id}{path}")
        found += troubles(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert found == []
