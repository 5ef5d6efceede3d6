"""``compare`` and ``measure`` with labels from elsewhere."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from tests.annotators.llm_answers import answering
from usergap.cli import app
from usergap.formats import write
from usergap.formats.samples import sample
from usergap.testing import Call, FakeServer

FEW = 30


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "answers.sqlite"))
    made = []
    for name in ("generic", "informed"):
        corpus = sample(name)
        made.append(write(corpus.with_dialogues(corpus[:FEW]), tmp_path / f"{name}.jsonl"))
    return made


def row(folder: Path, measure: str) -> dict:
    rows = json.loads((folder / "comparison.json").read_text("utf-8"))["rows"]
    return next(row for row in rows if row["measure"] == measure)


def test_a_model_labels_one_dimension_and_what_it_left_out_is_said(files, tmp_path, capsys):
    def script(call: Call) -> str:
        return "no" if call.number % 10 == 0 else answering()(call)

    with FakeServer(script) as server:
        arguments = ["compare", *map(str, files), "-o", str(tmp_path / "out")]
        arguments += ["--replicates", "100", "--annotator", "intent=llm:m"]
        assert app.run([*arguments, "--base-url", server.url]) == 0
        assert server.requests == 2 * FEW
    said = capsys.readouterr().err  # of both sides together
    assert f"calls: {2 * FEW} answered" in said
    assert "units without a label (" in said
    assert "6 x no JSON object" in said
    assert "spent: " in said
    found = row(tmp_path / "out", "intent")
    assert found["annotator"] == "llm:m prompts-1:intent"
    assert found["annotator_unverified"]
    assert "no label for " in found["reason"]
    assert row(tmp_path / "out", "feedback")["annotator"].startswith("usergap-linear")
    assert "no label for" not in row(tmp_path / "out", "feedback")["reason"]


def test_calls_are_watched_where_somebody_watches(files, tmp_path, monkeypatch):
    """The bar counts the calls of each side by themselves."""
    seen: list[tuple[str, int, int | None]] = []

    @contextmanager
    def bar(what):
        yield lambda state: seen.append((what, state.done, state.total))

    monkeypatch.setattr("usergap.cli.annotate_sources.calls_bar", bar)
    with FakeServer(answering()) as server:
        arguments = ["compare", *map(str, files), "-o", str(tmp_path / "out")]
        arguments += ["--replicates", "100", "--annotator", "intent=llm:m"]
        assert app.run([*arguments, "--base-url", server.url]) == 0
    assert {x for x in seen if x[1] == FEW} == {
        ("labelling generic", FEW, FEW), ("labelling informed", FEW, FEW)
    }  # fmt: skip


def test_label_files_belong_to_their_source(files, tmp_path):
    labels = []
    for path in files:
        labels.append(path.with_suffix(".tsv"))
        assert app.run(["annotate", "run", str(path), "-o", str(labels[-1])]) == 0
    arguments = ["compare", *map(str, files), "--replicates", "100"]
    assert app.run([*arguments, "-o", str(tmp_path / "plain")]) == 0
    given = [x for path in labels for x in ("--labels", str(path))]
    assert app.run([*arguments, *given, "-o", str(tmp_path / "given")]) == 0
    for measure in ("intent", "feedback", "identity", "emotion"):
        assert row(tmp_path / "given", measure) == row(tmp_path / "plain", measure)
    assert app.run([*arguments, *given[:2], "-o", str(tmp_path / "one")]) == 2


def test_measure_takes_them_too(files, tmp_path):
    with FakeServer(answering()) as server:
        arguments = ["measure", str(files[0]), "-o", str(tmp_path / "p.parquet"),
                     "--annotator", "all=llm:m", "--base-url", server.url]  # fmt: skip
        assert app.run(arguments) == 0
        assert server.requests == FEW
    assert app.run([*arguments[:-2]]) == 2  # no address


def test_every_verb_that_asks_a_model_spells_the_options_alike(capsys):
    told = {}
    for verb in (["compare"], ["measure"], ["annotate", "run"], ["annotate", "validate"]):
        assert app.run([*verb, "--help"]) == 0
        told[" ".join(verb)] = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    shared = {"--model", "--base-url", "--key-env", "--concurrency", "--max-calls", "--max-cost",
              "--max-run-tokens", "--price", "--cache", "--max-tokens", "--ask-again"}  # fmt: skip
    for verb, options in told.items():
        assert shared <= options, verb


def test_a_ceiling_of_compare_holds_over_both_sides_and_its_cache_is_used(files, tmp_path, capsys):
    with FakeServer(answering()) as server:
        asked = ["compare", *map(str, files), "-o", str(tmp_path / "out"), "--replicates", "100",
                 "--annotator", "intent=llm:m", "--base-url", server.url,
                 "--cache", str(tmp_path / "mine.sqlite"), "--concurrency", "1"]  # fmt: skip
        assert app.run([*asked, "--max-cost", "0.5"]) == 2
        assert "--price" in capsys.readouterr().err
        # nine hundred money a million tokens: a call costs more than a third of the ceiling
        assert app.run([*asked, "--max-cost", "3", "--price", "900,900"]) == 0
        first = server.requests
        assert 0 < first < 2 * FEW
        assert "a ceiling was reached" in capsys.readouterr().err
        assert app.run(asked) == 0
        assert server.requests == 2 * FEW
    assert (tmp_path / "mine.sqlite").exists()


def test_options_of_a_model_that_nobody_asks_are_refused(files, tmp_path, capsys):
    assert app.run(["compare", *map(str, files), "--max-cost", "1", "--model", "m"]) == 2
    assert "--model: expected --annotator DIM=llm beside it" in capsys.readouterr().err


@pytest.mark.parametrize("accepted", [True, False])
def test_the_key_is_in_no_report_profile_cache_or_line(
    files, tmp_path, monkeypatch, capfd, caplog, accepted
):
    """A server that echoes the key in its answers, and one that echoes it in its refusal."""
    caplog.set_level(0)
    key = "planted-key-77310"
    monkeypatch.setenv("USERGAP_API_KEY", key)

    def script(call: Call) -> str:
        return answering()(call) if call.number % 2 else f"your key is {key}"

    with FakeServer(script, key=key if accepted else "another") as server:
        asked = ["compare", *map(str, files), "-o", str(tmp_path / "out"), "--replicates", "100",
                 "--annotator", "intent=llm:m", "--base-url", server.url]  # fmt: skip
        assert app.run(asked) == (0 if accepted else 3)
    said = capfd.readouterr()
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert accepted == (tmp_path / "out" / "index.html").exists()
    for content in (said.out, said.err, caplog.text, *written):
        assert key not in content if isinstance(content, str) else key.encode() not in content
