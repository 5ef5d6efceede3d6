"""The table of probes for docs/probes.md, from the registry: python scripts/probes_table.py."""

from __future__ import annotations

import re
from pathlib import Path

from usergap.probes import probes

PAGE = Path(__file__).resolve().parent.parent / "docs" / "probes.md"


def rows() -> str:
    """A line a probe, in the order of the report."""
    return "\n".join(
        f"| `{each.id}` | {each.question} | {each.lever} |" for each in probes().values()
    )


def page(text: str) -> str:
    """The page with its table as the registry has it."""
    head = "| probe | question | lever |\n|---|---|---|\n"
    return re.sub(rf"{re.escape(head)}(?:.*\n)+?\n", lambda _: f"{head}{rows()}\n\n", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
