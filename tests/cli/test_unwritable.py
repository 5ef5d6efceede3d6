"""An output that cannot be written: exit code 2 and one line that names it, from every verb."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from usergap.cli import app
from usergap.cli.options import file_to_write
from usergap.errors import InputError
from usergap.formats import write
from usergap.formats.samples import sample

VERBS = {
    "measure": ("measure", "real.jsonl", "--no-cache", "-o", "{}/out.parquet"),
    "convert": ("convert", "real.jsonl", "-o", "{}/out.jsonl"),
    "scenarios": ("scenarios", "real.jsonl", "-o", "{}/out.jsonl"),
    "compare": ("compare", "real.jsonl", "real.jsonl", "-o", "{}/out"),
    "study": ("study", "new", "single", "real.jsonl", "real.jsonl", "--db", "{}/out.db"),
    "simulate": (
        *("simulate", "--scenarios", "scenarios.jsonl", "--user", "markov:real.jsonl"),
        *("--assistant", "scripted", "-o", "{}/out.jsonl"),
    ),
    "journal": (
        *("simulate", "--scenarios", "scenarios.jsonl", "--user", "markov:real.jsonl"),
        *("--assistant", "scripted", "-o", "sims.jsonl", "--journal", "{}/out.journal"),
    ),
}


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a few dialogues and scenarios."""
    monkeypatch.chdir(tmp_path)
    corpus = sample("generic")
    write(corpus.with_dialogues(corpus[:4]), tmp_path / "real.jsonl")
    (tmp_path / "scenarios.jsonl").write_text('{"id": "a", "scenario": "Plan a trip."}\n')
    return tmp_path


@pytest.mark.parametrize("verb", VERBS)
def test_under_a_file(verb: str, there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (there / "file").write_text("")
    assert_refused(verb, "file", there, capsys)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
@pytest.mark.parametrize("verb", VERBS)
def test_in_a_folder_of_others(verb: str, there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (there / "theirs").mkdir(mode=0o500)
    assert_refused(verb, "theirs", there, capsys)


def assert_refused(verb: str, place: str, there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(each.name for each in there.iterdir())
    code = app.run([each.format(place) for each in VERBS[verb]])
    said = capsys.readouterr().err.splitlines()[-1]
    assert code == 2, said
    assert f"{place}/out" in said
    assert sorted(each.name for each in there.iterdir()) == before


def test_a_profile_is_no_device(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["measure", str(there / "real.jsonl"), "-o", os.devnull]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert "expected the name of a plain file" in said


def test_what_may_not_be_written_is_told_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_to_write(tmp_path / "out.jsonl")
    file_to_write(Path(os.devnull))
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(InputError, match=r"out\.jsonl: cannot be written"):
        file_to_write(tmp_path / "out.jsonl")
