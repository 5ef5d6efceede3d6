import asyncio

from usergap.llm.breaker import Breaker


def breaker(**settings) -> Breaker:
    return Breaker(**({"threshold": 3, "cooldown": 0.02, "probes": 4} | settings))


def fail(target: Breaker, times: int) -> None:
    for _ in range(times):
        target.failure()


def test_it_opens_after_so_many_failures_in_a_row_and_not_before():
    target = breaker()
    fail(target, 2)
    target.success()
    fail(target, 2)
    assert target.state == "closed"
    fail(target, 1)
    assert target.state == "open"


def test_one_probe_goes_and_its_success_lets_all_through():
    async def main() -> None:
        target = breaker()
        target.success()
        fail(target, 3)
        waiting = [asyncio.create_task(target.admit()) for _ in range(5)]
        while not any(task.done() for task in waiting):
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.06)
        assert [t.result() for t in waiting if t.done()] == ["probe"]
        target.success()
        answers = await asyncio.wait_for(asyncio.gather(*waiting), 30)
        assert sorted(answers) == ["go", "go", "go", "go", "probe"]

    asyncio.run(main())


def test_failed_probes_give_the_endpoint_up_sooner_if_it_never_answered():
    async def probes(answered: bool) -> int:
        target = breaker(cooldown=0.001)
        if answered:
            target.success()
        fail(target, 3)
        count = 0
        while await target.admit() == "probe":
            count += 1
            target.failure(probe=True)
        assert target.state == "given_up"
        return count

    assert asyncio.run(probes(True)) == 4
    assert asyncio.run(probes(False)) == 2


def test_the_cooldown_doubles_with_each_failed_probe():
    now = [0.0]
    target = breaker(cooldown=1.0, clock=lambda: now[0])
    target.success()
    fail(target, 3)
    for wait in (1.0, 2.0, 4.0):
        assert target._until - now[0] == wait
        now[0] = target._until
        assert asyncio.run(target.admit()) == "probe"
        target.failure(probe=True)


def test_late_failures_of_calls_sent_before_do_not_count_as_probes():
    target = breaker()
    fail(target, 50)
    assert target.state == "open"


def test_a_probe_that_was_not_sent_makes_way_for_another():
    async def main() -> None:
        target = breaker(cooldown=0.001)
        fail(target, 3)
        assert await target.admit() == "probe"
        target.abandon()
        assert await asyncio.wait_for(target.admit(), 30) == "probe"

    asyncio.run(main())


def test_giving_up_wakes_all_who_wait():
    async def main() -> None:
        target = breaker(cooldown=60)
        fail(target, 3)
        waiting = [asyncio.create_task(target.admit()) for _ in range(3)]
        await asyncio.sleep(0)
        target.give_up()
        assert await asyncio.wait_for(asyncio.gather(*waiting), 30) == ["no"] * 3

    asyncio.run(main())
