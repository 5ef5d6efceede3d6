"""An environment of its own for every peer, so that no two of them have to agree."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

QUIET = {
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")},
    "DO_NOT_TRACK": "1",
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",
    "EVIDENTLY_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TQDM_DISABLE": "1",
    "PYTHONWARNINGS": "ignore",
}
"""Peers on one thread, without calls home and without progress bars."""


class Unavailable(Exception):  # noqa: N818 - nothing went wrong here
    """A peer cannot be installed or run; the message says why."""


def interpreter(folder: Path, name: str, needs: tuple[str, ...], seconds: float) -> Path:
    """The Python of a peer's environment below ``folder``, built where it is not there.

    One that was built for other ``needs`` is built anew. Raises ``Unavailable`` where that
    does not end well in ``seconds``.
    """
    home = folder / name
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = home / "installed"
    if done.exists() and done.read_text() == "\n".join(needs):
        return python
    venv.create(home, with_pip=True, clear=True)
    command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *needs]
    try:
        ended = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"not installed within {seconds:.0f} s") from None
    if ended.returncode:
        said = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")]
        raise Unavailable(f"pip: {said[-1] if said else 'failed'}")
    done.write_text("\n".join(needs))
    return python


def version_of(python: Path, package: str) -> str:
    """The installed version of a package."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    ended = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    return ended.stdout.strip()


def ran(
    python: Path, script: Path, *arguments: str, seconds: float, before: tuple[str, ...] = ()
) -> str:
    """What a script prints last; raises ``Unavailable`` with its last line of error.

    ``before``: the command that starts it, as ``chrt -f 5``.
    """
    command = [*before, str(python), str(script), *arguments]
    try:
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=seconds,
            env=os.environ | QUIET,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"no end within {seconds:.0f} s") from None
    if ended.returncode:
        lines = ended.stderr.strip().splitlines() or ["no message"]
        raise Unavailable(f"failed: {lines[-1][:120]}")
    return ended.stdout.strip().splitlines()[-1]
