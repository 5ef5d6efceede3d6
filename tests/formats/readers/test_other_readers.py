"""OASST trees, reply sets, SimulatorArena, RealHumanEval, Consistent-LLMs."""

import ast
import csv
import json
from pathlib import Path
from typing import Any

import pytest

from usergap.formats import read

from ..conftest import Put
from ..made import ANSWER, ASK, MORE, chat, only, said


def node(name: str, role: str, *replies: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "message_id": name, "text": f"{name} text", "role": role, "lang": "en",
        "synthetic": False, "deleted": False, "replies": list(replies), **more,
    }  # fmt: skip


def tree() -> dict[str, Any]:
    """Paths in user messages: p-a1-u1 2, p-a2-u2-a3 2 and longer, p-a4-u4 2 but synthetic."""
    return node(
        "p", "prompter",
        node("a1", "assistant", node("u1", "prompter"), rank=0),
        node(
            "a2", "assistant",
            node(
                "u2", "prompter",
                node("a5", "assistant", rank=1), node("a3", "assistant", rank=0),
            ),
            rank=1,
        ),
        node("a4", "assistant", node("u4", "prompter", node("a6", "assistant")), synthetic=True),
    )  # fmt: skip


def test_oasst_takes_the_longest_then_best_ranked_path(put: Put) -> None:
    corpus = read(put([{"message_tree_id": "t", "prompt": tree()}], lines=True))
    dialogue = only(corpus)
    assert corpus.reading.format == "oasst"
    assert [text for _, text in said(dialogue)] == ["p text", "a2 text", "u2 text", "a3 text"]
    assert [role for role, _ in said(dialogue)] == ["u", "a", "u", "a"]
    assert (dialogue.id, dialogue.conversation_id, dialogue.language) == ("t", "t", "en")
    # a1, u1, a5 lie beside the path; a4, u4, a6 are synthetic or hang below it.
    assert corpus.reading.notes["messages of side branches left out"] == 3
    assert corpus.reading.notes["synthetic or deleted messages left out"] == 3


def test_oasst_one_message_a_row(put: Put) -> None:
    flat: list[dict[str, Any]] = []

    def spread(found: dict[str, Any], parent: str | None) -> None:
        own = {k: v for k, v in found.items() if k != "replies"}
        flat.append({**own, "parent_id": parent, "message_tree_id": "t"})
        for reply in found["replies"]:
            spread(reply, found["message_id"])

    spread(tree(), None)
    nested = read(put([{"message_tree_id": "t", "prompt": tree()}], "nested", lines=True))
    assert said(only(read(put(flat, "flat", lines=True)))) == said(only(nested))
    lost = [*flat, {**flat[1], "message_id": "x", "parent_id": "nobody"}]
    (remark,) = read(put(lost, "lost", lines=True)).reading.remarks
    assert (remark.field, remark.dropped) == ("parent_id", True)


def test_oasst_tree_begun_by_a_machine(put: Put) -> None:
    rows = [{"prompt": tree()}, {"prompt": node("q", "prompter", synthetic=True)}]
    (remark,) = read(put(rows)).reading.remarks
    assert remark.field == "prompt.synthetic"


def test_oasst_development_data(data: Path) -> None:
    path = data / "chats" / "oasst_en_100_tree.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    corpus = read(path)
    machine = sum(row["prompt"]["synthetic"] for row in rows)
    assert len(corpus) == len(rows) - machine
    assert corpus.reading.dropped == machine

    def count(found: dict[str, Any]) -> int:
        return 1 + sum(map(count, found["replies"]))

    def longest(found: dict[str, Any]) -> int:
        kept = [longest(reply) for reply in found["replies"] if not reply["synthetic"]]
        return (found["role"] == "prompter") + max(kept, default=0)

    people = [row["prompt"] for row in rows if not row["prompt"]["synthetic"]]
    assert sum(len(d.turns) for d in corpus) == sum(map(longest, people))
    left_out = sum(n for note, n in corpus.reading.notes.items() if note.endswith("left out"))
    assert sum(len(d.messages) for d in corpus) + left_out == sum(map(count, people))


def test_reply_sets(put: Put) -> None:
    row = {
        "context_id": "c", "scenario_id": "s", "context": chat(ASK, ANSWER),
        "replies": [MORE, {"content": "no, thanks", "simulator": "sim", "id": "r2"}],
    }  # fmt: skip
    corpus = read(put([row], lines=True))
    assert corpus.reading.format == "replies"
    assert [d.context_id for d in corpus] == ["c", "c"]
    assert [d.simulator for d in corpus] == [None, "sim"]
    assert corpus[1].id == "r2"
    for dialogue, text in zip(corpus, (MORE, "no, thanks"), strict=True):
        (turn,) = dialogue.turns
        assert (turn.text, turn.answer, turn.number) == (text, ANSWER, 1)


