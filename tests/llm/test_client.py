"""The client against a real HTTP server on loopback."""

from __future__ import annotations

import asyncio
import math
import socket
import time
from dataclasses import replace

import pytest

from usergap.llm import (
    Ceilings,
    Client,
    Ending,
    Endpoint,
    Message,
    Policy,
    Price,
    Request,
    Usage,
    caller,
)
from usergap.testing import FakeServer, Reply

from .calls import QUICK, ask_all, ask_one, call, prompts


@pytest.mark.parametrize("dialect", ["chat", "messages"])
def test_answers_come_back_in_order_with_usage(dialect):
    with FakeServer(lambda c: f"re: {c.prompt}", jitter=0.01) as server:
        results = ask_all(server, prompts(50, system="be brief"), dialect=dialect)
    assert [r.text for r in results] == [f"re: Question {i}" for i in range(50)]
    # "be brief" + "Question i" = 4 words, "re: Question i" = 3 words
    assert {r.usage for r in results} == {Usage(4, 3)}
    assert {(r.ending, r.attempts, r.model) for r in results} == {(Ending.ANSWERED, 1, "fake")}
    assert all(r.ok and r.latency > 0 and r.cost is None for r in results)


def test_what_is_sent_is_what_was_asked_chat():
    request = Request(
        (Message("system", "s"), Message("user", "u"), Message("assistant", "a")),
        max_tokens=7, temperature=0.5, top_p=0.9, seed=3, stop=("x",), extra={"min_p": 0.1},
    )  # fmt: skip
    with FakeServer() as server:
        ask_all(server, [request])
    assert server.calls[0].body == {
        "model": "fake",
        "messages": [
            {"role": "system", "content": "s"},
            {"role": "user", "content": "u"},
            {"role": "assistant", "content": "a"},
        ],
        "max_tokens": 7, "temperature": 0.5, "top_p": 0.9, "seed": 3, "stop": ["x"], "min_p": 0.1,
    }  # fmt: skip
    assert server.calls[0].path == "/v1/chat/completions"


def test_what_is_sent_is_what_was_asked_messages():
    request = Request.of("u", system="s", max_tokens=7, temperature=0.5, seed=3, logprobs=2)
    with FakeServer() as server:
        (result,) = ask_all(server, [request], dialect="messages")
    assert server.calls[0].body == {
        "model": "fake", "system": "s", "max_tokens": 7, "temperature": 0.5,
        "messages": [{"role": "user", "content": "u"}],
    }  # fmt: skip
    assert server.calls[0].headers["anthropic-version"] == "2023-06-01"
    assert result.without == ("logprobs", "seed")


@pytest.mark.parametrize("dialect", ["chat", "messages"])
def test_a_schema_is_asked_for_in_the_dialects_way(dialect):
    schema = {"type": "object", "properties": {"label": {"type": "string"}}}
    with FakeServer('{"label": "x"}') as server:
        result = ask_one(server, json_schema=schema, dialect=dialect)
    assert result.text == '{"label": "x"}'
    body = server.calls[0].body
    if dialect == "chat":
        assert body["response_format"]["json_schema"]["schema"] == schema
    else:
        assert body["tools"][0]["input_schema"] == schema
        assert body["tool_choice"] == {"type": "tool", "name": "answer"}


def test_logprobs_come_back():
    with FakeServer("two words") as server:
        result = ask_one(server, logprobs=2)
    assert [t.token for t in result.logprobs] == ["two", " words"]
    assert result.logprobs[0].logprob == -0.1
    assert result.logprobs[0].top == {"two": -0.1, "<1>": -4.0}


@pytest.mark.parametrize("refused", [["logprobs"], ["json_schema"], ["logprobs", "json_schema"]])
def test_what_the_endpoint_refuses_is_tried_once_and_remembered(refused):
    schema = {"type": "object"}
    with FakeServer("{}", refuses=refused, latency=0.005) as server:
        results = ask_all(server, prompts(40, logprobs=1, json_schema=schema))
    assert {r.ending for r in results} == {Ending.ANSWERED}
    assert {r.without for r in results} == {tuple(sorted(refused))}
    assert server.requests == 40 + len(refused)
    told = "fits this JSON schema" in server.calls[-1].messages[0][1]
    assert told == ("json_schema" in refused)


