"""The annotators that need no key, no network and no GPU."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from usergap.annotators.annotator import Annotator


def shipped_annotator(
    dimensions: Sequence[str] = ("intent", "feedback", "identity"),
) -> Annotator:
    """The shipped linear model of user turns; weights are read at the first use.

    Raises ``InputError`` for a dimension that it does not label.
    """
    return _annotator(tuple(dimensions))


@cache
def _annotator(dimensions: tuple[str, ...]) -> Annotator:
    from usergap.annotators.shipped_turns import turn_annotator

    return turn_annotator(dimensions)
