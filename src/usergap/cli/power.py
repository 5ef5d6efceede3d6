"""``usergap power``: how many dialogues find a gap, or which gap a number of them finds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.compare_progress import cells_watched
from usergap.cli.kept_rows import KeptRows
from usergap.cli.options import Jobs, one_of, with_options
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.profiles import Profile

HELP = """Plan a comparison: how many dialogues a side find a gap, with probability 0.8.

A gap is a distance in the measure's unit, as in a report's rows. Without --measure,
every measure is listed with the number that finds a gap of its margin.

\b
Examples:
  usergap power --measure words --gap 30
  usergap power --measure feedback --n 200
  usergap power --n 100 --reference my-users.parquet
"""


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("power", help=HELP)(with_options(power))


def power(
    kept: KeptRows,
    measure: Annotated[str | None, typer.Option(help="One measure. Default: all.")] = None,
    gap: Annotated[float | None, typer.Option(help="The distance to be found.")] = None,
    n: Annotated[int | None, typer.Option("--n", help="Dialogues a side.")] = None,
    reference: Annotated[
        str, typer.Option(help="Real users: wildchat, lmsys, all, a profile or dialogues.")
    ] = "all",
    paired: Annotated[
        bool, typer.Option("--paired", help="Both sides hold the same scenarios.")
    ] = False,
    towards: Annotated[
        str | None,
        typer.Option(help="fewer, more, or a label: where the gap lies. Default: the hardest."),
    ] = None,
    tests: Annotated[
        int,
        typer.Option(min=1, help="Measures judged together; 1 for one chosen beforehand."),
    ] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    jobs: Jobs = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.compare.workers import in_threads, one_blas_thread
    from usergap.dimensions import MEASURES

    if measure is not None:
        one_of(measure, tuple(MEASURES), "--measure")
        if gap is None and n is None:
            raise InputError("power: expected --gap or --n, found neither")
    elif gap is not None:
        raise InputError("--gap: expected with --measure: units differ between measures")
    elif towards is not None:
        raise InputError("--towards: expected with --measure: labels differ between measures")
    people = _people(reference, kept, jobs)
    chosen = [measure] if measure else list(MEASURES)
    design = Design(paired, tests, towards)
    works = [partial(_row, people, name, gap, n, design) for name in chosen]
    with one_blas_thread(), cells_watched("planning") as watch:
        rows = in_threads(works, jobs, progress=watch)
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
    else:
        for row in rows:
            typer.echo(_line(row))
        typer.echo(
            f"Dialogues a side (those of one conversation count once), found with probability 0.8, "
            f"judged among {tests} measure{'s' * (tests > 1)}; people: {people.name}."
        )


def _people(reference: str, kept: KeptRows, jobs: int | None) -> Profile:
    from usergap.cli.loading import Loading
    from usergap.profiles import load_reference, reference_names
    from usergap.profiles.references import ALL

    if reference in (*reference_names(), ALL):
        return load_reference(reference)
    return Loading(jobs=jobs, kept=kept).profile(reference)


@dataclass(frozen=True)
class Design:
    """What stays the same for all measures."""

    paired: bool
    tests: int
    towards: str | None


def _row(
    people: Profile, measure: str, gap: float | None, n: int | None, design: Design
) -> dict[str, Any]:
    from usergap.compare.margins import default_margins
    from usergap.compare.power.search import detectable, needed

    margin = default_margins().get(measure)
    row: dict[str, Any] = {"measure": measure, "margin": margin, **asdict(design)}
    asked = gap if gap is not None else None if n is not None else margin
    try:
        if asked is not None:
            answer = needed(people, measure, asked, **asdict(design))
            row |= {
                "gap": asked,
                "n_needed": answer and answer.n,
                "hardest": answer and answer.direction,
            }
        if n is not None:
            found = detectable(people, measure, n, **asdict(design))
            row |= {"n": n, "gap_found": found and found.gap, "hardest": found and found.direction}
    except InputError as trouble:
        if gap is not None:
            raise
        row["undefined"] = str(trouble)
    return row


def _line(row: dict[str, Any]) -> str:
    parts = []
    if "undefined" in row:
        parts.append(row["undefined"])
    if "gap" in row:
        needed = row["n_needed"]
        parts.append(f"a gap of {row['gap']:.3g} needs {needed or 'more than a million'}")
    if "n" in row:
        found = row["gap_found"]
        what = f"a gap of {found:.3g}" if found else "no gap that people's own dialogues can show"
        parts.append(f"{row['n']} find {what}")
    if row.get("hardest"):
        parts[-1] += f" (towards {row['hardest']})"
    if row["margin"] is not None and row.get("gap") != row["margin"]:
        parts.append(f"margin {row['margin']:.3g}")
    return (
        f"{row['measure']:<10}{'; '.join(parts) or 'no margin: give --measure with --gap, or --n'}"
    )
