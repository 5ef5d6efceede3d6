"""``usergap study browse``: which dialogues it reads, and what it refuses."""

from dataclasses import replace

import pytest

from tests.study.browsing.conftest import corpus_of
from usergap.cli import app, study_browse
from usergap.compare import Comparison, Input
from usergap.errors import InputError
from usergap.formats import write
from usergap.study.browsing.catalogue import catalogue_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two files, compared with labels of their own, in a folder with its report."""
    place = tmp_path_factory.mktemp("browse")
    for name, said in (("real", "Why?"), ("kind", "Great, thank you!")):
        corpus = corpus_of(name, lambda at, said=said: [said] * (1 + at % 3), count=24)
        write(corpus, place / f"{name}.jsonl")
        turns = [(one.id, turn.number) for one in corpus for turn in one.turns]
        rows = "".join(f"{one}\t{turn}\tno_feedback\tpeople 1\n" for one, turn in turns)
        (place / f"{name}.tsv").write_text("dialogue_id\tturn\tfeedback\tannotator\n" + rows)
    files = [str(place / "real.jsonl"), str(place / "kind.jsonl")]
    labels = [f"--labels={place / name}.tsv" for name in ("real", "kind")]
    out = ["--replicates", "100", "--no-text", "-o", str(place / "report")]
    assert app.run(["compare", *files, *labels, *out]) == 0
    return place


@pytest.fixture
def shown(monkeypatch):
    found = []
    monkeypatch.setattr(study_browse, "serve", lambda catalogue, _port: found.append(catalogue))
    return found


def run(folder, *more):
    return app.run(["study", "browse", str(folder / "report" / "comparison.json"), *map(str, more)])


def test_the_comparison_knows_where_its_dialogues_are(folder, shown):
    assert run(folder) == 0
    (facing,) = shown[0].facings.values()
    assert len(facing.talks("real")) == len(facing.talks("simulated")) == 24
    assert facing.real.annotators["feedback"] != "people 1"
    labels = [f"--labels={folder / name}.tsv" for name in ("real", "kind")]
    assert run(folder, folder / "real.jsonl", folder / "kind.jsonl", *labels) == 0
    (facing,) = shown[1].facings.values()
    assert facing.real.annotators["feedback"] == "people 1"


def test_other_files_are_refused(folder, shown, capsys):
    assert run(folder, folder / "kind.jsonl", folder / "real.jsonl") == 2
    assert "expected the file that was compared as real" in capsys.readouterr().err
    assert run(folder, folder / "real.jsonl", folder / "kind.jsonl", folder / "kind.jsonl") == 2
    assert "expected the 2 inputs" in capsys.readouterr().err
    profile = folder / "report" / "profiles" / "kind.parquet"
    assert run(folder, folder / "real.jsonl", profile) == 2
    assert "a profile, which holds no text" in capsys.readouterr().err
    assert shown == []


def test_where_only_a_reference_was_compared_the_simulators_are_read():
    inputs = (Input("all", "all", "x", 3, 0), Input("kind", "nowhere.jsonl", "y", 3, 0))
    comparison = Comparison("1", {}, inputs, ())
    assert study_browse.named_sources(comparison, []) == ["-", "nowhere.jsonl"]
    assert study_browse.named_sources(comparison, ["here.jsonl"]) == ["-", "here.jsonl"]
    with pytest.raises(InputError, match="expected the 2 inputs"):
        study_browse.named_sources(comparison, ["a", "b", "c"])


def test_one_file_may_hold_both_sides(profiles, comparison, tmp_path):
    place = tmp_path / "both.jsonl"
    place.write_text("")
    halves = ("#real", "#simulated")
    inputs = tuple(Input(f"both{half}", str(place), "", 3, 0) for half in halves)
    both = Comparison("1", {}, inputs, ())
    assert study_browse.named_sources(both, []) == [f"{place}{half}" for half in halves]
    named = replace(comparison, inputs=inputs)
    wrong = [replace(one, name="both#simulated") for one in profiles]
    with pytest.raises(InputError, match="expected both#real, found both#simulated"):
        catalogue_of(named, *wrong[:1], wrong[1:])
