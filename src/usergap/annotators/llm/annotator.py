"""The annotator that asks a language model, one call a dialogue by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from usergap.annotators.annotator import Annotation
from usergap.annotators.llm.answer import TurnAnswer, read_answer
from usergap.annotators.llm.fence import Fence
from usergap.annotators.llm.outcome import Outcome
from usergap.annotators.llm.prompt import build
from usergap.annotators.llm.prompts import PROMPT_VERSION
from usergap.annotators.llm.sentences import sentence_places
from usergap.annotators.llm.tasks import TURN_TASKS, in_order
from usergap.annotators.llm.view import Slice, slices
from usergap.dialogues import Dialogue
from usergap.dimensions import Labels
from usergap.errors import InputError
from usergap.llm import Request, Result

Call = list[tuple[int, Slice]]
"""The slices of one call, each with its dialogue's place."""
Ask = Callable[[Sequence[Request]], Sequence[Result]]
"""Requests in, one result each out, in order: an endpoint or a local model."""

TURNS_PER_CALL = 40
"""User turns of one call; hardly a dialogue has more."""
AGAIN_TEMPERATURE = 0.7
"""Of further tries: the temperature that models are commonly served at."""
CHUNK = 4000
"""Dialogues whose requests are held in memory at once."""


@dataclass(frozen=True)
class Judged:
    """One dialogue: its labels, and its statements of knowledge per turn.

    ``statements`` has one entry per user turn, None where missing; it is None where
    knowledge was not asked for.
    """

    annotation: Annotation
    statements: tuple[tuple[tuple[str, str], ...] | None, ...] | None = None


