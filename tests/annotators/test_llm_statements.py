"""Statements of knowledge in a file, and the measure that uses them."""

from __future__ import annotations

import pickle

import pytest

from usergap.annotators.annotator import Annotation
from usergap.annotators.llm.annotator import Judged
from usergap.annotators.llm.statements import (
    StatementRow,
    knowledge_from,
    read_statements,
    statement_rows,
    write_statements,
)
from usergap.dialogues import Dialogue, Message
from usergap.dimensions.knowledge import KNOWLEDGE, measure_knowledge
from usergap.errors import InputError
from usergap.profiles.batch import Plan, measure_batch

DIALOGUE = Dialogue("a", (Message("user", "How do I bake rye bread?"), Message("user", "ok")))
JUDGED = Judged(Annotation({}), ((("not", "How rye bread is baked"),), ()))
ROWS = statement_rows([DIALOGUE], [JUDGED], "llm:m prompts-1")


def test_a_turn_that_was_judged_empty_has_a_row_and_a_missing_one_has_none():
    assert [(row.turn, row.kind, row.text) for row in ROWS] == [
        (1, "not", "How rye bread is baked"), (2, "none", ""),
    ]  # fmt: skip
    lost = Judged(Annotation({}), (None, None))
    assert statement_rows([DIALOGUE], [lost], "x") == []


def test_a_file_round_trips(tmp_path):
    path = tmp_path / "knowledge.jsonl"
    rows = [*ROWS, StatementRow("b", 3, "knows", "naïve \ud83d text", None)]
    write_statements(path, rows[:-1])
    assert read_statements(path) == rows[:-1]
    write_statements(path, rows)  # half a surrogate pair must not stop a run
    assert len(read_statements(path)) == 3


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("[]", "row"),
        ("{", "row"),
        ('{"turn": 1, "kind": "not", "text": "x"}', "dialogue_id"),
        ('{"dialogue_id": "a", "turn": 0, "kind": "not", "text": "x"}', "turn"),
        ('{"dialogue_id": "a", "turn": true, "kind": "not", "text": "x"}', "turn"),
        ('{"dialogue_id": "a", "turn": 1, "kind": "guess", "text": "x"}', "kind"),
        ('{"dialogue_id": "a", "turn": 1, "kind": "not", "text": " "}', "text"),
        ('{"dialogue_id": "a", "turn": 1, "kind": "none", "text": "x"}', "text"),
    ],
)
def test_a_bad_row_names_file_line_and_field(tmp_path, line, field):
    path = tmp_path / "k.jsonl"
    path.write_text(f'{{"dialogue_id": "a", "turn": 1, "kind": "none", "text": ""}}\n{line}\n')
    with pytest.raises(InputError, match=rf"k.jsonl:2: {field}: expected"):
        read_statements(path)


def test_the_measure_counts_statements_and_embeds_them():
    measure = knowledge_from(ROWS)
    cells = measure.measure(DIALOGUE)
    assert (cells["knowledge.knows"], cells["knowledge.not"]) == (0, 1)
    assert cells["knowledge.knows.vector"] is None
    # the rules read the same words of the question as one "not" statement
    same = measure_knowledge(Dialogue("a", (Message("user", "how rye bread is baked?"),)))
    assert cells["knowledge.not.vector"] == same["knowledge.not.vector"]


def test_a_dialogue_with_an_unjudged_turn_is_undefined():
    measure = knowledge_from(ROWS[:1])
    assert measure.measure(DIALOGUE) == {}
    assert knowledge_from(ROWS).measure(Dialogue("z", DIALOGUE.messages)) == {}


def test_statements_of_different_origin_are_never_compared():
    assert knowledge_from(ROWS).version == "1, statements by llm:m prompts-1"
    assert knowledge_from(ROWS).version != KNOWLEDGE.version
    with pytest.raises(InputError, match="one annotator"):
        knowledge_from([*ROWS, StatementRow("b", 1, "none", "", "other")])


def test_a_plan_takes_the_measure_and_it_travels_to_other_processes():
    plan = Plan((), (pickle.loads(pickle.dumps(knowledge_from(ROWS))),))
    table, _ = measure_batch([DIALOGUE], plan)
    assert table.column("knowledge.not").to_pylist() == [1.0]
