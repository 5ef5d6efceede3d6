"""The two sides of a probe: a user who says an item's turns, and a chatbot under its contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from usergap.dialogues import Message
from usergap.ledger.results.record import MADE_UP
from usergap.ledger.suites.item import VERSION, Item
from usergap.ledger.suites.refusals import FILTERED
from usergap.llm import Ending
from usergap.simulate.assistants.chat import ChatAssistant
from usergap.simulate.made import fingerprint
from usergap.simulate.model import NoAnswerError
from usergap.simulate.participant import Assistant, Conversation, Family, Settings


@dataclass(frozen=True)
class ItemUser:
    """Says the turns of the item that the scenario names, whatever is answered."""

    turns: Mapping[str, tuple[str, ...]] = field(repr=False)
    settings: Settings
    name: str = MADE_UP
    version: str = VERSION
    family: ClassVar[Family] = "rule"
    parents: tuple[str, ...] = ()

    @classmethod
    def of(cls, items: Sequence[Item]) -> ItemUser:
        """The user of these items."""
        turns = {item.id: item.turns for item in items}
        return cls(
            turns, {"kind": "suite", "items": fingerprint([[k, *v] for k, v in turns.items()])}
        )

    async def reply(self, conversation: Conversation) -> str | None:
        """The turn of this number; None after the last."""
        turns, number = self.turns[conversation.scenario.id], conversation.user_turns
        return turns[number] if number < len(turns) else None


@dataclass(frozen=True)
class Contracted:
    """A chatbot that is told each item's contract as its system prompt, after its own if any.

    What a content filter holds back is an answer, too: a refusal.
    """

    inner: Assistant
    contracts: Mapping[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        """The chatbot's."""
        return self.inner.name

    @property
    def settings(self) -> Settings:
        """The chatbot's, and the contracts."""
        return {**self.inner.settings, "contracts": fingerprint(dict(self.contracts))}

    async def reply(self, conversation: Conversation) -> str | None:
        """The chatbot's answer under the contract."""
        contract = self.contracts.get(conversation.scenario.id, "")
        try:
            return await self._asked(conversation, contract)
        except NoAnswerError as error:
            if str(error).startswith(Ending.REFUSED):
                return FILTERED
            raise

    async def _asked(self, conversation: Conversation, contract: str) -> str | None:
        inner = self.inner
        if not contract:
            return await inner.reply(conversation)
        if isinstance(inner, ChatAssistant):
            system = "\n\n".join(x for x in (inner.system, contract) if x)
            return await replace(inner, system=system).reply(conversation)
        messages = (Message("system", contract), *conversation.messages)
        return await inner.reply(replace(conversation, messages=messages))
