"""``usergap annotate`` from the command line, against real HTTP on loopback."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from tests.annotators.llm_answers import answering, entry, plain_turn
from usergap.annotators.llm.statements import read_statements
from usergap.annotators.sidecar import read_sidecar, write_sidecar
from usergap.annotators.validation.cards import read_cards
from usergap.cli import annotate, app
from usergap.formats import write
from usergap.formats.samples import sample
from usergap.llm import Policy
from usergap.testing import Call, FakeServer, Reply

KEY = "planted-key-58104"
FEW = 6


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not any(group.name == "annotate" for group in app.app.registered_groups):
        annotate.add_to(app.app)
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "cache" / "answers.sqlite"))
    monkeypatch.setenv("USERGAP_API_KEY", KEY)


@pytest.fixture
def chats(tmp_path: Path) -> Path:
    corpus = sample("generic")
    return write(corpus.with_dialogues(corpus[:FEW]), tmp_path / "chats.jsonl")


def full_disk(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def run(*arguments: object) -> int:
    return app.run(["annotate", *map(str, arguments)])


def people(path: Path) -> Path:
    """The same labels as if people had given them."""
    write_sidecar(path, [replace(row, annotator="people 1") for row in read_sidecar(path)])
    return path


def llm(server: FakeServer, *more: object) -> list[object]:
    return ["--annotator", "llm", "--model", "m", "--base-url", server.url, *more]


def first_words(number: int, text: object) -> dict:
    said = " ".join(text.values()) if isinstance(text, dict) else str(text)
    quote = " ".join(said.split()[:3])
    found = {**plain_turn(number, text), "intent": entry("info_retrieval", quote)}
    found["knowledge"] = [{"kind": "not", "text": "what rye bread is", "quote": quote}]
    return found


def test_run_writes_labels_and_resumes_without_a_call(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "labels.tsv"
    with FakeServer(answering(first_words)) as server:
        wanted = ["--dimensions", "intent,feedback,emotion,knowledge", "-o", out]
        assert run("run", chats, *llm(server, *wanted)) == 0
        first = out.read_bytes()
        assert server.requests == FEW
        assert run("run", chats, *llm(server, *wanted)) == 0
        assert server.requests == FEW
    assert out.read_bytes() == first
    rows = read_sidecar(out)
    turns = sum(len(d.turns) for d in sample("generic")[:FEW])
    assert sum(row.sentence is None for row in rows) == turns
    assert {row.annotator for row in rows} == {"llm:m prompts-1:intent,feedback,knowledge,emotion"}
    assert {row.labels["intent"] for row in rows if row.sentence is None} == {("info_retrieval",)}
    assert any(row.labels.get("emotion") == ("neutral",) for row in rows)
    assert len(read_statements(tmp_path / "labels.jsonl")) == turns
    said = capsys.readouterr()
    assert f"intent: 0 of {turns} units without a label" in said.err
    assert "calls: 6 cached" in said.err
    assert not list(tmp_path.glob(".*.part"))


def test_what_failed_is_said_and_is_no_row(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def script(call: Call) -> str | Reply:
        return Reply.refused() if call.number == 0 else answering(first_words)(call)

    out = tmp_path / "labels.tsv"
    with FakeServer(script) as server:
        arguments = llm(server, "--dimensions", "intent", "--concurrency", 1, "-o", out)
        assert run("run", chats, *arguments) == 0
    rows = read_sidecar(out)
    assert len({row.dialogue_id for row in rows}) == FEW - 1
    said = capsys.readouterr().err
    assert "1 refused" in said
    assert "without a label (" in said


def test_a_ceiling_stops_the_calls(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeServer(answering(first_words)) as server:
        arguments = llm(server, "--max-calls", 2, "-o", tmp_path / "labels.tsv")
        assert run("run", chats, *arguments) == 0
        assert server.requests == 2
    said = capsys.readouterr().err
    assert "4 over_budget" in said
    assert "a ceiling was reached: 4 calls were not sent" in said


def test_a_ceiling_on_tokens_stops_the_calls(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeServer(answering(first_words)) as server:
        arguments = llm(server, "--max-run-tokens", 5000, "-o", tmp_path / "labels.tsv")
        assert run("run", chats, *arguments) == 0
        assert 0 < server.requests < FEW
    assert "a ceiling was reached" in capsys.readouterr().err


def test_run_and_validate_ask_again(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every first answer is prose: as many second ones, which validate finds on disk."""
    out = tmp_path / "labels.tsv"
    with FakeServer(lambda c: "prose" if c.number < FEW else answering(first_words)(c)) as server:
        arguments = llm(server, "--dimensions", "intent", "--ask-again", 1)
        assert run("run", chats, *arguments, "-o", out) == 0
        assert server.requests == 2 * FEW
        assert "6 x no JSON object" in capsys.readouterr().err
        assert run("validate", chats, "--gold", out, *arguments) == 0
        assert server.requests == 2 * FEW
    assert "info_retrieval" in capsys.readouterr().out


