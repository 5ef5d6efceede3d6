"""Options of ``suite run`` and ``accept``: the chatbot, how it is reached, what it may cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.annotate_options import (
    BaseUrl,
    Concurrency,
    KeyEnv,
    MaxCalls,
    MaxCost,
    MaxRunTokens,
)
from usergap.cli.simulate_options import Interrupted, Prices, prices_of
from usergap.cli.simulate_progress import conversations_bar
from usergap.errors import EnvironmentFailure, InputError

if TYPE_CHECKING:
    from usergap.ledger.suites.running import JudgedBy
    from usergap.llm import Spent
    from usergap.simulate.running.progress import Progress


@dataclass(frozen=True)
class BotOptions:
    """How the chatbot and the judge are reached."""

    base_url: BaseUrl = None
    key_env: KeyEnv = None
    judge: Annotated[
        str | None, typer.Option(metavar="MODEL", help="A model that says what passed.")
    ] = None
    judge_base_url: Annotated[str | None, typer.Option(help="Another endpoint for the judge.")] = (
        None
    )
    judge_key_env: Annotated[
        str | None, typer.Option(help="Environment variable that holds its key.")
    ] = None
    concurrency: Concurrency = 20
    max_calls: MaxCalls = None
    max_run_tokens: MaxRunTokens = None
    max_cost: MaxCost = None
    price: Prices = None
    cache: Annotated[
        Path | None,
        typer.Option("--cache", help="Reuse the chatbot's answers kept here. [default: ask anew]"),
    ] = None
    journal: Annotated[
        Path | None, typer.Option(help="Finished turns. [default: OUTPUT.journal]")
    ] = None
    restart: Annotated[bool, typer.Option("--restart", help="Forget the journal.")] = False

    def order(self, seed: int) -> dict[str, Any]:
        """Settings of an ``Order``. Raises InputError."""
        from usergap.llm import Ceilings
        from usergap.simulate.running.order import Reach

        return {
            "seed": seed,
            "concurrency": self.concurrency,
            "reach": Reach(self.base_url, self.key_env),
            "cache": self.cache,
            "ceilings": Ceilings(self.max_calls, self.max_run_tokens, self.max_cost),
            "prices": prices_of(self.price),
        }

    def judged_by(self) -> JudgedBy | None:
        """The judge, if one is asked for; its answers are cached, as they do not change."""
        from usergap.ledger.suites.running import JudgedBy
        from usergap.llm import default_cache
        from usergap.simulate.running.order import Reach

        if self.judge is None:
            if self.judge_base_url or self.judge_key_env:
                raise InputError("--judge-base-url: expected --judge MODEL beside it, found none")
            return None
        reach = Reach(self.base_url, self.key_env)
        if self.judge_base_url:
            reach = Reach(self.judge_base_url, self.judge_key_env)
        return JudgedBy(self.judge, reach, self.cache or default_cache())

    def place(self, output: Path) -> Path:
        """The journal's; an old one is forgotten if that is asked for."""
        from usergap.simulate.running.restart import discard
        from usergap.simulate.running.runner import journal_of

        place = self.journal or journal_of(output)
        if self.restart:
            discard(place)
        return place


@contextmanager
def watched(output: Path, journal: Path) -> Iterator[Callable[[Progress, Spent], None]]:
    """Yields what a run calls after each turn; tells how to go on where it is cut off."""
    last: Progress | None = None

    def kept() -> str:
        if last is None:
            return ""
        return (
            f"\n{last.done} of {last.total} items are finished; {output} is not written"
            f"\nevery answer so far is kept in {journal}: run the same command again to go on"
        )

    with conversations_bar() as show:

        def note(state: Progress, spent: Spent) -> None:
            nonlocal last
            last = state
            show(state, spent)

        try:
            yield note
        except KeyboardInterrupt:
            raise Interrupted(f"interrupted{kept()}") from None
        except EnvironmentFailure as trouble:
            raise EnvironmentFailure(f"{trouble}{kept()}") from None


def transcripts_of(output: Path) -> Path:
    """Where the dialogues of a run lie. Raises InputError for a name that no file can have."""
    if output.suffix.lower() != ".json":
        raise InputError(
            f"{output}: expected a name ending in .json, found {output.suffix or 'none'}"
        )
    if output.is_dir() or not output.absolute().parent.is_dir():
        found = "a folder" if output.is_dir() else "no folder to put it in"
        raise InputError(f"{output}: expected the name of a file to write, found {found}")
    return output.with_suffix(".dialogues.jsonl")


def told_spent(spent: Spent | None) -> list[str]:
    """Lines on what models have cost."""
    if spent is None:
        return []
    lines = [f"calls {spent.calls}, tokens {spent.prompt} + {spent.completion}"]
    return lines + ([f"cost {spent.money:.4f}"] if spent.money else [])
