"""Asking a model over HTTP: calls, cuts, what is missing, and what it costs."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from tests.annotators.llm_answers import answering, entry, plain_turn, shown
from usergap.annotators.llm.annotator import LlmAnnotator
from usergap.annotators.llm.asking import EndpointAsker
from usergap.annotators.llm.prompt import system_prompt
from usergap.annotators.llm.prompts import PROMPT_VERSION
from usergap.annotators.llm.sentences import numbered, sentence_places
from usergap.annotators.llm.tasks import ORDER
from usergap.dialogues import Dialogue, Message
from usergap.errors import EnvironmentFailure, InputError
from usergap.llm import Ceilings, Ending, Endpoint, Policy, Price, Request, Result
from usergap.testing import Call, FakeServer, Reply

TURNS = ("intent", "feedback", "identity")
QUICK = Policy(max_attempts=2, first_wait=0.01, longest_wait=0.02)


def dialogue(name: str, turns: int = 2) -> Dialogue:
    texts = [f"Question {n} of {name}. And why?" for n in range(1, turns + 1)]
    return Dialogue(
        name, tuple(m for t in texts for m in (Message("user", t), Message("assistant", "Yes.")))
    )


def annotator(server: FakeServer, dimensions=TURNS, cache=None, **settings) -> LlmAnnotator:
    asker = {k: settings.pop(k) for k in ("ceilings", "prices") if k in settings}
    ask = EndpointAsker(Endpoint(server.url, "m"), cache, QUICK, **asker)
    return LlmAnnotator(ask, "llm:m", dimensions, **settings)


def test_the_prompts_of_a_version_never_change():
    """A changed prompt is another version: change both, or neither."""
    digest = sha256(system_prompt(ORDER).encode()).hexdigest()[:16]
    assert (PROMPT_VERSION, digest) == ("1", "6a2ea4b6cccdc35d")


def test_one_call_a_dialogue_for_all_dimensions():
    with FakeServer(answering()) as server:
        made = annotator(server, (*TURNS, "knowledge", "emotion"))
        found = made.judge([dialogue("a"), dialogue("b", 3)])
        assert server.requests == 2
    first, second = found
    assert first.annotation.units["intent"] == (("none",), ("none",))
    assert second.annotation.units["feedback"] == (("no_feedback",),) * 3
    assert first.annotation.units["emotion"] == (("neutral",),) * 4
    assert first.statements == ((), ())
    assert made.outcome.missing_share == dict.fromkeys((*TURNS, "emotion", "knowledge"), 0.0)
    assert (made.name, made.version) == (
        "llm:m",
        "prompts-1:intent,feedback,identity,knowledge,emotion",
    )


def test_a_request_names_the_codebook_and_its_schema_only_for_what_is_asked():
    with FakeServer(answering()) as server:
        annotator(server, ("identity",)).annotate([dialogue("a")])
        (call,) = server.calls
    (system,) = [text for role, text in call.messages if role == "system"]
    assert 'Field "identity"' in system
    assert 'Field "intent"' not in system
    schema = json.dumps(call.body["response_format"])
    assert "worldview" in schema
    assert "info_analysis" not in schema


def test_what_fails_is_missing_and_never_a_default_label():
    def script(call: Call) -> str | Reply:
        text = json.dumps(shown(call))
        if "of a." in text:
            return Reply.server_error()
        if "of b." in text:
            return Reply.refused()
        if "of c." in text:
            return Reply.too_long('{"ticket"')
        if "of d." in text:
            return Reply.wrong_labels(answering()(call))
        return answering()(call)

    with FakeServer(script) as server:
        made = annotator(server)
        found = made.annotate([dialogue(name) for name in "abcde"])
    for annotation in found[:4]:
        assert annotation.units == dict.fromkeys(TURNS, (None, None))
    assert found[4].units["intent"] == (("none",), ("none",))
    assert made.outcome.missing_share == dict.fromkeys(TURNS, 0.8)
    assert made.outcome.endings["server_error"] == 1
    assert made.outcome.endings["refused"] == 1
    assert "intent: 8 of 10 units without a label (80.0 %)" in made.outcome.lines()


def test_a_quote_that_nobody_said_makes_the_label_missing():
    def make(number: int, text: str) -> dict:
        quote = "And why" if number == 1 else "I never said this"
        return {**plain_turn(number, text), "intent": entry("info_understanding", quote)}

    with FakeServer(answering(make)) as server:
        (found,) = annotator(server).annotate([dialogue("a")])
    assert found.units["intent"] == (("info_understanding",), None)
    assert found.units["feedback"] == (("no_feedback",),) * 2


def by_number(number: int, text: str) -> dict:
    """Odd turns retrieve, even ones discover: shows that labels land on their turn."""
    label = "info_retrieval" if number % 2 else "info_discovery"
    return {**plain_turn(number, text), "intent": entry(label, f"Question {number}")}


@pytest.mark.parametrize(
    ("settings", "calls"),
    [({}, 3), ({"dialogues_per_call": 2}, 2), ({"turns_per_call": 2}, 5),
     ({"dialogues_per_call": 3, "turns_per_call": 3}, 2)],
)  # fmt: skip
def test_batches_and_cuts_give_the_same_labels(settings, calls):
    dialogues = [dialogue("a", 1), dialogue("b", 4), dialogue("c", 3)]
    with FakeServer(answering(by_number)) as server:
        found = annotator(server, ("intent",), **settings).annotate(dialogues)
        assert server.requests == calls
    odd, even = ("info_retrieval",), ("info_discovery",)
    assert [x.units["intent"] for x in found] == [(odd,), (odd, even, odd, even), (odd, even, odd)]


def test_a_cut_shows_what_came_before_but_not_what_comes_after():
    with FakeServer(answering()) as server:
        annotator(server, ("intent",), turns_per_call=2).annotate([dialogue("a", 9)])
        views = sorted((shown(call)[0] for call in server.calls), key=lambda v: v[-1]["turn"])
    third = views[2]  # turns 5 and 6
    assert [line["turn"] for line in third if "turn" in line] == [5, 6]
    assert [line["user_context"][:10] for line in third if "user_context" in line] == [
        "Question 2", "Question 3", "Question 4",
    ]  # fmt: skip
    assert "turn" in third[-1]


def test_another_batch_is_another_annotator():
    made = LlmAnnotator(
        lambda _: [], "llm:m", TURNS, dialogues_per_call=4, turns_per_call=10, ask_again=2
    )
    assert made.version == "prompts-1:intent,feedback,identity+4-a-call+cut-10+again-2"


def test_labels_asked_together_are_not_those_asked_apart():
    def version(*names: str) -> str:
        return LlmAnnotator(lambda _: [], "llm:m", names).version

    assert version("intent") != version("intent", "feedback") != version("feedback")
    assert version("feedback", "intent") == version("intent", "feedback")


def test_another_try_is_asked_at_another_temperature_and_seed():
    """A model that takes the likeliest token would repeat its invalid answer."""
    asked: list[Request] = []

    def ask(requests):
        asked.extend(requests)
        return [Result(Ending.ANSWERED, "prose") for _ in requests]

    LlmAnnotator(ask, "llm:m", ("intent",), ask_again=2).annotate([dialogue("a")])
    assert [(r.sample, r.temperature, r.seed) for r in asked] == [
        (0, 0.0, None), (1, 0.7, 1), (2, 0.7, 2),
    ]  # fmt: skip


def test_many_dialogues_are_asked_in_chunks(monkeypatch):
    monkeypatch.setattr("usergap.annotators.llm.annotator.CHUNK", 2)
    sizes = []
    with FakeServer(answering(by_number)) as server:
        made = annotator(server, ("intent",))
        inner = made.ask
        made.ask = lambda requests: (sizes.append(len(requests)), inner(requests))[1]
        found = made.annotate([dialogue(name, 1) for name in "abcde"])
    assert sizes == [2, 2, 1]
    assert [x.units["intent"] for x in found] == [(("info_retrieval",),)] * 5


def test_nothing_to_label_asks_nothing():
    with FakeServer([]) as server:
        made = annotator(server)
        empty = Dialogue("e", (Message("assistant", "Hello?"),))
        assert made.annotate([empty])[0].units == dict.fromkeys(TURNS, ())
        assert made.annotate([]) == []
    assert made.outcome.missing_share == {}


def test_a_second_run_takes_its_answers_from_disk(tmp_path):
    cache = tmp_path / "answers.sqlite"
    dialogues = [dialogue(name) for name in "abc"]
    with FakeServer(answering(by_number)) as server:
        first = annotator(server, cache=cache).annotate(dialogues)
        again = annotator(server, cache=cache)
        assert again.annotate(dialogues) == first
        assert server.requests == 3
    assert again.outcome.endings == {"cached": 3}


def test_ceilings_hold_over_all_batches_of_a_run():
    with FakeServer(answering()) as server:
        made = annotator(server, ceilings=Ceilings(calls=3))
        batches = [made.annotate([dialogue(a), dialogue(b)]) for a, b in ("ab", "cd", "ef")]
        assert server.requests == 3
    assert [x.units["intent"][0] for batch in batches for x in batch].count(None) == 3
    assert made.outcome.endings["over_budget"] == 3


def test_money_adds_up_over_batches():
    with FakeServer(lambda call: Reply.say(answering()(call), usage=(1_000_000, 0))) as server:
        made = annotator(server, prices={"m": Price(2.0, 8.0)})
        made.annotate([dialogue("a")])
        made.annotate([dialogue("b")])
    assert made.ask.spent.money == pytest.approx(4.0)  # two prompts of a million tokens at 2.0


def test_a_wrong_key_ends_the_run_in_one_line_without_the_key(monkeypatch):
    monkeypatch.setenv("USERGAP_API_KEY", "planted-7261")
    with FakeServer(answering(), key="right-one") as server, pytest.raises(EnvironmentFailure) as e:
        annotator(server).annotate([dialogue("a")])
    assert "\n" not in str(e.value)
    assert "planted-7261" not in str(e.value)


def test_an_unknown_model_is_an_input_error():
    with FakeServer(answering(), models=("other",)) as server, pytest.raises(InputError):
        annotator(server).annotate([dialogue("a")])


@pytest.mark.parametrize(
    "settings", [{"dialogues_per_call": 0}, {"turns_per_call": 0}, {"dimensions": ("mood",)},
                 {"dimensions": ()}],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(settings):
    ask: Callable = lambda _: []  # noqa: E731
    with pytest.raises(InputError):
        LlmAnnotator(**{"ask": ask, "name": "llm:m", "dimensions": TURNS, **settings})


def test_long_messages_are_read_at_both_ends_and_keep_their_numbers():
    text = " ".join(f"Sentence number {n}." for n in range(1000))
    found, read = numbered(text)
    assert len(found) == 1000
    assert read[0] == 0
    assert read[-1] == 999
    assert 150 < len(read) < 300
    with FakeServer(answering()) as server:
        one = Dialogue("long", (Message("user", text),))
        (judged,) = annotator(server, ("emotion",)).judge([one])
        assert len(server.calls[0].prompt) < 7000
    units = judged.annotation.units["emotion"]
    assert len(units) == len(sentence_places(one)) == 1000
    assert {n for n, labels in enumerate(units) if labels} == set(read)


def test_what_is_not_valid_is_asked_again_and_only_that(tmp_path):
    """Dialogue b gets prose first. Of a's turn 2 the feedback has no quote first, its intent has.

    Three calls, then two for what was invalid, and none in a second run.
    """
    asked: dict[str, int] = {}

    def script(call: Call) -> str:
        name = "abc"["abc".index(shown(call)[0][0]["user"].split(".")[0][-1])]
        asked[name] = asked.get(name, 0) + 1
        if name == "b" and asked["b"] == 1:
            return "I cannot say."

        def turn(number, text):
            found = plain_turn(number, text)
            if name == "a" and number == 2:
                label = "info_retrieval" if asked["a"] == 1 else "info_discovery"
                found["intent"] = entry(label, "Question")
                quote = "not in it" if asked["a"] == 1 else "why"
                found["feedback"] = entry("explicit_negative", quote)
            return found

        return answering(turn)(call)

    with FakeServer(script) as server:
        for run in ("first", "again"):
            made = annotator(server, ("intent", "feedback"), tmp_path / "c", ask_again=2)
            a, b, c = made.annotate([dialogue(name) for name in "abc"])
            assert server.requests == 5, run
            # what was believed at first stays: no second draw replaces it
            assert a.units["intent"] == (("none",), ("info_retrieval",))
            assert a.units["feedback"] == (("no_feedback",), ("explicit_negative",))
            assert b.units["intent"] == c.units["intent"] == (("none",), ("none",))
            assert made.outcome.missing_share == {"intent": 0.0, "feedback": 0.0}
            assert made.version == "prompts-1:intent,feedback+again-2"


def test_nothing_is_asked_again_without_leave_nor_because_the_endpoint_failed():
    """Dialogue a always gets prose, b never an answer: two attempts each time it is asked."""

    def script(call: Call) -> str | Reply:
        return "prose" if "of a." in call.prompt else Reply.server_error()

    for again, requests in ((0, 1 + 2), (2, 3 + 2)):
        with FakeServer(script) as server:
            made = annotator(server, ask_again=again)
            made.annotate([dialogue("a"), dialogue("b")])
            assert server.requests == requests
            assert made.outcome.missing["intent"] == 4
    with pytest.raises(InputError, match="ask_again"):
        LlmAnnotator(lambda _: [], "x", ("intent",), ask_again=-1)
