"""arksim: its simulator against the scripted server.

The assistant is its agent for chat completions. Its clients for the user's model are of
vendors' own interfaces (``/responses`` and the like), which the server does not speak: the
user's model is given a client of a few lines.
"""

# ruff: noqa: ANN001, ANN003, ANN201, ANN202, ANN204, ARG002

import asyncio
import logging
import tempfile
from pathlib import Path

from arksim.config import AgentConfig
from arksim.llms.chat.base.base_llm import BaseLLM
from arksim.scenario import Scenario, Scenarios
from arksim.simulation_engine import SimulationParams, Simulator
from asking import Asking
from timing import main

CONVERSATIONS, EXCHANGES, IN_FLIGHT = 40, 5, 20
logging.disable(logging.INFO)


class Scripted(BaseLLM):
    def __init__(self, asking):
        super().__init__("fake")
        self.asking = asking

    def call(self, messages, schema=None, **kwargs):
        raise NotImplementedError

    async def call_async(self, messages, schema=None, **kwargs):
        return await self.asking.say(
            [{"role": x["role"], "content": x["content"]} for x in messages]
        )


def prepare(given):
    asking = Asking(given["url"])
    agent = AgentConfig(
        agent_name="fake",
        agent_type="chat_completions",
        api_config={
            "endpoint": given["url"] + "/chat/completions",
            "headers": {"Content-Type": "application/json"},
            "body": {"model": "fake", "messages": []},
        },
    )
    scenarios = Scenarios(
        schema_version="v1",
        scenarios=[
            Scenario(
                scenario_id=f"s{i}",
                user_id=f"u{i}",
                goal=f"learn how keel number {i} works",
                agent_context="",
                knowledge=[],
                user_profile="a human user",
                origin={},
            )
            for i in range(CONVERSATIONS)
        ],
    )

    async def simulated(output):
        settings = SimulationParams(
            max_turns=EXCHANGES, num_workers=IN_FLIGHT, output_file_path=output
        )
        simulator = Simulator(agent, settings, Scripted(asking))
        found = await simulator.simulate(scenarios)
        await simulator.save()
        await asking.close()
        return [len(x.conversation_history) for x in found.conversations]

    def simulate():
        asking.calls = 0
        with tempfile.TemporaryDirectory() as folder:
            lengths = asyncio.run(simulated(str(Path(folder) / "simulation.json")))
        assert lengths == [2 * EXCHANGES] * CONVERSATIONS, lengths
        return 2 * asking.calls  # the agent's are as many

    return {"simulate": simulate}


main(prepare)
