"""usergap beside other packages: a table of ratios, all of one run.

Run: python -m benchmarks.peers [-o docs/peers.md] [--environments DIR]

Every peer is installed into an environment of its own below DIR (default: a temporary
folder; what is there is used again) and gets the same data as usergap: the development
corpora under ``USERGAP_DATA``, else the embedded sample. Seconds are CPU seconds of one
process and one thread, the least of twice three runs, each three after one that is not
counted; ours and the peer's take turns, so that a busy machine slows both. A peer that cannot
be installed or fails is named with the reason; some take gigabytes and minutes.
``--before 'chrt -f 5'`` starts every timed process by that command: it keeps a shared
machine's other work out of the measurement.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.peers import given
from benchmarks.peers.environments import Unavailable, interpreter, ran, version_of
from benchmarks.peers.tasks import PEERS, Peer, Task, page
from benchmarks.simulate import server
from usergap.compiled import kernel

SIDES = Path(__file__).parent / "sides"
ROUNDS = 2
Times = dict[str, float]


Side = Callable[[Path, str, list[str]], Times]


def ours(side: Side, tasks: list[str]) -> Times:
    """Our figure of every task: seconds, or bytes for the report."""
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    found = side(Path(sys.executable), "ours", tasks)
    del os.environ["PYTHONPATH"]
    return found


def _figures(said: str) -> Times:
    found = json.loads(said)
    return {x: float(f["value"] if x == "report" else f["seconds"]) for x, f in found.items()}


def beside(peer: Peer, python: Path, side: Side) -> list[tuple[Task, float, float]]:
    """Each task with our figure and the peer's."""
    peer.version = version_of(python, peer.name)
    names = list(dict.fromkeys(task.ours for task in peer.tasks))
    script = f"with_{peer.name.lower().replace('-', '_')}"
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(ours(side, names))
        theirs.append(side(python, script, [task.theirs for task in peer.tasks]))
    return [
        (task, min(x[task.ours] for x in mine), min(x[task.theirs] for x in theirs))
        for task in peer.tasks
    ]


def main() -> None:
    """Run every peer and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--environments", type=Path)
    parser.add_argument("--seconds", type=float, default=300.0, help="for a peer's tasks")
    parser.add_argument("--install-seconds", type=float, default=900.0, help="for a peer")
    parser.add_argument("--before", type=shlex.split, default=[], metavar="COMMAND")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, server(latency=0.0) as url:
        folder = options.environments or Path(temporary) / "environments"
        data = Path(temporary) / "given.json"
        about = given.write(data, url)
        rows, missing = [], []

        def side(python: Path, script: str, tasks: list[str]) -> Times:
            given_to = (python, SIDES / f"{script}.py", str(data), *tasks)
            return _figures(ran(*given_to, seconds=options.seconds, before=tuple(options.before)))

        for peer in PEERS:
            try:
                python = interpreter(folder, peer.name, peer.needs, options.install_seconds)
                for task, mine, theirs in beside(peer, python, side):
                    rows.append((peer, task, mine, theirs))
                    print(f"{peer.name}, {task.ours}: {mine:.4g} against {theirs:.4g}", flush=True)
            except Unavailable as reason:
                missing.append((peer, str(reason)))
                print(f"{peer.name}: {reason}", flush=True)
    text = page(rows, missing, about, compiled=kernel is not None)
    if options.output:
        options.output.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
