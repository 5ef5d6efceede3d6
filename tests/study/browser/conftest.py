"""A real browser, and a study that is served by a process of its own."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")
pytest.importorskip("starlette", reason="needs the extra study")
pytest.importorskip("uvicorn", reason="needs the extra study")

from tests.study.in_browser import chromium
from tests.study.in_browser import served as in_a_thread
from usergap.study.records import Study
from usergap.study.store import Store, open_store
from usergap.study.web.app import create_app
from usergap.study.web.site import Site

NOW = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="package")
def browser():
    """Chromium; for this folder alone, since its loop must not run while other tests do."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser):
    """A page of a browser of its own; what a page may not ask for, or what breaks, fails."""
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        wrong = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.append(asked.url) if elsewhere(asked.url) else None)
        page.on("console", lambda said: wrong.append(said.text) if barred(said.text) else None)
        yield page
        assert wrong == []


def elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:,"))


def barred(said: str) -> bool:
    return "Content Security Policy" in said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Place:
    """A study that is served, by whatever."""

    place: Path
    url: str = ""

    @contextmanager
    def store(self) -> Iterator[Store]:
        opened = open_store(self.place)
        yield opened
        opened.close()

    def add(self, *studies: Study) -> None:
        store = open_store(self.place, create=True)
        for study in studies:
            store.studies.add(study)
        store.close()

    def invite(self, study: str = "blind", uses: int | None = None) -> str:
        with self.store() as store:
            return f"{self.url}/join/{store.people.invite('rater', study, now=NOW, uses=uses)}"

    def own(self) -> str:
        with self.store() as store:
            return f"{self.url}/join/{store.people.invite('owner', None, now=NOW, uses=1)}"

    def answers(self, study: str = "blind"):
        with self.store() as store:
            return store.answers.of(study)


@dataclass
class Process(Place):
    """``usergap study serve`` in a process of its own, to be killed."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    owner: str = ""

    def start(self) -> None:
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "usergap", "study", "serve"]
        self.process = subprocess.Popen(
            [*command, "--db", str(self.place), "--port", str(self.port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = ""
        while found := self.process.stdout.readline():
            said += found
            if link := re.search(r"owner: +(\S+)", found):
                self.owner = link[1]
                break
        else:
            raise AssertionError(f"the server did not start: {said}")
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the server did not listen")

    def kill(self) -> None:
        """As a power cut does: no chance to write anything down."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()
            self.process = None


@pytest.fixture
def process(tmp_path) -> Iterator[Process]:
    found = Process(tmp_path / "study.db")
    yield found
    found.kill()


@pytest.fixture
def served(tmp_path) -> Iterator[Place]:
    """An empty store, served from a thread of the test."""
    found = Place(tmp_path / "study.db")
    store = open_store(found.place, create=True)
    with in_a_thread(lambda url: create_app(Site(store, base=url))) as found.url:
        yield found
    store.close()


def join(page, link: str) -> None:
    """From the link to the first item."""
    page.goto(link)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="I agree").click()
    page.wait_for_selector("#item form")


def at(page, number: int) -> None:
    """Wait until the item of this number (from 1) shows."""
    page.wait_for_function(
        "n => document.querySelector('.progress')?.textContent.includes(n + ' of ')",
        arg=str(number),
    )
