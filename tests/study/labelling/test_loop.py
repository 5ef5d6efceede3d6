"""From a corpus over people to a corrected comparison, by the command line and the pages."""

import json
import re
from dataclasses import replace
from itertools import count

import pytest

pytest.importorskip("httpx2", reason="needs httpx2")

from starlette.testclient import TestClient

from tests.study.labelling.people import rate
from usergap.annotators.llm.choice import Reach, annotators_of
from usergap.annotators.sidecar import read_sidecar
from usergap.annotators.validation.cards import read_cards
from usergap.cli import app
from usergap.formats import write
from usergap.formats.samples import sample
from usergap.study.store import open_store
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

OTHER = {"intent": ("none",), "feedback": ("explicit_positive",), "identity": ("past",)}


@pytest.fixture
def chats(tmp_path):
    found = {}
    for name, simulator in (("generic", None), ("informed", "another")):
        # under another name: no card corrects simulators that the annotator was trained on
        corpus = sample(name)
        some = [replace(one, simulator=simulator, provenance=None) for one in corpus[:40]]
        corpus = corpus.with_dialogues(some)
        found[name] = (write(corpus, tmp_path / f"{name}.jsonl"), corpus)
    return found


def truths(chats, dimensions):
    """What is true of each turn here: what the shipped annotators say, but for every fifth."""
    true = {}
    for name, (_, corpus) in chats.items():
        for annotator in annotators_of("linear", dimensions, Reach()):
            for one, found in zip(corpus, annotator.annotate(corpus.dialogues), strict=True):
                for dimension in annotator.dimensions:
                    for turn, labels in enumerate(found.units[dimension], 1):
                        fifth = (len(one.id) + turn + len(true)) % 5 == 0
                        true[name, one.id, turn, dimension] = OTHER[dimension] if fifth else labels
    return true


def people_label(store, study, true):
    """Two raters, each wrong on another seventh of the items; the owner is always right."""

    def said(wrong):
        def labels_of(item, turn, dimension):
            where = (item.truth["source"], item.truth["dialogue"], turn, dimension)
            right = true[where]
            other = next(x for x in (OTHER[dimension], ("no_feedback",), ("info_retrieval",),
                                     ("none",)) if x != right)  # fmt: skip
            if dimension != "feedback" and other == ("no_feedback",):
                other = ("none",)
            return other if (item.number + turn) % 7 == wrong else right

        return labels_of

    for wrong in (0, 3):
        rate(store, study, said(wrong))
    ticks = count(1_800_000_000)  # a second each time somebody looks: nobody is too fast
    site = Site(store, clock=lambda: float(next(ticks)))
    with TestClient(create_app(site, hosts=["testserver"])) as owner:
        owner.post(f"/join/{store.people.invite('owner', None, now=site.now(), uses=1)}")
        while True:
            page = owner.get(f"/owner/{study.id}/adjudicate").text
            fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
            if "item" not in fields:
                assert "All are settled" in page
                return
            item = study.items[int(fields["item"])].truth
            for dimension in re.findall(r'data-dimension="(\w+)"', page):
                where = (item["source"], item["dialogue"], int(fields["turn"]), dimension)
                fields[dimension] = list(true[where])
            assert owner.post(f"/owner/{study.id}/adjudicate", data=fields).status_code == 200


def test_what_people_say_corrects_a_comparison(chats, tmp_path, capsys):
    dimensions = ("intent", "feedback")
    db, people = tmp_path / "study.db", tmp_path / "people"
    files = [str(path) for path, _ in chats.values()]
    command = ["study", "labelling", *files, "-n", "160", "--dimensions", ",".join(dimensions)]
    assert app.run([*command, "--db", str(db)]) == 0
    true = truths(chats, dimensions)
    store = open_store(db)
    study = store.studies.get("labels")
    assert app.run(["study", "labels", "--db", str(db), "-o", str(people)]) == 2
    assert "found open" in capsys.readouterr().err
    people_label(store, study, true)
    store.close()
    found = tmp_path / "results.json"
    assert app.run(["study", "results", "labels", "--db", str(db), "--json", str(found)]) == 0
    assert "160 turns" in capsys.readouterr().out
    assert json.loads(found.read_text())["wanting"] == 0
    assert app.run(["study", "labels", "--db", str(db), "-o", str(people)]) == 0
    for name in chats:
        rows = read_sidecar(people / f"{name}.tsv")
        assert len(rows) == 80
        for row in rows:
            for dimension, labels in row.labels.items():
                assert set(labels) == set(true[name, row.dialogue_id, row.turn, dimension])
            assert 0 < row.inclusion_p <= 1
    capsys.readouterr()
    card = tmp_path / "card.json"
    for name, side in (("generic", "real"), ("informed", "simulated")):
        path, corpus = chats[name]
        gold = people / f"{name}.tsv"
        validate = ["annotate", "validate", str(path), "--gold", str(gold), "--side", side]
        assert app.run([*validate, "-o", str(card)]) == 0
        said = capsys.readouterr().out
        assert covers(said, "explicit_positive", share(true, name, "feedback", corpus))
    assert set(read_cards(card)) == {"intent", "feedback"}
    out = tmp_path / "report"
    compare = ["compare", *files, "--replicates", "100", "--no-text", "-o", str(out)]
    assert app.run([*compare, "--card", str(card)]) == 0
    found = json.loads((out / "comparison.json").read_text())
    (row,) = [x for x in found["rows"] if (x["measure"], x["domain"]) == ("feedback", None)]
    assert row["corrected"] is not None
    assert not row["annotator_unverified"]
    labels = [f"--labels={people / name}.tsv" for name in chats]
    assert app.run([*compare, *labels]) == 0
    found = json.loads((out / "comparison.json").read_text())
    (row,) = [x for x in found["rows"] if (x["measure"], x["domain"]) == ("feedback", None)]
    assert row["annotator"] == "people:labels prompts-1"


def share(true, name, dimension, corpus):
    said = [
        OTHER[dimension][0] in true[name, one.id, turn.number, dimension]
        for one in corpus
        for turn in one.turns
    ]
    return sum(said) / len(said)


def covers(said, label, value):
    """Whether the interval of "share of all user turns" of a label holds the true share."""
    table = said[said.index("feedback: share of all user turns") :]
    line = next(x for x in table.splitlines() if x.strip().startswith(label))
    low, high = map(float, re.search(r"\[([\d.]+), ([\d.]+)\]", line).groups())
    return low <= 100 * value <= high


def test_whole_dialogues_give_a_card_of_identity(chats, tmp_path, capsys):
    db, people = tmp_path / "study.db", tmp_path / "people"
    path, _ = chats["informed"]
    command = ["study", "labelling", str(path), "-n", "12", "--whole-dialogues"]
    assert app.run([*command, "--dimensions", "identity", "--db", str(db)]) == 0
    store = open_store(db)
    people_label(store, store.studies.get("labels"), truths(chats, ("identity",)))
    store.close()
    assert app.run(["study", "labels", "--db", str(db), "-o", str(people)]) == 0
    gold, card = people / "informed.tsv", tmp_path / "card.json"
    capsys.readouterr()
    validate = ["annotate", "validate", str(path), "--gold", str(gold), "--side", "simulated"]
    assert app.run([*validate, "-o", str(card)]) == 0
    assert "share of all dialogues" in capsys.readouterr().out
    assert read_cards(card)["identity"].simulated
