"""Loads a ``transformers`` model by name or path, or says plainly why it cannot."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
    expect_model(name)
    _, transformers = libraries()
    expect_device(device)
    try:
        with _bars_for_people(transformers.utils.logging):
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


def expect_device(name: str) -> None:
    """Whether torch can use this device. Raises EnvironmentFailure."""
    torch, _ = libraries()
    try:
        kind = torch.device(name).type
    except RuntimeError:  # its message lists a score of others
        kind = ""
    if not kind:
        raise EnvironmentFailure(f"device: expected cpu, cuda or cuda:N, found {name!r}")
    if kind == "cuda" and not torch.cuda.is_available():
        raise EnvironmentFailure(f"device {name!r}: expected a GPU that torch can use, found none")


@contextmanager
def _bars_for_people(logging: Any) -> Iterator[None]:
    """Bars of loading on a terminal, none in a file."""
    shown = logging.is_progress_bar_enabled()
    if not sys.stderr.isatty():
        logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def expect_model(name: str) -> None:
    """Whether ``name`` can be a model, told from its form and the disk alone.

    The hub is asked for names that look like its own; asking it for others takes a minute offline.
    Raises EnvironmentFailure, naming what was expected.
    """
    path = Path(name)
    if path.is_dir():
        found = _lacking(path)
    elif path.exists():
        found = "a file"
    elif _HUB.fullmatch(name) and not (path.parent / _RUN).is_file():
        return
    else:
        found = "nothing of this name"
    if found:
        raise EnvironmentFailure(
            f"cannot load the model {name!r}: expected a folder with config.json, weights and"
            f" tokenizer, or a model's name on the hub; found {found}"
        )


_HUB = re.compile(r"(?:[A-Za-z0-9_][\w.-]*/)?[A-Za-z0-9_][\w.-]*(?<!\.)", re.ASCII)
"""How the hub spells names: NAME or OWNER/NAME."""
_RUN = "settings.json"
"""What a training run writes first; its model comes last."""
_WEIGHTS = ("*.safetensors", "*.safetensors.index.json", "*.bin", "*.bin.index.json")
_TOKENIZER = ("tokenizer*", "vocab*", "*.model")


def _lacking(folder: Path) -> str | None:
    """What a folder lacks to be a model; None: nothing."""
    if (folder / "adapter_config.json").is_file():  # it names the model that it adapts
        return None
    if not (folder / "config.json").is_file():
        inner = next((each.parent for each in sorted(folder.glob("*/config.json"))), None)
        return "a folder without config.json" + (f", but a model in {inner}" if inner else "")
    for what, patterns in (("weights", _WEIGHTS), ("tokenizer", _TOKENIZER)):
        if not any(next(folder.glob(each), None) for each in patterns):
            return f"a folder without {what}"
    return None


def window(tokenizer: Any, model: Any) -> int:
    """The most tokens that the model takes at once."""
    told = [getattr(model.config, "max_position_embeddings", None), tokenizer.model_max_length]
    known = [int(t) for t in told if t is not None and 0 < t < 1e6]
    return min(known, default=512)
