"""Who may settle and take labels home, and what the pages refuse."""

import re

import pytest

pytest.importorskip("httpx2", reason="needs httpx2")

from starlette.testclient import TestClient

from tests.study.labelling.people import corpus_of, rate, study_on
from usergap.annotators.sidecar import read_sidecar
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

REST, PRAISE = ("no_feedback",), ("explicit_positive",)
PAGES = ("adjudicate", "labels", "labels/0/final.tsv")


@pytest.fixture
def labelled(store):
    study = study_on(corpus_of("<i>real</i>", 8), count=4)
    store.studies.add(study)
    rate(store, study, lambda *_: REST)
    rate(store, study, lambda item, *_: PRAISE if item.number == 2 else REST)
    return study


@pytest.fixture
def owner(store, labelled):
    site = Site(store)
    with TestClient(create_app(site, hosts=["testserver"])) as client:
        client.post(f"/join/{store.people.invite('owner', None, now=site.now(), uses=1)}")
        yield client


def fields_of(page):
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_only_disagreements_are_shown_and_by_nobody(owner, store, labelled):
    page = owner.get("/owner/labels/adjudicate").text
    assert "0 of 1 turns settled" in page
    assert "As rater A" in page
    assert not any(one.rater in page for one in store.answers.of("labels"))
    assert "real</i> user says" in page.replace("&lt;", "<").replace("&gt;", ">")
    assert "<i>real" not in page


def test_what_is_settled_is_in_the_file_and_can_be_changed(owner, store, labelled, tmp_path):
    fields = fields_of(owner.get("/owner/labels/adjudicate").text)
    page = owner.post("/owner/labels/adjudicate", data={**fields, "feedback": list(PRAISE)}).text
    assert "All are settled" in page
    again = fields_of(owner.get("/owner/labels/adjudicate?place=1").text)
    assert again["item"] == "2"
    owner.post("/owner/labels/adjudicate", data={**again, "feedback": "explicit_negative"})
    path = tmp_path / "labels.tsv"
    path.write_text(owner.get("/owner/labels/labels/0/final.tsv").text)
    rows = read_sidecar(path)
    assert len(rows) == 4
    assert [row.labels["feedback"] for row in rows].count(("explicit_negative",)) == 1
    raters = owner.get("/owner/labels/labels/0/raters.tsv").text.splitlines()
    assert len(raters) == 1 + 8
    assert "says" not in "".join(raters), "no conversation text"


@pytest.mark.parametrize(
    "change",
    [
        {"feedback": []},
        {"feedback": ["no_feedback", "explicit_positive"]},
        {"feedback": "made_up"},
        {"feedback": "no_feedback", "item": "0"},
        {"feedback": "no_feedback", "turn": "x"},
    ],
)
def test_what_is_no_label_settles_nothing(owner, store, labelled, change):
    fields = fields_of(owner.get("/owner/labels/adjudicate").text)
    answer = owner.post("/owner/labels/adjudicate", data={**fields, **change})
    assert answer.status_code == 422
    assert store.decisions.of("labels") == {}


def test_a_forged_form_settles_nothing(owner, store, labelled):
    fields = fields_of(owner.get("/owner/labels/adjudicate").text) | {"token": "0" * 64}
    answer = owner.post("/owner/labels/adjudicate", data={**fields, "feedback": "no_feedback"})
    assert answer.status_code == 403
    assert store.decisions.of("labels") == {}


def test_a_study_that_is_not_there_is_no_page(owner, store):
    for path in ("nosuch", "nosuch/results", "nosuch/export.csv", "nosuch/adjudicate"):
        answer = owner.get(f"/owner/{path}")
        assert answer.status_code == 404, path
        assert "There is no study of that name." in answer.text
        assert not [name for name in store.studies.names() if name in answer.text]


def test_raters_and_strangers_see_nothing_of_it(store, labelled):
    app = create_app(Site(store), hosts=["testserver"])
    with TestClient(app) as client:
        for joined in (False, True):
            if joined:
                now = Site(store).now()
                client.post(f"/join/{store.people.invite('rater', 'labels', now=now)}")
            for page in PAGES:
                assert client.get(f"/owner/labels/{page}").status_code == 403


def test_other_kinds_of_study_have_no_such_pages(owner, store, study):
    assert study.kind == "pairs"
    for page in PAGES:
        assert owner.get(f"/owner/blind/{page}").status_code == 404
    assert owner.get("/owner/labels/labels/7/final.tsv").status_code == 404
    assert owner.get("/owner/labels/labels/0/other.tsv").status_code == 404
