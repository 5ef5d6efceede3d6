"""Where the graded data lie, and their profiles. Only numbers leave this file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from usergap.compare.margins import default_limits
from usergap.formats import read
from usergap.profiles import Profile, default_plan, measure_corpus
from usergap.version import __version__

ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path | None:
    """The development data: USERGAP_DATA, else beside the project; None where missing."""
    folder = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data"))
    return folder if folder.is_dir() else None


def profile(source: str | Path | Sequence[str | Path], name: str) -> Profile:
    """The profile of one side under one name, whatever simulator its dialogues record."""
    corpus = read(source, name=name)
    plain = [replace(dialogue, simulator=None) for dialogue in corpus]
    return measure_corpus(corpus.with_dialogues(plain), default_plan(), jobs=1)


def made_with() -> dict[str, Any]:
    """What else the figures depend on: version, annotators' weights, units of scores."""
    plan = default_plan()
    weights = sorted(
        (path.name, path.read_bytes())
        for path in files("usergap.annotators").joinpath("shipped").iterdir()
        if path.name.endswith(".npz")
    )
    return {
        "usergap": __version__,
        "annotators": [f"{x.name} {x.version}" for x in plan.annotators],
        "weights": {name: sha256(content).hexdigest()[:12] for name, content in weights},
        "units": {name: each.unit for name, each in default_limits().items()},
    }
