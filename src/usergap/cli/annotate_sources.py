"""``--annotator``, ``--labels``, ``--statements`` and ``--card`` of ``compare`` and ``measure``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from usergap.cli.annotate_progress import calls_bar
from usergap.cli.options import assignments
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.annotators import Annotator, Card
    from usergap.annotators.llm.choice import Reach
    from usergap.cli.annotate_options import LabelOptions, ModelOptions
    from usergap.dialogues import Corpus
    from usergap.dimensions import Dimension


@dataclass
class Sourcing:
    """Where labels come from, per source of dialogues named on the command line.

    ``annotator``: ``DIM=SPEC`` (or ``all=SPEC``), see ``annotators_from``. ``labels``
    and ``statements``: files, one per source in the order of ``sources``, or
    ``SOURCE=FILE`` with a source's path, file name or stem: ids may be the same in
    real and simulated corpora, so a file never serves a source by chance.
    """

    sources: Sequence[str]
    annotator: Sequence[str] = ()
    labels: Sequence[str] = ()
    statements: Sequence[str] = ()
    reach: Reach | None = None

    @cached_property
    def _shared(self) -> tuple[Annotator, ...]:
        """Made once, so that budget and cache are those of the whole run."""
        from usergap.annotators.llm.choice import annotators_from

        return annotators_from(assignments(list(self.annotator), "--annotator"), self.reach)

    def prepare(self) -> None:
        """Make and check all that can be checked before dialogues are read."""
        files_by_source(self.labels, self.sources, "--labels")
        files_by_source(self.statements, self.sources, "--statements")
        _ = self._shared

    @property
    def single_process(self) -> bool:
        """Whether an annotator must not be copied into several processes."""
        return any(getattr(each, "single_process", False) for each in self._shared)

    @contextmanager
    def watched(self, name: str) -> Iterator[None]:
        """Shows the calls for one source while they run, where somebody watches."""
        from usergap.annotators.llm.annotator import LlmAnnotator
        from usergap.annotators.llm.asking import EndpointAsker

        with calls_bar(f"labelling {name}") as show:
            asking = [each.ask for each in self._shared if isinstance(each, LlmAnnotator)]
            for one in asking:
                if isinstance(one, EndpointAsker):
                    one.on_progress = show
            yield

    def report(self) -> None:
        """What endpoint and local models did not answer, and what that cost, on stderr."""
        from usergap.cli.annotate_spent import report

        for each in self._shared:
            report(each)

    def annotators(self, source: str, corpus: Corpus) -> tuple[Annotator, ...]:
        """The annotators for one source; those of its label file come last and win.

        Says on stderr where the file leaves turns out: they are seldom left out by chance.
        Raises ``InputError`` where its file holds labels of another corpus.
        """
        from usergap.annotators.people_labels import label_files

        path = files_by_source(self.labels, self.sources, "--labels").get(source)
        own = [] if path is None else label_files(path)
        for each in own:
            each.check(corpus)
            turns = sum(len(dialogue.turns) for dialogue in corpus)
            if (labelled := each.labelled(corpus)) < turns:
                typer.echo(
                    f"{path}: labels {labelled} of {turns} user turns; the others are missing, so "
                    "figures are of those alone (were they drawn: annotate validate, --card)",
                    err=True,
                )
        return (*self._shared, *own)

    def measures(self, source: str) -> tuple[Dimension, ...]:
        """Measures to replace for one source: knowledge, where it has statements."""
        from usergap.annotators.llm.statements import knowledge_from, read_statements

        path = files_by_source(self.statements, self.sources, "--statements").get(source)
        return () if path is None else (knowledge_from(read_statements(path)),)


def sourcing_of(
    sources: Sequence[str], labelling: LabelOptions, reached: ModelOptions
) -> Sourcing | None:
    """From the options of a verb; None where nothing is asked for. Raises ``InputError``."""
    if reached.given and not labelling.annotator:
        raise InputError(f"{reached.given[0]}: expected --annotator DIM=llm beside it, found none")
    if not labelling.any:
        return None
    made = Sourcing(
        sources,
        labelling.annotator or (),
        labelling.labels or (),
        labelling.statements or (),
        reached.reach(),
    )
    made.prepare()
    return made


def files_by_source(given: Sequence[str], sources: Sequence[str], option: str) -> dict[str, Path]:
    """The file of each source that has one. Raises ``InputError``."""
    plain = [text for text in given if Path(text).is_file()]
    if plain and len(plain) != len(sources):
        raise InputError(
            f"{option}: expected a file for each of {len(sources)} sources or SOURCE=FILE, "
            f"found {len(plain)} files"
        )
    found = dict(zip(sources, map(Path, plain), strict=False))
    for text in given:
        if text in plain:
            continue
        name, equals, file = text.rpartition("=")
        meant = [each for each in sources if name in _names(each)]
        if not equals or not Path(file).is_file():
            raise InputError(f"{option}: expected FILE or SOURCE=FILE, found {text!r}")
        if len(meant) != 1:
            raise InputError(f"{option}: expected one of {', '.join(sources)}; found {name!r}")
        found[meant[0]] = Path(file)
    return found


def _names(source: str) -> set[str]:
    path, _, side = source.partition("#")
    tail = f"#{side}" if side else ""
    return {source, Path(path).name + tail, Path(path).stem + tail}


def cards_with(files: Sequence[Path], used: Mapping[str, str] | None = None) -> dict[str, Card]:
    """The shipped cards, with those of ``--card`` files in their place. Raises ``InputError``.

    ``used``: "name version" of the annotator by dimension. A card of another one does not
    displace the card that fits: an LLM's may cover more dimensions than it labels here. A
    file without any card that fits is told of on stderr: somebody counts on it.
    """
    from usergap.annotators.validation.cards import read_cards
    from usergap.profiles import default_cards

    cards = dict(default_cards())
    for path in files:
        given = read_cards(path)
        if strange := _strange(given, used or {}):
            typer.echo(f"{path} corrects nothing here: {strange}", err=True)
        for name, card in given.items():
            fitting = (used or {}).get(name)
            if name in cards and fitting == _maker(cards[name]) != _maker(card):
                continue
            cards[name] = card
    return cards


def _strange(cards: Mapping[str, Card], used: Mapping[str, str]) -> str:
    """Whom cards are for, and who labelled, where none of them fits; else nothing."""
    known = {name: card for name, card in cards.items() if name in used}
    if not known or any(used[name] == _maker(card) for name, card in known.items()):
        return ""
    name, card = next(iter(known.items()))
    return f"its {name} card is for {_maker(card)}, the labels are by {used[name]}"


def _maker(card: Card) -> str:
    return f"{card.annotator} {card.version}"
