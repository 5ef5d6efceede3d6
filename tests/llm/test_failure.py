"""When a run fails as a whole, and with which one line and exit code."""

from __future__ import annotations

import socket

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.llm import Ending, Endpoint, Result, ask, failure
from usergap.testing import FakeServer, Reply

from .calls import QUICK, prompts

HERE = Endpoint("http://localhost:1/v1", "tiny")


def results(**counts: int) -> list[Result]:
    return [
        Result(Ending(e), attempts=1, detail="why") for e, n in counts.items() for _ in range(n)
    ]


FAILED = [
    ({"unauthorised": 1, "answered": 5}, EnvironmentFailure, "does not accept the key"),
    ({"unknown_model": 3}, InputError, "no model 'tiny'"),
    ({"out_of_credit": 3}, EnvironmentFailure, "no credit"),
    ({"unreachable": 3, "circuit_open": 9}, EnvironmentFailure, "cannot be reached at"),
    ({"server_error": 2, "circuit_open": 9, "answered": 4}, EnvironmentFailure, "server errors"),
    ({"circuit_open": 9, "answered": 4}, EnvironmentFailure, "given up"),
    ({"timeout": 3}, EnvironmentFailure, "in time"),
    ({"malformed": 3}, EnvironmentFailure, "interface 'chat'"),
    ({"rate_limited": 3}, EnvironmentFailure, "429"),
    ({"dropped": 3}, EnvironmentFailure, "breaks connections"),
    ({"bad_request": 3}, InputError, "does not accept the requests"),
]


@pytest.mark.parametrize(("counts", "kind", "told"), FAILED)
def test_a_failed_run_is_one_line_with_what_is_kept(counts, kind, told, monkeypatch):
    monkeypatch.setenv("USERGAP_API_KEY", "a-key-that-is-set")
    error = failure(results(**counts), HERE)
    assert type(error) is kind
    assert told in str(error)
    kept = counts.get("answered", 0)
    assert f"{kept} of {sum(counts.values())} calls are answered and kept" in str(error)
    assert "\n" not in str(error)
    assert error.exit_code == (2 if kind is InputError else 3)


@pytest.mark.parametrize("counts", [
    {"answered": 5}, {"cached": 5}, {"refused": 2}, {"truncated": 2}, {"over_budget": 3},
    {"cancelled": 3}, {"answered": 1, "timeout": 5, "malformed": 2, "bad_request": 1}, {},
])  # fmt: skip
def test_single_missing_answers_are_no_failure_of_the_run(counts):
    assert failure(results(**counts), HERE) is None


def test_a_key_that_was_not_sent_is_not_called_wrong(monkeypatch):
    monkeypatch.delenv("USERGAP_API_KEY", raising=False)
    told = str(failure(results(unauthorised=1), HERE))
    assert "localhost wants a key, and none was sent: set the environment variable" in told
    assert "USERGAP_API_KEY" in told
    monkeypatch.delenv("MINE", raising=False)
    named = Endpoint("http://localhost:1/v1", "tiny", key_env="MINE")
    assert "does not accept the key" in str(failure(results(unauthorised=1), named))


def test_an_address_where_nothing_is_served_is_named():
    lost = [Result(Ending.BAD_REQUEST, attempts=1, detail="HTTP 404: not found")]
    error = failure(lost, HERE)
    assert isinstance(error, InputError)
    assert "serves nothing at http://localhost:1/v1/chat/completions: is the base" in str(error)


def test_ask_raises_for_an_unknown_model():
    with FakeServer(models=["large"]) as server:
        with pytest.raises(InputError, match="no model 'tiny'") as caught:
            ask(Endpoint(server.url, "tiny"), prompts(5), cache=None, policy=QUICK)
        assert caught.value.exit_code == 2


def test_ask_raises_for_an_unreachable_host():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(EnvironmentFailure, match="cannot be reached") as caught:
        ask(Endpoint(url, "m"), prompts(5), cache=None, policy=QUICK)
    assert caught.value.exit_code == 3


def test_ask_raises_for_a_missing_key_before_anything_is_sent(monkeypatch):
    monkeypatch.delenv("NOT_SET", raising=False)
    with FakeServer() as server:
        with pytest.raises(EnvironmentFailure, match="NOT_SET"):
            ask(Endpoint(server.url, "m", key_env="NOT_SET"), prompts(1), cache=None)
        assert server.requests == 0


def test_what_was_answered_before_a_failure_is_kept(tmp_path):
    script = lambda c: "ok" if c.number < 30 else Reply.unauthorised()  # noqa: E731
    with FakeServer(script) as server, pytest.raises(EnvironmentFailure, match="30 of 100"):
        ask(Endpoint(server.url, "m"), prompts(100), cache=tmp_path / "c", policy=QUICK)
    with FakeServer(port=server.port) as server:
        done = ask(Endpoint(server.url, "m"), prompts(100), cache=tmp_path / "c", policy=QUICK)
        assert sum(r.cached for r in done) == 30
        assert server.requests == 70


def test_ask_without_strict_gives_the_endings():
    with FakeServer(lambda _: Reply.unauthorised()) as server:
        found = ask(Endpoint(server.url, "m"), prompts(2), cache=None, policy=QUICK, strict=False)
    assert {r.ending for r in found} == {Ending.UNAUTHORISED}
    assert ask(Endpoint("http://127.0.0.1:9/v1", "m"), [], cache=None) == []


def test_ask_works_inside_a_running_loop():
    import asyncio

    async def notebook(server):
        return ask(Endpoint(server.url, "m"), prompts(3), cache=None)

    with FakeServer() as server:
        assert all(r.ok for r in asyncio.run(notebook(server)))

    async def failing(server):
        return ask(Endpoint(server.url, "m"), prompts(3), cache=None, policy=QUICK)

    with FakeServer(models=[]) as server, pytest.raises(InputError):
        asyncio.run(failing(server))


def test_one_call_is_told_without_a_count():
    endpoint = Endpoint("http://127.0.0.1:9/v1", "m")
    error = failure([Result(Ending.UNREACHABLE)], endpoint, counted=False)
    assert str(error) == f"127.0.0.1 cannot be reached at {endpoint.url}"
