"""What the parts of ``usergap study`` share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.errors import EnvironmentFailure

if TYPE_CHECKING:
    from usergap.study.store import Store

DEFAULT = "study.db"
Place = Annotated[
    str,
    typer.Option("--db", metavar="FILE|URL", help="Study file, or postgresql://... for teams."),
]
Title = Annotated[str | None, typer.Option(help="What raters read above the items.")]
Checks = Annotated[int, typer.Option(min=0, help="Attention checks a rater.")]
MaxTurns = Annotated[int | None, typer.Option(min=1, help="Show at most so many user messages.")]
Consent = Annotated[
    Path | None, typer.Option(help="Text file that raters agree to, instead of ours.")
]
Seed = Annotated[int, typer.Option(min=0, help="Seed of draw, order and sides.")]


@contextmanager
def stored(place: str, *, create: bool = False) -> Iterator[Store]:
    """The opened store; EnvironmentFailure where the extra is not installed."""
    try:
        from usergap.study.store import open_store
    except ModuleNotFoundError as error:
        raise EnvironmentFailure(
            f"study: needs {error.name} (pip install 'usergap[study]')"
        ) from error
    store = open_store(place, create=create)
    try:
        yield store
    finally:
        store.close()


def told_if_fewer(asked: int, found: int) -> None:
    """Say on stderr that the files gave fewer items than ``-n`` asked for."""
    if found < asked:
        sys.stderr.write(f"-n {asked}: the files give no more than {found}\n")
