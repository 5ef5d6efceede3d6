"""Label files: what is read back is what was written, and bad rows are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from usergap.annotators.sidecar import (
    DIMENSIONS,
    SidecarAnnotator,
    SidecarRow,
    read_sidecar,
    sidecar_annotator,
    write_sidecar,
)
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError


def dialogue(name: str, turns: int) -> Dialogue:
    pair = (Message("user", "hello"), Message("assistant", "hi"))
    return Dialogue(name, pair * turns)


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "labels.tsv"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = "dialogue_id\tturn\tintent\tfeedback\tidentity\n"


def test_labels_are_served_and_gaps_are_missing(tmp_path):
    text = HEAD + "a\t1\tinfo_retrieval+method_guidance\tno_feedback\tnone\na\t3\tnone\t\tpast\n"
    annotator = sidecar_annotator(file(tmp_path, text))
    assert annotator.dimensions == ("intent", "feedback", "identity")
    first, other = annotator.annotate([dialogue("a", 3), dialogue("b", 1)])
    assert first.units["intent"] == (("info_retrieval", "method_guidance"), None, ("none",))
    assert first.units["feedback"] == (("no_feedback",), None, None)
    assert first.units["identity"] == (("none",), None, ("past",))
    assert other.units == {"intent": (None,), "feedback": (None,), "identity": (None,)}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a\t0\tnone\tno_feedback\tnone", "turn: expected a whole number"),
        ("a\tx\tnone\tno_feedback\tnone", "turn: expected a whole number"),
        ("\t1\tnone\tno_feedback\tnone", "dialogue_id: expected an id"),
        ("a\t1\tchat\tno_feedback\tnone", "found 'chat'"),
        ("a\t1\tnone+info_retrieval\tno_feedback\tnone", "none alone"),
        ("a\t1\tnone\tno_feedback+explicit_positive\tnone", "alone"),
        ("a\t1\tnone", "expected 5 fields, found 3"),
    ],
)
def test_a_bad_row_names_file_and_line(tmp_path, row, said):
    path = file(tmp_path, f"{HEAD}b\t1\tnone\tno_feedback\tnone\n{row}\n")
    with pytest.raises(InputError) as error:
        read_sidecar(path)
    assert str(error.value).startswith(f"{path}:3: ")
    assert said in str(error.value)


def test_a_unit_labelled_twice_is_an_error_unless_by_two_annotators(tmp_path):
    row = "a\t1\tnone\tno_feedback\tnone\n"
    with pytest.raises(InputError, match="found line 2 again"):
        read_sidecar(file(tmp_path, HEAD + row + row))
    head = "dialogue_id\tturn\tintent\tannotator\n"
    rows = read_sidecar(file(tmp_path, head + "a\t1\tnone\tx\na\t1\tnone\ty\n"))
    assert [row.annotator for row in rows] == ["x", "y"]


@pytest.mark.parametrize("head", ["turn\tintent\n", "dialogue_id\tturn\tmood\n", ""])
def test_a_bad_header_is_an_error(tmp_path, head):
    with pytest.raises(InputError, match="header"):
        read_sidecar(file(tmp_path, head))


@pytest.mark.parametrize("value", ["0", "1.5", "nan", "often"])
def test_an_inclusion_probability_is_a_share(tmp_path, value):
    head = "dialogue_id\tturn\tintent\tinclusion_p\n"
    with pytest.raises(InputError, match="inclusion_p"):
        read_sidecar(file(tmp_path, f"{head}a\t1\tnone\t{value}\n"))


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="readable"):
        read_sidecar(tmp_path / "nothing.tsv")


def labels(dimension: str):
    return st.sets(
        st.sampled_from(sorted(DIMENSIONS[dimension] - {"none", "no_feedback"})),
        min_size=1,
        max_size=3,
    ).map(lambda found: tuple(sorted(found)))


ROWS = st.lists(
    st.builds(
        SidecarRow,
        dialogue_id=st.text("abcdé:-_0", min_size=1, max_size=5),
        turn=st.integers(1, 9),
        labels=st.fixed_dictionaries({}, optional={x: labels(x) for x in DIMENSIONS}),
        sentence=st.none() | st.integers(1, 4),
        annotator=st.none() | st.sampled_from(["p1", "p2"]),
        inclusion_p=st.none() | st.floats(0.01, 1),
    ),
    unique_by=lambda row: (row.dialogue_id, row.turn, row.sentence, row.annotator),
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_what_is_written_is_read_back(tmp_path, rows):
    path = tmp_path / "labels.tsv"
    write_sidecar(path, rows)
    assert read_sidecar(path) == rows


def test_a_tab_in_an_id_is_refused(tmp_path):
    row = SidecarRow("a\tb", 1, {"intent": ("none",)})
    with pytest.raises(InputError, match="tab"):
        write_sidecar(tmp_path / "labels.tsv", [row])


def test_rows_of_sentences_are_not_served_as_turns():
    rows = [SidecarRow("a", 1, {"emotion": ("joy",)}, sentence=1)]
    assert SidecarAnnotator(rows).dimensions == ()


def test_dialogues_given_as_labels_are_not_quoted(tmp_path):
    path = tmp_path / "chats.jsonl"
    said = "a private sentence that nobody else may read " * 9
    path.write_text(
        f'{{"id": "a", "messages": [{{"role": "user", "content": "{said}"}}]}}\n', "utf-8"
    )
    with pytest.raises(InputError, match="header: expected dialogue_id") as problem:
        read_sidecar(path)
    assert "private" not in str(problem.value)
