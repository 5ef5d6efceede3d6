from __future__ import annotations

import json
from pathlib import Path

from usergap.formats import describe, read

from .conftest import Put
from .made import ANSWER, ASK, MORE, chat


def test_known_counts(put: Put) -> None:
    rows = [
        {
            "id": "a",
            "conversation_id": "c",
            "domain": "x",
            "rating": 3,
            "messages": chat(ASK, ANSWER),
        },
        {"id": "b", "conversation_id": "c", "simulator": "s", "messages": chat(ASK, ANSWER)},
        {"id": "c", "messages": chat(ASK, "Hm?", "Hello ###STOP###")},
        {"id": "c", "messages": [*chat(ASK), *chat("")]},
        {"id": "d", "messages": 4},
    ]
    found = describe(read(put(rows, "box.jsonl", lines=True)))
    words = len(ASK.split())
    assert found["dialogues"] == 4
    assert found["user_turns"] == 6
    assert found["words"] == 4 * words + 1
    assert found["turns_per_dialogue"] == {"mean": 1.5, "median": 1.5}
    assert found["words_per_dialogue"] == {"mean": words + 0.25, "median": words}
    assert found["languages"] == {"en": 4}
    assert found["simulators"] == {"not recorded": 3, "s": 1}
    assert found["domains"] == {"not recorded": 3, "x": 1}
    assert found["fields"] == {
        "id": 4, "domain": 1, "conversation_id": 2, "simulator": 1, "language": 4,
        "extra.rating": 1,
    }  # fmt: skip
    assert found["duplicate_conversations"] == 2
    assert found["duplicate_user_texts"] == 2
    assert found["shared_conversation_ids"] == 2
    assert found["consecutive_user_messages"] == 1
    assert found["empty_user_messages"] == 1
    assert found["ended"] == 1
    assert list(found["dropped"].values()) == [1]
    assert list(found["repaired"].values()) == [1]
    assert found["rows"] == 5
    assert found["format"] == "chat"


def test_no_text_and_plain_json(put: Put) -> None:
    found = describe(read(put([{"messages": chat(ASK, ANSWER, MORE)}])))
    shown = json.dumps(found)
    assert not any(text in shown for text in (ASK, ANSWER, MORE))


def test_real_data(data: Path) -> None:
    path = data / "realsim" / "real.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    found = describe(read(path))
    assert found["sources"] == {"wildchat": 364, "lmsys": 355}
    assert len(found["domains"]) == 16
    empty = sum(
        not m["content"].strip() for row in rows for m in row["messages"] if m["role"] == "user"
    )
    assert found["empty_user_messages"] == empty
    ids = [row["conversation_id"] for row in rows]
    assert found["shared_conversation_ids"] == sum(ids.count(i) > 1 for i in ids)
