"""Slots: so many at work, more only while some wait elsewhere."""

from __future__ import annotations

import asyncio

from usergap.simulate.running.slots import lent, slot


def at_work(lends):
    """The most that were at work, and the most that had begun, of ten with three slots."""
    working = begun = most_working = most_begun = 0

    async def one(slots):
        nonlocal working, begun, most_working, most_begun
        async with slot(slots):
            begun += 1
            working += 1
            most_working, most_begun = max(most_working, working), max(most_begun, begun)
            await asyncio.sleep(0.001)
            if lends:
                working -= 1
                async with lent():
                    await asyncio.sleep(0.02)
                working += 1
                most_working = max(most_working, working)
            working -= 1
            begun -= 1

    async def all_of_them():
        slots = asyncio.Semaphore(3)
        await asyncio.gather(*(one(slots) for _ in range(10)))
        assert not slots.locked()
        await asyncio.gather(*(slots.acquire() for _ in range(3)))
        assert slots.locked()

    asyncio.run(all_of_them())
    return most_working, most_begun


def test_so_many_at_work():
    assert at_work(lends=False) == (3, 3)


def test_a_slot_that_is_lent_lets_another_in():
    working, begun = at_work(lends=True)
    assert working <= 3
    assert begun > 3


def test_an_error_elsewhere_gives_the_slot_back_once():
    async def broken():
        slots = asyncio.Semaphore(1)
        for _ in range(3):
            try:
                async with slot(slots), lent():
                    raise OSError
            except OSError:
                pass
        await slots.acquire()
        assert slots.locked()

    asyncio.run(broken())


def test_without_a_slot_there_is_nothing_to_lend():
    async def alone():
        async with lent():
            return 1

    assert asyncio.run(alone()) == 1
