"""Rows kept between runs: the options of every verb that measures with the shipped annotators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True)
class KeptRows:
    """Where measured rows are kept, if at all."""

    cache_dir: Annotated[
        Path | None,
        typer.Option("--cache-dir", help="Folder of measured rows (no text) kept between runs."),
    ] = None
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Measure everything anew.")] = False

    @cached_property
    def folder(self) -> Path | None:
        """The folder, where it can be used; else a line on stderr says why not, once."""
        if self.no_cache:
            return None
        from usergap.profiles.caching import default_folder, usable

        chosen = self.cache_dir or default_folder()
        if (trouble := usable(chosen)) is not None:
            typer.echo(f"{trouble}; measuring without", err=True)
            return None
        return chosen
