"""Serve an app on this machine and look at it in real Chromium."""

import shutil
import socket
import threading
import time
from contextlib import contextmanager

import pytest


@contextmanager
def served(make_app):
    """The URL of ``make_app(url)`` while a server runs it in a thread."""
    uvicorn = pytest.importorskip("uvicorn", reason="needs the extra study")
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(make_app(url), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    for _ in range(3000):
        if server.started:
            break
        time.sleep(0.02)
    try:
        yield url
    finally:
        server.should_exit = True
        thread.join(60)
        listening.close()


@contextmanager
def chromium():
    """A browser; skips where there is none."""
    sync = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs chromium")
    with sync.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
