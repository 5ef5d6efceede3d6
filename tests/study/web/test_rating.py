"""A rater's way through the app, and the ways that are barred."""

import re

import pytest

pytest.importorskip("httpx2", reason="needs httpx2")

from starlette.testclient import TestClient

from usergap.study.web.app import create_app
from usergap.study.web.headers import LARGEST
from usergap.study.web.site import Site


@pytest.fixture
def app(store, study):
    return create_app(Site(store), hosts=["testserver"])


@pytest.fixture
def client(app, store, study):
    token = store.people.invite("rater", study.id, now="t")
    with TestClient(app) as client:
        client.post(f"/join/{token}")
        yield client


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def agree(client) -> str:
    token = fields_of(client.get("/consent").text)["token"]
    return client.post("/consent", data={"token": token}).text


def test_from_the_invitation_to_the_end(client, store, study):
    page = agree(client)
    for done in range(4):
        assert f"{done + 1} of 4" in page
        page = client.post(
            "/task", data={**fields_of(page), "choice": "left", "confidence": "2"}
        ).text
    assert "All your 4 answers are saved" in page
    kept = store.answers.of(study.id)
    assert [one.value for one in kept] == [{"choice": "left", "confidence": 2}] * 4
    assert client.get("/mine.json").json()["answers"][3]["answer"]["choice"] == "left"


def test_no_item_shows_before_consent(client):
    assert client.get("/task").url.path == "/consent"


def test_nothing_that_would_tell_is_sent_and_text_is_escaped(client):
    page = agree(client)
    assert "secret-name" not in page
    assert "<b>this</b>" not in page
    assert "&lt;b&gt;this&lt;/b&gt;" in page


def test_a_missing_choice_is_asked_for_again(client, store, study):
    page = agree(client)
    answer = client.post("/task", data={**fields_of(page), "choice": "left"})
    assert answer.status_code == 422
    assert "how sure" in answer.text
    assert store.answers.of(study.id) == []


@pytest.mark.parametrize("change", [{"token": "0" * 64}, {"token": ""}])
def test_a_forged_form_changes_nothing(client, store, study, change):
    fields = fields_of(agree(client)) | change
    answer = client.post("/task", data={**fields, "choice": "left", "confidence": "1"})
    assert answer.status_code == 403
    assert store.answers.of(study.id) == []


def test_a_form_from_elsewhere_changes_nothing(client, store, study):
    fields = fields_of(agree(client))
    answer = client.post(
        "/task",
        data={**fields, "choice": "left", "confidence": "1"},
        headers={"origin": "http://evil.example"},
    )
    assert answer.status_code == 403
    assert store.answers.of(study.id) == []


def test_a_stranger_gets_in_nowhere(app):
    with TestClient(app) as stranger:
        assert stranger.get("/task").status_code == 403
        assert stranger.get("/mine.json").status_code == 403
        assert stranger.post("/task", data={}).status_code == 403
        assert stranger.post("/join/made-up").status_code == 410


def test_guessing_invitations_is_slowed_down(app):
    with TestClient(app) as stranger:
        found = [stranger.post("/join/made-up").status_code for _ in range(25)]
    assert found[:20] == [410] * 20
    assert 429 in found[20:]


def test_another_host_name_is_refused(app):
    with TestClient(app, base_url="http://evil.example") as stranger:
        assert stranger.get("/").status_code == 400


def test_every_answer_carries_the_policy(client):
    for path in ("/", "/task", "/nowhere", "/static/study.css"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_body_that_is_too_large_is_refused(client, store, study):
    fields = fields_of(agree(client))
    answer = client.post("/task", data={**fields, "choice": "x" * (LARGEST + 1)})
    assert answer.status_code == 413
    assert store.answers.of(study.id) == []


def test_answers_in_a_burst_are_limited(client):
    fields = fields_of(agree(client))
    found = [client.post("/task", data=fields).status_code for _ in range(30)]
    assert 429 in found


def test_a_rater_can_erase_what_they_gave(client, store, study):
    page = agree(client)
    client.post("/task", data={**fields_of(page), "choice": "left", "confidence": "2"})
    token = fields_of(client.get("/task").text)["token"]
    assert "1 answer deleted" in client.post("/erase", data={"token": token}).text
    assert store.answers.of(study.id) == []
    assert client.get("/task").status_code == 403
