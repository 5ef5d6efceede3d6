"""``python -m usergap.testing.serve``: the fake server as a process of its own.

Prints its base URL in one line and serves until it is interrupted or terminated. ``GET /stats``
gives the counts.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from usergap.errors import UsergapError
from usergap.testing.obeying import Obeying
from usergap.testing.obeying_user import ObeyingUser
from usergap.testing.script import Script
from usergap.testing.server import FakeServer


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m usergap.testing.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds a call")
    parser.add_argument("--jitter", type=float, default=0.0, help="± seconds")
    parser.add_argument("--share-429", type=float, default=0.0, help="share of calls refused")
    parser.add_argument("--share-500", type=float, default=0.0, help="share of calls that fail")
    parser.add_argument("--retry-after", default=None, help="header of the 429s")
    parser.add_argument("--capacity", type=int, default=None, help="429 beyond so many in flight")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--say", default="ok", help="the answer to every call")
    parser.add_argument("--obey", action="store_true", help="do what the text says instead")
    parser.add_argument("--user", action="store_true", help="play a user that obeys its prompt")
    options = vars(parser.parse_args(arguments))
    say, obey, user = options.pop("say"), options.pop("obey"), options.pop("user")
    script: Script = ObeyingUser() if user else Obeying() if obey else str(say)
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    try:
        with FakeServer(script, **options) as server:
            sys.stdout.write(f"{server.url}\n")
            sys.stdout.flush()
            over.wait()
    except UsergapError as trouble:  # aiohttp is missing
        parser.exit(trouble.exit_code, f"usergap: {trouble}\n")
    except OSError as trouble:  # the port is taken
        parser.exit(3, f"usergap: port {options['port']}: {trouble.strerror}\n")


if __name__ == "__main__":
    main()