def test_labels_of_before_stay_where_a_model_gives_not_one(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, statements = tmp_path / "labels.tsv", tmp_path / "labels.jsonl"
    for path in (out, statements):
        path.write_text("kept")
    with FakeServer("I would rather not.") as server:
        wanted = ["--dimensions", "intent,knowledge"]
        assert run("run", chats, *llm(server, *wanted, "-o", out)) == 3
    said = capsys.readouterr().err
    assert "6 x no JSON object" in said  # why, before the one line that ends the run
    assert said.splitlines()[-1].endswith("was not written: not one label was believed")
    assert out.read_text() == statements.read_text() == "kept"


def test_a_name_that_cannot_be_written_is_told_before_a_call_is_paid(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeServer(answering(first_words)) as server:
        for name in ("none/labels.tsv", "."):
            assert run("run", chats, *llm(server, "-o", tmp_path / name)) == 2
            assert "expected the name of a file" in capsys.readouterr().err
        assert server.requests == 0


def test_the_dialogues_are_not_written_over(
    chats: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Statements of knowledge go to the labels' name with .jsonl, which may be the corpus."""
    before = chats.read_bytes()
    with FakeServer(answering(first_words)) as server:
        arguments = llm(server, "--dimensions", "knowledge", "-o", chats.with_suffix(".tsv"))
        assert run("run", chats, *arguments) == 2
        assert server.requests == 0
    assert "found the dialogues" in capsys.readouterr().err
    assert chats.read_bytes() == before


@pytest.mark.parametrize(
    "verb", ["run {chats} -o {out}", "sample {chats} -n 50 -o {out}"], ids=["run", "sample"]
)
def test_a_full_disk_is_one_line_and_leaves_the_file_of_before(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, verb: str,
) -> None:  # fmt: skip
    out = tmp_path / "labels.tsv"
    out.write_text("kept")
    monkeypatch.setattr(os, "fsync", full_disk)
    assert run(*verb.format(chats=chats, out=out).split()) == 3
    assert capsys.readouterr().err == (
        f"usergap: {out}: cannot be written: No space left on device\n"
    )
    assert out.read_text() == "kept"
    assert not list(tmp_path.glob(".*.part"))


def test_a_sheet_that_people_filled_in_is_not_drawn_over(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.tsv"
    assert run("sample", chats, "-n", 3, "-o", sheet) == 0
    assert run("sample", chats, "-n", 3, "-o", sheet) == 0  # empty: drawn anew
    header, first, *rest = [line.split("\t") for line in sheet.read_text("utf-8").splitlines()]
    first[header.index("intent")] = "a slip of the pen"  # also labels that do not exist are work
    sheet.write_text("\n".join("\t".join(x) for x in (header, first, *rest)) + "\n", "utf-8")
    filled = sheet.read_bytes()
    capsys.readouterr()
    assert run("sample", chats, "-n", 3, "-o", sheet) == 2
    assert "1 row that somebody filled in" in capsys.readouterr().err
    assert sheet.read_bytes() == filled


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"--model": None}, 2, "expected a model"),
        ({"--base-url": None}, 2, "expected the endpoint's address"),
        ({"--base-url": "ftp://x"}, 2, "expected http"),
        ({"--base-url": "http://127.0.0.1:9/v1"}, 3, "cannot be reached"),
        ({"--model": "no-such"}, 2, "has no model 'no-such'"),
        ({"--key-env": "NO_SUCH_VARIABLE"}, 3, "set the environment variable NO_SUCH_VARIABLE"),
        ({"--max-cost": "1"}, 2, "--price"),
        ({"--max-cost": "1", "--price": "free"}, 2, "--price: expected two numbers"),
        ({"--dimensions": "mood"}, 2, "expected some of intent"),
        ({"--annotator": "nobody"}, 2, "--model: expected --annotator llm beside it, found nobody"),
        ({"--annotator": None}, 2, "--model: expected --annotator llm beside it, found linear"),
        ({"--annotator": "transformers"}, 2, "--base-url: expected --annotator llm beside it"),
        (
            {"--annotator": "transformers", "--dimensions": "intent", "--base-url": None},
            2,
            "expected the dimension",
        ),
    ],
)
def test_bad_input_is_one_line_and_a_code(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, change: dict, code: int, said: str,
) -> None:  # fmt: skip
    patience = partial(Policy, max_attempts=1, failures=1, probes=1, cooldown=0.01)
    monkeypatch.setattr("usergap.annotators.llm.choice.Policy", patience)
    with FakeServer(answering(), models=("m",)) as server:
        given = {"--annotator": "llm", "--model": "m", "--base-url": server.url} | change
        options = [x for name, value in given.items() if value is not None for x in (name, value)]
        assert run("run", chats, *options, "-o", tmp_path / "labels.tsv") == code
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1
    assert not (tmp_path / "labels.tsv").exists()


