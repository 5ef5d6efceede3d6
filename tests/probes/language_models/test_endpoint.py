"""Log-probabilities over HTTP, from a small server on this machine."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from usergap.errors import EnvironmentFailure
from usergap.llm import Endpoint
from usergap.probes.language_models.endpoint import BATCH, EndpointModel, mean_after


def scored(prompt):
    """One token a character, log-probability minus its place, and one token made up behind."""
    values = [None, *(-float(place) for place in range(1, len(prompt)))]
    return {
        "tokens": [*prompt, "!"],
        "token_logprobs": [*values, -99.0],
        "text_offset": list(range(len(prompt) + 1)),
    }


@contextmanager
def server(refuse=0, logprobs=True, status=503):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, body))
            if len(asked) <= refuse:
                self.send_response(status)
                self.end_headers()
                return
            choices = [
                {"index": i, "text": text, "logprobs": scored(text) if logprobs else None}
                for i, text in enumerate(body["prompt"])
            ]
            answer = json.dumps({"choices": choices[::-1]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}/v1", asked
        finally:
            running.shutdown()
            thread.join()


async def at_once(_seconds):
    return None


def model(url):
    return EndpointModel(Endpoint(url, "tiny"), sleep=at_once)


def test_the_mean_is_over_the_text_after_its_context():
    with server() as (url, asked):
        # "abcd": a has no number; b, c, d have -1, -2, -3. Behind "xy\n" abcd stands at
        # places 3 to 6. The token that the server made up behind the text never counts.
        assert model(url).mean_logprobs(["abcd", "abcd", ""], ["", "xy", "z"]) == [-2.0, -4.5, None]
        assert asked[0][0] == "/v1/completions"
        assert asked[0][1]["echo"] is True
        assert model(url).mean_logprobs(["a"]) == [None]


def test_many_texts_go_in_batches_and_come_back_in_order():
    texts = ["a" * (2 + i) for i in range(2 * BATCH + 3)]
    with server() as (url, asked):
        told = model(url).mean_logprobs(texts)
        assert told == [-(len(text)) / 2 for text in texts]  # mean of 1 … n-1 is n/2
        assert [len(body["prompt"]) for _, body in asked].count(BATCH) == 2


def test_a_server_that_is_busy_is_asked_again():
    with server(refuse=2) as (url, asked):
        assert model(url).mean_logprobs(["abc"]) == [-1.5]
        assert len(asked) == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [({"logprobs": False}, "expected log-probabilities"), ({"refuse": 9, "status": 404}, "404")],
)
def test_a_server_without_log_probabilities_is_told(options, said):
    with server(**options) as (url, asked), pytest.raises(EnvironmentFailure, match=said):
        model(url).mean_logprobs(["abc"])
    assert len(asked) == 1


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(EnvironmentFailure, match="reference model at 127"):
        model("http://127.0.0.1:9/v1").mean_logprobs(["abc"])


def test_without_offsets_tokens_add_up():
    told = {"tokens": ["ab", "cd", "ef"], "token_logprobs": [None, -1.0, -3.0]}
    assert mean_after(told, 2, 6) == -2.0
    assert mean_after(told, 3, 6) == -3.0
    assert mean_after(told, 0, 2) is None
