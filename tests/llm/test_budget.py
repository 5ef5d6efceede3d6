import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.llm import Ceilings, Price, Request, SharedCeilings, Usage
from usergap.llm.budget import Budget, reserve_for

PRICE = Price(prompt=2.0, completion=10.0)


def test_the_cost_is_tokens_times_price_per_million():
    # 1,000 · 2/1e6 + 500 · 10/1e6 = 0.002 + 0.005
    assert PRICE.of(Usage(1000, 500)) == pytest.approx(0.007, abs=1e-15)


def spend(budget: Budget, held: Usage, used: Usage | None, billed="yes"):
    async def main():
        ticket = await budget.reserve(held)
        return None if ticket is None else (budget.settle(ticket, used, billed),)

    return asyncio.run(main())


def test_an_unknown_price_or_usage_is_none_never_zero():
    assert spend(Budget(Ceilings(), None), Usage(1, 1), Usage(1, 1)) == (None,)
    budget = Budget(Ceilings(), PRICE)
    assert spend(budget, Usage(1, 1), Usage(0, 0)) == (0.0,)
    assert spend(budget, Usage(1, 1), None) == (None,)
    assert budget.spent.money is None
    assert budget.spent.uncertain == 1


def test_refused_requests_cost_nothing_and_uncertain_ones_are_named():
    budget = Budget(Ceilings(), PRICE)
    assert spend(budget, Usage(9, 9), None, "no") == (0.0,)
    assert spend(budget, Usage(9, 9), None, "maybe") == (None,)
    assert budget.spent.money == 0.0
    assert (budget.spent.calls, budget.spent.uncertain) == (2, 1)


def test_a_ceiling_on_money_without_a_price_is_refused():
    with pytest.raises(InputError, match="price"):
        Budget(Ceilings(money=1.0), None)


def test_a_ceiling_on_calls_counts_every_request():
    budget = Budget(Ceilings(calls=2), None)
    assert spend(budget, Usage(1, 1), None, "no") is not None
    assert spend(budget, Usage(1, 1), None, "no") is not None
    assert spend(budget, Usage(1, 1), None, "no") is None


def test_what_may_have_been_billed_counts_in_full_against_the_ceiling():
    budget = Budget(Ceilings(tokens=100), None)
    spend(budget, Usage(40, 40), None, "maybe")
    assert spend(budget, Usage(10, 11), None) is None
    assert spend(budget, Usage(10, 10), None) is not None


def test_a_request_waits_for_those_in_flight_to_use_less_than_was_set_aside():
    async def main() -> None:
        budget = Budget(Ceilings(tokens=100), None)
        first = await budget.reserve(Usage(40, 40))
        second = asyncio.create_task(budget.reserve(Usage(40, 40)))
        await asyncio.sleep(0.01)
        assert not second.done()
        budget.settle(first, Usage(5, 5), "yes")
        assert await asyncio.wait_for(second, 30) is not None

    asyncio.run(main())


def test_a_request_that_was_never_sent_is_taken_back():
    async def main() -> None:
        budget = Budget(Ceilings(calls=1), None)
        budget.unsent(await budget.reserve(Usage(1, 1)))
        assert budget.spent.calls == 0
        assert await budget.reserve(Usage(1, 1)) is not None

    asyncio.run(main())


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.floats(0, 1)), max_size=40),
    st.integers(0, 300),
)
def test_the_ceiling_holds_if_no_call_uses_more_than_was_set_aside(calls, ceiling):
    budget = Budget(Ceilings(tokens=ceiling), None)
    for prompt, completion, share in calls:
        used = Usage(int(prompt * share), int(completion * share))
        spend(budget, Usage(prompt, completion), used)
    assert budget.spent.prompt + budget.spent.completion <= ceiling


def test_what_is_set_aside_grows_with_the_prompt_and_max_tokens():
    small, large = Request.of("a" * 30, max_tokens=5), Request.of("a" * 300, max_tokens=5)
    assert reserve_for(small) == Usage(18, 5)  # 30/3 + 8 for the message
    assert reserve_for(large).prompt == 108
    assert reserve_for(Request.of("a")).completion == 1024


def test_shared_ceilings_hold_over_all_models_each_at_its_own_price():
    async def main():
        shared = SharedCeilings(calls=3, money=0.05)
        cheap, dear = Budget(shared, PRICE), Budget(shared, Price(20.0, 100.0))
        # 1,000 tokens out: 0.01 at the one, 0.1 (over the ceiling) at the other
        first = await cheap.reserve(Usage(0, 1000))
        assert await dear.reserve(Usage(0, 400)) is not None  # 0.01 + 0.04 = 0.05
        assert cheap.settle(first, Usage(0, 1000), "yes") == pytest.approx(0.01)
        waits = asyncio.create_task(cheap.reserve(Usage(0, 1)))  # one token more does not fit
        await asyncio.sleep(0)
        assert not waits.done()
        dear.settle(2, Usage(0, 200), "yes")  # used 0.02 of 0.04: the other's wait is over
        assert await waits == 3
        assert (cheap.spent.calls, dear.spent.calls, shared.tally.turned_away) == (2, 1, 0)
        assert await dear.reserve(Usage(0, 1)) is None  # the fourth call of the run
        assert shared.tally.turned_away == 1

    asyncio.run(main())
    assert SharedCeilings(calls=3) == SharedCeilings(calls=3)