@dataclass
class LlmAnnotator:
    """Labels user turns by asking a model; what it gets no valid answer for is missing.

    ``dialogues_per_call`` puts several dialogues into one call; ``turns_per_call``
    cuts longer dialogues into several. Both are cheaper or safer, never both: answers
    to longer prompts are worse. ``ask_again``: how often more, at ``AGAIN_TEMPERATURE``,
    where an answer is not valid; what was believed before stays. One instance counts what
    was missing in ``outcome``.
    ``single_process``: it keeps a run's budget, hence is not to be copied.
    """

    ask: Ask = field(repr=False)
    name: str
    dimensions: tuple[str, ...]
    dialogues_per_call: int = 1
    turns_per_call: int = TURNS_PER_CALL
    ask_again: int = 0
    max_tokens: int | None = None
    temperature: float | None = 0.0
    version: str = ""
    languages: frozenset[str] = frozenset()
    outcome: Outcome = field(default_factory=Outcome)
    single_process: bool = True

    def __post_init__(self) -> None:
        """Checks the settings; raises ``InputError``."""
        self.dimensions = in_order(self.dimensions)
        for setting in ("dialogues_per_call", "turns_per_call"):
            if getattr(self, setting) < 1:
                raise InputError(f"{setting}: expected 1 or more, found {getattr(self, setting)}")
        if self.ask_again < 0:
            raise InputError(f"ask_again: expected 0 or more, found {self.ask_again}")
        self.version = self.version or self._version()

    def _version(self) -> str:
        """The prompts', and all that changes answers: another set or batch is another annotator."""
        version = f"prompts-{PROMPT_VERSION}:{','.join(self.dimensions)}"
        if self.dialogues_per_call > 1:
            version += f"+{self.dialogues_per_call}-a-call"
        if self.turns_per_call != TURNS_PER_CALL:
            version += f"+cut-{self.turns_per_call}"
        if self.ask_again:
            version += f"+again-{self.ask_again}"
        return version

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        """One annotation per dialogue, in order; raises what the endpoint's end raises."""
        return [judged.annotation for judged in self.judge(dialogues)]

    def judge(self, dialogues: Sequence[Dialogue]) -> list[Judged]:
        """Labels and statements of knowledge, one entry per dialogue, in order."""
        return [
            judged
            for start in range(0, len(dialogues), CHUNK)
            for judged in self._judge(dialogues[start : start + CHUNK])
        ]

    def _judge(self, dialogues: Sequence[Dialogue]) -> list[Judged]:
        cut = [(row, piece) for row, d in enumerate(dialogues) for piece in self._slices(d)]
        calls = [
            cut[start : start + self.dialogues_per_call]
            for start in range(0, len(cut), self.dialogues_per_call)
        ]
        turns: list[dict[int, TurnAnswer]] = [{} for _ in dialogues]
        for sample in range(1 + self.ask_again):
            calls = self._asked(calls, sample, turns)
        return [self._judged(d, found) for d, found in zip(dialogues, turns, strict=True)]

    def _asked(
        self, calls: Sequence[Call], sample: int, turns: list[dict[int, TurnAnswer]]
    ) -> list[Call]:
        """Adds to ``turns`` what is believed; returns the calls whose answers were not valid."""
        asked = [self._build([piece for _, piece in call]) for call in calls]
        requests = [self._varied(request, sample) for request, _ in asked]
        results = self.ask(requests) if requests else []
        invalid = []
        for call, (_, fence), result in zip(calls, asked, results, strict=True):
            self.outcome.endings[str(result.ending)] += 1
            if not result.ok:
                invalid += [call] if result.ending.kept else []
                continue
            pieces = [piece for _, piece in call]
            answer = read_answer(result.text, pieces, self.dimensions, fence.ticket)
            self.outcome.problems.update(answer.problems)
            short = any(
                len(found) < len(piece.turns)
                for piece, found in zip(pieces, answer.turns, strict=True)
            )
            invalid += [call] if short or answer.problems else []
            for (row, _), found in zip(call, answer.turns, strict=True):
                for turn, new in found.items():
                    old = turns[row].get(turn)
                    turns[row][turn] = new if old is None else old.filled_by(new)
        return invalid

    def _varied(self, request: Request, sample: int) -> Request:
        """The request for another try, at a temperature and seed at which answers differ.

        Asked in the same way, a model that takes the likeliest token repeats its invalid
        answer. ``sample``: the one on disk is not given back, and stays there.
        """
        if not sample:
            return request
        warm = max(self.temperature or 0.0, AGAIN_TEMPERATURE)
        return replace(request, sample=sample, temperature=warm, seed=sample)

    def _slices(self, dialogue: Dialogue) -> list[Slice]:
        return slices(dialogue, self.turns_per_call)

    def _build(self, pieces: Sequence[Slice]) -> tuple[Request, Fence]:
        return build(pieces, self.dimensions, self.max_tokens, self.temperature)

    def _judged(self, dialogue: Dialogue, found: dict[int, TurnAnswer]) -> Judged:
        units: dict[str, tuple[Labels | None, ...]] = {}
        nothing = TurnAnswer()
        answers = [found.get(turn.number, nothing) for turn in dialogue.turns]
        for name in self.dimensions:
            if name in TURN_TASKS:
                units[name] = tuple(answer.labels.get(name) for answer in answers)
            elif name == "emotion":
                units[name] = tuple(_emotions(dialogue, answers))
        for name, values in units.items():
            self._count(name, len(values), sum(value is None for value in values))
        if "knowledge" not in self.dimensions:
            return Judged(Annotation(units))
        statements = tuple(answer.statements for answer in answers)
        self._count("knowledge", len(statements), sum(one is None for one in statements))
        return Judged(Annotation(units), statements)

    def _count(self, name: str, units: int, missing: int) -> None:
        self.outcome.units[name] += units
        self.outcome.missing[name] += missing


def _emotions(dialogue: Dialogue, answers: Sequence[TurnAnswer]) -> Iterator[Labels | None]:
    for turn, sentence in sentence_places(dialogue):
        label = (answers[turn - 1].emotions or {}).get(sentence)
        yield None if label is None else (label,)
