"""The study on disk: the page, and the same numbers for machines."""

from __future__ import annotations

import json
from pathlib import Path

from usergap.report.transfer.page import render_transfer
from usergap.train.transfer.result import Transfer
from usergap.writing import write_text


def write_transfer(found: Transfer, directory: Path | str) -> Path:
    """Write index.html and transfer.json into ``directory``; returns the page's path."""
    folder = Path(directory)
    page = render_transfer(found)
    write_text(folder / "transfer.json", json.dumps(found.to_json(), indent=1) + "\n")
    return write_text(folder / "index.html", page)
