"""The report on disk: all files, whole or not at all, nothing quoted without leave."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from tests.report.example_comparisons import comparison
from usergap.compare.comparison_json import write_whole
from usergap.profiles import Profile, read_profile
from usergap.report import Section, write_report
from usergap.report.folder import file_names


def profile(name: str) -> Profile:
    return Profile(name, pa.table({"dialogue": [0, 1], "words": [3, 5]}), {"usergap": "0"})


def test_writes_the_page_and_the_numbers(tmp_path: Path) -> None:
    compared = comparison()
    page = write_report(compared, tmp_path / "deep" / "report")
    assert page == tmp_path / "deep" / "report" / "index.html"
    assert page.read_text("utf-8").startswith("<!doctype html>")
    found = json.loads((page.parent / "comparison.json").read_text("utf-8"))
    assert len(found["rows"]) == len(compared.rows)
    assert len((page.parent / "rows.csv").read_text("utf-8").splitlines()) == 1 + len(compared.rows)
    assert sorted(p.name for p in page.parent.iterdir()) == [
        "comparison.json", "index.html", "rows.csv",
    ]  # fmt: skip


def test_profiles_lie_beside_under_safe_names(tmp_path: Path) -> None:
    write_report(comparison(), tmp_path, profiles=[profile("../evil"), profile("real")])
    found = sorted(p.name for p in (tmp_path / "profiles").iterdir())
    assert found == ["evil.parquet", "real.parquet"]
    assert len(read_profile(tmp_path / "profiles" / "real.parquet")) == 2
    assert not (tmp_path.parent / "evil.parquet").exists()


def test_without_text_nothing_is_quoted_anywhere(tmp_path: Path) -> None:
    compared = comparison()
    own = Section("x", "Mine", "quality.html.j2",
                  {"notes": ["a quoted word"], "inputs": [], "undefined": []}, True)  # fmt: skip
    write_report(compared, tmp_path, text=False, extra=[own])
    written = "".join(p.read_text("utf-8") for p in tmp_path.iterdir())
    assert "holds no conversation text" in written
    assert "a quoted word" not in written
    for turn in compared.evidence:
        assert turn.text not in written
        assert turn.answer not in written


def test_quoted_text_is_never_in_the_numbers(tmp_path: Path) -> None:
    compared = comparison()
    write_report(compared, tmp_path)
    numbers = "".join((tmp_path / n).read_text("utf-8") for n in ("comparison.json", "rows.csv"))
    assert not [turn for turn in compared.evidence if turn.text in numbers]


def test_a_failed_write_leaves_the_old_page(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole("half \ud800", page)
    assert page.read_text() == "old"
    assert list(tmp_path.iterdir()) == [page]


def test_file_names_are_safe_and_differ() -> None:
    assert file_names(["a/b", "a\\b", "A-B", "..", "", "wörter", ".git"]) == [
        "a-b", "a-b-2", "A-B-3", "profile", "profile-2", "wörter", "git",
    ]  # fmt: skip
