"""``compare --probes`` and ``--brief``: findings beside the comparison."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from usergap.cli.app import run
from usergap.cli.loading import Loading
from usergap.errors import InputError
from usergap.formats import write
from usergap.formats.samples import sample

FEW = 25


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("corpora")
    found = {}
    for name in ("generic", "informed"):
        corpus = sample(name)
        found[name] = write(corpus.with_dialogues(corpus[:FEW]), folder / f"{name}.jsonl")
    found["profile"] = folder / "generic.parquet"
    assert run(["measure", str(found["generic"]), "-o", str(found["profile"])]) == 0
    return found


def compare(*arguments):
    few = ("--replicates", "100", "--probe-replicates", "100")
    return run(["compare", *map(str, arguments), *few])


def test_findings_reach_report_json_and_terminal(files, tmp_path, capsys):
    out = tmp_path / "out"
    given = (files["generic"], files["informed"], "-o", out, "--brief")
    assert compare(*given, "--probes", "messiness,praise,messiness") == 0
    told = capsys.readouterr().out
    assert "Messiness" in told
    assert "One page:" in told
    findings = json.loads((out / "probes.json").read_text("utf-8"))["findings"]
    assert [f["probe"] for f in findings] == ["messiness", "praise"]
    page = (out / "index.html").read_text("utf-8")
    assert 'id="probe-messiness"' in page
    assert (out / "brief.html").exists()


def test_profiles_leave_probes_undefined_with_the_reason(files, tmp_path, capsys):
    given = (files["profile"], files["informed"], "-o", tmp_path)
    assert compare(*given, "--probes", "messiness") == 0
    assert "which holds no text" in " ".join(capsys.readouterr().out.split())


def test_probes_without_text_are_told_before_measuring(files, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Loading, "profile", _stopped)
    for given, said in (
        ((files["profile"], files["informed"], "--probes", "messiness"), "--probes: none can run"),
        ((files["informed"], files["profile"], "--probes", "all"), "--probes: none can run"),
        (
            (files["informed"], "--reference", "all", "--probes", "messiness,consistency"),
            "--probes: only consistency of 2 can run: no text in reference all",
        ),
        (
            (files["informed"], files["generic"], files["profile"], "--probes", "messiness"),
            f"--probes: none can run on {files['profile']}",
        ),
    ):
        assert compare(*given, "-o", tmp_path) == 2
        told = capsys.readouterr().err.splitlines()
        assert told[0].startswith(said)
        assert len(told) == 2
        assert "give the dialogues" in told[0]
    for given in (
        (files["informed"], "--reference", "all", "--probes", "consistency"),
        (files["generic"], files["informed"], "--probes", "all"),
        (files["profile"], files["informed"]),
    ):
        assert compare(*given, "-o", tmp_path) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def _stopped(*_given):
    raise InputError("measuring begins")


def test_without_probes_there_are_none(files, tmp_path):
    assert compare(files["generic"], files["informed"], "-o", tmp_path) == 0
    assert not (tmp_path / "probes.json").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--probes", "nothing"), "expected one of"),
        (("--judge", "hf:x"), "expected --probes"),
        (("--probes", "surprise", "--reference-model", "m"), "--base-url"),
        (("--base-url", "http://127.0.0.1:9/v1"), "--annotator"),
    ],
)
def test_what_cannot_be_is_told(files, tmp_path, capsys, options, said):
    assert compare(files["generic"], files["informed"], "-o", tmp_path / "out", *options) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
