"""The entry point ``usergap``: the verbs, and one way to end for each kind of trouble."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from usergap.cli import (
    accept,
    annotate,
    check,
    compare,
    controls,
    convert,
    demo,
    diff,
    gate,
    ledger,
    measure,
    mix,
    power,
    probe,
    references,
    scenarios,
    simulate,
    study,
    suite,
    topics,
    train,
    transfer,
)
from usergap.errors import UsergapError
from usergap.version import __version__

INTERRUPTED = 130

app = typer.Typer(
    name="usergap",
    help="How far your simulated users are from your real ones, where, how surely, "
    "and what to do about it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

VERBS = (
    compare, measure, references, check, convert, annotate, diff, power, scenarios, topics,
    simulate, controls, probe, ledger, mix, transfer, suite, accept, gate, study, train, demo,
)  # fmt: skip
for verb in VERBS:
    verb.add_to(app)


def _version(show: bool) -> None:
    if show:
        typer.echo(f"usergap {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Options of the command itself."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 gate, 2 input, 3 environment, 130 interrupted."""
    raise SystemExit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; expected trouble is one line on stderr."""
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:  # what typer makes of a KeyboardInterrupt
            return _say("usergap: interrupted", INTERRUPTED)
        return int(code or 0)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except UsergapError as trouble:
        return _say(f"usergap: {trouble}", trouble.exit_code)
    except (BrokenPipeError, SystemExit):
        # the reader went away (`| head`), which typer turns into a SystemExit: leave quietly,
        # also at interpreter shutdown; 1 stays the exit code of gates
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return _say("usergap: interrupted", INTERRUPTED)
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        return _say(f"usergap: {where}{trouble.strerror or trouble}", 3)
    except Exception as trouble:  # click's usage errors know how to show themselves
        show = getattr(trouble, "show", None)
        if show is None:
            raise
        show()
        return int(getattr(trouble, "exit_code", 2))


def _say(line: str, code: int) -> int:
    sys.stderr.write(line.replace("\n", "\n  ") + "\n")
    return code
