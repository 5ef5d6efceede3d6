"""The side-effect table: every measure and probe before and after training, against real users.

A behaviour that is rewarded implies a character, and the character brings the rest: so
the rows that nobody rewarded are the ones to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.compare import Verdict
from usergap.dialogues import Corpus
from usergap.profiles import Plan, default_plan
from usergap.train.side_effects.measures import measure_effects
from usergap.train.side_effects.probes import probe_effects
from usergap.train.side_effects.rewarded import rewarded_rows

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Effect:
    """One row. ``before`` and ``after``: how far from real users, in ``unit``.

    For measures the distance of ``compare``; for probes the signed gap. ``change``: after
    less before, with its 95 % interval; ``p`` is Holm's over the rows of a kind. ``moved``:
    whether behaviour before and after differs at all. ``direction``: nearer, further or cannot
    tell.
    """

    name: str
    title: str
    kind: str
    unit: str
    rewarded: bool
    before: float | None
    after: float | None
    change: Estimate | None
    p: float | None
    moved: Verdict
    direction: str
    reason: str = ""


@dataclass(frozen=True)
class SideEffects:
    """The table, measures first, and what it says in a sentence."""

    effects: tuple[Effect, ...]
    rewarded: tuple[str, ...]
    dialogues: tuple[int, int, int]
    sentence: str

    @property
    def beside(self) -> tuple[Effect, ...]:
        """Rows that were not rewarded and moved all the same."""
        return tuple(e for e in self.effects if not e.rewarded and e.moved is Verdict.DIFFERS)

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        found = asdict(self)
        for effect in found["effects"]:
            effect["moved"] = effect["moved"].value
        return found


def side_effects(
    before: Corpus,
    after: Corpus,
    real: Corpus,
    rewarded: Iterable[str] = (),
    *,
    plan: Plan | None = None,
    seed: int = 0,
    replicates: int = 1000,
) -> SideEffects:
    """The table of dialogues simulated by a model before and after training.

    ``before`` and ``after`` should answer the same scenarios, at best those of ``real``.
    ``rewarded``: names of measures, dimensions or probes (``rewarded_rows``). With fewer than
    400 ``replicates`` no p is small enough for as many figures as the probes have. Raises
    InputError for names that are not known and sides that cannot be compared.
    """
    paid = rewarded_rows(rewarded)
    plan = plan or default_plan()
    rows = [
        *measure_effects(before, after, real, plan, seed=seed, replicates=replicates),
        *probe_effects(before, after, real, seed=seed, replicates=replicates),
    ]
    effects = tuple(Effect(rewarded=row.source in paid, **row.fields) for row in rows)
    return SideEffects(
        effects,
        tuple(sorted(paid)),
        (len(before), len(after), len(real)),
        _sentence(effects),
    )


def _sentence(effects: Sequence[Effect]) -> str:
    beside = [e for e in effects if not e.rewarded and e.moved is Verdict.DIFFERS]
    free = [e for e in effects if not e.rewarded and e.moved is not Verdict.UNDEFINED]
    if not beside:
        return f"None of {len(free)} behaviours that were not rewarded surely moved."
    worse = [e.title for e in beside if e.direction == "further"]
    ends = f"; further from real users: {', '.join(worse)}" if worse else ""
    return (
        f"{len(beside)} of {len(free)} behaviours that were not rewarded moved all the same:"
        f" {', '.join(e.title for e in beside)}{ends}."
    )
