"""The pages over HTTP: for the owner alone, and nothing acts in them."""

import re
from html import unescape

import pytest

pytest.importorskip("httpx2", reason="needs httpx2")

from starlette.testclient import TestClient

from usergap.study.web.app import create_app
from usergap.study.web.pages.browsing import open_catalogue
from usergap.study.web.site import Site

PAGES = ("/browse", "/browse/gap", "/browse/beside")


@pytest.fixture
def app(store, catalogue):
    made = create_app(Site(store), hosts=["testserver"])
    open_catalogue(made, catalogue)
    return made


@pytest.fixture
def owner(app, store):
    with TestClient(app) as client:
        now = Site(store).now()
        token = store.people.invite("owner", None, now=now, uses=1)
        assert client.post(f"/join/{token}").url.path == "/browse"
        yield client


def links_of(page):
    return [unescape(x) for x in re.findall(r'href="(/browse[^"]*)"', page)]


def test_from_the_list_every_link_leads_on(owner):
    """Two steps deep: gaps, labels, domains, turns side by side."""
    seen = {"/browse"}
    waiting = ["/browse"]
    for _ in range(2):
        found = [x for path in waiting for x in links_of(owner.get(path).text)]
        # one of each kind of address is enough: names of parameters tell the kind
        kinds = {tuple(re.findall(r"(\w+)=", x)): x for x in found}
        waiting = [x for x in kinds.values() if x not in seen]
        for path in waiting:
            answer = owner.get(path)
            assert answer.status_code == 200, path
            assert "<script>alert" not in answer.text
            assert "<b>trips" not in answer.text
            assert "kind/1 <i>" not in answer.text
            assert answer.headers["cache-control"] == "no-store"
        seen |= set(waiting)
    assert any("/browse/beside" in x for x in seen)


def test_the_address_holds_the_state(owner):
    gap = "/browse/gap?simulator=kind%2F1+%3Ci%3E&measure=feedback&label=explicit_positive"
    page = owner.get(gap).text
    assert re.search(r'value="explicit_positive" selected', page)
    assert "Turns with “explicit praise”" in page
    (beside, *_) = [x for x in links_of(page) if x.startswith("/browse/beside?")]
    page = owner.get(beside).text
    assert 'class="said user hit now"' in page
    assert page.count('class="reading') == 2


@pytest.mark.parametrize("query", ["?simulator=x", "?measure=%00", "?turn=-1&page=9999999999"])
def test_made_up_addresses_are_refused_in_words(owner, query):
    assert owner.get(f"/browse{query}").status_code == 200
    answer = owner.get(f"/browse/gap{query}")
    assert answer.status_code == 400
    assert "expected one of" in answer.text


def test_raters_and_strangers_see_nothing(app, store, study):
    with TestClient(app) as stranger:
        for path in PAGES:
            assert stranger.get(path).status_code == 403
        stranger.post(f"/join/{store.people.invite('rater', study.id, now=Site(store).now())}")
        for path in PAGES:
            assert stranger.get(path).status_code == 403


def test_without_a_comparison_there_are_no_such_pages(store):
    with TestClient(create_app(Site(store), hosts=["testserver"])) as client:
        now = Site(store).now()
        client.post(f"/join/{store.people.invite('owner', None, now=now, uses=1)}")
        for path in PAGES:
            assert client.get(path).status_code == 404
