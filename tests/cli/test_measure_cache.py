"""`usergap measure` keeps rows between runs, says where it cannot, and can be told not to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from usergap.cli import app
from usergap.profiles.caching.store import NAME


@pytest.fixture
def chats(tmp_path: Path) -> str:
    path = tmp_path / "chats.jsonl"
    row = {"id": "a", "messages": [{"role": "user", "content": "tell me about owls"}]}
    path.write_text(json.dumps(row), "utf-8")
    return str(path)


def test_kept_rows_make_the_same_profile(
    chats: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, out = tmp_path / "rows", str(tmp_path / "out.parquet")
    said = []
    for options in (["--no-cache"], [], [], ["--jobs", "1"]):
        place = [] if options == ["--no-cache"] else ["--cache-dir", str(rows)]
        assert app.run(["measure", chats, "-o", out, *place, *options]) == 0
        said.append(capsys.readouterr())
        assert (rows / NAME).exists() == bool(place)
    assert len({each.out for each in said}) == 1
    assert {each.err for each in said} == {""}


def test_a_damaged_file_of_rows_is_told_and_left(
    chats: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAME).write_bytes(b"something else entirely" * 50)
    out = str(tmp_path / "out.parquet")
    assert app.run(["measure", chats, "-o", out, "--cache-dir", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "cannot be used" in told.err
    assert "measuring without" in told.err
    assert "1 dialogue," in told.out
