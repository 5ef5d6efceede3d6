"""A decision as Markdown, for a pull request or a job's summary."""

from __future__ import annotations

import re

from usergap.ledger.gate.outcome import Decision


def to_markdown(decision: Decision) -> str:
    """A heading, a sentence, and a table of one line a rule."""
    lines = [
        "## usergap gate",
        "",
        f"{cell(decision.summary)}.",
        "",
        "| counts as | state | rule | why |",
        "|---|---|---|---|",
    ]
    for each in decision.outcomes:
        cells = (each.counted, each.state, each.title, each.why)
        lines.append(f"| {' | '.join(cell(str(x)) for x in cells)} |")
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    """Text that stays text: a simulator's name may hold pipes, tags, links or mentions."""
    escaped = re.sub(r"([\\`*_\[\]~|#])", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    return escaped.replace("@", "&#64;").replace("://", ":&#47;&#47;")
