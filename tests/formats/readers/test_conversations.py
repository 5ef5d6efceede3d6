"""WildChat, LMSYS, ShareGPT, CRS and UserSimCRS, τ-bench: one conversation a record."""

import json
from pathlib import Path
from typing import Any

import pytest

from usergap.formats import read

from ..conftest import Put
from ..made import ANSWER, ASK, MORE, chat, only, said


def test_wildchat(put: Put) -> None:
    row = {
        "conversation_hash": "h1", "model": "gpt-4", "language": "English", "hashed_ip": "u1",
        "turn": 1, "timestamp": "2023",
        "conversation": [{**m, "language": "Latin", "toxic": False} for m in chat(ASK, ANSWER)],
    }  # fmt: skip
    corpus = read(put([row], lines=True))
    dialogue = only(corpus)
    assert corpus.reading.format == "wildchat"
    assert (dialogue.id, dialogue.conversation_id, dialogue.assistant_model) == (
        "h1",
        "h1",
        "gpt-4",
    )
    assert dialogue.language == "en"
    assert said(dialogue) == [("u", ASK), ("a", ANSWER)]
    assert dict(dialogue.extra) == {"turn": 1, "timestamp": "2023", "user_id": "u1"}


def test_marks_of_single_messages_are_no_language(put: Put) -> None:
    row = {"conversation": [{**m, "language": "Latin"} for m in chat(ASK, ANSWER)]}
    assert only(read(put([row]))).language == "en"


@pytest.mark.parametrize("file", ["branding", "finance_info_advice", "hardware"])
def test_wildchat_development_data(data: Path, file: str) -> None:
    path = data / "realsim" / "raw" / f"{file}.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    users = sum(m["role"] == "user" for row in rows for m in row["conversation"])
    corpus = read(path)
    assert corpus.reading.format == "wildchat"
    assert [d.id for d in corpus] == [row["conversation_id"] for row in rows]
    assert sum(len(d.turns) for d in corpus) == users
    assert [d.assistant_model for d in corpus] == [row["model"] for row in rows]
    assert corpus.reading.dropped == 0


@pytest.mark.parametrize("keys", [("from", "value"), ("role", "content")])
def test_sharegpt(put: Put, keys: tuple[str, str]) -> None:
    speakers = ("human", "gpt", "human")
    turns = [
        dict(zip(keys, pair, strict=True))
        for pair in zip(speakers, (ASK, ANSWER, MORE), strict=True)
    ]
    corpus = read(put([{"id": "x_0", "system": "rules", "conversations": turns}]))
    assert corpus.reading.format == "sharegpt"
    assert said(only(corpus)) == [("s", "rules"), ("u", ASK), ("a", ANSWER), ("u", MORE)]


def crs(user: str, first: str) -> dict[str, Any]:
    speakers = ("USER", "AGENT") if first == "USER" else ("AGENT", "USER")
    texts = (ASK, ANSWER, MORE) if first == "USER" else (ANSWER, ASK)
    return {
        "conversation ID": f"{user}-1",
        "agent": {"id": "bot", "type": "AGENT"},
        "user": {"id": user, "type": "USER"},
        "conversation": [
            {"participant": speakers[i % 2], "utterance": text, "utterance ID": str(i)}
            for i, text in enumerate(texts)
        ],
        "metadata": {"sentiment": "satisfied"},
    }


def test_crs_names_the_simulator_and_not_the_person(put: Put) -> None:
    person = "0b6a7d1e-3f0c-4a57-9a86-0e2b5d7c9f11"
    rows = [crs(person, "USER"), crs("ABUS", "AGENT"), crs("tester", "USER")]
    corpus = read(put(rows))
    assert corpus.reading.format == "crs"
    assert [d.simulator for d in corpus] == [None, "ABUS", None]
    assert [d.assistant_model for d in corpus] == ["bot"] * 3
    assert said(corpus[1]) == [("a", ANSWER), ("u", ASK)]
    assert corpus[0].extra["user_id"] == person
    assert corpus[0].extra["metadata"] == {"sentiment": "satisfied"}


def test_crs_development_data(data: Path) -> None:
    files = sorted((data / "crs").glob("*.json"))
    assert len(files) == 13
    for path in files:
        rows = json.loads(path.read_text(encoding="utf-8"))
        users = sum(m["participant"] == "USER" for row in rows for m in row["conversation"])
        corpus = read(path)
        assert len(corpus) == len(rows)
        assert sum(len(d.turns) for d in corpus) == users
        assert len({d.id for d in corpus}) == len(corpus)
        repeated = len(rows) - len({row["conversation ID"] for row in rows})
        assert len(corpus.reading.remarks) == repeated  # ids made unique, each with a remark
        real = path.name.startswith("real")
        expected = {None} if real else {row["user"]["id"] for row in rows}
        assert {d.simulator for d in corpus} == expected


TAU = {
    "task_id": 0, "trial": 2, "reward": 1.0,
    "info": {"task": {"instruction": "change a flight", "user_id": "u"}},
    "traj": [
        {"role": "system", "content": "policy"},
        {"role": "user", "content": ASK},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
        {"role": "tool", "tool_call_id": "1", "name": "find", "content": "{}"},
        {"role": "assistant", "content": ANSWER},
        {"role": "user", "content": f"{MORE} ###STOP###"},
    ],
}  # fmt: skip


def test_tau_bench(put: Put) -> None:
    corpus = read(put([TAU, {**TAU, "trial": 3}]))
    assert corpus.reading.format == "tau_bench"
    assert [d.id for d in corpus] == ["0-2", "0-3"]
    assert {d.scenario_id for d in corpus} == {"0"}
    first = corpus[0]
    assert [t.text for t in first.turns] == [ASK, MORE]
    assert first.turns[1].answer == ANSWER
    assert first.ended
    assert first.scenario == "change a flight"
    assert dict(first.extra) == {"reward": 1.0, "trial": 2}


def test_tau_bench_end_tokens(data: Path) -> None:
    """METHODS: 147 of the 1,490 user messages hold an end token."""
    path = data / "tau" / "tau_bench_gpt4o_airline.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    users = [m["content"] for row in rows for m in row["traj"] if m["role"] == "user"]
    bare = sum(text.strip() == "###STOP###" for text in users)
    assert len(users) == 1490
    corpus = read(path)
    assert corpus.reading.notes["user messages with an end token"] == 147
    assert corpus.reading.notes["user messages of only an end token, dropped"] == bare
    assert sum(len(d.turns) for d in corpus) == 1490 - bare
    assert not any("STOP" in t.text for d in corpus for t in d.turns)
    assert sum(d.ended for d in corpus) == 147
    assert len(corpus) == len(rows) == 200
    assert len({d.scenario_id for d in corpus}) == 50


@pytest.mark.parametrize("trait", ["confusion", "impatience", "incoherence", "skeptical"])
def test_tau_trait(data: Path, trait: str) -> None:
    path = data / "tau" / f"tau_trait_{trait}_airline.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    users = [m["content"] for row in rows for m in row["traj"] if m["role"] == "user"]
    corpus = read(path)
    assert len(corpus) == len(rows)
    bare = sum(not text.replace("###STOP###", "").strip() for text in users)
    assert sum(len(d.turns) for d in corpus) == len(users) - bare
    assert corpus.name == f"tau_trait_{trait}_airline"
