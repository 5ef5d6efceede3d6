"""The embedded sample: two simulators by one LLM, for the same 130 scenarios."""

from __future__ import annotations

from importlib.resources import as_file, files

from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.formats.read import read

SAMPLES = ("generic", "informed")
"""``generic``: no persona in the prompt; ``informed``: a persona for each scenario."""


def sample(name: str) -> Corpus:
    """An embedded corpus of simulated users. Raises ``InputError`` for an unknown name."""
    if name not in SAMPLES:
        raise InputError(f"sample: expected one of {', '.join(SAMPLES)}, found {name!r}")
    with as_file(files("usergap.formats") / "sample" / f"{name}.jsonl.gz") as path:
        return read(path, name=name)
