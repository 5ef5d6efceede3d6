"""The record by which a measure declares itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from usergap.dialogues import Dialogue

Labels = tuple[str, ...]
"""The labels of one unit (turn or sentence), never empty: ``("none",)`` = judged none."""

Units = Sequence[Labels | None]
"""One entry per unit of a dialogue; None = missing, never a default label."""

Cell = float | int | bytes | None
"""One value of one profile column; None = undefined."""


class Kind(StrEnum):
    """What a measure's values are, which decides how two sides are compared."""

    LABELS = "labels"  # several labels per unit, compared as shares that sum to 1
    FLAGS = "flags"  # yes/no per label and dialogue, compared as rates
    NUMBER = "number"  # one number per dialogue, compared as distributions
    VECTORS = "vectors"  # vectors per dialogue, compared by energy distance


class Level(StrEnum):
    """Which level of a user's behaviour a measure looks at (realsim, 2605.02624)."""

    FUNCTION = "communicative function"
    STATE = "user state"
    SURFACE = "surface"


@dataclass(frozen=True)
class Dimension:
    """One measure: what it is, its unit, how it is compared, when it is undefined.

    ``id`` names the measure (one of the ten in the headline); ``part_of`` the
    behaviour dimension it belongs to. For ``NUMBER`` and ``VECTORS`` measures
    ``measure(dialogue)`` returns the profile columns of one dialogue; for
    ``LABELS`` and ``FLAGS`` the columns come from labels (see ``tally``) and
    ``measure`` is None. ``languages`` empty = defined in every language.
    ``beside`` names extra columns that are reported but not compared.
    ``measure_batch``, where a measure has one, gives for many dialogues at once what
    ``measure`` gives for each of them, only faster.
    """

    id: str
    title: str
    part_of: str
    level: Level
    unit: str
    kind: Kind
    distance: str  # tvd | half_sum | w1 | energy
    undefined: str
    version: str
    citation: str
    labels: tuple[str, ...] = ()
    range: tuple[float, float] = (0.0, float("inf"))
    scale: str = ""  # unit of the values in words: "words", "grade", "matches per dialogue"
    languages: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    measure: Callable[[Dialogue], Mapping[str, Cell]] | None = field(default=None, compare=False)
    measure_batch: Callable[[Sequence[Dialogue]], list[Mapping[str, Cell]]] | None = field(
        default=None, compare=False
    )
