"""Every way in which an answer can be wrong costs exactly what it should."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.llm.answer import read_answer
from usergap.annotators.llm.evidence import plain, stands_in
from usergap.annotators.llm.view import Slice
from usergap.annotators.sidecar import DIMENSIONS
from usergap.dialogues import Dialogue, Message

TEXTS = ("I live in Rome. Which tram goes to the sea?", "Great, thanks!", "")
DIALOGUE = Dialogue(
    "a", tuple(m for t in TEXTS for m in (Message("user", t), Message("assistant", "Line 3.")))
)
WHOLE = Slice(DIALOGUE, 1, 3)
ASKED = ("intent", "feedback", "identity", "knowledge", "emotion")
TICKET = "0123456789"


def turn(number, **changes):
    quote = ("which tram", "thanks", "")[number - 1]
    good = {
        "turn": number,
        "intent": [{"label": "info_retrieval" if number == 1 else "none", "quote": quote}],
        "feedback": [{"label": "no_feedback", "quote": ""}],
        "identity": [{"label": "none", "quote": ""}],
        "knowledge": [],
        "emotion": [{"sentence": n + 1, "label": "neutral"} for n in range((2, 1, 0)[number - 1])],
    }
    return {**good, **changes}


def answer(*turns, ticket=TICKET, transcript=1):
    frame = {"ticket": ticket, "transcripts": [{"transcript": transcript, "turns": list(turns)}]}
    return json.dumps(frame)


def read(text, pieces=(WHOLE,)):
    return read_answer(text, pieces, ASKED, TICKET)


GOOD = answer(turn(1), turn(2), turn(3))


def test_a_good_answer_is_believed():
    found = read(GOOD)
    assert not found.problems
    (turns,) = found.turns
    assert turns[1].labels == {
        "intent": ("info_retrieval",), "feedback": ("no_feedback",), "identity": ("none",),
    }  # fmt: skip
    assert turns[1].emotions == {1: "neutral", 2: "neutral"}
    assert turns[3].emotions == {}
    assert turns[3].statements == ()


@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", "<think>{{1}}</think>\n{}"])
def test_code_fences_and_thoughts_do_not_matter(around):
    assert len(read(around.format(GOOD)).turns[0]) == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no JSON object"),
        ("I would rather not.", "no JSON object"),
        (GOOD[:-3], "no JSON object"),
        (GOOD + GOOD, "no JSON object"),
        ("[" * 5000, "no JSON object"),
        ("{" + '"a":[' * 5000 + "}", "no JSON object"),
        (GOOD.replace("1,", "NaN,", 1), "no JSON object"),
        (GOOD[:-1] + ', "ticket": "x"}', "no JSON object"),
        (answer(turn(1), ticket="other"), "wrong ticket"),
        ('{"transcripts": []}', "wrong ticket"),
        (json.dumps({"ticket": TICKET, "transcripts": []}), "a transcript left out"),
        (answer(turn(1), transcript=2), "a transcript that was not asked for"),
        (answer(turn(1), transcript=True), "a transcript without a number"),
        (answer(), "no turn"),
        (answer(turn(1), turn(1)), "a turn twice"),
        (answer(turn(1), {**turn(1), "turn": 4}), "a turn that was not asked for"),
        (answer({**turn(1), "turn": 0}), "a turn that was not asked for"),
        (answer({**turn(1), "turn": "1"}), "a turn without a number"),
        (answer({**turn(1), "turn": True}), "a turn without a number"),
        (answer({**turn(1), "turn": 1.0}), "a turn without a number"),
        (answer([1]), "a turn without a number"),
    ],
)
def test_a_wrong_frame_spoils_the_transcript(text, problem):
    found = read(text)
    assert found.turns == [{}]
    assert dict(found.problems) == {problem: 1}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"intent": [{"label": "chat", "quote": "tram"}]}, "a label that does not exist"),
        ({"intent": [{"label": ["none"], "quote": ""}]}, "a label that does not exist"),
        ({"intent": []}, "no label"),
        ({"intent": "none"}, "no list of entries"),
        ({"intent": ["none"]}, "no list of entries"),
        ({"intent": [{"label": "info_analysis", "quote": "bus"}]},
         "a quote that is not in the message"),
        ({"intent": [{"label": "info_analysis", "quote": "t"}]},
         "a quote that is not in the message"),
        ({"intent": [{"label": "info_analysis", "quote": " … "}]},
         "a quote that is not in the message"),
        ({"intent": [{"label": "info_analysis"}]}, "a quote that is not in the message"),
        ({"intent": [{"label": "info_analysis", "quote": "tram"}, {"label": "none", "quote": ""}]},
         "none beside other labels"),
        ({"knowledge": [{"kind": "knows", "text": "x y", "quote": "bus"}]},
         "a quote that is not in the message"),
        ({"knowledge": [{"kind": "guesses", "text": "x", "quote": "tram"}]},
         "a kind that does not exist"),
        ({"knowledge": [{"kind": "not", "text": " ", "quote": "tram"}]},
         "a statement without a text of its own"),
        ({"emotion": [{"sentence": 3, "label": "joy"}]}, "a sentence that does not exist"),
        ({"emotion": [{"sentence": 1, "label": "joy"}] * 2}, "a sentence twice"),
        ({"emotion": [{"sentence": 1, "label": "bliss"}]}, "a label that does not exist"),
    ],
)  # fmt: skip
def test_a_wrong_entry_spoils_its_turn_and_dimension_alone(change, problem):
    (name,) = change
    found = read(answer(turn(1, **change), turn(2), turn(3)))
    assert dict(found.problems) == {f"{name}: {problem}": 1}
    bad, other, _ = (found.turns[0][n] for n in (1, 2, 3))
    assert name not in bad.labels
    assert (bad.statements is None) == (name == "knowledge")
    assert (bad.emotions is None) == (name == "emotion")
    assert set(other.labels) == {"intent", "feedback", "identity"}
    rest = {"intent", "feedback", "identity"} - {name}
    assert set(bad.labels) == rest


def test_one_bad_label_is_not_cut_out_of_a_turn():
    """Cutting it out would leave a judgement that nobody made."""
    entries = [{"label": "info_retrieval", "quote": "tram"}, {"label": "past", "quote": "tram"}]
    found = read(answer(turn(1, intent=entries)))
    assert "intent" not in found.turns[0][1].labels


def test_turns_left_out_are_missing():
    assert set(read(answer(turn(2))).turns[0]) == {2}


def test_a_bad_transcript_leaves_the_others():
    rows = [
        {"transcript": 1, "turns": [turn(1), turn(1)]},
        {"transcript": 2, "turns": [turn(2)]},
    ]
    text = json.dumps({"ticket": TICKET, "transcripts": rows})
    found = read(text, (WHOLE, WHOLE))
    assert [set(turns) for turns in found.turns] == [set(), {2}]


def test_quotes_are_compared_in_one_spelling():
    message = plain("It’s  my\n“first”\ttime in ｒｏｍｅ, you see")
    for quote in ('It\'s my "first" time', "FIRST", "in rome…", "... you see"):
        assert stands_in(quote, message)
    code = plain('if a < b:\n    say("no")')
    for quote in (r"a \u003c b", r"b:\n    say", r"say(\"no", 'say("no'):
        assert stands_in(quote, code)
    assert not stands_in("my second time", message)
    assert not stands_in("", message)
    assert stands_in("k", plain("k"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.floats(allow_nan=False)
    | st.sampled_from(["none", "joy", "knows", "info_analysis", "tram", TICKET, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["ticket", "transcripts", "transcript", "turns", "turn", "label",
                         "quote", "sentence", "kind", "text", *ASKED]), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(JSON, JSON, JSON)
def test_no_answer_breaks_the_check_or_brings_a_strange_label(whole, entries, row):
    texts = [
        json.dumps(whole),
        answer({**turn(1), "intent": entries, "emotion": row, "knowledge": entries}, turn(2)),
        answer(row, turn(1)),
    ]
    for text in texts:
        (turns,) = read(text).turns
        assert set(turns) <= {1, 2, 3}
        for found in turns.values():
            for name, labels in found.labels.items():
                assert labels
                assert set(labels) <= DIMENSIONS[name]
            assert set((found.emotions or {}).values()) <= DIMENSIONS["emotion"]