def test_an_annotator_of_no_known_kind_is_named(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("run", chats, "--annotator", "nobody", "-o", tmp_path / "labels.tsv") == 2
    assert "found 'nobody'" in capsys.readouterr().err


def test_validate_does_not_judge_another_annotator_than_the_options_name(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.tsv"
    assert run("run", chats, "-o", gold) == 0
    assert run("validate", chats, "--gold", gold, "--model", "m") == 2
    assert "--model: expected --annotator llm" in capsys.readouterr().err


@pytest.mark.parametrize("right", [True, False])
def test_the_key_is_nowhere(
    chats: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture, right: bool,
) -> None:  # fmt: skip
    """The server echoes a wrong key in its answer; a right one comes back in the label file's
    neighbourhood: nothing on disk and nothing printed may hold it."""
    caplog.set_level(0)
    key = KEY if right else "another"

    def script(call: Call) -> str:
        assert KEY in str(call.headers)
        return answering(first_words)(call)

    with FakeServer(script, key=key) as server:
        code = run("run", chats, *llm(server, "-o", tmp_path / "labels.tsv"))
        assert code == (0 if right else 3)
        assert server.requests > 0
    said = capfd.readouterr()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in files)
    for content in (said.out, said.err, caplog.text, *(p.read_bytes() for p in files)):
        assert (KEY.encode() if isinstance(content, bytes) else KEY) not in content


def test_validate_prints_figures_and_keeps_both_sides_on_one_card(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold, labels, card = (tmp_path / name for name in ("gold.tsv", "labels.tsv", "card.json"))
    with FakeServer(answering(first_words)) as server:
        assert run("run", chats, *llm(server, "-o", gold)) == 0
    assert run("run", chats, "-o", labels) == 0  # the shipped annotator
    capsys.readouterr()
    arguments = ["validate", chats, "--gold", people(gold), "-o", card, "--gold-by", "a test"]
    assert run(*arguments, "--labels", labels) == 0
    said = capsys.readouterr().out
    assert "intent, simulator claude-generic" in said
    assert "info_retrieval" in said
    assert run(*arguments, "--side", "real") == 0  # the annotator itself gives the same labels
    cards = read_cards(card)
    assert set(cards) == {"intent", "feedback", "identity"}
    intent = cards["intent"]
    assert intent.annotator == "usergap-linear"
    assert intent.gold == "a test"
    assert intent.real.labels == intent.simulated["claude-generic"].labels
    capsys.readouterr()
    assert run(*arguments[:4], "--labels", gold, "--json") == 0
    (found, *_) = json.loads(capsys.readouterr().out)
    assert found["labels"]["info_retrieval"]["f1"]["value"] == 1.0
    assert found["missing"] == 0.0


def test_a_card_survives_a_disk_that_is_full(
    chats: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold, card = tmp_path / "gold.tsv", tmp_path / "card.json"
    assert run("run", chats, "-o", gold) == 0
    arguments = ["validate", chats, "--gold", people(gold), "--dimensions", "intent", "-o", card]
    assert run(*arguments) == 0
    before = card.read_bytes()

    monkeypatch.setattr(os, "fsync", full_disk)
    assert run(*arguments, "--side", "real") == 3
    assert card.read_bytes() == before


def test_validate_needs_gold_and_a_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chat = {"id": "a", "messages": [{"role": "user", "content": "hi"}]}
    path, gold = tmp_path / "c.jsonl", tmp_path / "gold.tsv"
    path.write_text(json.dumps(chat) + "\n")
    gold.write_text("dialogue_id\tturn\tintent\na\t1\tnone\n")
    assert run("validate", path, "--gold", gold) == 2
    assert "give --side" in capsys.readouterr().err
    assert run("validate", path, "--gold", gold, "--side", "real") == 0
    gold.write_text("dialogue_id\tturn\tintent\nz\t1\tnone\n")
    assert run("validate", path, "--gold", gold, "--side", "real") == 2
    gold.write_text("dialogue_id\tturn\tintent\na\t1\t\n")
    assert run("validate", path, "--gold", gold, "--side", "real") == 2


def test_sample_writes_a_sheet_and_reads_it_back(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, labels = tmp_path / "sheet.tsv", tmp_path / "people.tsv"
    assert run("sample", chats, "-n", 10, "-o", sheet) == 0
    said = capsys.readouterr()
    assert "10 of " in said.out
    assert "keep it local" in said.err
    assert run("sample", "--read", sheet, "-o", labels) == 2  # nothing filled in yet
    header, *rows = [line.split("\t") for line in sheet.read_text("utf-8").splitlines()]
    assert len(rows) == 10
    for row in rows:
        row[header.index("feedback")] = "no_feedback"
        row[header.index("annotator")] = "people 1"
    sheet.write_text("\n".join("\t".join(x) for x in (header, *rows)) + "\n", "utf-8")
    assert run("sample", "--read", sheet, "-o", labels) == 0
    found = read_sidecar(labels)
    assert [row.labels for row in found] == [{"feedback": ("no_feedback",)}] * 10
    assert all(0 < (row.inclusion_p or 0) <= 1 for row in found)
    assert "rows have no" not in capsys.readouterr().err  # intent and identity were not worked at


def test_rows_that_people_skipped_are_counted(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, labels = tmp_path / "sheet.tsv", tmp_path / "people.tsv"
    assert run("sample", chats, "-n", 10, "-o", sheet) == 0
    header, *rows = [line.split("\t") for line in sheet.read_text("utf-8").splitlines()]
    for number, row in enumerate(rows):
        row[header.index("feedback")] = "no_feedback"
        row[header.index("intent")] = "none" if number > 2 else ""
    sheet.write_text("\n".join("\t".join(x) for x in (header, *rows)) + "\n", "utf-8")
    capsys.readouterr()
    assert run("sample", "--read", sheet, "-o", labels) == 0
    (said,) = capsys.readouterr().err.splitlines()
    assert "3 of 10 rows have no intent" in said
    assert run("validate", chats, "--gold", labels) == 0
    assert "feedback, simulator claude-generic: 10 user turns" in capsys.readouterr().out
    assert run("sample", "-o", sheet) == 2
    assert run("sample", chats, "--read", sheet, "-o", sheet) == 2


def test_validate_asks_all_dimensions_named_though_gold_holds_fewer(
    chats: Path, tmp_path: Path
) -> None:
    """Asked alone, intent would be another annotator's than in the run to be corrected."""
    out, gold, card = tmp_path / "labels.tsv", tmp_path / "gold.tsv", tmp_path / "card.json"
    with FakeServer(answering(first_words)) as server:
        both = llm(server, "--dimensions", "intent,feedback")
        assert run("run", chats, *both, "-o", out) == 0
        write_sidecar(gold, [replace(r, labels={"intent": r.labels["intent"]}, annotator="p")
                             for r in read_sidecar(out)])  # fmt: skip
        assert run("validate", chats, "--gold", gold, *both, "-o", card) == 0
        assert server.requests == FEW
    made = read_cards(card)
    assert set(made) == {"intent"}
    assert made["intent"].version == "prompts-1:intent,feedback"


def test_a_sample_of_whole_dialogues_gives_a_card_of_identity(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, people, card = (tmp_path / x for x in ("sheet.tsv", "people.tsv", "card.json"))
    drawing = ["sample", chats, "--dimensions", "identity", "-n", 4]
    for whole in ([], ["--whole-dialogues"]):
        assert run(*drawing, *whole, "-o", sheet) == 0
        lines = [line.split("\t") for line in sheet.read_text("utf-8").splitlines()]
        for line in lines[1:]:
            line[lines[0].index("identity")] = "none"
        sheet.write_text("\n".join(map("\t".join, lines)) + "\n", "utf-8")
        assert run("sample", "--read", sheet, "-o", people) == 0
        capsys.readouterr()
        assert run("validate", chats, "--gold", people, "--side", "simulated", "-o", card) == 0
        told = capsys.readouterr()
        sheet.unlink()
        if not whole:
            assert "--whole-dialogues" in told.err
    assert "share of all dialogues" in told.out
    (side,) = read_cards(card)["identity"].simulated.values()
    assert (side.unit, side.units) == ("dialogue", 4)


def test_an_annotator_s_own_labels_make_no_card(
    chats: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, card = tmp_path / "labels.tsv", tmp_path / "card.json"
    assert run("run", chats, "-o", out) == 0
    capsys.readouterr()
    for judged in ([], ["--labels", out]):
        assert run("validate", chats, "--gold", out, *judged, "-o", card) == 2
        assert "expected gold by another than usergap-linear 1" in capsys.readouterr().err
    assert not card.exists()
