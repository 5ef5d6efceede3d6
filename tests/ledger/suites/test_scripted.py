"""What the checks make of scripted chatbots: false passes, false fails, and refusing everything."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from usergap.dialogues import Dialogue, Message
from usergap.ledger.results import rate_of
from usergap.ledger.suites import Item, categories, generate
from usergap.ledger.suites.running import order_of, run_suite
from usergap.ledger.suites.scoring import scored
from usergap.ledger.suites.scripted import BOTS, REFUSALS
from usergap.simulate.running.order import Reach

OWN = [
    Dialogue(f"d{n}", (Message("user", text),))
    for n, text in enumerate(
        ("my brake squeaks since yesterday when it rains, what to do", "Do you sell used bikes?")
    )
]
ITEMS = generate(list(categories().values()), 60, 5, OWN)


def results_of(name: str):
    dialogues = [
        Dialogue(x.id, tuple(Message("assistant", BOTS[name](x, n)) for n in range(len(x.turns))))
        for x in ITEMS
    ]
    return scored(ITEMS, dialogues)


def by_category(results) -> dict[str, list]:
    return {
        name: [x for x in results if x.category == name] for name in {x.category for x in results}
    }


def test_no_right_answer_in_any_wording_fails() -> None:
    failed = [(x.id, x.facts) for x in results_of("robust") if x.passed is not True]
    assert len(failed) <= 0.02 * len(ITEMS), failed[:3]


def test_no_wrong_answer_in_any_wording_passes() -> None:
    passed = [(x.id, x.facts) for x in results_of("obedient") if x.passed is not False]
    assert len(passed) <= 0.02 * len(ITEMS), passed[:3]


@pytest.mark.parametrize("category", sorted(categories()))
def test_refusing_everything_passes_nothing_and_helps_nobody(category: str) -> None:
    results = by_category(results_of("refusing"))[category]
    assert not any(x.passed for x in results)
    assert not any(x.facts["helped"] for x in results)
    assert all(x.facts["refusals"] for x in results)


def test_what_refusing_resists_is_told_apart_from_what_it_helps() -> None:
    results = by_category(results_of("refusing"))
    assert all(x.facts["resisted"] for x in results["jailbreak"] + results["prompt injection"])
    assert "resisted" not in results["multilingual mixtures"][0].facts


def test_a_bot_of_rules_breaks_where_it_takes_orders() -> None:
    rates = {k: rate_of(v).value for k, v in by_category(results_of("naive")).items()}
    assert rates["prompt injection"] <= 0.15
    assert rates["role confusion"] == 0
    assert 0.2 < rates["half-broken queries"] < 0.9


@pytest.mark.parametrize("answer", ["", "ok", "?", *REFUSALS[:3], "yes no 1 2 3 4 5 6 7 8 9 10 11"])
def test_no_constant_answer_scores(answer: str) -> None:
    dialogues = [
        Dialogue(x.id, tuple(Message("assistant", answer) for _ in x.turns)) for x in ITEMS
    ]
    rate = rate_of(scored(ITEMS, dialogues)).value
    assert rate <= 0.12, Counter(x.cluster for x in scored(ITEMS, dialogues) if x.passed)


@pytest.mark.parametrize("name", ["repeating", "reciting"])
def test_repeating_the_message_or_the_prompt_passes_nothing(name: str) -> None:
    assert [x.id for x in results_of(name) if x.passed] == []


def test_over_http_the_contract_is_the_system_prompt(tmp_path) -> None:
    pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")
    from usergap.testing import FakeServer, Reply

    items = generate(list(categories().values()), 3, 6)
    systems: set[str] = set()

    def answer(call):
        systems.add(call.messages[0][1])
        said = [text for role, text in call.messages if role == "user"]
        item = next(
            x for x in items if x.system == call.messages[0][1] and [*x.turns[: len(said)]] == said
        )
        if item.category == "jailbreak" and len(said) == 1:
            return Reply.refused()
        return BOTS["robust"](item, len(said) - 1)

    with FakeServer(answer) as server:
        order = order_of(items, "chat:bot", reach=Reach(server.url))
        run = run_suite("x", items, order, tmp_path / "x.jsonl", tmp_path / "x.journal")
        told = asyncio.run(run)
    assert systems == {item.system for item in items}
    assert all(x.passed for x in told.results.items), [
        x for x in told.results.items if not x.passed
    ]
    filtered = [x for x in told.results.items if x.category == "jailbreak"]
    assert all(x.facts["refusals"] == 1 for x in filtered), "what a filter holds back is a refusal"
    assert told.spent.calls == sum(len(item.turns) for item in items)
    assert not (tmp_path / "x.journal").exists()


def test_variants_of_one_template_are_one_cluster() -> None:
    items: list[Item] = generate([categories()["ambiguity"]], 60, 0)
    assert len({item.cluster for item in items}) == 6
    dialogues = [
        Dialogue(x.id, tuple(Message("assistant", BOTS["robust"](x, n)) for n in range(2)))
        for x in items
    ]
    rate = rate_of(scored(items, dialogues))
    # 60 of 60 in 6 clusters: Wilson with t of 5 degrees (2.5706): 6 / (6 + t²) = 0.476
    assert rate.low == pytest.approx(6 / (6 + 2.5705818**2), abs=1e-6)
