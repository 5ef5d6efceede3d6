"""A judge by natural language inference: does one text contradict the other?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from usergap.errors import InputError
from usergap.llm.local import TextClassifier, load_classifier
from usergap.probes.consistency_judges.judge import Count, Lines
from usergap.probes.consistency_judges.persona import in_first_person

Pairs = Sequence[tuple[str, str]]
Nli = Callable[[Pairs], Sequence[float]]
THRESHOLD = 0.5
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


class ContradictionModel:
    """The probability of a contradiction for pairs (premise, hypothesis), by a text classifier.

    Raises InputError where not exactly one of its labels is called like a contradiction.
    """

    def __init__(self, classifier: TextClassifier) -> None:
        named = [label for label in classifier.labels if "contradict" in label.lower()]
        if len(named) != 1:
            raise InputError(
                f"NLI model {classifier.name!r}: expected one label with 'contradict' in its"
                f" name; found {', '.join(classifier.labels)}"
            )
        self.name, self._label, self._classifier = classifier.name, named[0], classifier

    def __call__(self, pairs: Pairs) -> list[float]:
        """One probability a pair, in order."""
        # The tokenizer takes pairs where it takes texts.
        scores = self._classifier.scores(cast("Any", list(pairs)))
        return [score[self._label] for score in scores]


def load_nli(name: str, *, device: str = "cpu") -> ContradictionModel:
    """An NLI model by name or path. Raises EnvironmentFailure if it cannot be loaded."""
    return ContradictionModel(load_classifier(name, device=device))


class NliJudge:
    """A line contradicts a persona if it does any sentence of it, with a probability over .5."""

    def __init__(self, nli: Nli) -> None:
        self._nli = nli
        self.name = f"NLI ({getattr(nli, 'name', 'a model')})"

    def with_persona(
        self, dialogues: Sequence[Lines], personas: Sequence[str]
    ) -> list[list[Count]]:
        """One judgement a line; as many pairs as the persona has sentences."""
        held = [
            [each.strip() for each in _SENTENCE.findall(in_first_person(persona)) if each.strip()]
            for persona in personas
        ]
        groups = [
            [(sentence, line) for sentence in sentences]
            for lines, sentences in zip(dialogues, held, strict=True)
            for line in lines
        ]
        flags = iter(self._flags(groups))
        return [[_judged([any(next(flags))]) for _ in lines] for lines in dialogues]

    def with_earlier(self, dialogues: Sequence[Lines]) -> list[list[Count]]:
        """One judgement for each earlier line."""
        groups = [
            [(earlier, line) for earlier in lines[:place]]
            for lines in dialogues
            for place, line in enumerate(lines)
        ]
        flags = iter(self._flags(groups))
        return [[_judged(next(flags)) for _ in lines] for lines in dialogues]

    def _flags(self, groups: Sequence[Pairs]) -> list[list[bool]]:
        together = [pair for group in groups for pair in group]
        scores = iter(self._nli(together) if together else [])
        return [[next(scores) > THRESHOLD for _ in group] for group in groups]


def _judged(flags: Sequence[bool]) -> Count:
    flagged = sum(flags)
    return Count(flagged, len(flags), len(flags), "contradiction" if flagged else "")