def test_a_parameter_that_the_refusal_names_is_given_up():
    def reasoning(call):
        if "max_tokens" in call.body:
            return Reply.bad_request("Unsupported parameter: 'max_tokens'")
        return str(call.body["max_completion_tokens"])

    with FakeServer(reasoning) as server:
        result = ask_one(server, max_tokens=9)
    assert (result.text, result.without) == ("9", ())


def test_a_request_that_is_bad_in_itself_ends_as_such_and_teaches_nothing():
    with FakeServer([Reply.bad_request("context too long"), "ok"]) as server:
        bad, good = ask_all(server, prompts(2), policy=replace(QUICK, max_in_flight=1))
    assert (bad.ending, bad.attempts) == (Ending.BAD_REQUEST, 1)
    assert "context too long" in bad.detail
    assert good.ok


FAULTS = [
    (Reply.server_error(), Ending.SERVER_ERROR),
    (Reply.server_error(503), Ending.SERVER_ERROR),
    (Reply.dropped(), Ending.DROPPED),
    (Reply.truncated(), Ending.DROPPED),
    (Reply.malformed(), Ending.MALFORMED),
    (Reply.malformed(b"[]"), Ending.MALFORMED),
    (Reply.malformed(b"{}"), Ending.MALFORMED),
    (Reply.malformed(b'{"choices": [{"message": {}}]}'), Ending.MALFORMED),
    (Reply.malformed(b'{"error": {"code": 503, "message": "x"}}'), Ending.SERVER_ERROR),
    (Reply.malformed(b"[" * 100_000), Ending.MALFORMED),
    (Reply.rate_limited(), Ending.RATE_LIMITED),
    (Reply.rate_limited(0.01), Ending.RATE_LIMITED),
    (Reply.hang(), Ending.TIMEOUT),
]


@pytest.mark.parametrize("dialect", ["chat", "messages"])
@pytest.mark.parametrize(("fault", "ending"), FAULTS)
def test_a_passing_fault_is_tried_again_and_a_lasting_one_has_its_name(fault, ending, dialect):
    hangs = ending is Ending.TIMEOUT  # the others must not run into it on a busy machine
    policy = replace(QUICK, timeout=2.0 if hangs else 20.0, max_attempts=3)
    with FakeServer([fault, "ok"]) as server:
        assert ask_one(server, policy=policy, dialect=dialect).attempts == 2
    policy = replace(policy, timeout=0.5 if hangs else 20.0, patience=0.2)
    with FakeServer(lambda _: fault) as server:
        result = ask_one(server, policy=policy, dialect=dialect)
    assert result.ending is ending
    assert not result.ok
    assert result.detail or ending is Ending.RATE_LIMITED
    if ending is not Ending.RATE_LIMITED:
        assert result.attempts == server.requests == 3


FINAL = [
    (Reply.refused(), Ending.REFUSED),
    (Reply.too_long("half"), Ending.TRUNCATED),
    (Reply.unauthorised(), Ending.UNAUTHORISED),
    (Reply.unknown_model("fake"), Ending.UNKNOWN_MODEL),
    (Reply.no_credit(), Ending.OUT_OF_CREDIT),
    (Reply.bad_request(), Ending.BAD_REQUEST),
]


@pytest.mark.parametrize("dialect", ["chat", "messages"])
@pytest.mark.parametrize(("reply", "ending"), FINAL)
def test_what_is_final_is_not_tried_again(reply, ending, dialect):
    with FakeServer([reply]) as server:
        result = ask_one(server, dialect=dialect)
    assert (result.ending, result.attempts) == (ending, 1)


