"""The picture of docs/study/questionnaires.md: a questionnaire that is being filled in by keys.

Run: python -m benchmarks.study.questionnaire_picture [FILE]     (needs playwright and Chromium)
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from usergap.study.questionnaires.items import settings_of
from usergap.study.questionnaires.reading import questionnaire
from usergap.study.records import Item, Study
from usergap.study.store import open_store
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

SAID = [
    {"role": "user", "text": "theres a ring on my table from a hot mug, how do i get it off"},
    {"role": "assistant", "text": "Rub a little oil along the grain and leave it for an hour."},
    {"role": "user", "text": "did that. still there"},
]


def main(to: Path) -> None:
    """Serve a study of one conversation and take the picture."""
    settings = {**settings_of([questionnaire("pmq")], "chatbot"), "consent": "You read along."}
    item = Item(0, {"messages": SAID}, {"group": "all"})
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "study.db", create=True)
        now = Site(store).now()
        store.studies.add(Study("one", "questionnaire", "Your view", 0, now, settings, (item,)))
        listening = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = create_app(Site(store, base=url))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1100, "height": 820})
            page.goto(f"{url}/join/{store.people.invite('rater', 'one', now=now)}")
            page.get_by_role("button", name="Begin").click()
            page.get_by_role("button", name="I agree").click()
            page.wait_for_selector("[data-scale]")
            for key in "5263":
                page.keyboard.press(key)
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=to)
            browser.close()
        server.should_exit = True
        store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/study/questionnaire.png"))
