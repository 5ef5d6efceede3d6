"""The fake server as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

SERVE = [sys.executable, "-m", "usergap.testing.serve"]


def post(url: str, text: str = "say 'boo'"):
    sent = {"model": "m", "messages": [{"role": "user", "content": text}]}
    request = urllib.request.Request(url + "/chat/completions", json.dumps(sent).encode())
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["choices"][0]["message"]["content"]


def test_it_tells_its_address_serves_counts_and_ends_on_interrupt():
    with serving("--say", "yes") as server:
        url = server.stdout.readline().strip()
        assert post(url) == post(url) == "yes"
        with urllib.request.urlopen(url.removesuffix("/v1") + "/stats", timeout=60) as response:
            stats = json.load(response)
        assert stats["requests"] == 2
        assert list(stats["answers"].values()) == [2]
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0


def test_without_aiohttp_the_error_names_the_extra():
    code = (
        "import sys; sys.modules['aiohttp'] = None\n"
        "from usergap.errors import EnvironmentFailure\n"
        "from usergap.testing import FakeServer\n"
        "try: FakeServer().__enter__()\n"
        "except EnvironmentFailure as error: assert 'usergap[llm]' in str(error)\n"
        "else: raise SystemExit('no error')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_as_a_process_it_says_in_one_line_what_is_missing():
    code = (
        "import sys; sys.modules['aiohttp'] = None\n"
        "from usergap.testing.serve import main; main([])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 3
    assert ended.stderr == "usergap: the fake server needs aiohttp: pip install 'usergap[llm]'\n"


def test_a_port_that_is_taken_is_named_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = subprocess.run([*SERVE, "--port", port], capture_output=True, text=True)
    assert ended.returncode == 3
    assert ended.stderr.startswith(f"usergap: port {port}: ")
    assert ended.stderr.count("\n") == 1


@contextmanager
def serving(*options: str):
    server = subprocess.Popen([*SERVE, *options], stdout=subprocess.PIPE, text=True)
    try:
        yield server
    finally:
        server.kill()
        server.wait(60)
        server.stdout.close()


def test_it_can_obey_and_refuse():
    with serving("--obey") as server:
        assert post(server.stdout.readline().strip()) == "boo"
    with serving("--share-429", "1", "--retry-after", "9") as server:
        url = server.stdout.readline().strip()
        with pytest.raises(urllib.error.HTTPError) as caught:
            post(url)
        assert (caught.value.code, caught.value.headers["Retry-After"]) == (429, "9")
        caught.value.close()
