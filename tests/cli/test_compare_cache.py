"""`usergap compare` keeps rows between runs: the same comparison, and trouble in one line."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import usergap
from usergap.annotators import EmotionAnnotator
from usergap.annotators.shipped_turns import TurnAnnotator
from usergap.cli import app
from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.formats import write
from usergap.formats.samples import SAMPLES, sample
from usergap.profiles.caching.store import NAME

TEXT = "zanzibar lighthouse keeper"


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Forty dialogues of the sample, and the same with other user turns: labels differ."""
    folder = tmp_path_factory.mktemp("sides")
    whole = sample(SAMPLES[0])
    some = whole.with_dialogues(whole[:40])
    praise = Message("user", "Thank you so much, that is exactly right! Now go on.")
    praising = [
        replace(each, messages=tuple(praise if m.role == "user" else m for m in each.messages))
        for each in some
    ]
    return [
        str(write(corpus, folder / f"{name}.jsonl"))
        for name, corpus in (("real", some), ("sim", some.with_dialogues(praising)))
    ]


def compared(sides: list[str], out: Path, *options: str) -> dict[str, Any]:
    common = ["--replicates", "200", "-o", str(out)]
    assert app.run(["compare", *sides, *common, *options]) == 0
    found: dict[str, Any] = json.loads((out / "comparison.json").read_text("utf-8"))
    return found


def test_cold_warm_and_without_are_one_comparison(
    sides: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = tmp_path / "rows"
    out = tmp_path / "out"
    plain = compared(sides, out, "--no-cache")
    assert not rows.exists()
    page = (out / "index.html").read_bytes()
    assert b"that is exactly right" in page, "turns are shown as evidence"
    kept = ("--cache-dir", str(rows))
    assert compared(sides, out, *kept) == plain
    asked = []
    for annotator in (TurnAnnotator, EmotionAnnotator):
        real = annotator.annotate
        monkeypatch.setattr(
            annotator,
            "annotate",
            lambda self, d, real=real: (asked.append(len(d)), real(self, d))[1],
        )
    assert compared(sides, out, *kept) == plain
    assert (out / "index.html").read_bytes() == page
    assert 0 < sum(asked) < 80, "labels for the evidence alone"
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("USERGAP_ROWS", str(rows))
    asked.clear()
    assert compared(sides, out) == plain
    assert sum(asked) < 80


def test_nothing_that_was_said_is_kept(tmp_path: Path) -> None:
    chat = {"id": "a", "messages": [{"role": "user", "content": f"I am a {TEXT}"}]}
    path = tmp_path / "chats.jsonl"
    path.write_text("\n".join(json.dumps(chat | {"id": name}) for name in "abc"), "utf-8")
    rows = tmp_path / "rows"
    compared([str(path), str(path)], tmp_path / "out", "--cache-dir", str(rows))
    assert (rows / NAME).exists()
    for file in rows.iterdir():
        assert b"zanzibar" not in file.read_bytes()


def test_a_damaged_file_is_told_once_and_left(
    sides: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / NAME).write_bytes(b"something else entirely" * 50)
    compared(sides, tmp_path / "out", "--cache-dir", str(tmp_path))
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "cannot be used" in said[0]


def test_profiles_alone_make_no_file(sides: list[str], tmp_path: Path) -> None:
    profiles = []
    for side in sides:
        profiles.append(f"{side}.parquet")
        assert app.run(["measure", side, "-o", profiles[-1], "--no-cache"]) == 0
    rows = tmp_path / "rows"
    compared(profiles, tmp_path / "out", "--cache-dir", str(rows))
    assert not rows.exists()


@pytest.mark.parametrize("verb", ["demo", "power", "transfer weights"])
def test_other_verbs_that_measure_keep_rows_too(
    verb: str, sides: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enough(*_given: object, **_options: object) -> None:
        raise InputError("measured, and that is enough")

    for module, name in (
        ("usergap.compare", "compare"),
        ("usergap.cli.power", "_row"),
        ("usergap.train.cross_simulator.weights", "mixture_weights"),
    ):
        monkeypatch.setattr(import_module(module), name, enough)
    more = {"demo": [], "power": ["--n", "20", "--reference", sides[0]]}.get(verb, sides)
    rows = tmp_path / "rows"
    assert app.run([*verb.split(), *more, "--no-cache"]) == 2
    assert not rows.exists()
    assert app.run([*verb.split(), *more, "--cache-dir", str(rows)]) == 2
    assert (rows / NAME).exists()


def test_the_library_writes_no_rows_unless_told(
    sides: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden, rows = tmp_path / "hidden", tmp_path / "rows"
    monkeypatch.setenv("USERGAP_ROWS", str(hidden))
    plain = usergap.compare(*sides, replicates=100)
    assert not hidden.exists()
    kept = usergap.compare(*sides, replicates=100, cache=rows)
    assert (rows / NAME).exists()
    assert (kept.rows, kept.evidence) == (plain.rows, plain.evidence)
    (rows / NAME).write_bytes(b"something else entirely" * 50)
    for each in rows.glob(f"{NAME}-*"):
        each.unlink()
    with pytest.warns(UserWarning, match="cannot be used"):
        again = usergap.measure(sides[0], cache=rows)
    assert again.fingerprint == usergap.measure(sides[0]).fingerprint
