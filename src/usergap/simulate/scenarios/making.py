"""Scenarios from real dialogues, by a model or without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from usergap.annotators import shipped_annotator
from usergap.annotators.llm.asking import EndpointAsker, LocalAsker
from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.llm import Ceilings, Endpoint, Policy, Price, Progress, Spent
from usergap.simulate.making import LOCAL
from usergap.simulate.running.order import Reach
from usergap.simulate.scenarios.extractive import Extraction, extract_scenarios
from usergap.simulate.scenarios.writer import PERSONAS, Ask, write_scenarios


@dataclass(frozen=True)
class Making:
    """How scenarios are made: by the ``model`` (a name at ``reach`` or ``hf:PATH``), or without.

    ``personas``: candidates a scenario; None: five with a model, and none without.
    """

    model: str | None = None
    reach: Reach = field(default_factory=Reach)
    personas: int | None = None
    concurrency: int = 20
    cache: Path | None = None
    ceilings: Ceilings = field(default_factory=Ceilings)
    prices: Mapping[str, Price] = field(default_factory=dict)
    device: str = "cpu"
    on_progress: Callable[[Progress], None] | None = None

    def check(self) -> None:
        """Raises InputError without an address, EnvironmentFailure without a needed key."""
        if self.model is not None and not self.model.startswith(LOCAL):
            self.asker()

    def asker(self) -> EndpointAsker | LocalAsker:
        """Who is asked. Raises as ``check`` does."""
        name = self.model or ""
        if name.startswith(LOCAL):
            from usergap.llm.local import load_causal

            return LocalAsker(load_causal(name.removeprefix(LOCAL), device=self.device), 512)
        if self.reach.base_url is None:
            raise InputError(
                f"model {name!r}: expected the endpoint's address, found none: give --base-url,"
                f" or name a model on this machine as {LOCAL}PATH"
            )
        endpoint = Endpoint(self.reach.base_url, name, key_env=self.reach.key_env)
        endpoint.key()
        price = self.prices.get(name, self.prices.get(""))
        if self.ceilings.money is not None and price is None:
            raise InputError(
                "--max-cost: expected the price of the model beside it (--price), found none"
            )
        return EndpointAsker(
            endpoint,
            self.cache,
            Policy(max_in_flight=self.concurrency),
            self.ceilings,
            {} if price is None else {name: price},
            self.on_progress,
        )


def make_scenarios(
    corpus: Sequence[Dialogue], making: Making, limit: int | None = None
) -> tuple[Extraction, Spent | None]:
    """Scenarios of the first ``limit`` dialogues, and their cost; None where no endpoint was asked.

    Raises InputError and EnvironmentFailure as ``Making.check`` and a lost endpoint do.
    """
    identity, dialogues = shipped_annotator(("identity",)), corpus[:limit]
    if making.model is None:
        return extract_scenarios(dialogues, identity), None
    asker = making.asker()
    ask: Ask = asker
    personas = PERSONAS if making.personas is None else making.personas
    name = making.model.rstrip("/").rpartition("/")[2]
    found = write_scenarios(dialogues, ask, identity, name=name, personas=personas, corpus=corpus)
    return found, asker.spent if isinstance(asker, EndpointAsker) else None
