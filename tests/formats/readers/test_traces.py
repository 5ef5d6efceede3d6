"""OpenTelemetry GenAI spans and Langfuse exports."""

import json
from typing import Any

import pytest

from usergap.formats import read

from ..conftest import Put
from ..made import ANSWER, ASK, MORE, only, said


def genai(*texts: str, output: bool = False) -> str:
    roles = ("assistant",) if output else ("user", "assistant")
    return json.dumps(
        [
            {"role": roles[i % len(roles)], "parts": [{"type": "text", "content": text}]}
            for i, text in enumerate(texts)
        ]
    )


def span(start: int, conversation: str, said_so_far: str, answer: str) -> dict[str, Any]:
    values = {
        "gen_ai.conversation.id": conversation,
        "gen_ai.request.model": "m",
        "gen_ai.input.messages": said_so_far,
        "gen_ai.output.messages": genai(answer, output=True),
    }
    return {
        "traceId": f"trace{start}",
        "startTimeUnixNano": str(start),
        "attributes": [{"key": k, "value": {"stringValue": v}} for k, v in values.items()],
    }


SPANS = [
    span(200, "c1", genai(ASK, ANSWER, MORE), "Done."),
    span(100, "c1", genai(ASK), ANSWER),
    span(50, "c2", genai(MORE), ANSWER),
    {"traceId": "t", "startTimeUnixNano": "1", "attributes": []},
]


@pytest.mark.parametrize("histories", [True, False])
def test_otlp_json(put: Put, histories: bool) -> None:
    spans = list(SPANS)
    if not histories:  # each span holds only what is new
        spans[0] = span(200, "c1", genai(MORE), "Done.")
    content = {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}
    corpus = read(put(content))
    assert corpus.reading.format == "opentelemetry"
    found = {d.id: d for d in corpus}
    assert said(found["c1"]) == [("u", ASK), ("a", ANSWER), ("u", MORE), ("a", "Done.")]
    assert said(found["c2"]) == [("u", MORE), ("a", ANSWER)]
    assert found["c1"].assistant_model == "m"
    assert corpus.reading.notes["spans without messages passed over"] == 1


def test_spans_one_a_row_with_structured_attributes(put: Put) -> None:
    rows = [
        {
            "context": {"trace_id": "t1"},
            "start_time": f"2026-01-0{day}T00:00:00Z",
            "attributes": {
                "gen_ai.input.messages": json.loads(genai(*texts)),
                "gen_ai.output.messages": json.loads(genai("Done.", output=True)),
                "enduser.id": "ann",
            },
        }
        for day, texts in ((1, (ASK,)), (2, (ASK, "Done.", MORE)))
    ]
    dialogue = only(read(put(rows[::-1], lines=True)))
    assert said(dialogue) == [("u", ASK), ("a", "Done."), ("u", MORE), ("a", "Done.")]
    assert (dialogue.id, dialogue.extra["user_id"]) == ("t1", "ann")


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("gen_ai.prompt.{}.{}", "gen_ai.completion.{}.{}"),
        ("llm.input_messages.{}.message.{}", "llm.output_messages.{}.message.{}"),
    ],
)
def test_numbered_keys(put: Put, asked: str, answered: str) -> None:
    attributes = {
        asked.format(10, "role"): "user",  # numbers, not text: 10 comes after 2
        asked.format(10, "content"): MORE,
        asked.format(1, "role"): "user",
        asked.format(1, "content"): ASK,
        asked.format(2, "role"): "assistant",
        asked.format(2, "content"): ANSWER,
        answered.format(0, "content"): "Done.",
        answered.format(1, "role"): "assistant",
        "session.id": "s",
        "llm.model_name": "m",
    }
    dialogue = only(read(put([{"trace_id": "t", "attributes": attributes}])))
    assert said(dialogue) == [("u", ASK), ("a", ANSWER), ("u", MORE), ("a", "Done.")]
    assert (dialogue.id, dialogue.assistant_model) == ("s", "m")


def test_a_bad_span(put: Put) -> None:
    bad = {"traceId": "b", "attributes": {"gen_ai.input.messages": 3}}
    corpus = read(put([SPANS[1], bad], lines=True))
    (remark,) = corpus.reading.remarks
    assert (remark.line, remark.field) == (2, "gen_ai.input.messages")
    assert len(corpus) == 1


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (ASK, ANSWER),
        ([{"role": "user", "content": ASK}], {"role": "assistant", "content": ANSWER}),
        ({"messages": [{"role": "user", "content": ASK}]}, {"text": ANSWER}),
        (json.dumps([{"role": "user", "content": ASK}]), [{"type": "text", "text": ANSWER}]),
        ({"query": ASK}, {"choices": [{"message": {"role": "assistant", "content": ANSWER}}]}),
    ],
)
def test_langfuse_inputs_and_outputs(put: Put, question: Any, answer: Any) -> None:
    row = {"id": "t", "sessionId": "s", "userId": "u", "input": question, "output": answer}
    corpus = read(put([row], lines=True))
    assert corpus.reading.format == "langfuse"
    dialogue = only(corpus)
    assert said(dialogue) == [("u", ASK), ("a", ANSWER)]
    assert (dialogue.id, dialogue.extra["user_id"]) == ("s", "u")


def test_langfuse_sessions_in_order_of_time(put: Put) -> None:
    rows = [
        {"traceId": "t", "type": "GENERATION", "startTime": "2026-01-02", "model": "m",
         "input": MORE, "output": "Done."},
        {"traceId": "t", "type": "GENERATION", "startTime": "2026-01-01", "model": "m",
         "input": ASK, "output": ANSWER},
        {"traceId": "t", "type": "SPAN", "startTime": "2026-01-01", "input": {}, "output": {}},
    ]  # fmt: skip
    corpus = read(put({"observations": rows}))
    dialogue = only(corpus)
    assert said(dialogue) == [("u", ASK), ("a", ANSWER), ("u", MORE), ("a", "Done.")]
    assert dialogue.assistant_model == "m"
    assert corpus.reading.notes["observations that are no generations passed over"] == 1


def test_bad_observations(put: Put) -> None:
    rows = [
        {"sessionId": "s", "input": ASK, "output": ANSWER},
        {"sessionId": "t", "input": {"x": 1}, "output": ANSWER},
        {"sessionId": "u", "input": None, "output": None},
    ]
    remarks = read(put(rows)).reading.remarks
    assert [(r.field, r.dropped) for r in remarks] == [("input", True)] * 2


def test_spans_that_only_instruct_are_counted(put: Put) -> None:
    system = json.dumps([{"role": "system", "parts": [{"type": "text", "content": "rules"}]}])
    bare = {"traceId": "b", "attributes": {"gen_ai.input.messages": system}}
    corpus = read(put([SPANS[1], bare], lines=True))
    assert corpus.reading.notes["spans without messages passed over"] == 1
