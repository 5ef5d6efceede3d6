"""Options of ``scenarios`` and ``simulate`` that no other verb has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.errors import InputError, UsergapError

if TYPE_CHECKING:
    from usergap.llm import Price
    from usergap.simulate.kind import Kind

Prices = Annotated[
    list[str] | None,
    typer.Option(
        "--price",
        metavar="[MODEL=]IN,OUT",
        help="Money per million prompt,completion tokens. Repeat for several models.",
    ),
]

ModelCache = Annotated[
    Path | None,
    typer.Option(
        "--cache", "--model-cache", help="File of models' answers, never asked for twice."
    ),
]


class Interrupted(UsergapError):  # noqa: N818 - not an error
    """Ctrl-C: what is finished is kept."""

    exit_code = 130


def prices_of(given: list[str] | None) -> dict[str, Price]:
    """Prices by model; under ``""`` that of models not named. Raises ``InputError``."""
    from usergap.llm import Price

    found: dict[str, Price] = {}
    for text in given or ():
        model, _, numbers = text.rpartition("=")
        try:
            prompt, completion = (float(part) for part in numbers.split(","))
        except ValueError:
            prompt = completion = -1.0
        if not (0 <= prompt < float("inf") and 0 <= completion < float("inf")):
            raise InputError(f"--price: expected two numbers such as 0.15,0.60; found {text!r}")
        if model in found:
            raise InputError(f"--price: expected one for {model or 'all'}, found two")
        found[model] = Price(prompt, completion)
    return found


def facts_of(given: list[str] | None) -> dict[str, str]:
    """Facts for the provenance by field; commas belong to the text. Raises ``InputError``."""
    from usergap.simulate.made import checked_facts

    found: dict[str, str] = {}
    for text in given or ():
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            raise InputError(f"--provenance: expected FIELD=TEXT, found {text!r}")
        if name in found:
            raise InputError(f"--provenance: expected {name} once, found it twice")
        found[name] = value
    return checked_facts(found)


def list_kinds(show: bool) -> None:
    """Print every kind of user, assistant and control, and end."""
    if not show:
        return
    from usergap.simulate.registry import assistant_kinds, control_kinds, user_kinds

    typer.echo("SPEC is KIND[:ARGUMENT][,OPTION=VALUE]...\n")
    parts = (
        ("--user", user_kinds()),
        ("--assistant", assistant_kinds()),
        ("--control", control_kinds()),
    )
    for option, kinds in parts:
        if kinds:
            typer.echo(f"{option} SPEC")
            for kind in kinds.values():
                typer.echo(listed(kind))
            typer.echo("")
    typer.echo("MODEL is a name at --base-url, or hf:PATH for one on this machine.")
    raise typer.Exit


def listed(kind: Kind) -> str:
    """A kind in lines of at most 78 columns: how it is written, what it is, its options."""
    from textwrap import wrap

    told = [kind.summary]
    if kind.options:
        told.append("options: " + ", ".join(kind.options))
    lines = [f"      {line}" for text in told for line in wrap(text, 72)]
    head = f"  {kind.name}{':' + kind.argument if kind.argument else ''}"
    return "\n".join([head, *lines])
