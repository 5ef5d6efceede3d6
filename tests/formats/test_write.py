"""Writing and reading again gives the same dialogues, exactly."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.errors import InputError
from usergap.formats import read, write
from usergap.formats import write as write_function

from .conftest import Put
from .made import ANSWER, ASK, chat

# What reading leaves alone: no control characters, no surrogates, no end token.
clean = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff") | st.just("\n"),
    max_size=30,
).filter(lambda text: "TERMINATE" not in text)
name = clean.filter(lambda text: bool(text.strip()))
messages = st.lists(
    st.builds(Message, st.sampled_from(["user", "assistant", "system", "tool"]), clean), max_size=5
).map(lambda found: (*found, Message("user", ASK)))
provenance = st.builds(
    Provenance,
    origin=st.sampled_from(["real", "synthetic", "not recorded"]),
    family=st.sampled_from(["generator", "rule", "simulation", "not recorded"]),
    generator=name,
    seed=st.none() | st.integers(0, 2**40),
    parents=st.lists(name, max_size=2).map(tuple),
    licence=name,
)
extra = st.dictionaries(
    st.text(st.characters(codec="ascii", categories=("L",)), min_size=1).filter(
        lambda key: key not in ("extra", "id")
    ),
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | clean,
    max_size=3,
)


@st.composite
def dialogues(draw: st.DrawFn) -> Dialogue:
    said = draw(messages)
    texts = {
        field: draw(st.none() | name)
        for field in ("scenario_id", "domain", "scenario", "persona", "conversation_id",
                      "simulator", "source", "assistant_model", "context_id")
    }  # fmt: skip
    return Dialogue(
        id=draw(name),
        messages=said,
        language=draw(st.sampled_from(["en", "de", "pt"])),
        context_length=draw(st.integers(0, len(said) - 1)),
        ended=draw(st.booleans()),
        provenance=draw(st.none() | provenance),
        extra=draw(extra),
        **texts,
    )


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".parquet"])
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=st.lists(dialogues(), min_size=1, max_size=4, unique_by=lambda d: d.id))
def test_round_trip(tmp_path: Path, suffix: str, found: list[Dialogue]) -> None:
    path = write(found, tmp_path / f"out{suffix}")
    again = read(path)
    assert list(again) == found
    assert [dict(d.extra) for d in again] == [dict(d.extra) for d in found]
    assert not again.reading.remarks
    assert path.read_bytes() == write(again, tmp_path / f"two{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_what_was_read_survives(tmp_path: Path, data: Path, suffix: str) -> None:
    sources = (
        "simulated/generic.jsonl", "tau/tau_bench_gpt4o_airline.json",
        "crs/sim_KBRD_ReDial_ABUS_ReDial.json", "realsim/raw/hardware.json",
    )  # fmt: skip
    for source in sources:
        corpus = read(data / source)
        assert list(read(write(corpus, tmp_path / f"x{suffix}"))) == list(corpus)


def test_only_what_is_known_is_written(tmp_path: Path) -> None:
    dialogue = Dialogue("a", (Message("user", "né"),), language="fr")
    path = write([dialogue], tmp_path / "deep" / "er" / "x.jsonl")
    text = path.read_text(encoding="utf-8")
    assert (
        text == '{"id": "a", "language": "fr", "messages": [{"role": "user", "content": "né"}]}\n'
    )


def test_what_json_cannot_hold(tmp_path: Path) -> None:
    deep: Any = []
    for _ in range(2000):
        deep = [deep]
    odd = {"nan": math.nan, "deep": deep, "bytes": b"x", "inf": [math.inf, 1.5]}
    dialogue = Dialogue("a", (Message("user", f"{ASK} \ud800"),), language="en", extra=odd)
    for suffix in (".jsonl", ".parquet"):
        (again,) = read(write([dialogue], tmp_path / f"x{suffix}"))
        assert again.extra["nan"] is None
        assert again.extra["inf"] == [None, 1.5]
        assert again.messages[0].content.endswith("�")


def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("before")

    def broken() -> Any:
        yield Dialogue("a", (Message("user", ASK),))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        write_function(broken(), path)
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["x.jsonl"]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"expected a name ending in \.jsonl"):
        write([], tmp_path / "x.docx")
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        write([], tmp_path / "file" / "x.jsonl")


def test_foreign_parquet_and_arrow(put: Put, tmp_path: Path) -> None:
    """What Hugging Face datasets leave on disk: Parquet, and Arrow streams in a folder."""
    rows = [
        {"conversation_hash": str(i), "model": "m", "language": "English",
         "conversation": [{**m, "turn": None} for m in chat(ASK, ANSWER)]}
        for i in range(3)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / "x.bin")
    corpus = read(tmp_path / "x.bin")
    assert (corpus.reading.format, len(corpus)) == ("wildchat", 3)
    folder = tmp_path / "saved"
    folder.mkdir()
    with pa.ipc.new_stream(folder / "data-00000-of-00001.arrow", table.schema) as out:
        out.write_table(table)
    (folder / "state.json").write_text("{}")
    (folder / "dataset_info.json").write_text("{}")
    assert list(read(folder)) == list(corpus)
    with pa.ipc.new_file(tmp_path / "file.arrow", table.schema) as out:
        out.write_table(table)
    assert list(read(tmp_path / "file.arrow")) == list(corpus)


def test_sequences_kept_as_columns(tmp_path: Path) -> None:
    """How `datasets` keeps a Sequence of objects: an object of lists."""
    row = {"id": "a", "messages": {"role": ["user", "assistant"], "content": [ASK, ANSWER]}}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "x.parquet")
    (dialogue,) = read(tmp_path / "x.parquet")
    assert [m.content for m in dialogue.messages] == [ASK, ANSWER]


def test_parquet_columns_stay_fixed(tmp_path: Path) -> None:
    write([Dialogue("a", (Message("user", ASK),))], tmp_path / "x.parquet")
    assert pq.read_schema(tmp_path / "x.parquet").names == [
        "id", "scenario_id", "domain", "scenario", "persona", "conversation_id", "simulator",
        "source", "assistant_model", "language", "context_id", "context_length", "ended",
        "provenance", "extra", "messages",
    ]  # fmt: skip
    json.loads(json.dumps(pq.read_table(tmp_path / "x.parquet").to_pylist()))
