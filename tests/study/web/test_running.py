"""What an owner does to a study that runs."""

import re

import pytest

pytest.importorskip("httpx2", reason="needs httpx2")

from starlette.testclient import TestClient

from tests.study.people import NOW, answered
from usergap.study.web.app import create_app
from usergap.study.web.site import Site


@pytest.fixture
def app(store, study):
    return create_app(Site(store, base="https://ask.example"), hosts=["testserver"])


@pytest.fixture
def owner(app, store):
    with TestClient(app) as client:
        client.post(f"/join/{store.people.invite('owner', None, now=NOW, uses=1)}")
        yield client


def token_of(client, path="/owner/blind") -> str:
    return re.search(r'name="token" value="(\w+)"', client.get(path).text)[1]


def send(client, what: str, **fields):
    return client.post(f"/owner/blind/{what}", data={"token": token_of(client), **fields})


def joined(app, store, study) -> TestClient:
    client = TestClient(app)
    client.post(f"/join/{store.people.invite('rater', study.id, now=NOW)}")
    page = client.get("/consent").text
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    client.post("/consent", data={"token": token})
    return client


def test_an_invitation_uses_our_own_address_and_can_be_revoked(owner, app, store):
    link = re.search(r'readonly value="([^"]+)"', send(owner, "invite", uses="any").text)[1]
    assert link.startswith("https://ask.example/join/")
    path = link.removeprefix("https://ask.example")
    with TestClient(app) as one:
        assert one.get(path).status_code == 200
        assert one.post(path, follow_redirects=False).status_code == 303
    (known,) = store.people.invitations("blind")
    assert (known.joined, known.open) == (1, True)
    send(owner, "revoke", invitation=known.id)
    with TestClient(app) as other:
        assert other.get(path).status_code == 410
        assert other.post(path).status_code == 410
    assert len(store.people.raters("blind")) == 1
    assert "no longer valid" in owner.get("/owner/blind").text


def test_a_second_visit_in_the_same_browser_makes_no_second_rater(app, store, study):
    link = f"/join/{store.people.invite('rater', study.id, now=NOW)}"
    with TestClient(app) as client:
        client.post(link)
        assert client.get(link).url.path == "/consent"
        assert client.post(link).url.path == "/consent"
    assert len(store.people.raters(study.id)) == 1


def test_a_rater_of_two_studies_comes_back_to_each(app, store, study):
    from tests.study.conftest import small_study

    store.studies.add(small_study("other"))
    links = [f"/join/{store.people.invite('rater', name, now=NOW)}" for name in ("blind", "other")]
    with TestClient(app) as client:
        for link in links + links:
            client.post(link)
    assert [len(store.people.raters(name)) for name in ("blind", "other")] == [1, 1]


def test_closing_lets_nobody_in_and_shows_nothing_new(owner, app, store, study):
    rater = joined(app, store, study)
    page = rater.get("/task").text
    late = f"/join/{store.people.invite('rater', study.id, now=NOW)}"
    send(owner, "close", open="no")
    assert TestClient(app).get(late).status_code == 410
    assert TestClient(app).post(late).status_code == 410
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    said = rater.post("/task", data={**fields, "choice": "left", "confidence": "1"}).text
    assert "The study is closed. Your 1 answers are saved" in said
    assert len(store.answers.of(study.id)) == 1, "what was being read may still be answered"
    again = rater.post(
        "/task", data={**fields, "position": "1", "choice": "left", "confidence": "1"}
    )
    assert again.status_code == 422
    send(owner, "close", open="yes")
    assert "2 of 4" in rater.get("/task").text


def test_the_owner_erases_a_rater_who_asks(owner, store, study):
    answered(store, study, 2)
    first, second = store.people.raters(study.id)
    send(owner, "erase", rater=first.id)
    assert store.people.raters(study.id) == [second]
    assert {one.rater for one in store.answers.of(study.id)} == {second.id}


def test_results_are_live(owner, store, study):
    assert "No answers yet" in owner.get("/owner/blind/results").text
    answered(store, study, 3, skill=1.0)
    page = owner.get("/owner/blind/results").text
    assert "<strong>3</strong> raters, <strong>12</strong> answers" in page
    assert re.search(r"100 % .*of 12", page)
    assert re.search(r"κ \(Fleiss\) 1\.00 <span class=\"soft\">on 4 items", page)  # none differ
    answered(store, study, 3, skill=0.6)
    page = owner.get("/owner/blind/results").text
    bounds = r"<span class=\"soft\">\[-?\d\.\d\d, -?\d\.\d\d\]</span>"
    assert re.search(rf"α -?\d\.\d\d {bounds}, κ \(Fleiss\) -?\d\.\d\d {bounds}", page)
    store.people.erase(store.people.raters(study.id)[0].id, now=NOW)
    assert (
        "<strong>5</strong> raters, <strong>20</strong>" in owner.get("/owner/blind/results").text
    )


def test_signing_out_ends_the_session_on_the_server(owner, store):
    cookies = dict(owner.cookies)
    assert owner.post("/owner/leave", data={"token": token_of(owner, "/owner")}).status_code == 200
    assert owner.get("/owner").status_code == 403
    for name, value in cookies.items():
        owner.cookies.set(name, value)
    assert owner.get("/owner").status_code == 403


def test_a_study_that_was_extended_while_it_is_served_is_given_whole(app, store, study):
    from usergap.study.records import Item

    link = f"/join/{store.people.invite('rater', study.id, now=NOW)}"
    with TestClient(app) as client:
        client.get(link)  # the app has read the study now
        more = Item(len(study.items), study.items[0].shown, study.items[0].truth)
        store.studies.extend(study.id, {}, [more])
        client.post(link)
        token = re.search(r'name="token" value="(\w+)"', client.get("/consent").text)[1]
        assert "1 of 5" in client.post("/consent", data={"token": token}).text


def test_the_owner_sees_a_study_that_was_extended_while_it_is_served(owner, store, study):
    from usergap.study.records import Item

    before = len(study.items)
    assert f"{before} items" in owner.get("/owner/blind").text
    store.studies.extend(study.id, {}, [Item(before, study.items[0].shown, study.items[0].truth)])
    assert f"{before + 1} items" in owner.get("/owner/blind").text
    assert f'<td class="num">{before + 1}</td>' in owner.get("/owner").text
