"""A run in a process of its own, to be killed: ``python -m tests.simulate.run_slowly JOURNAL``."""

from __future__ import annotations

import asyncio
import sys

from usergap.simulate.assistants.function import CallableAssistant
from usergap.simulate.loop import Rules
from usergap.simulate.running.runner import simulate_async
from usergap.simulate.scenarios.scenario import Scenario

SCENARIOS = [Scenario(f"s{i}", "learn how keels work") for i in range(12)]
RULES = Rules(max_turns=4)


class Drawing:
    """A user whose text tells the seed that it was asked with."""

    name, version, family, settings, parents = "drawing", "1", "rule", {}, ()

    async def reply(self, conversation):
        await asyncio.sleep(0.01)
        return f"turn {conversation.user_turns} of {conversation.scenario.id}: {conversation.seed}"


async def answer(conversation):
    await asyncio.sleep(0.01)
    return f"re: {conversation.messages[-1].content}"


def run(journal, user=None, scenarios=SCENARIOS, **options):
    options = {
        "rules": RULES,
        "concurrency": 4,
        "clock": lambda: "2026-01-01T00:00:00+00:00",
    } | options
    assistant = options.pop("assistant", CallableAssistant(answer, "re"))
    return asyncio.run(
        simulate_async(scenarios, user or Drawing(), assistant, journal=journal, **options)
    )


if __name__ == "__main__":
    run(sys.argv[1])
