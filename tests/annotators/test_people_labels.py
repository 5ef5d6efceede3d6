"""Label files with turns and sentences, and what is written for them."""

from __future__ import annotations

import pytest

from usergap.annotators.annotator import Annotation
from usergap.annotators.people_labels import LabelFiles, label_files, label_rows, stated_name
from usergap.annotators.sidecar import SidecarRow, write_sidecar
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError

DIALOGUE = Dialogue("a", (Message("user", "One. Two!"), Message("user", "Three")))
FOUND = Annotation(
    {"intent": (("none",), None), "emotion": (("joy",), None, ("neutral",))}
)  # one message is one turn of two sentences, the other of one


def test_what_is_written_is_served_again(tmp_path):
    path = tmp_path / "labels.tsv"
    write_sidecar(path, label_rows([DIALOGUE], [FOUND], "llm:m prompts-1"))
    (served,) = label_files(path)
    assert (served.name, served.version) == ("llm:m", "prompts-1")
    assert served.dimensions == ("intent", "emotion")
    assert served.annotate([DIALOGUE])[0].units == FOUND.units


def test_dialogues_that_the_file_does_not_hold_are_missing():
    served = LabelFiles([SidecarRow("z", 1, {"intent": ("none",)})])
    assert served.annotate([DIALOGUE])[0].units == {"intent": (None, None)}
    with pytest.raises(InputError, match="found only others, such as 'z'"):
        served.check(Corpus("chats", (DIALOGUE,)))
    LabelFiles([SidecarRow("a", 1, {"intent": ("none",)})]).check(Corpus("chats", (DIALOGUE,)))


def test_two_annotators_in_one_file_are_refused():
    rows = [
        SidecarRow("a", n, {"intent": ("none",)}, annotator=who) for n, who in ((1, "x"), (2, "y"))
    ]
    with pytest.raises(InputError, match="expected one annotator, found x, y"):
        LabelFiles(rows)


def test_a_file_may_name_an_annotator_per_dimension_but_not_two_for_one(tmp_path):
    path = tmp_path / "labels.tsv"
    turn = SidecarRow("a", 1, {"intent": ("none",)}, None, "x")
    write_sidecar(path, [turn, SidecarRow("a", 1, {"emotion": ("joy",)}, 1, "y 2")])
    assert [(one.name, one.dimensions) for one in label_files(path)] == [
        ("x", ("intent",)), ("y", ("emotion",)),
    ]  # fmt: skip
    write_sidecar(path, [turn, SidecarRow("a", 2, {"intent": ("none",)}, None, "y 2")])
    with pytest.raises(InputError, match="expected one annotator of intent, found x and y"):
        label_files(path)


@pytest.mark.parametrize(
    ("column", "stated"),
    [("llm:m prompts-1", ("llm:m", "prompts-1")), ("anna", ("anna", "1")),
     ("two people 3", ("two people", "3")), ("", ("labels from a file", "1"))],
)  # fmt: skip
def test_the_column_annotator_holds_name_and_version(column, stated):
    assert stated_name(column) == stated


def test_only_the_dimensions_in_use_are_served():
    served = LabelFiles([SidecarRow("a", 1, {"intent": ("none",), "feedback": ("no_feedback",)})])
    served.dimensions = ("feedback",)
    assert set(served.annotate([DIALOGUE])[0].units) == {"feedback"}
