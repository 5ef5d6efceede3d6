from __future__ import annotations

import asyncio

import pytest

from usergap.llm import Ending
from usergap.llm.transport import Response, Transport, TransportError, _proxy_for
from usergap.testing import FakeServer, Reply


def post(server: FakeServer, timeout: float = 2.0, **query: str) -> Response:
    async def main() -> Response:
        url = server.url + "/chat/completions"
        async with Transport(url, {"X-Mine": "1"}, query, timeout) as transport:
            return await transport.post(b"{}")

    return asyncio.run(main())


def test_headers_query_and_body_arrive_and_the_whole_answer_comes_back():
    with FakeServer("x" * 300_000) as server:
        response = post(server, **{"api-version": "2024-01-01"})
        assert response.status == 200
        assert len(response.body) > 300_000
        assert server.calls[0].headers["x-mine"] == "1"
        assert server.calls[0].headers["content-type"] == "application/json"


FAULTS = [
    (Reply.dropped(), Ending.DROPPED),
    (Reply.truncated("x" * 1000), Ending.DROPPED),
    (Reply.hang(), Ending.TIMEOUT),
]


@pytest.mark.parametrize(("reply", "ending"), FAULTS)
def test_a_fault_has_its_name_and_hides_its_cause(reply, ending):
    with FakeServer([reply]) as server, pytest.raises(TransportError) as caught:
        post(server, timeout=0.3 if ending is Ending.TIMEOUT else 20.0)
    assert caught.value.ending is ending
    # The cause could hold the request's headers, and with them the key.
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_what_is_no_http_has_its_name():
    async def main() -> Ending:
        async def speak(reader, writer) -> None:
            await reader.read(10)
            writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
            writer.close()

        server = await asyncio.start_server(speak, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, Transport(f"http://127.0.0.1:{port}/", {}, {}, 20.0) as transport:
            with pytest.raises(TransportError) as caught:
                await transport.post(b"{}")
        return caught.value.ending

    assert asyncio.run(main()) in {Ending.MALFORMED, Ending.DROPPED}


def test_a_host_that_does_not_resolve_is_unreachable():
    async def main() -> Ending:
        async with Transport("http://no-such-host.invalid/", {}, {}, 5.0) as transport:
            with pytest.raises(TransportError) as caught:
                await transport.post(b"{}")
        return caught.value.ending

    assert asyncio.run(main()) is Ending.UNREACHABLE


def test_a_proxy_is_used_for_other_hosts_and_never_for_this_machine(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    monkeypatch.setenv("http_proxy", "http://proxy:3128")
    monkeypatch.setenv("no_proxy", "internal.example")
    assert _proxy_for("https://api.openai.com/v1") == "http://proxy:3128"
    assert _proxy_for("http://127.0.0.1:8000/v1") is None
    assert _proxy_for("https://internal.example/v1") is None


def test_it_must_be_opened():
    with pytest.raises(RuntimeError, match="not open"):
        asyncio.run(Transport("http://127.0.0.1:1/", {}, {}, 1.0).post(b""))
