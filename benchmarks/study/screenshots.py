"""Pictures of a study's pages for the docs, from the embedded sample: no real user's words."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from benchmarks.study.setting_up import CREATED, embedded_study
from usergap.study.assignment import assign
from usergap.study.records import Study
from usergap.study.store import Store, open_store
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def answer_all(store: Store, study: Study, raters: int, skill: float) -> None:
    """Made-up raters, who are right with a chance of ``skill`` and always read along."""
    draw = np.random.default_rng(1)
    token = store.people.invite("rater", study.id, now=CREATED)
    for _ in range(raters):
        joined = store.people.join(token, now=CREATED)
        if joined is None:
            raise SystemExit("an invitation without an end came to one")
        member, number = joined[0], joined[0].number
        store.answers.assign_once(
            member,
            lambda given, number=number: assign(  # type: ignore[misc]
                study.items, given, count=study.settings["per_rater"], checks=2, seed=0,
                rater=number,
            ),
        )  # fmt: skip
        for one in store.answers.assignments(member.id):
            right = draw.random() < skill or study.items[one.item].attention
            value = {
                "choice": "left" if right != one.flipped else "right",
                "confidence": int(draw.integers(1, 5)),
            }
            seconds = float(draw.gamma(4, 8))
            store.answers.next_assignment(member.id, clock=0.0)
            store.answers.record(member, one.position, value, now=CREATED, clock=seconds)


def shoot(browser: Browser, url: str, store: Store, to: Path) -> None:
    """All pictures."""
    for name, study, scheme, look in (
        ("pair", "pairs", "light", DESKTOP), ("pair-dark", "pairs", "dark", DESKTOP),
        ("single", "single", "light", DESKTOP), ("phone", "pairs", "light", PHONE),
    ):  # fmt: skip
        page = browser.new_context(color_scheme=scheme, **look).new_page()  # type: ignore[arg-type]
        page.goto(f"{url}/join/{store.people.invite('rater', study, now=CREATED)}")
        page.get_by_role("button", name="Begin").click()
        if name == "pair":
            page.screenshot(path=to / "consent.png")
        page.get_by_role("button", name="I agree").click()
        page.wait_for_selector("#item form")
        if name == "pair":
            for key in ("a", "3"):
                page.keyboard.press(key)
        page.screenshot(path=to / f"{name}.png")
    page = browser.new_context(**DESKTOP).new_page()  # type: ignore[arg-type]
    page.goto(f"{url}/join/{store.people.invite('owner', None, now=CREATED, uses=1)}")
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/owner")
    page.goto(f"{url}/owner/results")
    page.screenshot(path=to / "results.png")


def take(to: Path) -> None:
    """Serve made-up studies and take pictures of their pages."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "study.db", create=True)
        for name, kind in (("pairs", "pairs"), ("single", "single"), ("results", "pairs")):
            store.studies.add(embedded_study(name, kind=kind, raters=40))
        answer_all(store, store.studies.get("results"), 40, 0.62)
        site = Site(store)
        server = uvicorn.Server(
            uvicorn.Config(create_app(site), port=0, log_level="warning", lifespan="off")
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        with sync_playwright() as driver:
            binary = shutil.which("chromium")
            browser = driver.chromium.launch(executable_path=binary, args=["--no-sandbox"])
            shoot(browser, f"http://127.0.0.1:{port}", store, to)
            browser.close()
        server.should_exit = True
        thread.join()
        store.close()
