"""``usergap annotate validate``: an annotator against gold labels, and its card."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.annotate_options import (
    Dimensions,
    ModelOptions,
    Source,
    dimensions_of,
)
from usergap.cli.annotate_progress import calls_bar
from usergap.cli.annotate_run import LABELS, sources
from usergap.cli.annotate_sample import TURNS
from usergap.cli.annotate_spent import report
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments, with_options
from usergap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from usergap.annotators.annotator import Annotation, Annotator, Card
    from usergap.annotators.sidecar import SidecarRow
    from usergap.dialogues import Corpus

HELP = """Measure an annotator against gold labels of CORPUS, per label and with intervals.

With -o the result becomes a card by which `usergap compare --card` corrects. Real and simulated
users are judged apart: run it once for each and name the same card, both sides are kept.

\b
Examples:
  usergap annotate validate chats.jsonl --gold people.tsv --side real -o card.json
  usergap annotate validate sim.jsonl --gold sim_people.tsv --labels labels.tsv -o card.json
"""
IDENTITY = (
    "identity needs gold for every turn of a dialogue: draw by `annotate sample --whole-dialogues`"
)


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("validate", help=HELP)(with_options(validate))


def validate(
    source: Annotated[str, typer.Argument(metavar="CORPUS", show_default=False)],
    gold: Annotated[Path, typer.Option(help="Label file that counts as true.")],
    reached: ModelOptions,
    labels: Annotated[
        Path | None, typer.Option(help="Label file to judge, instead of --annotator.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Card to write, or to add a side to.")
    ] = None,
    side: Annotated[
        str | None, typer.Option(help="real, simulated or a simulator's name, where not recorded.")
    ] = None,
    gold_by: Annotated[
        str | None, typer.Option(help="Who made the gold labels, for the card.")
    ] = None,
    trained_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SIMULATOR",
            help="On whose text the annotator was trained: no card from it counts. Repeat.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    seed: Annotated[int, typer.Option(help="Seed of the resampling.")] = 0,
    annotator: Source = "linear",
    dimensions: Dimensions = None,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    from usergap.annotators.cards import simulators_behind
    from usergap.annotators.sidecar import read_sidecar
    from usergap.annotators.validation.cards import card_of
    from usergap.annotators.validation.report import lines, report_side
    from usergap.annotators.validation.scores import compare_with_gold

    spec = annotator if labels is None else str(labels)
    reached.used_by(spec)
    reach = reached.reach()
    true = read_sidecar(gold)
    held = [name for name in LABELS if any(name in row.labels for row in true)]
    asked = dimensions_of(dimensions, tuple(held))
    wanted = [x for x in asked if x in held]
    if not wanted:
        raise InputError(f"{gold}: expected labels to compare with, found none")
    with calls_bar(f"labelling {Path(source).name}") as show:
        # A model that is asked more at once is another annotator: it is asked all of it.
        together = asked if spec.partition(":")[0] in {"llm", "local"} else wanted
        judges = sources(spec, together, replace(reach, on_progress=show))
        if output is not None:
            independent(gold, true, judges)
        corpus = Loading(strict, assignments(column, "--column")).corpus(source)
        pairs = [(judge, judge.annotate(corpus.dialogues)) for judge in judges]
    reports = []
    cards: dict[str, Card] = {}
    by = gold_by or f"labels from {gold.name}"
    for judge, found in pairs:
        report(judge)
        mine = [x for x in wanted if x in judge.dimensions]
        judged = compare_with_gold(corpus, true, found, mine, side)
        reports += [report_side(one, seed) for one in judged]
        made_by = (judge.name, judge.version)
        behind = (*simulators_behind(judge.name), *(trained_on or ()))
        cards |= card_of(judged, [corpus] * len(judged), made_by, by, trained_on=behind)
    for name in wanted:
        if not any(one.dimension == name for one in reports):
            why = IDENTITY if name == "identity" else ""
            typer.echo(f"{name}: no unit has gold and a label. {why}".rstrip(), err=True)
    if as_json:
        typer.echo(json.dumps([one.to_json() for one in reports], indent=1, ensure_ascii=False))
    else:
        said = [line for one in reports for line in lines(one)]
        said += beside(true, corpus, pairs, wanted)
        typer.echo("\n".join(said))
    if output is not None:
        _keep(output, cards)


def independent(gold: Path, true: Sequence[SidecarRow], judges: Sequence[Annotator]) -> None:
    """Raises ``InputError`` where gold is a judge's own: such a card vouches for anybody."""
    named = {row.annotator for row in true}
    for judge in judges:
        if (own := f"{judge.name} {judge.version}") in named:
            raise InputError(
                f"{gold}: annotator: expected gold by another than {own}, found its own"
            )


def beside(
    true: Sequence[SidecarRow],
    corpus: Corpus,
    pairs: Sequence[tuple[Annotator, Sequence[Annotation]]],
    dimensions: Sequence[str],
) -> Iterator[str]:
    """What the gold labels say by themselves: agreement of people, shares of all turns."""
    from usergap.annotators.validation.people import (
        by_dialogue,
        people_agreement,
        population_lines,
        population_shares,
    )

    for name in dimensions:
        for label, alpha in people_agreement(true, name).items():
            if alpha is not None:
                yield f"{name}: people agree on {label} with alpha {alpha:.2f}"
        for judge, found in pairs:
            asked = name in judge.dimensions and name in TURNS
            shares = population_shares(corpus, true, found, name) if asked else {}
            if shares:
                unit = "dialogues" if by_dialogue(true, name) else "user turns"
                yield from population_lines(name, shares, unit)


def _keep(output: Path, cards: dict[str, Card]) -> None:
    """Write the card beside what the file already says of other sides."""
    from usergap.annotators.validation.cards import merged, read_cards, write_cards

    old = read_cards(output) if output.exists() else {}
    both = merged(old, cards)
    write_cards(output, both)
    typer.echo(f"{output}: cards of {', '.join(cards)}", err=True)
