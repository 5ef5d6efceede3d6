"""Checkpoints that were written whole: a run that is killed while it saves goes back one more."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from usergap.llm.local.loading import libraries
from usergap.writing import write_text

WHOLE = "usergap_whole.json"
_NAME = re.compile(r"checkpoint-(\d+)")


def seal(folder: Path) -> None:
    """Mark a checkpoint as whole, with the size of each of its files."""
    sizes = {
        str(path.relative_to(folder)): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != WHOLE
    }
    write_text(folder / WHOLE, json.dumps(sizes))


def is_whole(folder: Path) -> bool:
    """Whether a checkpoint was sealed and all of its files are as long as they were then."""
    try:
        sizes: dict[str, int] = json.loads((folder / WHOLE).read_text("utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


def last_whole(folder: Path) -> tuple[int, Path] | None:
    """The step and the folder of the latest whole checkpoint; None before the first."""
    found = [
        (int(name[1]), path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (name := _NAME.fullmatch(path.name)) and is_whole(path)
    ]
    return max(found, default=None)


def sealing() -> Any:
    """A callback for trainers of ``transformers`` that seals each checkpoint when it is written."""
    _, transformers = libraries()

    def on_save(self: Any, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG001
        seal(Path(args.output_dir) / f"checkpoint-{state.global_step}")

    return type("Sealing", (transformers.TrainerCallback,), {"on_save": on_save})()
