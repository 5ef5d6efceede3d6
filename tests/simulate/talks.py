"""Participants for tests, and a way to let them talk."""

from __future__ import annotations

import asyncio

from usergap.simulate.loop import Rules, Start, converse
from usergap.simulate.scenarios.scenario import Scenario

SCENARIO = Scenario("s1", "learn how keels work", "sea", parents=("real-1",))


class Lines:
    """A user that says its lines by (turn, attempt); an error in them is raised."""

    name, version, family, settings, parents = "lines", "1", "rule", {"prompt": "p"}, ()

    def __init__(self, *lines):
        self.lines, self.asked = list(lines), []

    async def reply(self, conversation):
        self.asked.append(conversation)
        line = self.lines.pop(0) if self.lines else None
        if isinstance(line, Exception):
            raise line
        return line


class Echo(Lines):
    """An assistant that repeats the user, then its lines if it has any."""

    name = "echo"

    async def reply(self, conversation):
        if self.lines:
            return await super().reply(conversation)
        return f"re: {conversation.messages[-1].content}"


def talk(user, assistant=None, messages=(), **rules):
    """The outcome, and what was kept as (role, content, interventions)."""
    kept = []

    async def keep(message, counts):
        kept.append((message.role, message.content, dict(counts)))

    start = Start(SCENARIO, "a human user", 7, tuple(messages))
    outcome = asyncio.run(converse(start, user, assistant or Echo(), Rules(**rules), keep))
    return outcome, kept
