"""The fake server seen by a plain HTTP client, as a user of another library sees it."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest

from usergap.testing import FakeServer, Reply, ScriptRanDryError

CHAT, MESSAGES = "/chat/completions", "/messages"


def body(prompt: str = "hello", **more: Any) -> dict[str, Any]:
    return {"model": "fake", "messages": [{"role": "user", "content": prompt}], **more}


async def post(server: FakeServer, path: str = CHAT, headers: Any = None, **more: Any):
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        sent = json.dumps(body(**more))
        async with session.post(server.url + path, data=sent, headers=headers) as response:
            return response.status, response.headers, await response.read()


def ask(server: FakeServer, path: str = CHAT, headers: Any = None, **more: Any):
    return asyncio.run(post(server, path, headers, **more))


def three_to(script: list[str]) -> None:
    with FakeServer(script) as server:
        texts = [json.loads(ask(server)[2])["choices"][0]["message"]["content"] for _ in range(2)]
        assert texts == ["a", "b"]
        assert ask(server)[0] == 400


def test_a_list_is_played_in_order_and_running_dry_raises():
    with pytest.raises(ScriptRanDryError, match="2 replies, request 3"):
        three_to(["a", "b"])


def test_running_dry_does_not_hide_the_tests_own_error():
    def own() -> None:
        with FakeServer([]) as server:
            ask(server)
            raise KeyError("the test's own")

    with pytest.raises(KeyError):
        own()


def test_a_generator_and_a_callable_are_played():
    with FakeServer(str(i) for i in range(2)) as server:
        assert b'"content": "0"' in ask(server)[2]
        assert b'"content": "1"' in ask(server)[2]
    with FakeServer(lambda call: call.prompt.upper()) as server:
        assert b"HELLO" in ask(server)[2]
        assert b"HELLO" in ask(server, MESSAGES)[2]


def test_a_callable_that_fails_raises_when_the_context_is_left():
    def broken(call):
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"), FakeServer(broken) as server:
        assert ask(server)[0] == 400


def test_both_dialects_have_their_shape_and_count_words():
    with FakeServer("three words here") as server:
        chat = json.loads(ask(server)[2])
        assert chat["usage"] == {"prompt_tokens": 1, "completion_tokens": 3, "total_tokens": 4}
        assert chat["choices"][0]["finish_reason"] == "stop"
        other = json.loads(ask(server, MESSAGES, system="be good")[2])
        assert other["usage"] == {"input_tokens": 3, "output_tokens": 3}
        assert (other["content"][0]["text"], other["stop_reason"]) == (
            "three words here",
            "end_turn",
        )


@pytest.mark.parametrize("path", [CHAT, MESSAGES])
def test_faults_are_what_they_say(path):
    replies = [
        Reply.rate_limited(7), Reply.server_error(502), Reply.unauthorised(), Reply.malformed(),
        Reply.unknown_model("x"), Reply.bad_request("odd"), Reply.no_credit(),
    ]  # fmt: skip
    with FakeServer(replies) as server:
        answers = [ask(server, path) for _ in replies]
    assert [a[0] for a in answers] == [429, 502, 401, 200, 404, 400, 429]
    assert answers[0][1]["Retry-After"] == "7"
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(answers[3][2])
    assert "error" in json.loads(answers[4][2])


def test_dropped_cut_and_hanging_connections():
    with FakeServer([Reply.dropped(), Reply.truncated("x" * 500), Reply.hang()]) as server:
        with pytest.raises(aiohttp.ClientConnectionError):
            ask(server)
        with pytest.raises(aiohttp.ClientPayloadError):
            ask(server)

        async def hang() -> None:
            waiting = asyncio.create_task(post(server))
            while server.requests < 3:
                await asyncio.sleep(0.01)
            async with asyncio.timeout(0.2):
                await waiting

        with pytest.raises(TimeoutError):
            asyncio.run(hang())
        assert [c.answered for c in server.calls] == [False] * 3


def test_leaving_the_context_does_not_wait_for_hanging_calls():
    async def main() -> float:
        async with FakeServer(lambda _: Reply.hang()) as server:
            waiting = asyncio.create_task(post(server))
            while not server.requests:
                await asyncio.sleep(0.01)
            began = time.monotonic()
        with pytest.raises(aiohttp.ClientError):
            await waiting
        return time.monotonic() - began

    assert asyncio.run(main()) < 30  # without an end it would take for ever


@pytest.mark.parametrize(("path", "end"), [(CHAT, b"[DONE]"), (MESSAGES, b"message_stop")])
def test_streams_are_events_and_can_break_off(path, end):
    with FakeServer(["one two three", Reply.truncated("one two three")]) as server:
        status, headers, whole = ask(server, path, stream=True)
        assert (status, headers["Content-Type"]) == (200, "text/event-stream")
        events = [json.loads(e.split(b"data: ")[1]) for e in whole.split(b"\n\n") if b"{" in e]
        if path == CHAT:
            said = "".join(e["choices"][0]["delta"].get("content", "") for e in events)
        else:
            said = "".join(e.get("delta", {}).get("text", "") for e in events)
        assert said == "one two three"
        assert end in whole
        with pytest.raises(aiohttp.ClientPayloadError):
            ask(server, path, stream=True)


def test_settings_act_before_the_script():
    with FakeServer([], key="k", models=["large"], refuses=["logprobs"]) as server:
        assert ask(server)[0] == 401
        good = {"Authorization": "Bearer k"}
        assert ask(server, headers=good)[0] == 404
        assert ask(server, headers={"x-api-key": "k"}, model="large", logprobs=True)[0] == 400
        assert ask(server, "/elsewhere", headers=good)[0] == 404


def test_latency_capacity_and_peak():
    async def main(server: FakeServer) -> list[int]:
        return [r[0] for r in await asyncio.gather(*(post(server) for _ in range(6)))]

    with FakeServer(latency=0.2, capacity=4, retry_after=1) as server:
        began = time.monotonic()
        statuses = asyncio.run(main(server))
        assert time.monotonic() - began >= 0.2
        assert sorted(statuses) == [200] * 4 + [429] * 2
        assert server.peak_in_flight == 6
        assert server.stats()["statuses"] == {"200": 4, "429": 2}


def test_shares_by_chance_are_fixed_by_the_seed():
    def statuses(seed: int) -> list[int]:
        with FakeServer(share_429=0.3, share_500=0.3, seed=seed) as server:
            return [ask(server)[0] for _ in range(40)]

    first = statuses(1)
    assert first == statuses(1)
    assert first != statuses(2)
    assert {200, 429, 500} == set(first)


def test_what_came_is_recorded():
    with FakeServer() as server:
        ask(server, headers={"X-Mine": "1"}, system=[{"type": "text", "text": "be good"}])
        (call,) = server.calls
    assert call.messages == [("system", "be good"), ("user", "hello")]
    assert (call.model, call.prompt, call.headers["x-mine"]) == ("fake", "hello", "1")
    assert (call.status, call.answered, server.requests) == (200, True, 1)
    assert server.answers == {call.digest: 1}


@pytest.mark.parametrize("sent", [b"", b"{", b"[]", b'{"messages": 3}', b'{"messages": [1]}'])
def test_odd_bodies_do_not_break_it(sent):
    async def main(server: FakeServer) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(server.url + CHAT, data=sent) as response,
        ):
            return response.status

    with FakeServer(lambda call: call.prompt or "none") as server:
        assert asyncio.run(main(server)) == 200


def test_wrong_labels_keep_the_shape_of_the_answer():
    right = {"turns": [{"turn": 1, "labels": ["ask"], "sure": 0.5}], "ok": True, "none": None}
    wrong = json.loads(Reply.wrong_labels(json.dumps(right)).text)
    assert wrong == right | {"turns": [{"turn": 1, "labels": ["no_such_label"], "sure": 0.5}]}


def test_a_reply_can_come_later():
    assert Reply.say("x").after(0.5).delay == 0.5
    with FakeServer([Reply.say("x").after(0.2)]) as server:
        began = time.monotonic()
        ask(server)
        assert time.monotonic() - began >= 0.2


def test_a_port_that_is_taken_is_an_error_not_a_hang():
    with FakeServer() as server, pytest.raises(OSError, match="address already in use"):
        FakeServer(port=server.port).__enter__()


def test_as_an_async_context_manager():
    async def main() -> int:
        async with FakeServer() as server:
            return (await post(server))[0]

    assert asyncio.run(main()) == 200
