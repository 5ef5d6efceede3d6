"""One way to end for each kind of trouble: an exit code and a clear line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from usergap.cli import app
from usergap.errors import EnvironmentFailure, InputError
from usergap.profiles import load_reference, write_profile

VERBS = ("compare", "measure", "references", "check", "convert", "diff", "demo")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run([verb, "--help"]) == 0
    shown = capsys.readouterr().out.split("\n\n")[0]
    assert shown.split()[0] == "Usage:"
    assert f" {verb} " in shown


def test_without_arguments_it_shows_the_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    app.run([])
    shown = capsys.readouterr()
    assert all(verb in shown.out + shown.err for verb in VERBS)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (InputError("file: expected this, found that"), 2),
        (EnvironmentFailure("endpoint: expected an answer, found none"), 3),
        (KeyboardInterrupt(), 130),
        (PermissionError(13, "Permission denied", "somewhere"), 3),
    ],
)
def test_trouble_ends_with_its_code_and_one_line(
    trouble: BaseException,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(app, "app", fail)
    assert app.run(["check", "x"]) == code
    written = capsys.readouterr().err
    assert written.startswith("usergap: ")
    assert written.count("\n") == 1


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(app, "app", fail)
    with pytest.raises(ZeroDivisionError):
        app.run([])


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuchverb"],
        ["compare"],
        ["compare", "one.jsonl"],
        ["compare", "missing.jsonl", "alsomissing.jsonl"],
        ["compare", "a", "b", "--pairs", "sometimes"],
        ["compare", "a", "b", "--margin", "words"],
        ["compare", "a", "b", "--margin", "words=many"],
        ["compare", "a", "b", "--where", "domain"],
        ["compare", "a", "b", "--replicates", "3"],
        ["compare", "a", "b", "--fail-on", "doubt"],
        ["compare", "a", "--reference", "nobody"],
        ["measure", "missing.jsonl", "-o", "x.parquet"],
        ["measure", "missing.jsonl"],
        ["check", "missing.jsonl"],
        ["diff", "missing.json", "missing.json"],
    ],
)
def test_bad_usage_and_bad_input_end_with_2(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert app.run(arguments) == 2
    written = capsys.readouterr().err
    assert written
    assert "Traceback" not in written
    assert not list(tmp_path.iterdir())


def write_chats(path: Path, count: int = 3) -> Path:
    rows = [
        {"id": f"d{i}", "messages": [{"role": "user", "content": f"hello {i}"}]}
        for i in range(count)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_check_prints_what_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_chats(tmp_path / "chats.jsonl")
    assert app.run(["check", str(path)]) == 0
    assert "dialogues: 3" in capsys.readouterr().out
    assert app.run(["check", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["dialogues"] == 3


def test_a_dropped_row_is_named_and_strict_makes_it_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_chats(tmp_path / "chats.jsonl")
    with path.open("a") as file:
        file.write('{"id": "bad", "messages": [{"role": "user", "content": 7}]}\n')
    assert app.run(["check", str(path)]) == 0
    shown = capsys.readouterr()
    assert "chats.jsonl:4" in shown.err
    assert "dialogues: 3" in shown.out
    assert app.run(["check", str(path), "--strict"]) == 2


def test_convert_writes_what_check_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_chats(tmp_path / "chats.jsonl")
    for name in ("out.parquet", "out.jsonl"):
        assert app.run(["convert", str(path), "-o", str(tmp_path / name)]) == 0
        capsys.readouterr()
        assert app.run(["check", str(tmp_path / name)]) == 0
        assert "dialogues: 3" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = write_chats(tmp_path / "chats.jsonl")
    command = f"{sys.executable} -m usergap check {path} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


def test_an_interrupt_is_said_in_one_line(monkeypatch, capsys, tmp_path):
    """As typer turns it into an exit with 130 of its own, the line was lost."""

    def stop(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("usergap.profiles.streaming.measure_to", stop)
    assert app.run(["measure", "any.jsonl", "-o", str(tmp_path / "x.parquet")]) == 130
    assert capsys.readouterr().err == "usergap: interrupted\n"


@pytest.mark.parametrize("arguments", [["check"], ["convert", "-o", "x.jsonl"]])
def test_a_profile_is_not_taken_for_dialogues(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "made.parquet"
    write_profile(load_reference("lmsys"), path)
    assert app.run([*arguments, str(path)]) == 2
    assert "found a profile, which holds no text" in capsys.readouterr().err
