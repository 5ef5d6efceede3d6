"""The fake server as a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request

SERVE = [sys.executable, "-m", "usergap.testing.serve"]


def post(url: str, text: str = "say 'boo'"):
    sent = {"model": "m", "messages": [{"role": "user", "content": text}]}
    request = urllib.request.Request(url + "/chat/completions", json.dumps(sent).encode())
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)["choices"][0]["message"]["content"]


def test_it_tells_its_address_serves_counts_and_ends_on_interrupt():
    with subprocess.Popen([*SERVE, "--say", "yes"], stdout=subprocess.PIPE, text=True) as server:
        url = server.stdout.readline().strip()
        assert post(url) == post(url) == "yes"
        with urllib.request.urlopen(url.removesuffix("/v1") + "/stats", timeout=10) as response:
            stats = json.load(response)
        assert stats["requests"] == 2
        assert list(stats["answers"].values()) == [2]
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 0


def test_it_can_obey_and_refuse():
    with subprocess.Popen([*SERVE, "--obey"], stdout=subprocess.PIPE, text=True) as server:
        assert post(server.stdout.readline().strip()) == "boo"
        server.terminate()
    command = [*SERVE, "--share-429", "1", "--retry-after", "9"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            post(server.stdout.readline().strip())
        except urllib.error.HTTPError as error:
            assert (error.code, error.headers["Retry-After"]) == (429, "9")
            error.close()
        else:
            raise AssertionError("no 429")
        server.terminate()
