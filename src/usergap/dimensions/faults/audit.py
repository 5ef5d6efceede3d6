"""``audit``: which dialogues of a corpus show a fault of their simulator, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from usergap.dialogues import Dialogue
from usergap.dimensions.faults.fault import Fault, Hit, Subject
from usergap.dimensions.faults.registry import faults

LEAST_TURNS = 2
"""User turns before which an end is early where the run did not record its own least."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one user turn (numbered from 1); ``evidence`` quotes it."""

    dialogue: str
    simulator: str | None
    kind: str
    turn: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Count:
    """Dialogues with a fault, of those that its rule could judge."""

    faulty: int
    judged: int

    @property
    def share(self) -> float | None:
        """The share of faulty dialogues; None where none could be judged."""
        return self.faulty / self.judged if self.judged else None


@dataclass(frozen=True)
class FaultReport:
    """What the audit found, turn by turn and counted.

    ``counts`` {simulator or None: {kind: Count}}; a kind counts a dialogue once, however
    often it occurs there. ``faulty`` {simulator or None: dialogues with a fault that people
    hardly ever show (``Fault.alarm``)}.
    """

    dialogues: Mapping[str | None, int]
    findings: tuple[Finding, ...]
    counts: Mapping[str | None, Mapping[str, Count]]
    faulty: Mapping[str | None, int]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of faulty dialogues."""
        return frozenset(each.dialogue for each in self.findings if faults()[each.kind].alarm)

    def __str__(self) -> str:
        """A table in plain text: simulator, fault, faulty dialogues of those judged."""
        lines = []
        for simulator, kinds in self.counts.items():
            total = self.dialogues[simulator]
            lines.append(
                f"{simulator or 'no simulator named'}: {self.faulty[simulator]} of {total}"
                " dialogues are faulty"
            )
            for kind, count in kinds.items():
                told = f"{count.faulty:5d} of {count.judged}" if count.judged else "  not judged"
                people = "" if faults()[kind].alarm else "  (people do so too)"
                lines.append(f"  {faults()[kind].title:<16} {told}{people}")
        return "\n".join(lines)


def audit(
    dialogues: Iterable[Dialogue],
    *,
    prompts: Sequence[str] = (),
    min_turns: int | None = None,
    kinds: Sequence[str] | None = None,
) -> FaultReport:
    """Looks for every kind of fault (or ``kinds``) in simulated dialogues of any origin.

    ``prompts``: what the simulator was told beside scenario and persona, if it is known.
    ``min_turns``: user turns before which an end is early; default what each dialogue
    records (``extra.simulation.min_turns``), else 2. Rules, no model: the same dialogues
    give the same report. Raises KeyError for a kind that there is not.
    """
    chosen = {kind: faults()[kind] for kind in (faults() if kinds is None else kinds)}
    total: dict[str | None, int] = {}
    tally: dict[str | None, dict[str, list[int]]] = {}
    any_fault: dict[str | None, int] = {}
    findings: list[Finding] = []
    for dialogue in dialogues:
        name = dialogue.simulator
        total[name] = total.get(name, 0) + 1
        mine = tally.setdefault(name, {kind: [0, 0] for kind in chosen})
        found = judge(dialogue, chosen, prompts=prompts, min_turns=min_turns)
        for kind, hits in found.items():
            if hits is None:
                continue
            mine[kind][0] += bool(hits)
            mine[kind][1] += 1
            findings += [Finding(dialogue.id, name, kind, h.turn, h.evidence) for h in hits]
        alarm = any(hits and chosen[kind].alarm for kind, hits in found.items())
        any_fault[name] = any_fault.get(name, 0) + alarm
    counts = {
        name: {kind: Count(*numbers) for kind, numbers in mine.items()}
        for name, mine in tally.items()
    }
    return FaultReport(total, tuple(findings), counts, any_fault)


def judge(
    dialogue: Dialogue,
    chosen: Mapping[str, Fault],
    *,
    prompts: Sequence[str] = (),
    min_turns: int | None = None,
) -> dict[str, tuple[Hit, ...] | None]:
    """The hits of each kind in one dialogue; None where its rule cannot judge it.

    A replay's scenario was taken from what it says: nothing can leak or be invented.
    """
    simulation = _mapping(dialogue.extra.get("simulation"))
    copies = _mapping(simulation.get("seeds")).get("copies") is True
    told = () if copies else (dialogue.scenario, dialogue.persona, *prompts)
    least = simulation.get("min_turns") if min_turns is None else min_turns
    subject = Subject(
        dialogue,
        tuple(text for text in told if text),
        least if isinstance(least, int) else LEAST_TURNS,
        simulation.get("told_to_end") is True,
    )
    return {
        kind: tuple(fault.find(subject)) if fault.judges(subject) else None
        for kind, fault in chosen.items()
    }


def fault_columns() -> tuple[str, ...]:
    """The profile columns of the audit."""
    return tuple(f"faults.{kind}" for kind in faults())


def fault_flags(dialogues: Sequence[Dialogue]) -> Iterator[Mapping[str, int | None]]:
    """For each dialogue 0 or 1 a kind, None where it cannot be judged: no text leaves."""
    for dialogue in dialogues:
        found = judge(dialogue, faults())
        yield {
            f"faults.{kind}": None if hits is None else int(bool(hits))
            for kind, hits in found.items()
        }


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
