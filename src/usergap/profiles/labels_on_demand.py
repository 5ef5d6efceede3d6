"""Annotations that are made when somebody looks at them: kept rows hold counts, not labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from usergap.annotators import Annotation
from usergap.dialogues import Dialogue
from usergap.profiles.batch import Plan, annotate_batch
from usergap.profiles.engines.engine import BATCH


class LabelsOnDemand(Sequence[Annotation]):
    """One annotation per dialogue by the annotators of ``plan``, each made once, at first sight.

    Only for annotators that give a dialogue the same labels in any company, as rows that are
    kept between runs ask for as well.
    """

    def __init__(self, dialogues: Sequence[Dialogue], plan: Plan) -> None:
        self._dialogues, self._plan = dialogues, plan
        self._made: dict[int, Annotation] = {}

    def __len__(self) -> int:
        return len(self._dialogues)

    @overload
    def __getitem__(self, place: int) -> Annotation: ...
    @overload
    def __getitem__(self, place: slice) -> list[Annotation]: ...
    def __getitem__(self, place: int | slice) -> Annotation | list[Annotation]:
        chosen = range(len(self))[place]
        if isinstance(chosen, range):
            return self.at(chosen)
        return self.at((chosen,))[0]

    def __iter__(self) -> Iterator[Annotation]:
        for start in range(0, len(self), BATCH):
            yield from self[start : start + BATCH]

    def at(self, places: Iterable[int]) -> list[Annotation]:
        """Those of some dialogues; what is missing is made together, which is cheaper."""
        wanted = list(places)
        missing = [place for place in dict.fromkeys(wanted) if place not in self._made]
        for start in range(0, len(missing), BATCH):
            some = missing[start : start + BATCH]
            made = annotate_batch([self._dialogues[place] for place in some], self._plan)
            self._made.update(zip(some, made, strict=True))
        return [self._made[place] for place in wanted]

    def keeping(self, kept: Sequence[bool]) -> LabelsOnDemand:
        """Those of the dialogues that are kept; what was made stays made."""
        places = [place for place, stays in enumerate(kept) if stays]
        fewer = LabelsOnDemand([self._dialogues[place] for place in places], self._plan)
        fewer._made = {
            at: self._made[place] for at, place in enumerate(places) if place in self._made
        }
        return fewer
