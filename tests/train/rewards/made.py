"""Candidates and judges for the tests of rewards."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from usergap.dialogues import Message
from usergap.llm import Endpoint, Policy, Request, Result, ask
from usergap.testing import Call, FakeServer, Reply
from usergap.train.rewards.reward import Candidate

WORDS = (
    "could", "you", "tell", "me", "more", "about", "rice", "beans",
    "soup", "and", "a", "short", "plan", "for", "my", "trip",
)  # fmt: skip


def reply(rng: np.random.Generator, least: int = 2, most: int = 12) -> str:
    return " ".join(rng.choice(WORDS, rng.integers(least, most + 1)))


def context(number: int) -> tuple[Message, ...]:
    return (Message("user", "hello"), Message("assistant", f"here is answer {number}"))


def real_replies(count: int, seed: int = 0) -> tuple[Candidate, ...]:
    rng = np.random.default_rng(seed)
    return tuple(Candidate(reply(rng), context(place)) for place in range(count))


def polite_replies(count: int, seed: int = 1) -> tuple[Candidate, ...]:
    """Long and thankful, as models write."""
    rng = np.random.default_rng(seed)
    thanks = "Thank you so much, that is very helpful! I love it."
    return tuple(
        Candidate(f"{thanks} {reply(rng, 15, 25).capitalize()}.", context(place))
        for place in range(count)
    )


def asking(server: FakeServer) -> Callable[[Sequence[Request]], list[Result]]:
    """Requests go to the server, over HTTP; an answer that fails is a result too."""

    def put(requests: Sequence[Request]) -> list[Result]:
        policy = Policy(max_attempts=1, failures=1000)
        return ask(Endpoint(server.url, "judge"), requests, cache=None, policy=policy, strict=False)

    return put


def judge(answer: Callable[[Any], dict[str, Any] | Reply]) -> Callable[[Call], Reply]:
    """A script: ``answer`` sees the fenced data and gives the fields beside the ticket."""

    def script(call: Call) -> Reply:
        lines = call.prompt.splitlines()
        found = answer(json.loads(lines[2]))
        if isinstance(found, Reply):
            return found
        return Reply.say(json.dumps({"ticket": lines[0].rpartition("ticket ")[2], **found}))

    return script
