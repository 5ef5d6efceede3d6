"""The full engine for errors: Harper, a grammar checker for English (extra ``errors``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from usergap.dialogues import Dialogue
from usergap.dimensions.dimension import Cell, Dimension
from usergap.dimensions.errors import ERRORS
from usergap.errors import EnvironmentFailure

if TYPE_CHECKING:
    from harper import Linter


@cache
def _linter() -> Linter:
    """One linter a process: building its dictionary takes half a second."""
    try:
        from harper import Linter
    except ImportError as missing:
        raise EnvironmentFailure(
            "errors engine harper: expected the package harper-py, found none: "
            "pip install 'usergap[errors]'"
        ) from missing
    return Linter()


def count_harper_errors(text: str) -> int:
    """Harper's lints in one message, its defaults: American English, Markdown, no overlaps.

    Raises ``EnvironmentFailure`` where harper-py is not installed.
    """
    return len(_linter().lint(text))


def measure_harper_errors(dialogue: Dialogue) -> Mapping[str, Cell]:
    """Harper's lints of all kinds, each user message checked alone, summed."""
    return {"errors": sum(count_harper_errors(turn.text) for turn in dialogue.turns)}


def harper_errors() -> Dimension:
    """The errors measure with Harper as its engine; its version keeps it apart.

    Profiles made by different engines never meet: their versions differ, so the
    row is undefined. Raises ``EnvironmentFailure`` where harper-py is not installed.
    """
    _linter()
    return replace(
        ERRORS,
        version=f"harper-{version('harper-py')}",
        citation="Harper, github.com/Automattic/harper; realsim, arXiv 2605.02624",
        measure=measure_harper_errors,
    )
