"""Options that the parts of ``usergap ledger`` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DEFAULT = Path("usergap.ledger")
Where = Annotated[Path, typer.Option("--ledger", metavar="PATH", help="The ledger's file.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
