"""Leafing in real Chromium: keys, filters that show at once, a phone."""

import pytest

from tests.study.in_browser import chromium, served
from usergap.study.web.app import create_app
from usergap.study.web.pages.browsing import open_catalogue
from usergap.study.web.site import Site


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser, store, catalogue):
    def made(_url):
        app = create_app(Site(store))
        open_catalogue(app, catalogue)
        return app

    with served(made) as url:
        opened = browser.new_page(viewport={"width": 1280, "height": 720})
        opened.set_default_timeout(60_000)
        opened.troubles = []
        opened.on("console", lambda said: opened.troubles.append(said.text))
        opened.on("pageerror", lambda trouble: opened.troubles.append(str(trouble)))
        outside = []
        opened.on("request", lambda asked: outside.append(asked.url))
        now = Site(store).now()
        opened.goto(f"{url}/join/{store.people.invite('owner', None, now=now, uses=1)}")
        opened.locator("main button").first.click()
        opened.wait_for_url("**/browse")
        yield opened
        assert opened.troubles == []
        assert all(one.startswith((url, "data:")) for one in outside), "no text leaves the machine"
        opened.close()


def test_from_a_gap_to_the_turns_by_keys(page):
    page.locator("select[name=measure]").select_option("feedback")
    page.wait_for_url("**/browse?measure=feedback")
    page.locator("table.gaps a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/browse/gap?**")
    page.locator("select[name=label]").select_option("explicit_positive")
    page.wait_for_url("**label=explicit_positive**")
    page.locator("section.simulated article a").first.click()
    page.wait_for_url("**/browse/beside?**")
    first = page.url
    turn, frame = page.locator(".said.now"), page.locator(".reading.simulated .conversation")
    box, around = turn.bounding_box(), frame.bounding_box()
    assert around["y"] <= box["y"] <= around["y"] + around["height"]
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(first)
    page.keyboard.press("n")
    page.keyboard.press("u")
    page.wait_for_url("**/browse/gap?**label=explicit_positive**")


def test_on_a_phone_nothing_is_cut_off(page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator("table.gaps a").first.click()
    page.wait_for_url("**/browse/gap?**")
    page.locator("article a").first.click()
    page.wait_for_url("**/browse/beside?**")
    for path in ("/browse", None):
        if path:
            page.goto(page.url.partition("/browse")[0] + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360


def test_no_page_has_a_serious_violation(page):
    from tests.study.browser.test_accessible import troubles

    found = troubles(page)
    page.goto(page.url + "?domain=every")
    found += troubles(page)
    gap = "/gap?simulator=kind%2F1+%3Ci%3E&measure=feedback&label=explicit_positive"
    page.goto(page.url.partition("?")[0] + gap)
    found += troubles(page)
    page.locator("section.simulated article a").first.click()
    page.wait_for_url("**/browse/beside?**")
    found += troubles(page)
    assert found == []
