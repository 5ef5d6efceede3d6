"""Loads a ``transformers`` model by name or path, or says plainly why it cannot."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

from usergap.errors import EnvironmentFailure


def libraries() -> tuple[Any, Any]:
    """The modules torch and transformers. Raises EnvironmentFailure if one is missing."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        return importlib.import_module("torch"), importlib.import_module("transformers")
    except ImportError as error:
        raise EnvironmentFailure(
            f"local models need torch and transformers ({error}): pip install 'usergap[local]'"
        ) from None


def load(kind: str, name: str, device: str) -> tuple[Any, Any]:
    """Tokenizer and model of the ``transformers`` class ``kind``, ready to run.

    ``name`` is a folder, or a name on the hub (or in its cache, with
    ``HF_HUB_OFFLINE=1``). Code that comes with a model is never run.
    Raises EnvironmentFailure if it cannot be loaded.
    """
    _, transformers = libraries()
    if name.startswith((".", "/", "~")) and not Path(name).is_dir():
        # No name on the hub looks like this: it is not asked, which takes a minute offline.
        raise EnvironmentFailure(
            f"cannot load the model {name!r}: expected a folder, found none of this name"
        )
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(name)
        model = getattr(transformers, kind).from_pretrained(name)
        model.to(device)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        first = str(error).strip().splitlines()
        raise EnvironmentFailure(
            f"cannot load the model {name!r} as {kind}: expected a folder or a model's name on "
            f"the hub; {first[0] if first else type(error).__name__}"
        ) from None
    model.eval()
    return tokenizer, model


def window(tokenizer: Any, model: Any) -> int:
    """The most tokens that the model takes at once."""
    told = [getattr(model.config, "max_position_embeddings", None), tokenizer.model_max_length]
    known = [int(t) for t in told if t is not None and 0 < t < 1e6]
    return min(known, default=512)
