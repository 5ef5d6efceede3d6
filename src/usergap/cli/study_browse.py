"""``usergap study browse``: leaf through a comparison, from gaps to the very turns."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.annotate_options import LabelOptions, ModelOptions
from usergap.cli.annotate_sources import sourcing_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, ErrorsEngine, Jobs, Strict, assignments, with_options
from usergap.cli.study_options import stored
from usergap.cli.study_serve import bound
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.compare import Comparison
    from usergap.profiles import Profile
    from usergap.study.browsing.catalogue import Catalogue

HELP = """Leaf through a comparison: gaps, domains, turns; real and simulated side by side.

COMPARISON is a comparison.json; REAL and SIM are the dialogues that were compared, in the
same order (left out: where the comparison says they lie), with the same annotators or label
files. It shows conversations: only this machine can reach it, and nothing is written.

\b
Examples:
  usergap study browse report/comparison.json
  usergap study browse report/comparison.json real.jsonl sim.jsonl --port 9000
  usergap study browse report/comparison.json real.jsonl sim.jsonl --labels a.tsv --labels b.tsv
"""
NO_TEXT = "-"


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("browse", help=HELP)(with_options(browse))


def browse(
    comparison: Annotated[Path, typer.Argument(metavar="COMPARISON", show_default=False)],
    labelling: LabelOptions,
    reached: ModelOptions,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[REAL SIM...]", show_default=False)
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any free one.")] = 8643,
    strict: Strict = False,
    column: Columns = None,
    errors_engine: ErrorsEngine = "rules",
    jobs: Jobs = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.compare.comparison_json import read_json

    read = read_json(comparison)
    named = named_sources(read, sources or [])
    texts = [one for one in named if one != NO_TEXT]
    sourcing = sourcing_of(texts, labelling, reached)
    loading = Loading(strict, assignments(column, "--column"), jobs, errors_engine, True, sourcing)
    profiles = [None if one == NO_TEXT else with_text(loading, one) for one in named]
    if sourcing is not None:
        sourcing.report()
    from usergap.study.browsing.catalogue import catalogue_of

    real, *simulated = profiles
    if not simulated or None in simulated:
        raise InputError("browse: expected dialogues of every simulator")
    serve(catalogue_of(read, real, [one for one in simulated if one is not None]), port)


def named_sources(comparison: Comparison, given: list[str]) -> list[str]:
    """What to read for each input; "-" for real users of whom only a profile was compared."""
    inputs = comparison.inputs
    if not given:
        given = [one.path + side_of(one.name) for one in inputs]
        if given and not Path(given[0].partition("#")[0]).exists():
            given[0] = NO_TEXT
    elif len(given) == len(inputs) - 1:
        given = [NO_TEXT, *given]
    if len(given) != len(inputs):
        raise InputError(
            f"browse: expected the {len(inputs)} inputs of the comparison, found {len(given)}"
        )
    return given


def side_of(name: str) -> str:
    """``#real`` or ``#simulated`` where an input was one side of a file, else nothing."""
    return next((side for side in ("#real", "#simulated") if name.endswith(side)), "")


def with_text(loading: Loading, source: str) -> Profile:
    """A measured corpus. Raises InputError for a profile, which holds no text."""
    found = loading.profile(source)
    if found.texts is None:
        raise InputError(f"{source}: expected dialogues, found a profile, which holds no text")
    return found


def serve(catalogue: Catalogue, port: int) -> None:
    """Serve it to this machine until Ctrl-C; sessions live in a folder that goes with it."""
    with TemporaryDirectory() as folder, stored(f"{folder}/sessions.db", create=True) as store:
        import uvicorn

        from usergap.study.web.app import create_app
        from usergap.study.web.pages.browsing import open_catalogue
        from usergap.study.web.site import Site

        listening = bound("127.0.0.1", port)
        # by name: cookies go by host, whatever the port, and `study serve` has the number
        base = f"http://localhost:{listening.getsockname()[1]}"
        site = Site(store, base=base)
        invitation = store.people.invite("owner", None, now=site.now(), uses=1)
        app = create_app(site)
        open_catalogue(app, catalogue)
        typer.echo(f"browse: {base}/join/{invitation}")
        typer.echo(f"The link works once; then all is at {base}/browse. Ctrl-C stops.")
        sys.stdout.flush()
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, ws="none"
        )
        try:
            uvicorn.Server(settings).run(sockets=[listening])
        except KeyboardInterrupt:  # the usual way to stop it
            typer.echo("stopped; nothing was written")
