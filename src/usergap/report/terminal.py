"""The comparison in a terminal: one table a simulator, then the worst gaps in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from usergap.compare import Comparison, Row, Verdict
from usergap.report.contrast import contrast
from usergap.report.hostile import one_line, shorten
from usergap.report.numbers import count, distance, interval, p_value
from usergap.report.sections.faults import fault_sentence
from usergap.report.sides import headline_rows
from usergap.report.wording import tally_sentence, words_for

LAYOUTS = (
    ("measure", "both", "distance", "floors", "interval", "p", "verdict", "n"),
    ("measure", "both", "distance", "floors", "interval", "p", "verdict"),
    ("measure", "both", "distance", "floors", "interval", "verdict"),
    ("measure", "both", "distance", "floor", "interval", "verdict"),
    ("measure", "values", "distance", "floor", "interval", "verdict"),
    ("measure", "values", "distance", "floor", "verdict"),
    ("measure", "distance", "floor", "verdict"),
    ("measure", "distance", "verdict"),
)
"""From wide to narrow: what goes first is n, then p, then the floor's 95 % point, then
what the two values are, then the interval, then the values, last the floor."""

TITLES = {"both": "real → simulated", "values": "real → sim.", "floors": "floor (95 %)"}
RIGHT = frozenset({"distance", "floor", "floors", "p"})
WORST = 3
NOTES = 5
STYLES = {
    Verdict.DIFFERS: "bold red",
    Verdict.CLOSE: "green",
    Verdict.CANNOT_TELL: "yellow",
    Verdict.UNDEFINED: "dim",
}
_ASCII = str.maketrans(
    {"→": "->", "–": "-", "−": "-", "…": "...", "’": "'", "≥": ">=", "\xa0": " "}
)


@dataclass(frozen=True)
class _Line:
    cells: dict[str, str]
    verdict: Verdict


def render_terminal(comparison: Comparison, console: Console) -> None:
    """Print tables, notes on their marks and the data, and the three worst gaps.

    The widest of ``LAYOUTS`` that fits the ``console`` is shown. Colour
    and box lines follow the console: none of the first where it is no terminal,
    ASCII where its encoding is not UTF. Names are shown as text, never as markup.
    """
    write = _Writer(console)
    rows = headline_rows(comparison)
    if not rows:
        write.line("Nothing was compared: there is no row in this comparison.")
    for name in comparison.simulators:
        own = [row for row in rows if row.simulator == name]
        if own:
            write.table(name, own)
    write.remarks(rows)
    for audited in comparison.faults:
        if audited.faulty:
            write.line(
                f"Faults, {one_line(audited.simulator)}: {fault_sentence(audited)}", "yellow"
            )
    write.notes(comparison.notes)
    if comparison.headlines:
        write.line("The worst gaps", "bold")
        for place, sentence in enumerate(comparison.headlines[:WORST], 1):
            write.line(f"{place}. {one_line(sentence)}")


def plain_for(console: Console) -> Callable[[str], str]:
    """What puts a text into what the console's encoding can say."""
    if not console.options.ascii_only:
        return str
    encoding = console.encoding
    return lambda text: text.translate(_ASCII).encode(encoding, "backslashreplace").decode(encoding)


class _Writer:
    """Text for one console: its width, its encoding."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.ascii = console.options.ascii_only
        self.plain = plain_for(console)

    def line(self, text: str, style: str = "") -> None:
        self.console.print(Text(self.plain(text), style=style))

    def table(self, name: str, rows: list[Row]) -> None:
        lines = [_line(row) for row in rows]
        lines = [_Line({k: self.plain(v) for k, v in one.cells.items()}, one.verdict)
                 for one in lines]  # fmt: skip
        title = self.plain(shorten(one_line(name), 60))
        self.console.print(Text(f"{title}: {self.plain(tally_sentence(rows))}", style="bold"))
        grid = Table(
            box=box.ASCII2 if self.ascii else box.SIMPLE_HEAD,
            show_edge=False, pad_edge=False, padding=(0, 1) if self.ascii else (0, 1, 0, 0),
        )  # fmt: skip
        shown = _fitting(lines, self.console.width, 3 if self.ascii else 2)
        for column in shown:
            grid.add_column(
                Text(self.plain(TITLES.get(column, column))),
                justify="right" if column in RIGHT else "left",
                overflow="fold",
                no_wrap=column in RIGHT,
            )
        for one in lines:
            cells = [Text(one.cells[column]) for column in shown]
            cells[shown.index("verdict")].stylize(STYLES[one.verdict])
            cells[shown.index("distance")].stylize("bold")
            grid.add_row(*cells)
        self.console.print(grid)
        self.console.print()

    def remarks(self, rows: list[Row]) -> None:
        """What the marks mean, and what is undefined and why."""
        undefined: dict[str, set[str]] = {}
        for row in rows:
            if row.verdict is Verdict.UNDEFINED and row.reason:
                title = words_for(row.measure).title
                undefined.setdefault(one_line(row.reason), set()).add(title)
        for reason, titles in sorted(undefined.items(), key=lambda found: sorted(found[1])):
            named = ", ".join(sorted(titles))
            self.line(f"{named} {'is' if len(titles) == 1 else 'are'} undefined: {reason}", "dim")
        if any(row.moved for row in rows):
            self.line("* corrected for labelling errors", "dim")
        if any(row.annotator_unverified for row in rows):
            self.line("! labels not verified on this simulator's text", "dim")
        if rows:
            self.line("distance: points of 100 for labels, else the measure's own unit", "dim")
            self.line("floor: distance between two samples of real users (95 % of them)", "dim")
            self.console.print()

    def notes(self, notes: Sequence[str]) -> None:
        """What the data ask the reader to know; all of it is in the report."""
        for note in notes[:NOTES]:
            self.line(f"Note: {one_line(note)}", "dim")
        if len(notes) > NOTES:
            self.line(f"{len(notes) - NOTES} more notes are in the report", "dim")
        if notes:
            self.console.print()


def _line(row: Row) -> _Line:
    both = contrast(row)
    mark = "*" if row.moved else ""
    verdict = row.verdict.value + (" !" if row.annotator_unverified else "")
    needed = row.verdict is Verdict.CANNOT_TELL and row.n_needed is not None
    cells = {
        "measure": words_for(row.measure).title,
        "both": f"{both.real} → {both.simulated} {both.what}" if both else "–",
        "values": f"{both.real} → {both.simulated}" if both else "–",
        "distance": distance(row.reported, row.distance) + mark,
        "floor": distance(row.floor, row.distance),
        "floors": _floors(row),
        "interval": interval(row.low, row.high, row.distance),
        "p": p_value(row.p_holm),
        "verdict": verdict,
        "n": f"{count(row.n_real)}/{count(row.n_simulated)}"
        + (f", needs {count(row.n_needed)}" if needed else ""),
    }
    return _Line({key: one_line(value) for key, value in cells.items()}, row.verdict)


def _floors(row: Row) -> str:
    if row.floor is None:
        return "–"
    upper = f" ({distance(row.floor95, row.distance)})" if row.floor95 is not None else ""
    return distance(row.floor, row.distance) + upper


def _fitting(lines: list[_Line], width: int, gutter: int) -> tuple[str, ...]:
    """The first layout whose longest cells fit into the width together."""

    def needed(column: str) -> int:
        cells = (TITLES.get(column, column), *(one.cells[column] for one in lines))
        return max(cell_len(text) for text in cells) + gutter

    fits = (layout for layout in LAYOUTS if sum(map(needed, layout)) - gutter <= width)
    return next(fits, LAYOUTS[-1])
