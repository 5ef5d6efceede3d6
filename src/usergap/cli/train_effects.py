"""``usergap train effects``: what else moved when a simulator was trained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.options import Strict
from usergap.errors import InputError

HELP = """Tell what else moved when a user simulator was trained.

BEFORE and AFTER: dialogues simulated by the model before and after training, at best for the
scenarios of REAL; or users themselves (hf:PATH, any SPEC of simulate --user), who then talk
to the real chatbot's own answers. All ten measures and the probes praise, disclosure
and stereotype; what --rewarded does not name and has moved all the same is marked with !.

\b
Examples:
  usergap train effects before.jsonl after.jsonl --real real.jsonl --rewarded length,feedback
  usergap train effects hf:base hf:run/model --real real.jsonl --rewarded praise
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("effects", help=HELP)(effects)


def effects(
    before: Annotated[str, typer.Argument(metavar="BEFORE", show_default=False)],
    after: Annotated[str, typer.Argument(metavar="AFTER", show_default=False)],
    real: Annotated[str, typer.Option("--real", metavar="REAL")],
    rewarded: Annotated[
        str, typer.Option(metavar="NAMES", help="Measures, dimensions, probes, commas between.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Also write the table, as JSON.")
    ] = None,
    keep: Annotated[
        Path, typer.Option("--keep", help="For users: folder of their dialogues.")
    ] = Path("effects"),
    limit: Annotated[int, typer.Option(min=20, help="For users: scenarios at most.")] = 200,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    replicates: Annotated[int, typer.Option(min=400, help="Resamples.")] = 500,
    strict: Strict = False,
) -> None:
    """Parse, delegate, print."""
    import json

    from usergap.cli.loading import Loading
    from usergap.report.side_effects_terminal import side_effects_lines
    from usergap.train.side_effects import effects_of_models, side_effects
    from usergap.train.side_effects.rewarded import names_of, rewarded_rows
    from usergap.writing import write_text

    names = names_of(rewarded)
    rewarded_rows(names)  # a wrong name is told before a minute's work
    load = Loading(strict).corpus
    users = [_is_user(each) for each in (before, after)]
    if all(users):
        found = effects_of_models(
            before, after, load(real), names, folder=keep, limit=limit, seed=seed,
            replicates=replicates,
        )  # fmt: skip
    elif any(users):
        raise InputError("effects: expected two files or two users, found one of each")
    else:
        found = side_effects(
            load(before), load(after), load(real), names, seed=seed, replicates=replicates
        )
    typer.echo("\n".join(side_effects_lines(found)))
    if output is not None:
        told = write_text(output, json.dumps(found.to_json(), indent=1) + "\n")
        typer.echo(f"\nTable: {told}")


def _is_user(text: str) -> bool:
    """Whether it is a SPEC of a user and no file."""
    from usergap.simulate.registry import user_kinds

    return text.partition(":")[0] in user_kinds() and not Path(text).exists()
