"""Raters at once against a served study: how long does an answer take?

Two loads. thinking: each rater reads for a random time (exponential, so that requests come as
they like) and then answers; this is what a study is, and what the bar is about. burst: nobody
reads; each rater answers as soon as the next item is there, so that the server is never idle and
latency is raters divided by throughput. Server and raters share this machine.
"""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import numpy as np

from benchmarks.study.setting_up import embedded_study
from usergap.study.store import open_store

BAR = 0.2
"""Seconds, 95 % of answers, while raters think."""
FIELD = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


async def rate(
    base: str, link: str, until: float, think: float, draw: np.random.Generator, took: list[float]
) -> int:
    """One rater's way; ``took`` grows by the seconds of each answer. How many got an error."""
    failed = 0
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(base, cookie_jar=jar) as session:
        await asyncio.sleep(float(draw.uniform(0, min(think, 5.0))))
        async with session.post(link) as reply:
            page = await reply.text()
        async with session.post("/consent", data=dict(FIELD.findall(page))) as reply:
            page = await reply.text()
        while time.monotonic() < until:
            fields = dict(FIELD.findall(page))
            if "position" not in fields:
                break
            await asyncio.sleep(float(draw.exponential(think)) if think else 0)
            fields |= {"choice": "left", "confidence": "3"}
            start = time.monotonic()
            async with session.post("/task", data=fields, headers={"hx-request": "true"}) as reply:
                said = await reply.text()
            took.append(time.monotonic() - start)
            if reply.status == 200:
                page = said
            else:
                failed += 1
                await asyncio.sleep(0.5)
    return failed


async def everybody(
    base: str, link: str, raters: int, seconds: float, think: float
) -> tuple[list[float], int]:
    """Seconds of all answers, and how many failed."""
    took: list[float] = []
    until = time.monotonic() + seconds
    ways = [rate(base, link, until, think, np.random.default_rng(at), took) for at in range(raters)]
    return took, sum(await asyncio.gather(*ways))


def measured(raters: int, seconds: float, think: float) -> tuple[list[float], int, float]:
    """One load against a fresh study in a process of its own; also the server's CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "study.db"
        store = open_store(place, create=True)
        study = embedded_study("load", count=120, per_rater=40)
        store.studies.add(study)
        token = store.people.invite("rater", study.id, now=study.created)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "usergap", "study", "serve"]
        server = subprocess.Popen([*command, "--db", str(place), "--port", str(port)],
                                  stdout=subprocess.DEVNULL)  # fmt: skip
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                time.sleep(0.1)
            base = f"http://127.0.0.1:{port}"
            took, failed = asyncio.run(everybody(base, f"/join/{token}", raters, seconds, think))
            ticks = Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
            used = sum(int(one) for one in ticks) / 100
        finally:
            server.terminate()
            server.wait()
        kept = len(store.answers.of(study.id))
        store.close()
    if kept != len(took) - failed:
        raise SystemExit(f"{len(took) - failed} answers were confirmed, {kept} are on disk")
    return took, failed, used


def run(raters: int, seconds: float, think: float) -> bool:
    """Print both loads; whether the bar holds."""
    fine = True
    for name, pause in (("thinking", think), ("burst", 0.0)):
        took, failed, used = measured(raters, seconds, pause)
        p50, p95, p99 = (1000 * np.quantile(took, [0.5, 0.95, 0.99])).tolist()
        print(f"{name}: {raters} raters, {pause:g} s between answers: {len(took)} answers "
              f"({len(took) / seconds:.0f} a second, {failed} refused), p50 {p50:.0f} ms, "
              f"p95 {p95:.0f} ms, p99 {p99:.0f} ms, server CPU {used:.1f} s "
              f"({1000 * used / len(took):.1f} ms an answer, joining included)")  # fmt: skip
        if name == "thinking":
            fine = p95 < 1000 * BAR and not failed
    print("the bar holds" if fine else f"BAR MISSED: p95 < {1000 * BAR:.0f} ms, none refused")
    return fine
