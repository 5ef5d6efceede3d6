"""sdialog: two of its agents talk over the scripted server, one conversation after another."""

# ruff: noqa: ANN001, ANN201, ANN202

import logging

from langchain_openai import ChatOpenAI
from sdialog.agents import Agent
from timing import main

CONVERSATIONS, EXCHANGES = 40, 5
logging.disable(logging.INFO)


def prepare(given):
    # One client for all agents: each would else make its own.
    model = ChatOpenAI(model="fake", base_url=given["url"], api_key="none", max_retries=0)

    def conversation(number):
        prompt = f"You want to learn how keel number {number} works."
        user = Agent(system_prompt=prompt, name="user", can_finish=False, model=model)
        assistant = Agent(name="assistant", can_finish=False, model=model)
        return user.dialog_with(assistant, max_turns=2 * EXCHANGES, seed=number, keep_bar=False)

    def simulate():
        found = [len(conversation(number).turns) for number in range(CONVERSATIONS)]
        assert found == [2 * EXCHANGES] * CONVERSATIONS, found
        return sum(found)

    return {"simulate": simulate}


main(prepare)
