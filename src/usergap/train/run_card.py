"""Run card: what was trained on what, how, with which result, and what was not measured.

For people as Markdown, for programs as JSON. After Mitchell et al. (arXiv 1810.03993), model
cards, as far as a run can fill one in; the rest is for somebody to write.
"""

from __future__ import annotations

import json
import platform
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from usergap.dialogues import Dialogue, Provenance
from usergap.ledger.mixing.manifest import content_hash
from usergap.version import __version__
from usergap.writing import write_text

CARD = "card"
PACKAGES = ("torch", "transformers", "trl", "peft", "accelerate", "numpy")


def data_record(dialogues: Sequence[Dialogue]) -> dict[str, Any]:
    """Hashes and tags of the dialogues of one part, as the ledger knows them; no text."""
    stated = [each.provenance or Provenance() for each in dialogues]
    tags = {
        name: dict(sorted(Counter(getattr(each, name) for each in stated).items()))
        for name in ("origin", "licence", "consent", "generator")
    }
    return {
        "dialogues": len(dialogues),
        "user_turns": sum(len(each.turns) for each in dialogues),
        **tags,
        "content": [content_hash(each) for each in dialogues],
    }


def how_to_use(user: str) -> str:
    """The command that lets a trained user talk; ``user``: its SPEC."""
    told = f"usergap simulate --user {shlex.quote(user)} --scenarios scenarios.jsonl"
    return f"{told} --assistant SPEC -o sims.jsonl"


def versions() -> dict[str, str]:
    """Versions of Python, usergap and what trains."""
    found = {"python": platform.python_version(), "usergap": __version__}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def write_card(folder: Path, card: Mapping[str, Any]) -> tuple[Path, Path]:
    """Write ``card.md``, then ``card.json``: where that stands, the run is done."""
    page = write_text(folder / f"{CARD}.md", card_markdown(card))
    told = json.dumps(card, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return page, write_text(folder / f"{CARD}.json", told)


def read_card(folder: Path) -> dict[str, Any] | None:
    """The card of a run that is done; None where it is not."""
    path = folder / f"{CARD}.json"
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def card_markdown(card: Mapping[str, Any]) -> str:
    """The card as a page: a section for each entry, lists of hashes as their number."""
    lines = [f"# Run card: {card.get('what', 'training')}", ""]
    for name, value in card.items():
        if name == "what":
            continue
        lines += [f"## {name.replace('_', ' ').capitalize()}", "", *_spelled(value, 0), ""]
    return "\n".join(lines).rstrip() + "\n"


def _spelled(value: object, depth: int) -> list[str]:
    indent = "  " * depth
    if isinstance(value, Mapping):
        if set(value) == {"value", "low", "high"}:
            return [f"{indent}- {_interval(value)}"]
        lines: list[str] = []
        for name, each in value.items():
            inner = _spelled(each, depth + 1)
            if len(inner) == 1 and not isinstance(each, list | tuple):
                lines.append(f"{indent}- {name}: {inner[0].strip().removeprefix('- ')}")
            else:
                lines += [f"{indent}- {name}:", *inner]
        return lines or [f"{indent}- none"]
    if isinstance(value, list | tuple):
        if len(value) > 12:
            return [f"{indent}- {len(value)} entries (card.json)"]
        return [f"{indent}- {_one(each)}" for each in value] or [f"{indent}- none"]
    return [f"{indent}- {_one(value)}"]


def _interval(value: Mapping[str, Any]) -> str:
    reach = "too few groups for an interval"
    if value["low"] is not None:
        reach = f"95 %: {_one(value['low'])} to {_one(value['high'])}"
    return f"{_one(value['value'])} ({reach})"


def _one(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else " ".join(str(value).split())
