"""What a probe found: figures with intervals, what stands beside them, and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from usergap.compare import Verdict


@dataclass(frozen=True)
class Level:
    """What a figure is held against: a null or the level of real people.

    ``kind``: "real against real" (two samples of real users), "real" (the figure of
    the real users alone), "chance" or "published". ``low`` and ``high``: its 95 % range
    where it has one.
    """

    kind: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Figure:
    """One number of a probe.

    ``low`` and ``high``: 95 % interval, whole dialogue groups resampled. ``null``: the
    value if simulated users were like real ones; ``margin``: how far from it still
    counts as close. ``headline`` figures decide the finding's verdict. ``seen`` says in
    plain words what this very figure looks like to a reader of transcripts.
    """

    name: str
    title: str
    unit: str
    value: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    null: float | None = None
    margin: float | None = None
    beside: tuple[Level, ...] = ()
    verdict: Verdict = Verdict.UNDEFINED
    reason: str = ""
    headline: bool = True
    seen: str = ""


@dataclass(frozen=True)
class Table:
    """Rows beside the figures: a title, column heads, and cells (JSON values; no user text)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Quote:
    """A turn that shows what was found. It holds text: only where the text is at hand.

    ``figure``: the name of the figure that it shows; "" where it shows the finding as a whole.
    """

    side: str
    dialogue: str
    turn: int
    text: str
    shows: str
    figure: str = ""


@dataclass(frozen=True)
class Curve:
    """A line to draw: ``x`` and ``y`` of one side; ``picture`` names the picture it belongs to."""

    picture: str
    side: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True)
class Measured:
    """What ``Probe.run`` gives. ``seen`` says in plain words what users of this simulator see."""

    figures: tuple[Figure, ...]
    seen: str = ""
    tables: tuple[Table, ...] = ()
    curves: tuple[Curve, ...] = ()
    quotes: tuple[Quote, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A probe's result for one simulator; ``verdict`` is that of its worst headline figure.

    ``left_out``: sentences on dialogues that were not probed, for instance a simulator's seeds.
    """

    probe: str
    title: str
    simulator: str
    verdict: Verdict
    measured: Measured | None
    reason: str = ""
    seconds: float = 0.0
    version: str = ""
    left_out: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON values; quotes hold text and are left out."""
        found = asdict(self) | {"verdict": self.verdict.value}
        if self.measured is not None:
            inner = asdict(self.measured)
            inner.pop("quotes")
            for figure in inner["figures"]:
                figure["verdict"] = figure["verdict"].value
            found["measured"] = inner
        return found


def worst(figures: Sequence[Figure]) -> Verdict:
    """The verdict of several figures: differs, else cannot tell, else close, else undefined."""
    order = (Verdict.DIFFERS, Verdict.CANNOT_TELL, Verdict.CLOSE)
    held = {figure.verdict for figure in figures if figure.headline}
    return next((verdict for verdict in order if verdict in held), Verdict.UNDEFINED)


def table_of(title: str, rows: Mapping[str, Mapping[str, Any]], first: str) -> Table:
    """A table of rows by name: the columns are those of the first row."""
    columns = tuple(next(iter(rows.values()), {}))
    cells = tuple((name, *(row.get(c) for c in columns)) for name, row in rows.items())
    return Table(title, (first, *columns), cells)
