"""``usergap mix augment``: rule-made variants of dialogues that keep their labels."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from usergap.cli.counting import number_of

HELP = """Make variants of dialogues by rules: rephrase, typos, spacing, format, reorder.

\b
A variant is kept where the shipped annotator hears the same labels in every user turn.
Family "rule", with its parent: usergap mix keeps variants of held-out dialogues out.

\b
Example:
  usergap mix augment real.jsonl --rule typos --rule rephrase -o variants.jsonl
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("augment", help=HELP)(augment)


def augment(
    source: Annotated[str, typer.Argument(metavar="FILE", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="OUT.jsonl.")],
    rule: Annotated[list[str] | None, typer.Option(help="Repeat. Default: all.")] = None,
    seed: Annotated[int, typer.Option(help="Of the rules' choices.")] = 0,
) -> None:
    """Parse, delegate, print."""
    from usergap.annotators.offline import shipped_annotator
    from usergap.cli.loading import Loading
    from usergap.formats import write
    from usergap.ledger.augmentation.augment import RULES
    from usergap.ledger.augmentation.augment import augment as augmented

    corpus = Loading().corpus(source)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    chosen = rule or RULES
    found = augmented(corpus.dialogues, shipped_annotator(), chosen, seed=seed, created=now)
    write(found.dialogues, output)
    typer.echo(f"{output}: {number_of(len(found.dialogues), 'dialogue')} of {len(corpus)}")
    for name in chosen:
        typer.echo(
            f"  {name}: {found.made[name]} kept, {found.refused[name]} refused (a label changed), "
            f"{found.unchanged[name]} with nothing to change"
        )
