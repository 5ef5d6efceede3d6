"""probes.json: what the probes found, for machines; it holds no user text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from usergap.compare.comparison_json import write_whole
from usergap.probes.finding import Finding
from usergap.version import __version__


def write_findings(findings: Sequence[Finding], path: str | Path) -> Path:
    """Write the findings in one move. Raises ValueError if a number is not finite."""
    found = {"version": __version__, "findings": [finding.to_json() for finding in findings]}
    text = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)
    return write_whole(text + "\n", Path(path))
