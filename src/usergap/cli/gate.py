"""``usergap gate``: a policy over what was measured, as an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HELP = """Judge a comparison, probes, a ledger and suites by a policy file (TOML).

One line a rule; ends with 0 where every rule passes, with 1 where one does not, and with 2
where the policy or a file is not what it should be.

\b
Examples:
  usergap gate policy.toml
  usergap gate policy.toml --comparison out/comparison.json --junit gate.xml
  usergap gate policy.toml --ledger usergap.ledger --sarif gate.sarif --markdown gate.md
"""
COMPARISON = Path("report/comparison.json")


def add_to(app: typer.Typer) -> None:
    """Register the verb."""
    app.command("gate", help=HELP)(gate)


def gate(
    policy: Annotated[Path, typer.Argument(metavar="POLICY", show_default=False)],
    comparison: Annotated[Path, typer.Option(help="What `compare` wrote.")] = COMPARISON,
    probes: Annotated[Path | None, typer.Option(help="What `probe -o` wrote.")] = None,
    ledger: Annotated[Path | None, typer.Option(help="A ledger's file.")] = None,
    suite: Annotated[list[Path] | None, typer.Option(help="Results of a suite. Repeat.")] = None,
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML.")] = None,
    sarif: Annotated[Path | None, typer.Option(help="Write SARIF 2.1.0.")] = None,
    markdown: Annotated[Path | None, typer.Option(help="Write a Markdown summary.")] = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.ledger.gate import Files, decide, to_junit, to_markdown, to_sarif
    from usergap.writing import write_text

    decision = decide(policy, Files(comparison, probes, ledger, suite or ()))
    for path, form in ((junit, to_junit), (sarif, to_sarif), (markdown, to_markdown)):
        if path is not None:
            write_text(path, form(decision))
    for outcome in decision.outcomes:
        typer.echo(outcome.line)
    typer.echo(decision.summary)
    if not decision.passed:
        raise typer.Exit(1)
