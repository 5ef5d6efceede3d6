"""A reviewer's walk around the app: what leaks, what can be forged, what hostile text does."""

import re

import pytest

pytest.importorskip("httpx2", reason="needs httpx2")

from starlette.testclient import TestClient

from tests.study.people import NOW, answered
from usergap.study.records import Item, Study
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

HOSTILE = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
    "</div></form><form action=//e>", "{{ 7 * 7 }}", "javascript:alert(1)",
    "<!-- ", "]]>", "' hx-get='/x' '", "\u202egnirts",
)  # fmt: skip


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def hostile_study() -> Study:
    said = [{"role": "user", "text": text} for text in HOSTILE]
    items = tuple(
        Item(at, {"left": said, "right": said}, {
            "simulator": f"secret-{at}", "domain": "hidden-domain", "real": f"real-id-{at}",
            "simulated": f"sim-id-{at}", "paired_by": "scenario",
        }, at >= 3, (f"scenario secret-scenario-{at}",), "secret-stratum")
        for at in range(4)
    )  # fmt: skip
    settings = {"consent": HOSTILE[0], "raters": 9}
    return Study("blind", "pairs", HOSTILE[1], 0, NOW, settings, items)


@pytest.fixture
def app(store):
    store.studies.add(hostile_study())
    return create_app(Site(store, base="http://testserver"), hosts=["testserver"])


@pytest.fixture
def rater(app, store):
    with TestClient(app) as client:
        client.post(f"/join/{store.people.invite('rater', 'blind', now=NOW)}")
        yield client


@pytest.fixture
def owner(app, store):
    with TestClient(app) as client:
        client.post(f"/join/{store.people.invite('owner', None, now=NOW, uses=1)}")
        yield client


def agree(client) -> str:
    return client.post("/consent", data=fields_of(client.get("/consent").text)).text


def test_hostile_text_is_text_on_every_page(rater, owner, store):
    page = agree(rater)
    pages = [rater.get("/consent").text, page, rater.get("/mine").text]
    answered(store, hostile_study(), 3)
    pages += [owner.get(path).text for path in ("/owner", "/owner/blind", "/owner/blind/results")]
    for found in pages:
        assert "<script>alert" not in found
        assert "<img src=x" not in found
        assert "</form><form action" not in found
        assert "49" not in re.findall(r'class="text">([^<]*)', found)
        assert " hx-get='/x'" not in found
    assert "{{ 7 * 7 }}" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_no_truth_reaches_a_rater_by_any_way(rater, store):
    seen = []
    page = rater.get("/consent")
    seen.append(page)
    page = rater.post("/consent", data=fields_of(page.text))
    seen += [*page.history, page]
    for _ in range(4):
        fields = {**fields_of(page.text), "choice": "left", "confidence": "2"}
        page = rater.post("/task", data=fields, headers={"hx-request": "true"})
        seen.append(page)
    seen += [rater.get(path) for path in ("/mine", "/mine.json", "/task")]
    assert "All your 4 answers" in page.text
    for answer in seen:
        whole = answer.text + str(answer.headers)
        for secret in ("secret", "hidden-domain", "real-id", "sim-id", "attention", "scenario"):
            assert secret not in whole


def test_an_item_that_checks_looks_like_the_others(rater, store):
    """All four items hold the same text here: but for place and progress, so do their pages."""
    page, pages = agree(rater), []
    for _ in range(4):
        own = re.sub(r'value="[0-9a-f]{64}"|pending="[^"]*"', "", page)
        pages.append(re.sub(r"\d+", "0", own))
        fields = {**fields_of(page), "choice": "left", "confidence": "1"}
        page = rater.post("/task", data=fields).text
    assert len(set(pages)) == 1


def test_a_rater_is_no_owner_and_an_owner_no_rater(rater, owner):
    for path in ("/owner", "/owner/blind", "/owner/blind/results", "/owner/blind/export.csv"):
        assert rater.get(path).status_code == 403
    for path in ("invite", "revoke", "close", "erase"):
        assert rater.post(f"/owner/blind/{path}").status_code == 403
    assert owner.get("/task").status_code == 403
    assert owner.post("/erase").status_code == 403


