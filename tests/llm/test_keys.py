"""A planted key is looked for in everything that leaves the client."""

from __future__ import annotations

import asyncio
import logging
import pickle
import traceback
from pathlib import Path

import pytest

from usergap.errors import UsergapError
from usergap.llm import Client, Endpoint, Request, ask, failure
from usergap.testing import FakeServer, Reply

from .calls import QUICK, prompts

KEY = "sk-Planted-7f3a9c1e5b2d8064-KEY"
PIECE = KEY[5:15]


def nasty(call) -> Reply:
    """Servers that echo the key in all places."""
    sent = call.headers.get("authorization") or call.headers.get("x-api-key", "")
    return [
        Reply.say(f"your header was {sent}"),
        Reply.bad_request(f"bad header: {sent}"),
        Reply.bad_request(f"bad key: {sent[9:24]}..."),
        Reply.server_error(),
        Reply.malformed(f"<html>{sent}</html>".encode()),
        Reply(status=307, headers={"Location": f"http://127.0.0.1:1/?k={KEY}"}),
        Reply.refused(f"no: {sent}"),
        Reply.dropped(),
        Reply.truncated(sent),
        Reply.rate_limited(KEY),
    ][call.number % 10]


@pytest.fixture(autouse=True)
def planted(monkeypatch):
    monkeypatch.setenv("PLANTED", KEY)


def assert_clean(*things: object) -> None:
    for thing in things:
        text = thing if isinstance(thing, str) else repr(thing) + str(thing)
        assert KEY not in text
        assert PIECE not in text


@pytest.mark.parametrize("dialect", ["chat", "messages"])
def test_the_key_reaches_the_server_and_nothing_else(tmp_path, caplog, capfd, dialect):
    caplog.set_level(logging.DEBUG)
    told = []

    async def main(server):
        endpoint = Endpoint(server.url, "fake", key_env="PLANTED", dialect=dialect)
        settings = {"cache": tmp_path / "c", "policy": QUICK, "on_progress": told.append}
        async with Client(endpoint, **settings) as client:
            results = await client.run(prompts(60))
            assert_clean(client, client.endpoint, client.spent, vars(endpoint))
            assert_clean(failure(results, endpoint))
            return results

    with FakeServer(nasty) as server:
        results = asyncio.run(main(server))
        sent = server.calls[0].headers
        assert KEY in (sent.get("authorization", "") + sent.get("x-api-key", ""))
    assert len({r.ending for r in results}) >= 3
    assert "[key]" in "".join(r.text + r.detail for r in results)
    assert_clean(*results, *told, caplog.text, *capfd.readouterr())
    assert_clean(pickle.dumps(results).decode("latin-1"))
    for path in Path(tmp_path).iterdir():
        assert KEY.encode() not in path.read_bytes()
    from usergap.llm import Cache

    cache = Cache(tmp_path / "c")
    client = Client(Endpoint(server.url, "fake", dialect=dialect), cache=None)
    for request in prompts(60):
        assert_clean(cache.get(client.key_of(request)))
    cache.close()


@pytest.mark.parametrize("endpoint", ["wrong", "unreachable"])
def test_errors_and_their_tracebacks_are_clean(endpoint, caplog):
    caplog.set_level(logging.DEBUG)
    with FakeServer(key="another") as server:
        url = server.url if endpoint == "wrong" else "http://127.0.0.1:9/v1"
        with pytest.raises(UsergapError) as caught:
            ask(Endpoint(url, "fake", key_env="PLANTED"), prompts(3), cache=None, policy=QUICK)
    assert_clean("".join(traceback.format_exception(caught.value)), caplog.text)
    assert caught.value.exit_code == 3


def test_a_key_in_the_prompt_is_not_stored(tmp_path):
    with FakeServer("fine") as server:
        endpoint = Endpoint(server.url, "fake", key_env="PLANTED")
        ask(endpoint, [Request.of(f"my key is {KEY}")], cache=tmp_path / "c")
    for path in tmp_path.iterdir():
        assert KEY.encode() not in path.read_bytes()