@pytest.mark.parametrize("context", [ANSWER, chat(ANSWER, first="assistant"), json.dumps([])])
def test_one_reply_a_row(put: Put, context: Any) -> None:
    corpus = read(put([{"id": "r", "context": context, "reply": MORE}]))
    assert only(corpus).id == "r"
    assert [t.text for t in only(corpus).turns] == [MORE]


def test_a_reply_set_without_replies(put: Put) -> None:
    rows = [{"context": ANSWER, "replies": [MORE]}, {"context": ANSWER, "replies": []}]
    (remark,) = read(put(rows)).reading.remarks
    assert (remark.field, remark.found) == ("replies", "a list of 0")


def test_simulatorarena(put: Put) -> None:
    row = {
        "workerId": "w", "user_queries": [ASK, MORE], "ai_responses": [ANSWER],
        "model": "m", "document_type": "letter", "intent": "a letter",
        "overall_interaction_rating": 9,
    }  # fmt: skip
    too_many = {**row, "user_queries": [ASK], "ai_responses": [ANSWER, ANSWER]}
    corpus = read(put([row, too_many]))
    assert corpus.reading.format == "simulatorarena"
    dialogue = only(corpus)
    assert said(dialogue) == [("u", ASK), ("a", ANSWER), ("u", MORE)]
    assert (dialogue.domain, dialogue.scenario, dialogue.assistant_model) == (
        "letter", "a letter", "m",
    )  # fmt: skip
    assert dict(dialogue.extra) == {"overall_interaction_rating": 9, "user_id": "w"}
    assert corpus.reading.remarks[0].field == "ai_responses"


def test_simulatorarena_development_data(data: Path) -> None:
    path = data / "chats" / "simulatorarena_document_creation.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    corpus = read(path)
    assert len(corpus) == len(rows)
    assert sum(len(d.turns) for d in corpus) == sum(len(row["user_queries"]) for row in rows)


def programmer(request: list[dict[str, Any]], response: str, task: str = "t") -> list[str]:
    return [repr(request), response, "7", "m", task]


def test_realhumaneval_joins_requests_that_repeat_the_history(put: Put, tmp_path: Path) -> None:
    rows = [
        programmer(chat(ASK), ANSWER),
        programmer(chat(ASK, ANSWER, MORE), "Done."),
        programmer(chat("And now something else, please."), "Fine."),  # a chat begun anew
        programmer(chat(ASK), ANSWER, "another task"),
        ["[not python", "x", "7", "m", "t"],
    ]
    path = tmp_path / "chats.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["request", "response", "programmer_id", "model", "task_name"])
        writer.writerows(rows)
    corpus = read(path)
    assert corpus.reading.format == "realhumaneval"
    assert [len(d.turns) for d in corpus] == [2, 1, 1]
    assert [text for _, text in said(corpus[0])] == [ASK, ANSWER, MORE, "Done."]
    assert [d.scenario_id for d in corpus] == ["t", "t", "another task"]
    (remark,) = corpus.reading.remarks
    assert (remark.field, remark.line) == ("request", 6)


def test_realhumaneval_development_data(data: Path) -> None:
    path = data / "chats" / "realhumaneval_chat_data.csv"
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    corpus = read(path)
    assert corpus.reading.rows == len(rows) == 1055
    # Every request that is not empty is answered once; every answer is in one dialogue.
    requests = [ast.literal_eval(row["request"]) for row in rows]
    openings = sum(len(request) == 1 for request in requests)
    assert len(corpus) >= openings
    last = [request[-1]["content"] for request in requests if request]
    texts = [t.text for d in corpus for t in d.turns]
    assert len(texts) >= len(last)
    assert {text.strip() for text in last if text.isascii()} <= {t.strip() for t in texts}


def test_consistent_llms(put: Put) -> None:
    row = {
        "task_name": "Chatting", "P1": "a singer", "P2": "a cook", "P1_x_score": 0.5,
        "conversation": [[0, "Ann: Hello, how are you?\n"], [1, "Bob: Note: fine."]],
    }  # fmt: skip
    corpus = read(put([row]))
    assert corpus.reading.format == "consistent_llms"
    assert said(only(corpus)) == [("u", "Hello, how are you?"), ("a", "Note: fine.")]
    assert only(corpus).persona == "a singer"


def test_consistent_llms_development_data(data: Path) -> None:
    for path in sorted((data / "consistency").glob("consistent_llms_*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        corpus = read(path)
        assert len(corpus) == len(rows)
        assert sum(len(d.turns) for d in corpus) == sum(len(r["conversation"]) // 2 for r in rows)
