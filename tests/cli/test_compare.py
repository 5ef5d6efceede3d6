"""The main job from the command line, end to end, on the embedded sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from usergap.cli import app
from usergap.dimensions import HEADLINE
from usergap.formats import write
from usergap.formats.samples import sample

FEW = 40


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two files of embedded dialogues for the same scenarios, and a profile of the first."""
    folder = tmp_path_factory.mktemp("corpora")
    found = {}
    for name in ("generic", "informed"):
        corpus = sample(name)
        found[name] = write(corpus.with_dialogues(corpus[:FEW]), folder / f"{name}.jsonl")
    found["profile"] = folder / "generic.parquet"
    assert app.run(["measure", str(found["generic"]), "-o", str(found["profile"])]) == 0
    return found


def run(*arguments: object) -> int:
    return app.run(["compare", *map(str, arguments), "--replicates", "200"])


def content(folder: Path) -> dict[str, object]:
    return json.loads((folder / "comparison.json").read_text("utf-8"))  # type: ignore[no-any-return]


def test_report_table_and_contract(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files["generic"], files["informed"], "-o", tmp_path / "out") == 0
    shown = capsys.readouterr().out
    assert "Feedback" in shown
    found = content(tmp_path / "out")
    assert set(found) >= {"version", "settings", "inputs", "rows"}
    rows = found["rows"]
    assert isinstance(rows, list)
    assert [row["measure"] for row in rows] == list(HEADLINE)
    assert all(row["paired"] for row in rows)
    assert (tmp_path / "out" / "rows.csv").stat().st_size > 0
    profiles = sorted(each.name for each in (tmp_path / "out" / "profiles").iterdir())
    assert len(profiles) == 2


def test_a_corpus_against_itself_never_differs(files: dict[str, Path], tmp_path: Path) -> None:
    assert run(files["generic"], files["generic"], "-o", tmp_path, "--fail-on", "differs") == 0
    rows = content(tmp_path)["rows"]
    assert isinstance(rows, list)
    assert {row["verdict"] for row in rows} <= {"close", "cannot tell", "undefined"}
    assert all(
        row["value"] == pytest.approx(0, abs=1e-6) for row in rows if row["value"] is not None
    )


def test_the_same_file_twice_is_told_everywhere(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = f"both sides are the same {FEW} dialogues"
    assert run(files["generic"], files["profile"], "-o", tmp_path) == 0
    assert wanted in " ".join(capsys.readouterr().out.split())
    notes = content(tmp_path)["notes"]
    assert isinstance(notes, list)
    assert wanted in notes[0]
    assert wanted in (tmp_path / "index.html").read_text("utf-8")


def test_a_profile_gives_the_numbers_of_its_corpus(files: dict[str, Path], tmp_path: Path) -> None:
    run(files["generic"], files["informed"], "-o", tmp_path / "corpus")
    run(files["profile"], files["informed"], "-o", tmp_path / "profile")
    assert content(tmp_path / "corpus")["rows"] == content(tmp_path / "profile")["rows"]


def test_fail_on_differs_is_exit_code_1(files: dict[str, Path], tmp_path: Path) -> None:
    arguments = (files["informed"], "--reference", "all", "-o", tmp_path)
    assert run(*arguments) == 0
    assert run(*arguments, "--fail-on", "differs") == 1
    assert (tmp_path / "index.html").exists()


def test_no_text_leaves_no_user_word(files: dict[str, Path], tmp_path: Path) -> None:
    run(files["generic"], files["informed"], "-o", tmp_path / "with")
    run(files["generic"], files["informed"], "-o", tmp_path / "without", "--no-text")
    first = json.loads(files["informed"].read_text("utf-8").splitlines()[0])
    texts = [m["content"] for m in first["messages"] if m["role"] == "user"]
    page = (tmp_path / "without" / "index.html").read_text("utf-8")
    assert not any(text in page for text in texts)
    assert "contains conversation text" in (tmp_path / "with" / "index.html").read_text("utf-8")
    assert "contains conversation text" not in page


def test_by_and_where_choose_domains(files: dict[str, Path], tmp_path: Path) -> None:
    assert run(files["generic"], files["informed"], "-o", tmp_path, "--by", "domain") == 0
    rows = content(tmp_path)["rows"]
    assert isinstance(rows, list)
    domains = {row["domain"] for row in rows} - {None}
    assert domains
    domain = sorted(domains)[0]
    arguments = (files["generic"], files["informed"], "-o", tmp_path)
    assert run(*arguments, "--where", f"domain={domain}") == 0


def test_margins_are_taken_from_the_command_line(files: dict[str, Path], tmp_path: Path) -> None:
    run(files["generic"], files["informed"], "-o", tmp_path, "--margin", "words=1000,turns=50")
    rows = content(tmp_path)["rows"]
    assert isinstance(rows, list)
    found = {row["measure"]: row for row in rows}
    assert found["words"]["margin"] == 1000
    assert found["words"]["verdict"] == "close"


def test_the_same_seed_gives_the_same_file(files: dict[str, Path], tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run(files["generic"], files["informed"], "-o", tmp_path / name, "--seed", seed)
    same = content(tmp_path / "a")["rows"]
    assert same == content(tmp_path / "b")["rows"]
    assert same != content(tmp_path / "c")["rows"]


def test_diff_names_what_changed(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(files["generic"], files["generic"], "-o", tmp_path / "a")
    run(files["generic"], files["informed"], "-o", tmp_path / "b")
    capsys.readouterr()
    paths = [str(tmp_path / name / "comparison.json") for name in ("a", "b")]
    assert app.run(["diff", *paths]) == 0
    assert "rows changed" in capsys.readouterr().out


def test_a_pipe_gets_every_column_and_the_notes(
    files: dict[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert run(files["profile"], files["informed"], "-o", tmp_path) == 0
    printed = capsys.readouterr().out
    (head,) = (line for line in printed.splitlines() if line.startswith("measure"))
    assert {"floor", "interval", "p", "verdict"} <= set(head.split())
    assert "scenarios are shared, and only these are compared" in printed


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--by", "mood"], "--by: expected domain or source or"),
        (["--where", "mood=low"], "--where: expected domain or source or"),
        (["--margin", "wrds=3"], "margins: expected a measure (intent, "),
        (["-o", "a.jsonl"], "--output: a.jsonl: expected a folder to write to, found the file a"),
        (["-o", "a.jsonl/x"], "expected a folder to write to, found the file a.jsonl"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_measured(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text("nothing that could be measured")
    assert run("a.jsonl", "a.jsonl", *arguments) == 2
    assert told in capsys.readouterr().err
