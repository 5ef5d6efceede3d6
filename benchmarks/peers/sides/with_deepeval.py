"""deepeval: its conversation simulator against the scripted server."""

# ruff: noqa: ANN001, ANN201, ANN202, ANN204, ARG001, ARG002

import asyncio

from asking import Asking
from deepeval.dataset import ConversationalGolden
from deepeval.models import DeepEvalBaseLLM
from deepeval.simulator import ConversationSimulator
from deepeval.simulator.controller.controller import proceed
from deepeval.simulator.schema import SimulatedInput
from deepeval.test_case import Turn
from timing import main

CONVERSATIONS, EXCHANGES, IN_FLIGHT = 40, 5, 20


class Scripted(DeepEvalBaseLLM):
    def __init__(self, asking):
        self.asking = asking
        super().__init__("fake")

    def load_model(self):
        return self

    def get_model_name(self):
        return "fake"

    def generate(self, prompt, schema=None):
        raise NotImplementedError

    async def a_generate(self, prompt, schema=None):
        text = await self.asking.say([{"role": "user", "content": prompt}])
        return SimulatedInput(simulated_input=text)


def prepare(given):
    asking = Asking(given["url"])

    async def answer(input, turns, thread_id):  # noqa: A002 - its name there
        messages = [{"role": turn.role, "content": turn.content} for turn in turns]
        return Turn(role="assistant", content=await asking.say(messages))

    def simulate():
        asyncio.set_event_loop(asyncio.new_event_loop())
        asking.calls = 0
        simulator = ConversationSimulator(
            model_callback=answer,
            simulator_model=Scripted(asking),
            stopping_controller=lambda: proceed(),
            max_concurrent=IN_FLIGHT,
        )
        goldens = [
            ConversationalGolden(scenario=f"learn how keel number {i} works")
            for i in range(CONVERSATIONS)
        ]
        found = simulator.simulate(goldens, max_user_simulations=EXCHANGES)
        assert all(len(x.turns) == 2 * EXCHANGES for x in found), [len(x.turns) for x in found]
        asyncio.get_event_loop().run_until_complete(asking.close())
        return asking.calls

    return {"simulate": simulate}


main(prepare)