@pytest.mark.parametrize("reply", [Reply.unauthorised(), Reply.unknown_model("fake")])
def test_a_fatal_ending_spares_the_rest_of_the_run(reply):
    with FakeServer(lambda _: reply, latency=0.01) as server:
        results = ask_all(server, prompts(200))
    assert len({r.ending for r in results}) == 1
    assert server.requests <= QUICK.max_in_flight
    assert sum(r.attempts for r in results) == server.requests


def test_a_few_calls_that_are_forbidden_do_not_end_a_run_that_is_answered():
    def script(call):
        return Reply.unauthorised() if call.prompt.endswith("7") else "ok"

    with FakeServer(script) as server:
        results = ask_all(server, prompts(60), policy=replace(QUICK, max_in_flight=1))
    assert [i for i, r in enumerate(results) if not r.ok] == [7, 17, 27, 37, 47, 57]


def test_concurrency_is_bounded_and_used():
    with FakeServer(latency=0.3) as server:  # long enough to send seven on a busy machine
        ask_all(server, prompts(21), policy=replace(QUICK, max_in_flight=7))
        assert server.peak_in_flight == 7


def test_it_adapts_to_an_endpoint_that_takes_fewer_at_once():
    """Without adapting 20 slots see most calls refused, however often it is tried."""
    shares = []
    while len(shares) < 3 and min(shares, default=1.0) >= 0.5:  # it learns by the clock
        with FakeServer(latency=0.02, capacity=4) as server:
            results = ask_all(server, prompts(150))
        assert all(r.ok for r in results)
        later = server.calls[server.requests // 2 :]
        shares.append(sum(c.status == 429 for c in later) / len(later))
    assert min(shares) < 0.5


def test_random_refusals_and_errors_lose_nothing():
    with FakeServer(latency=0.005, share_429=0.2, share_500=0.05, seed=1) as server:
        policy = replace(QUICK, max_attempts=8)
        results = ask_all(server, prompts(150), policy=policy)
    assert all(r.ok for r in results)
    assert set(server.answers.values()) == {1}


def http_date(seconds: float) -> str:
    from email.utils import formatdate

    return formatdate(math.ceil(time.time() + seconds), usegmt=True)


@pytest.mark.parametrize("spelling", ["seconds", "date"])
def test_retry_after_is_obeyed_by_every_call(spelling):
    told = "0.6" if spelling == "seconds" else http_date(1.0)
    # The three beside it are answered after it was read, also on a machine that stands still.
    beside = [Reply.say("ok").after(0.4)] * 3
    script = [*["ok"] * 5, Reply.rate_limited(told), *beside, *["ok"] * 37]
    with FakeServer(script, latency=0.01) as server:
        began = time.time()
        results = ask_all(server, prompts(40), policy=replace(QUICK, max_in_flight=4))
        ended = time.time()
    assert all(r.ok for r in results)
    refused = next(c for c in server.calls if c.status == 429)
    least = 0.6 if spelling == "seconds" else 0.9
    until = refused.at + least
    # The three that were on their way with it may arrive after it, and no other.
    assert sum(refused.at < c.at < until for c in server.calls) <= 3
    assert ended - began < 5


def test_a_wait_beyond_patience_ends_the_run_at_once():
    with FakeServer(lambda _: Reply.rate_limited(86400), latency=0.01) as server:
        results = ask_all(server, prompts(200))
    assert {r.ending for r in results} == {Ending.RATE_LIMITED}
    assert "86400 s" in results[0].detail
    assert server.requests <= QUICK.max_in_flight


def test_a_dead_endpoint_is_given_up_and_the_rest_not_sent():
    with FakeServer(lambda _: Reply.server_error(), latency=0.005) as server:
        results = ask_all(server, prompts(300))
    endings = {r.ending for r in results}
    assert endings == {Ending.SERVER_ERROR, Ending.CIRCUIT_OPEN}
    assert server.requests < 60
    assert sum(r.ending is Ending.CIRCUIT_OPEN for r in results) > 200


def test_an_endpoint_that_comes_back_loses_no_call():
    def script(call):
        return Reply.server_error() if call.at < 0.3 else "ok"

    policy = replace(QUICK, max_attempts=50, probes=50)
    with FakeServer(script, latency=0.005) as server:
        results = ask_all(server, prompts(100), policy=policy)
    assert all(r.ok for r in results)


def test_an_unreachable_host_has_its_name():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"

    async def main():
        async with Client(Endpoint(url, "m"), cache=None, policy=QUICK) as client:
            return await client.run(prompts(30))

    began = time.monotonic()
    results = asyncio.run(main())
    assert {r.ending for r in results} <= {Ending.UNREACHABLE, Ending.CIRCUIT_OPEN}
    assert Ending.UNREACHABLE in {r.ending for r in results}
    assert time.monotonic() - began < 5


def free_url() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/v1"


# One request, and a schema that one call tries out first, fail no circuit breaker by numbers.
@pytest.mark.parametrize(("count", "schema"), [(1, None), (40, None), (40, {"type": "object"})])
def test_an_endpoint_never_reached_is_given_up_soon_by_default(count, schema):
    async def main():
        async with Client(Endpoint(free_url(), "m"), cache=None) as client:
            return await client.run([replace(r, json_schema=schema) for r in prompts(count)])

    began = time.monotonic()
    results = asyncio.run(main())
    assert Policy().first_contact < time.monotonic() - began < Policy().first_answer
    assert Ending.UNREACHABLE in {r.ending for r in results}
    assert not any(r.ok for r in results)


SCOUTED = {"json_schema": {"type": "object"}}  # one call at a time until one is answered


@pytest.mark.parametrize("parameters", [{}, SCOUTED], ids=["plain", "scouted"])
def test_an_endpoint_that_only_fails_is_told_soon_and_given_up_after_first_answer(
    parameters, caplog, monkeypatch
):
    monkeypatch.setattr("usergap.llm.caller.TOLD_AFTER", 0.2)
    policy = Policy(
        first_wait=0.1, longest_wait=0.2, first_answer=1.0, failures=99, max_attempts=99
    )
    with FakeServer(lambda _: Reply(status=500, message="out of memory")) as server:
        began = time.monotonic()
        results = ask_all(server, prompts(5, **parameters), policy=policy)
    assert 1.0 <= time.monotonic() - began < 10  # all attempts take twenty
    assert {r.ending for r in results} <= {Ending.SERVER_ERROR, Ending.CIRCUIT_OPEN}
    (line,) = [x.getMessage() for x in caplog.records if x.levelname == "WARNING"]
    assert "127.0.0.1 answers with server errors (HTTP 500" in line
    assert "out of memory" in line
    assert "trying on" in line


def test_the_patience_of_every_run_tells_within_five_seconds_and_bears_a_restart():
    assert caller.TOLD_AFTER + Policy().first_wait * (1 + 2 + 4) < 5
    assert Policy().first_answer > 5


def test_a_hiccup_at_the_start_loses_nothing():
    def script(call):
        return Reply.server_error() if call.at < 0.7 else "ok"

    with FakeServer(script) as server:
        results = ask_all(server, prompts(5, **SCOUTED), policy=Policy(first_answer=3.0), seed=1)
    assert all(r.ok for r in results)


def test_an_endpoint_that_asks_to_wait_longer_than_first_answer_is_waited_for():
    def script(call):
        busy = Reply(status=503, message="loading", headers={"Retry-After": "1"})
        return busy if call.number == 0 else "ok"

    policy = Policy(first_answer=0.2, first_contact=0.2)
    with FakeServer(script) as server:
        assert ask_one(server, policy=policy).ok


def test_an_endpoint_that_hangs_is_told_at_its_first_timeout(caplog, monkeypatch):
    monkeypatch.setattr("usergap.llm.caller.TOLD_AFTER", 0.2)
    policy = replace(QUICK, timeout=1.0, first_answer=0.1, first_wait=0.05)
    with FakeServer(lambda _: Reply(fault="hang")) as server:
        (result,) = ask_all(server, prompts(1), policy=policy)
        assert server.requests == 2  # the first, and one more after it
    assert result.ending is Ending.TIMEOUT
    (line,) = [x.getMessage() for x in caplog.records if x.levelname == "WARNING"]
    assert "did not answer in time" in line


def test_an_endpoint_that_sends_nothing_is_told_of_before_its_timeout_and_waited_for(
    caplog, monkeypatch
):
    monkeypatch.setattr("usergap.llm.silence.SILENT_AFTER", 0.2)
    with FakeServer(lambda _: Reply.say("late").after(1.2)) as server:
        results = ask_all(server, prompts(4, **SCOUTED), policy=replace(QUICK, timeout=5.0))
    assert all(r.ok for r in results)
    (line,) = [x.getMessage() for x in caplog.records if x.levelname == "WARNING"]
    assert line.startswith("127.0.0.1 took the calls and has sent nothing back for ")
    assert line.endswith("waiting on, 5 s a call")


def test_calls_that_are_slow_after_an_answer_are_no_silence(caplog, monkeypatch):
    monkeypatch.setattr("usergap.llm.silence.SILENT_AFTER", 1.0)
    with FakeServer(lambda c: Reply.say("x").after(1.3 if c.number else 0.0)) as server:
        policy = replace(QUICK, timeout=5.0, max_in_flight=1)
        assert all(r.ok for r in ask_all(server, prompts(2), policy=policy))
    assert not caplog.records


def test_a_refused_connection_is_one_line_and_no_warning(caplog):
    async def main():
        async with Client(Endpoint(free_url(), "m"), cache=None) as client:
            return await client.run(prompts(1))

    assert asyncio.run(main())[0].ending is Ending.UNREACHABLE
    assert not [x for x in caplog.records if x.levelname == "WARNING"]


def test_one_answer_ends_the_impatience(caplog, monkeypatch):
    """Answered once, an endpoint has all attempts of the policy."""
    monkeypatch.setattr("usergap.llm.caller.TOLD_AFTER", 0.0)
    policy = replace(QUICK, first_answer=0.01, first_wait=0.05, max_in_flight=1, max_attempts=6)

    def script(call):
        return Reply.server_error() if 0 < call.number < 6 else "ok"

    with FakeServer(script) as server:
        assert all(r.ok for r in ask_all(server, prompts(2), policy=policy))
    assert not [x for x in caplog.records if x.levelname == "WARNING"]


def test_a_server_that_starts_late_is_waited_for():
    """Started while first contact is tried for: nothing is lost."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def main():
        endpoint, policy = Endpoint(f"http://127.0.0.1:{port}/v1", "m"), Policy(first_contact=20.0)
        async with Client(endpoint, cache=None, policy=policy, seed=1) as client:
            running = asyncio.create_task(client.run(prompts(1)))
            await asyncio.sleep(0.5)
            async with FakeServer("ok", port=port):
                return await running

    assert [r.ok for r in asyncio.run(main())] == [True]


def test_a_server_that_goes_away_in_mid_run_is_retried_for_longer_than_first_contact():
    """Down for longer than ``first_contact``, but it had answered: all calls are answered."""
    policy = replace(QUICK, first_contact=0.05, max_attempts=200, failures=9999, longest_wait=0.1)

    async def main():
        async with FakeServer("ok") as first:
            port, url = first.port, first.url
            client = Client(Endpoint(url, "m"), cache=None, policy=policy)
            await client.__aenter__()
            assert (await client.run(prompts(1)))[0].ok
        running = asyncio.create_task(client.run(prompts(12)))
        await asyncio.sleep(0.3)
        async with FakeServer("ok", port=port):
            results = await running
            await client.__aexit__(None, None, None)
        return results

    assert all(r.ok for r in asyncio.run(main()))


def test_redirects_are_not_followed():
    with FakeServer() as other:
        moved = Reply(status=307, headers={"Location": other.url + "/chat/completions"})
        with FakeServer([moved]) as server:
            assert ask_one(server).ending is Ending.BAD_REQUEST
        assert other.requests == 0


def test_an_answer_without_end_is_cut_off(monkeypatch):
    monkeypatch.setattr("usergap.llm.transport.LARGEST_BODY", 1000)
    with FakeServer("x" * 5000) as server:
        result = ask_one(server, policy=replace(QUICK, max_attempts=1))
    assert result.ending is Ending.MALFORMED


def test_the_ceiling_on_calls_counts_retries_and_holds():
    with FakeServer(share_500=0.3, latency=0.002, seed=2) as server:
        results = ask_all(server, prompts(100), ceilings=Ceilings(calls=25))
    assert server.requests == 25
    assert {r.ending for r in results} == {Ending.ANSWERED, Ending.OVER_BUDGET}


def test_the_ceilings_on_tokens_and_money_hold_under_concurrency():
    price = {"fake": Price(prompt=10.0, completion=10.0)}
    script = lambda _: Reply.say("ok", usage=(10, 10))  # noqa: E731
    with FakeServer(script, latency=0.002) as server:
        # 20 tokens are 0.0002: the ceiling lets 50 calls through, less what is set aside.
        results = ask_all(
            server, prompts(200, max_tokens=10), ceilings=Ceilings(money=0.01), prices=price
        )
        assert 45 <= sum(r.ok for r in results) <= 50
        assert sum(r.cost for r in results) <= 0.01
    with FakeServer(script, latency=0.002) as server:
        results = ask_all(server, prompts(200, max_tokens=10), ceilings=Ceilings(tokens=1000))
        assert 45 <= sum(r.ok for r in results) <= 50


def test_costs_add_up_and_an_unknown_price_is_none():
    async def main(prices):
        with FakeServer(lambda _: Reply.say("ok", usage=(1000, 500))) as server:
            endpoint = Endpoint(server.url, "fake")
            async with Client(endpoint, cache=None, prices=prices) as client:
                results = await client.run(prompts(10))
                return results, client.spent

    results, spent = asyncio.run(main({"fake": Price(2.0, 10.0)}))
    assert [r.cost for r in results] == pytest.approx([0.007] * 10)
    assert spent.money == pytest.approx(0.07)
    assert (spent.calls, spent.prompt, spent.completion) == (10, 10_000, 5_000)
    results, spent = asyncio.run(main({"other": Price(2.0, 10.0)}))
    assert {r.cost for r in results} == {None}
    assert spent.money is None


def test_the_same_request_is_asked_once(tmp_path):
    request = Request.of("same")
    with FakeServer(latency=0.02) as server:
        results = ask_all(server, [request] * 30, cache=tmp_path / "c")
        assert server.requests == 1
        assert sorted(r.ending for r in results) == ["answered", *["cached"] * 29]
        ask_all(server, [replace(request, sample=i) for i in range(5)], cache=tmp_path / "c")
        assert server.requests == 5  # sample 0 is the request itself


def test_stopping_ends_the_waiting_calls_as_cancelled_and_keeps_the_answered(tmp_path):
    async def main(server):
        endpoint = Endpoint(server.url, "fake")
        async with Client(endpoint, cache=tmp_path / "c", policy=QUICK) as client:
            endings = []
            async for _, result in client.stream(prompts(300)):
                endings.append(result.ending)
                if len(endings) == 50:
                    client.stop()
            return endings

    with FakeServer(latency=0.01) as server:
        endings = asyncio.run(asyncio.wait_for(main(server), 60))
        assert len(endings) == 300
        answered = endings.count(Ending.ANSWERED)
        assert 50 <= answered <= 75
        assert endings.count(Ending.CANCELLED) == 300 - answered
        again = ask_all(server, prompts(300), cache=tmp_path / "c")
    assert sum(r.cached for r in again) == answered
    assert set(server.answers.values()) == {1}


def test_a_stopped_run_does_not_wait_out_a_pause():
    async def main(server):
        async with Client(Endpoint(server.url, "fake"), cache=None) as client:
            asyncio.get_running_loop().call_later(0.2, client.stop)
            return await client.run(prompts(5))

    with FakeServer(lambda _: Reply.rate_limited(300)) as server:
        began = time.monotonic()
        results = asyncio.run(main(server))
    assert time.monotonic() - began < 60
    assert {r.ending for r in results} == {Ending.CANCELLED}


def test_a_reader_that_leaves_early_leaves_nothing_running(tmp_path):
    async def main(server):
        endpoint = Endpoint(server.url, "fake")
        async with (
            asyncio.timeout(60),
            Client(endpoint, cache=tmp_path / "c", policy=QUICK) as client,
        ):
            stream = client.stream(prompts(1000))
            async for _ in stream:
                break
            await stream.aclose()
            return len(asyncio.all_tasks())

    with FakeServer(latency=0.01) as server:
        assert asyncio.run(main(server)) == 1
        assert server.requests < 100


def test_requests_are_read_as_they_are_needed():
    read = [0]

    def endless():
        while True:
            read[0] += 1
            yield Request.of(f"{read[0]}")

    async def main(server):
        async with Client(Endpoint(server.url, "fake"), cache=None, policy=QUICK) as client:
            count = 0
            stream = client.stream(endless())
            async for _ in stream:
                count += 1
                if count == 100:
                    await stream.aclose()
                    return

    with FakeServer() as server:
        asyncio.run(asyncio.wait_for(main(server), 60))
    assert read[0] < 600


def test_progress_is_told_after_each_call():
    states = []

    async def main(server):
        settings = {"cache": None, "policy": QUICK, "on_progress": states.append}
        async with Client(Endpoint(server.url, "fake"), **settings) as client:
            await client.run(prompts(20))

    with FakeServer() as server:
        asyncio.run(main(server))
    assert [s.done for s in states] == list(range(1, 21))
    assert states[-1].eta == 0.0
    assert states[-1].endings == {Ending.ANSWERED: 20}
    assert states[-1].spent.calls == 20


def test_a_client_must_be_opened_and_can_be_shown():
    client = Client(Endpoint("http://127.0.0.1:1/v1", "m"), cache=None)
    with pytest.raises(RuntimeError, match="async with"):
        asyncio.run(client.complete(Request.of("x")))
    assert "127.0.0.1" in repr(client)


def test_calls_can_be_made_one_by_one():
    async def main(server):
        async with Client(Endpoint(server.url, "fake"), cache=None, policy=Policy()) as client:
            first = await client.complete(Request.of("a"))
            second = await client.complete(Request.of("b"))
            return first.text + second.text

    with FakeServer(["1", "2"]) as server:
        assert asyncio.run(main(server)) == "12"


def test_text_of_any_kind_arrives():
    wild = "\ud800 \x00 😀 </user> \u202e"
    with FakeServer(lambda c: str(len(c.prompt))) as server:
        (result,) = asyncio.run(call(server, [Request.of(wild)]))
    assert result.ok


def test_what_may_have_been_billed_has_no_known_cost():
    async def main(server):
        endpoint, prices = Endpoint(server.url, "fake"), {"fake": Price(1.0, 1.0)}
        policy = replace(QUICK, max_attempts=1)
        async with Client(endpoint, cache=None, prices=prices, policy=policy) as client:
            return await client.run(prompts(3)), client.spent

    script = [Reply.dropped(), Reply.bad_request("content_filter"), Reply.rate_limited(), "ok"]
    with FakeServer(script) as server:
        results, spent = asyncio.run(main(server))
    costs = {r.ending: r.cost for r in results}
    assert costs[Ending.DROPPED] is None
    assert costs[Ending.REFUSED] is None
    assert costs[Ending.ANSWERED] > 0
    assert spent.money == costs[Ending.ANSWERED]
    assert (spent.calls, spent.uncertain) == (4, 2)
