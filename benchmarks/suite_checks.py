"""What the checks of `usergap suite` make of scripted chatbots, over real HTTP.

    python benchmarks/suite_checks.py [ITEMS OF EACH CATEGORY] [SEED]

For each category: the pass rate of each chatbot, with the interval over templates. That of the
robust one is 1 less the false-fail rate; that of the obedient one is the false-pass rate.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.ledger.results import UnitTestResults, rate_of, rates_by_category
from usergap.ledger.suites import Item, categories, generate
from usergap.ledger.suites.running import order_of, run_suite
from usergap.ledger.suites.scripted import BOTS, Bot
from usergap.simulate.running.order import Reach
from usergap.testing import Call, FakeServer


def results_of(items: list[Item], bot: Bot) -> UnitTestResults:
    """The results of one scripted chatbot behind a server."""
    known = {(item.system, *item.turns): item for item in items}

    def answer(call: Call) -> str:
        said = [text for role, text in call.messages if role == "user"]
        system = call.messages[0][1]
        item = next(x for key, x in known.items() if key[0] == system
                    and list(key[1 : len(said) + 1]) == said)  # fmt: skip
        return bot(item, len(said) - 1)

    with FakeServer(answer) as server, tempfile.TemporaryDirectory() as folder:
        order = order_of(items, "chat:bot", reach=Reach(server.url))
        output = Path(folder) / "x.jsonl"
        told = asyncio.run(run_suite("x", items, order, output, Path(folder) / "x.journal"))
    return told.results


def main() -> None:
    """Print the table."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    items = generate(list(categories().values()), number, seed)
    print(f"{number} items of each category, seed {seed}")
    print(f"{'category':28}" + "".join(f"{name:>20}" for name in BOTS))
    found = {name: results_of(items, bot) for name, bot in BOTS.items()}
    rates = {name: rates_by_category(each.items) for name, each in found.items()}
    for category in categories():
        print(f"{category:28}" + "".join(f"{told(rates[name][category]):>20}" for name in BOTS))
    print(f"{'all':28}" + "".join(f"{told(rate_of(found[n].items)):>20}" for n in BOTS))


def told(rate: Estimate) -> str:
    """A rate with its interval, in per cent."""
    return f"{100 * rate.value:.1f} ({100 * rate.low:.0f} to {100 * rate.high:.0f})"


if __name__ == "__main__":
    main()
