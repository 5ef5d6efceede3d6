"""deepeval: its conversation simulator against the scripted server."""

# ruff: noqa: ANN001, ANN201, ANN202, ANN204, ARG001, ARG002

import asyncio

import aiohttp
from deepeval.dataset import ConversationalGolden
from deepeval.models import DeepEvalBaseLLM
from deepeval.simulator import ConversationSimulator
from deepeval.simulator.controller.controller import proceed
from deepeval.simulator.schema import SimulatedInput
from deepeval.test_case import Turn
from timing import main

CONVERSATIONS, EXCHANGES, IN_FLIGHT = 40, 5, 20


async def say(url, messages):
    if not hasattr(say, "session"):
        say.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
    body = {"model": "fake", "messages": messages}
    async with say.session.post(url + "/chat/completions", json=body) as response:
        say.calls += 1
        return (await response.json())["choices"][0]["message"]["content"]


class Scripted(DeepEvalBaseLLM):
    def __init__(self, url):
        self.url = url
        super().__init__("fake")

    def load_model(self):
        return self

    def get_model_name(self):
        return "fake"

    def generate(self, prompt, schema=None):
        raise NotImplementedError

    async def a_generate(self, prompt, schema=None):
        text = await say(self.url, [{"role": "user", "content": prompt}])
        return SimulatedInput(simulated_input=text)


def prepare(given):
    url = given["url"]

    async def answer(input, turns, thread_id):  # noqa: A002 - its name there
        messages = [{"role": turn.role, "content": turn.content} for turn in turns]
        return Turn(role="assistant", content=await say(url, messages))

    def simulate():
        asyncio.set_event_loop(asyncio.new_event_loop())
        say.__dict__.pop("session", None)
        say.calls = 0
        simulator = ConversationSimulator(
            model_callback=answer,
            simulator_model=Scripted(url),
            stopping_controller=lambda: proceed(),
            max_concurrent=IN_FLIGHT,
        )
        goldens = [
            ConversationalGolden(scenario=f"learn how keel number {i} works")
            for i in range(CONVERSATIONS)
        ]
        found = simulator.simulate(goldens, max_user_simulations=EXCHANGES)
        assert all(len(x.turns) == 2 * EXCHANGES for x in found), [len(x.turns) for x in found]
        asyncio.get_event_loop().run_until_complete(say.session.close())
        return say.calls

    return {"simulate": simulate}


main(prepare)