@pytest.mark.parametrize("path", ["invite", "revoke", "close", "erase"])
@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_an_owners_forms_cannot_be_forged(owner, store, path, headers):
    answered(store, hostile_study(), 1)
    fields = fields_of(owner.get("/owner/blind").text)
    if not headers:
        fields["token"] = "0" * 64
    (member,) = store.people.raters("blind")
    fields |= {"rater": member.id, "uses": "1"}
    before = len(store.people.invitations("blind"))
    assert owner.post(f"/owner/blind/{path}", data=fields, headers=headers).status_code == 403
    assert len(store.people.invitations("blind")) == before
    assert store.studies.closed("blind") is None
    assert store.people.raters("blind") == [member]


def test_no_other_site_can_make_a_browser_join(app, store):
    link = f"/join/{store.people.invite('rater', 'blind', now=NOW)}"
    with TestClient(app) as client:
        for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
            assert client.post(link, headers=headers).status_code == 403
    assert store.people.raters("blind") == []


def test_cookies_are_not_for_scripts_nor_other_sites(app, store):
    link = f"/join/{store.people.invite('rater', 'blind', now=NOW)}"
    with TestClient(app) as client:
        plain = client.post(link, follow_redirects=False).headers.get_list("set-cookie")
    app.state.site.secure = True
    with TestClient(app, base_url="https://testserver") as client:
        safe = client.post(link, follow_redirects=False).headers.get_list("set-cookie")
    assert len(plain) == len(safe) == 2
    for cookie in plain + safe:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
    assert all(one.startswith("__Host-") and "Secure" in one for one in safe)


def test_sessions_end(store, app):
    clock = [1_800_000_000.0]
    app.state.site.clock = lambda: clock[0]
    now = app.state.site.now()
    with TestClient(app) as client:
        client.post(f"/join/{store.people.invite('rater', 'blind', now=now)}")
        clock[0] += 29 * 86400
        assert client.get("/consent").status_code == 200
        clock[0] += 2 * 86400
        assert client.get("/consent").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd",
        "/static/..%5capp.py", "/static/study.css%00.py", "/static/templates", "/static/",
    ],
)  # fmt: skip
def test_nothing_but_static_files_is_served_as_such(rater, path):
    answer = rater.get(path)
    assert answer.status_code == 404
    assert "create_app" not in answer.text


def test_every_answer_carries_the_policy_even_one_that_broke(app, store, monkeypatch):
    monkeypatch.setattr(app.state.site.store.people, "member", lambda *_, **__: 1 / 0)
    with TestClient(app, raise_server_exceptions=False, cookies={"usergap_rater": "x"}) as client:
        answer = client.get("/task")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("position", ["-1", "99", "²", "1e3", "", "0" * 9, "0; DROP TABLE answers"])
def test_a_made_up_place_is_refused(rater, store, position):
    fields = {**fields_of(agree(rater)), "choice": "left", "confidence": "1", "position": position}
    assert rater.post("/task", data=fields).status_code == 422
    assert store.answers.of("blind") == []


def test_an_item_that_was_not_shown_cannot_be_answered(rater, store):
    fields = {**fields_of(agree(rater)), "choice": "left", "confidence": "1", "position": "2"}
    assert rater.post("/task", data=fields).status_code == 422
    assert store.answers.of("blind") == []


@pytest.mark.parametrize(
    "change",
    [{"choice": "both"}, {"choice": ["left", "right"]}, {"confidence": "5"}, {"confidence": "x"}],
)
def test_only_choices_of_ours_are_kept(rater, store, change):
    fields = {**fields_of(agree(rater)), "choice": "left", "confidence": "1"} | change
    assert rater.post("/task", data=fields).status_code == 422
    assert store.answers.of("blind") == []


def test_reading_in_a_burst_is_limited(rater):
    agree(rater)
    found = [rater.get("/mine.json").status_code for _ in range(130)]
    assert found[:90] == [200] * 90
    assert 429 in found[90:]
