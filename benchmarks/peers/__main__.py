"""usergap beside other packages: a table of ratios, all of one run.

Run: python -m benchmarks.peers [-o docs/peers.md] [--environments DIR]

Every peer is installed into an environment of its own below DIR (default: a temporary
folder) and gets the same data as usergap: the development corpora under ``USERGAP_DATA``,
else the embedded sample. Seconds are CPU seconds of one process and one thread, the
least of three runs after one that is not counted; ours are taken right before and right
after the peer's, so that a busy machine slows both. A peer that cannot be installed or
fails is named with the reason.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.peers import given
from benchmarks.peers.environments import Unavailable, interpreter, ran, version_of
from benchmarks.peers.tasks import PEERS, Peer, Task, page
from benchmarks.simulate import server

SIDES = Path(__file__).parent / "sides"
Times = dict[str, float]


def ours(data: Path, tasks: list[str], seconds: float) -> Times:
    """Our figure of every task: seconds, or bytes for the report."""
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    said = ran(Path(sys.executable), SIDES / "ours.py", str(data), *tasks, seconds=seconds)
    del os.environ["PYTHONPATH"]
    return _figures(said)


def _figures(said: str) -> Times:
    found = json.loads(said)
    return {x: float(f["value"] if x == "report" else f["seconds"]) for x, f in found.items()}


def beside(peer: Peer, python: Path, data: Path, seconds: float) -> list[tuple[Task, float, float]]:
    """Each task with our figure and the peer's."""
    if not peer.tasks:
        raise Unavailable("installed, but no task of ours is written for it yet")
    peer.version = version_of(python, peer.name)
    names = list(dict.fromkeys(task.ours for task in peer.tasks))
    before = ours(data, names, seconds)
    script = SIDES / f"with_{peer.name.lower().replace('-', '_')}.py"
    theirs = _figures(
        ran(python, script, str(data), *(x.theirs for x in peer.tasks), seconds=seconds)
    )
    after = ours(data, names, seconds)
    least = {name: min(before[name], after[name]) for name in names}
    return [(task, least[task.ours], theirs[task.theirs]) for task in peer.tasks]


def main() -> None:
    """Run every peer and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--environments", type=Path)
    parser.add_argument("--seconds", type=float, default=300.0, help="for a peer's tasks")
    parser.add_argument("--install-seconds", type=float, default=120.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, server(latency=0.0) as url:
        folder = options.environments or Path(temporary) / "environments"
        data = Path(temporary) / "given.json"
        about = given.write(data)
        data.write_text(json.dumps(json.loads(data.read_text()) | {"url": url}))
        rows, missing = [], []
        for peer in PEERS:
            try:
                python = interpreter(folder, peer.name, peer.needs, options.install_seconds)
                for task, mine, theirs in beside(peer, python, data, options.seconds):
                    rows.append((peer, task, mine, theirs))
                    print(f"{peer.name}, {task.ours}: {mine:.4g} against {theirs:.4g}", flush=True)
            except Unavailable as reason:
                missing.append((peer, str(reason)))
                print(f"{peer.name}: {reason}", flush=True)
    text = page(rows, missing, about)
    if options.output:
        options.output.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
