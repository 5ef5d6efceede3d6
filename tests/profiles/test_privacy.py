"""A profile leads back to nobody: no user word, no id, no scenario, no persona."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

from usergap.dialogues import Corpus
from usergap.profiles import Plan, measure_corpus, write_profile
from usergap.profiles.parquet import KEY

from .conftest import talk

PLANTED = (
    "zanzibarquux", "plugh", "xyzzyid", "scenarioquux", "personaquux", "conversationquux",
    "certainly",
)  # fmt: skip


def test_no_word_and_no_id_survives_in_the_file(tmp_path: Path, plan: Plan) -> None:
    dialogue = talk(
        "xyzzyid",
        "my name is zanzibarquux and thanks",
        "I was born in plugh",
        scenario_id="scenarioquux",
        scenario="scenarioquux told",
        persona="personaquux",
        conversation_id="conversationquux",
        domain="travel",
    )
    path = write_profile(measure_corpus(Corpus("c", (dialogue,)), plan), tmp_path / "p.parquet")
    table = pq.read_table(path)
    seen = json.dumps(
        [table.schema.names, [str(row) for row in table.to_pylist()]], ensure_ascii=False
    )
    seen += (table.schema.metadata or {})[KEY].decode()
    haystacks = (seen.lower(), path.read_bytes().lower().decode("latin-1"))
    for word in PLANTED:
        assert not any(word in haystack for haystack in haystacks), word
    # the check can fail: what is meant to stay is found by it
    assert "travel" in seen


def test_the_pair_key_is_a_hash(plan: Plan) -> None:
    corpus = Corpus("c", (talk("a", "hello", scenario_id="scenarioquux"),))
    pair = measure_corpus(corpus, plan).table["pair"][0].as_py()
    assert len(pair) == 16
    assert int(pair, 16) >= 0
