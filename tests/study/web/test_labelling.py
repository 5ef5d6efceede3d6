"""A labeller's answers over HTTP, with and without script."""

import re

import pytest

pytest.importorskip("httpx2", reason="needs httpx2")

from starlette.testclient import TestClient

from tests.study.labelling.people import corpus_of, study_on
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

GOOD = {"intent": ["info_analysis", "method_guidance"], "identity": ["none"]}


@pytest.fixture
def whole(store):
    study = study_on(corpus_of("secret-source", 3, turns=2), count=2, whole=True,
                     dimensions=tuple(GOOD))  # fmt: skip
    store.studies.add(study)
    return study


@pytest.fixture
def client(store, whole):
    site = Site(store)
    with TestClient(create_app(site, hosts=["testserver"])) as opened:
        opened.post(f"/join/{store.people.invite('rater', whole.id, now=site.now())}")
        opened.post("/consent", data=hidden(opened.get("/consent").text))
        yield opened


def hidden(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def filled(page, change=None):
    fields = hidden(page)
    for turn in (1, 2):
        fields |= {f"t{turn}.{name}": labels for name, labels in GOOD.items()}
    return fields | (change or {})


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_a_dialogue_is_kept_as_one_answer(client, store, whole, headers):
    page = client.post("/task", data=filled(client.get("/task").text), headers=headers).text
    assert "2 of 2" in page
    (answer,) = store.answers.of(whole.id)
    turn = {"intent": ["info_analysis", "method_guidance"], "identity": ["none"]}
    assert answer.value == {"labels": {"1": turn, "2": turn}}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"t2.intent": []}, "Turn 2: please choose at least one label of Intent."),
        ({"t1.identity": ["none", "past"]}, "Turn 1: one label of Self-disclosure goes with no"),
        ({"t1.identity": ["info_analysis"]}, "Turn 1: Self-disclosure has no such label."),
    ],
)
def test_what_is_missing_or_made_up_is_asked_for_again(client, store, whole, change, told):
    answer = client.post("/task", data=filled(client.get("/task").text, change))
    assert answer.status_code == 422
    assert told in answer.text
    assert store.answers.of(whole.id) == []


def test_labels_come_in_the_order_of_the_codebook(client, store, whole):
    turned = {"t1.intent": ["method_guidance", "info_analysis", "info_analysis"]}
    client.post("/task", data=filled(client.get("/task").text, turned))
    (answer,) = store.answers.of(whole.id)
    assert answer.value["labels"]["1"]["intent"] == ["info_analysis", "method_guidance"]


def test_a_rater_is_told_nothing_of_the_source(client, whole):
    page = client.get("/task").text
    said = re.sub(r'<div class="text">.*?</div>', "", page)
    assert "secret-source" in page, "the made-up text itself names it"
    assert "secret-source" not in said
    assert not any(item.truth["dialogue"] in said for item in whole.items)
