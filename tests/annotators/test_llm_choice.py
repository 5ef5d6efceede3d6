"""From names to annotators."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from tests.annotators.llm_answers import answering
from usergap.annotators.llm.annotator import LlmAnnotator
from usergap.annotators.llm.choice import Reach, annotators_from, annotators_of
from usergap.annotators.sidecar import SidecarRow, write_sidecar
from usergap.annotators.validation.missing import Labelled, about_missing, worst_case
from usergap.dialogues import Dialogue, Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.profiles.batch import Plan, measure_batch
from usergap.testing import FakeServer

LOCAL = Reach(base_url="http://127.0.0.1:1/v1", model="m")


def who(found) -> dict[str, str]:
    return {name: one.name for one in found for name in one.dimensions}


def test_without_a_name_everything_is_linear():
    assert who(annotators_from({})) == {
        "intent": "usergap-linear", "feedback": "usergap-linear", "identity": "usergap-linear",
        "emotion": "usergap-emotion-linear",
    }  # fmt: skip


def test_dimensions_of_one_source_share_one_annotator(tmp_path: Path):
    labels = tmp_path / "labels.tsv"
    write_sidecar(labels, [SidecarRow("a", 1, {"identity": ("past",), "intent": ("none",)},
                                      annotator="people 2")])  # fmt: skip
    specs = {"all": "llm", "emotion": "linear", "identity": str(labels)}
    found = annotators_from(specs, LOCAL)
    assert who(found) == {
        "intent": "llm:m", "feedback": "llm:m", "emotion": "usergap-emotion-linear",
        "identity": "people",
    }  # fmt: skip
    assert [type(one) for one in found].count(LlmAnnotator) == 1
    two = annotators_from({"intent": "llm:x", "feedback": "llm:y"}, LOCAL)
    assert (who(two)["intent"], who(two)["feedback"]) == ("llm:x", "llm:y")


@pytest.mark.parametrize(
    ("specs", "said"),
    [
        ({"mood": "linear"}, "expected a dimension"),
        ({"knowledge": "llm"}, "annotate run"),
        ({"intent": "gpt"}, "expected linear, llm"),
        ({"intent": "local"}, "expected linear, llm"),
        ({"all": "transformers"}, "emotion=transformers"),
        ({"intent": "transformers"}, "expected the dimension emotion"),
    ],
)
def test_names_that_cannot_be_are_refused(specs, said):
    with pytest.raises(InputError, match=said):
        annotators_from(specs, LOCAL)


def test_a_missing_key_is_told_before_anything_is_read(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    reach = Reach(base_url="https://api.openai.com/v1", model="m")
    with pytest.raises(EnvironmentFailure, match="OPENAI_API_KEY"):
        annotators_of("llm", ["intent"], reach)


def test_the_interface_that_demands_a_number_of_tokens_gets_one(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    reach = Reach(base_url="https://api.anthropic.com", model="m")
    (made,) = annotators_of("llm", ["intent"], reach)
    assert made.max_tokens == 8192
    (made,) = annotators_of("llm", ["intent"], LOCAL)
    assert made.max_tokens is None


def test_a_plan_measures_with_a_model_and_counts_what_is_missing():
    dialogue = Dialogue("a", (Message("user", "One."), Message("user", "Two.")))

    def script(call):
        made = answering()(call)
        return made.replace('"no_feedback"', '"no_such_label"', 1)

    with FakeServer(script) as server:
        plan = Plan(annotators_from({"all": "llm"}, Reach(base_url=server.url, model="m")))
        table, _ = measure_batch([dialogue], plan)
    cells = {name: table.column(name).to_pylist()[0] for name in table.schema.names}
    assert (cells["intent.none"], cells["intent.missing"]) == (2, 0)
    assert (cells["feedback.no_feedback"], cells["feedback.missing"]) == (1, 1)
    assert (cells["emotion.neutral"], cells["emotion.missing"]) == (2, 0)


def test_missing_labels_are_said_and_bounded():
    """10 % of real and 5 % of simulated turns: TVD may move by 15 points at the most."""
    real, other = Labelled(90, 10), Labelled(95, 5)
    assert worst_case(real, other) == pytest.approx(15.0)
    said = about_missing("user turn", real, other)
    assert "10.0 % of real and 5.0 % of simulated user turns" in said
    assert "up to 15.0" in said
    assert about_missing("user turn", Labelled(5, 0), Labelled(0, 0)) == ""
