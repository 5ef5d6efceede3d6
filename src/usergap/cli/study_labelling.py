"""``usergap study labelling``: set up turns for people to label, by the codebook."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from usergap.cli.annotate_options import dimensions_of
from usergap.cli.annotate_sample import TURNS
from usergap.cli.counting import number_of
from usergap.cli.loading import Loading
from usergap.cli.options import Columns, Strict, assignments
from usergap.cli.study_new import CONSENT, NAME, read_text
from usergap.cli.study_options import DEFAULT, Consent, Place, Seed, Title, stored, told_if_fewer
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.study.labelling.items import Source

HELP = """Set up a labelling study: people label user turns of SOURCES by the codebook.

Give real and simulated dialogues together: who labels sees neither whose turn it is nor from
which file. Rare labels and close calls are drawn more often, each with a known probability.
Identity is judged per dialogue: for cards of it draw --whole-dialogues. Two raters for each
item; what they differ on you settle on the owner's page; `usergap study labels` writes the
label files. The study file holds conversation text: keep it local.

\b
Examples:
  usergap study labelling real.jsonl simulated.jsonl -n 200 --per-rater 100
  usergap study labelling real.jsonl sim.jsonl --whole-dialogues -n 60 --db labels.db
"""


def add_to(app: typer.Typer) -> None:
    """Register the part."""
    app.command("labelling", help=HELP)(labelling)


def labelling(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCES...", show_default=False)],
    db: Place = DEFAULT,
    name: Annotated[str, typer.Option(help="Name of the study.")] = "labels",
    title: Title = None,
    n: Annotated[int, typer.Option("-n", min=1, help="Turns (or dialogues) in all.")] = 200,
    per_rater: Annotated[
        int | None, typer.Option(min=1, help="Items that one rater gets.  [default: all]")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole-dialogues", help="Draw dialogues: identity needs all turns.")
    ] = False,
    dimensions: Annotated[
        str | None, typer.Option("--dimensions", help="Of intent,feedback,identity.")
    ] = None,
    consent: Consent = None,
    seed: Seed = 0,
    strict: Strict = False,
    column: Columns = None,
) -> None:
    """Parse, delegate, print."""
    wanted = dimensions_of(dimensions, TURNS)
    if unknown := [one for one in wanted if one not in TURNS]:
        raise InputError(f"--dimensions: expected some of {', '.join(TURNS)}; found {unknown[0]}")
    if not NAME.fullmatch(name):
        raise InputError(f"--name: expected small letters, digits, - and _; found {name!r}")
    text = CONSENT if consent is None else read_text(consent)
    loading = Loading(strict, assignments(column, "--column"))
    with stored(db, create=True) as store:
        from usergap.study.artefacts import STRIPPED
        from usergap.study.labelling.codebook import CODEBOOK_VERSION
        from usergap.study.labelling.items import label_items
        from usergap.study.records import Study
        from usergap.study.tasks import task_named

        drawn_from = [drawable(loading, one, wanted) for one in sources]
        items = label_items(drawn_from, wanted, count=n, whole=whole, seed=seed)
        settings: dict[str, Any] = {
            "per_rater": per_rater or len(items), "checks": 0, "consent": text,
            "dimensions": list(wanted), "whole": whole, "codebook": CODEBOOK_VERSION,
            "stripped": list(STRIPPED),
            "sources": {
                one.corpus.name: {
                    "sha256": one.corpus.reading.sha256,
                    "turns": sum(len(dialogue.turns) for dialogue in one.corpus),
                }
                for one in drawn_from
            },
        }  # fmt: skip
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        heading = title or task_named("labels").title
        store.studies.add(Study(name, "labels", heading, seed, now, settings, tuple(items)))
    turns = sum(len(item.shown["turns"]) for item in items)
    told_if_fewer(n, len(items))
    drawn = number_of(len(items), "dialogue" if whole else "turn")
    typer.echo(f"{db}: study {name}: {drawn}, {number_of(turns, 'turn')} to label")
    typer.echo(f"next: usergap study serve --db {db}")
    sys.stderr.write(f"{db} holds conversation text: keep it local\n")


def drawable(loading: Loading, source: str, dimensions: tuple[str, ...]) -> Source:
    """A corpus with the shipped annotator's labels, by which turns are drawn."""
    from usergap.annotators.llm.choice import Reach, annotators_of
    from usergap.annotators.sampling.units import linear_uncertainty, merged
    from usergap.study.labelling.items import Source

    corpus = loading.corpus(source)
    each = [x.annotate(corpus.dialogues) for x in annotators_of("linear", dimensions, Reach())]
    found = [merged(annotations) for annotations in zip(*each, strict=True)]
    return Source(corpus, found, linear_uncertainty(corpus.dialogues, dimensions))
