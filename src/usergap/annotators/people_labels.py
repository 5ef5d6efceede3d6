"""Labels from files, by people or made earlier, as one annotator with a name of its own.

Extends the sidecar of user turns by the sentences of the dimension emotion. Two
sides are only compared where the same annotator labelled both, so the name is
the one that the files state in their column ``annotator`` ("name version"), not
the files' own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from usergap.annotators.annotator import Annotation
from usergap.annotators.llm.sentences import sentence_places
from usergap.annotators.sidecar import SidecarAnnotator, SidecarRow, read_sidecar
from usergap.dialogues import Corpus, Dialogue
from usergap.dimensions import Labels
from usergap.errors import InputError

UNNAMED = "labels from a file"


class LabelFiles:
    """Serves the labels of a file's rows; what they do not hold is None (missing)."""

    languages: frozenset[str] = frozenset()

    def __init__(self, rows: Sequence[SidecarRow], source: str = "labels") -> None:
        """``rows`` as ``read_sidecar`` gives them, of one annotator. Raises ``InputError``."""
        names = sorted({row.annotator or "" for row in rows})
        if len(names) > 1:
            shown = ", ".join(name or "(unnamed)" for name in names)
            raise InputError(f"{source}: annotator: expected one annotator, found {shown}")
        self.name, self.version = stated_name(names[0] if names else "")
        self._turns = SidecarAnnotator(rows)
        self._sentences: dict[tuple[str, int, int], Labels] = {
            (row.dialogue_id, row.turn, row.sentence): row.labels["emotion"]
            for row in rows
            if row.sentence is not None and "emotion" in row.labels
        }
        self._known = {row.dialogue_id for row in rows}
        self._places = {(row.dialogue_id, row.turn) for row in rows}
        emotion = ("emotion",) if self._sentences else ()
        self.dimensions: tuple[str, ...] = (*self._turns.dimensions, *emotion)

    def check(self, corpus: Corpus) -> None:
        """Raises ``InputError`` where no dialogue of ``corpus`` is in the file."""
        if len(corpus) and not any(dialogue.id in self._known for dialogue in corpus):
            raise InputError(
                f"labels by {self.name}: expected dialogues of {corpus.name}, such as "
                f"{corpus[0].id!r}; found only others, such as {min(self._known, default='')!r}"
            )

    def labelled(self, corpus: Corpus) -> int:
        """How many user turns of ``corpus`` the file has a row for."""
        return sum((one.id, turn.number) in self._places for one in corpus for turn in one.turns)

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue, in order; dialogues are found by their id."""
        out = []
        for dialogue, turns in zip(dialogues, self._turns.annotate(dialogues), strict=True):
            units = dict(turns.units)
            if self._sentences:
                units["emotion"] = tuple(
                    self._sentences.get((dialogue.id, *place))
                    for place in sentence_places(dialogue)
                )
            out.append(Annotation({name: units[name] for name in self.dimensions}))
        return out


def stated_name(column: str) -> tuple[str, str]:
    """Name and version from a value of the column ``annotator``: "name version" or "name"."""
    name, space, version = column.strip().rpartition(" ")
    return (name, version) if space else (version or UNNAMED, "1")


def label_files(path: Path) -> list[LabelFiles]:
    """The annotators that serve a label file: one per annotator named in it.

    Raises ``InputError`` where two of them label the same dimension.
    """
    by_name: dict[str | None, list[SidecarRow]] = {}
    for row in read_sidecar(path):
        by_name.setdefault(row.annotator, []).append(row)
    found = [LabelFiles(rows, str(path)) for rows in by_name.values()]
    for place, one in enumerate(found):
        for other in found[:place]:
            if both := set(one.dimensions) & set(other.dimensions):
                raise InputError(
                    f"{path}: annotator: expected one annotator of {min(both)}, found "
                    f"{other.name} and {one.name}"
                )
    return found


def label_rows(
    dialogues: Sequence[Dialogue], found: Sequence[Annotation], annotator: str
) -> Iterator[SidecarRow]:
    """Annotations as rows of a label file: turns first, then the sentences of emotion.

    Units that are missing in every dimension have no row.
    """
    for dialogue, annotation in zip(dialogues, found, strict=True):
        by_turn = {name: u for name, u in annotation.units.items() if name != "emotion"}
        for turn in dialogue.turns:
            labels = {name: units[turn.number - 1] for name, units in by_turn.items()}
            given = {name: value for name, value in labels.items() if value is not None}
            if given:
                yield SidecarRow(dialogue.id, turn.number, given, annotator=annotator)
        emotions = annotation.units.get("emotion")
        if emotions is None:
            continue
        for (number, sentence), value in zip(sentence_places(dialogue), emotions, strict=True):
            if value is not None:
                yield SidecarRow(dialogue.id, number, {"emotion": value}, sentence, annotator)
