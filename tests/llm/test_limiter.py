import asyncio
import time

from usergap.llm.limiter import Limiter


def test_no_more_than_the_maximum_are_in_flight():
    async def main() -> None:
        limiter = Limiter(3)
        peak = 0

        async def one() -> None:
            nonlocal peak
            slot = await limiter.acquire()
            peak = max(peak, limiter.in_flight)
            await asyncio.sleep(0.001)
            limiter.release(slot, refused=False)

        await asyncio.gather(*(one() for _ in range(30)))
        assert (peak, limiter.peak, limiter.in_flight) == (3, 3, 0)

    asyncio.run(main())


def test_a_pause_holds_everybody_and_ends_by_itself():
    async def main() -> None:
        limiter = Limiter(3)
        limiter.pause(0.1)
        began = time.monotonic()
        await asyncio.gather(*(limiter.acquire() for _ in range(3)))
        assert time.monotonic() - began >= 0.099

    asyncio.run(main())


def test_a_shorter_pause_does_not_shorten_a_longer_one_but_resume_ends_it():
    async def main() -> None:
        limiter = Limiter(1)
        limiter.pause(60)
        limiter.pause(0.01)
        assert limiter.paused_for > 50
        waiting = asyncio.create_task(limiter.acquire())
        await asyncio.sleep(0.03)
        assert not waiting.done()
        limiter.resume()
        await asyncio.wait_for(waiting, 30)

    asyncio.run(main())


def test_a_cancelled_wait_loses_no_slot():
    async def main() -> None:
        limiter = Limiter(1)
        slot = await limiter.acquire()
        waiting = [asyncio.create_task(limiter.acquire()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        limiter.release(slot, refused=None)  # the slot goes to the second …
        waiting[1].cancel()  # … which is cancelled in the same moment
        await asyncio.wait_for(waiting[2], 30)
        assert limiter.in_flight == 1

    asyncio.run(main())
