"""Target: what was measured of real users, as numbers per dialogue and without any text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from usergap.dialogues import Corpus
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.errors import InputError
from usergap.profiles.seeds import hashed
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds

if TYPE_CHECKING:
    from usergap.profiles import Plan, Profile

REMARKS = tuple(label for label in FEEDBACK.labels if label != "no_feedback")
KINDS = IDENTITY.labels
FEWEST = 20
"""Real dialogues that a plan needs."""
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Target:
    """Real users' measured dialogues, one row each.

    ``turns`` and ``words`` (user turns and words); ``remarks`` (rows by REMARKS) and
    ``first`` count the turns with a feedback label, later and first ones; ``remarking``
    later turns with any; ``kinds`` (rows by KINDS) is 1 where something of the kind is
    told. ``pairs``: hashes of scenario ids. ``seeds``, of each dialogue what names it as a
    seed, is known only where the dialogues themselves are at hand.
    """

    name: str
    fingerprint: str
    domains: tuple[str | None, ...]
    pairs: tuple[str | None, ...]
    groups: Ints
    turns: Ints
    words: Ints
    remarks: Ints
    first: Ints
    remarking: Ints
    kinds: Ints
    annotators: Mapping[str, str] = field(default_factory=dict)
    seeds: tuple[Seeds, ...] = field(default=(), repr=False)

    def __len__(self) -> int:
        return len(self.turns)

    @property
    def ids(self) -> tuple[str, ...]:
        """The dialogues' ids; none where only their profile is at hand."""
        return tuple(name for seed in self.seeds for name in seed.ids)

    def rows(self, keep: npt.NDArray[np.bool_] | Ints) -> Target:
        """Some of the dialogues."""
        places = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep

        def some(values: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(values[place] for place in places) if values else ()

        return replace(
            self,
            domains=some(self.domains),
            pairs=some(self.pairs),
            seeds=some(self.seeds),
            groups=self.groups[places],
            turns=self.turns[places],
            words=self.words[places],
            remarks=self.remarks[places],
            first=self.first[places],
            remarking=self.remarking[places],
            kinds=self.kinds[places],
        )

    def without(self, scenarios: Iterable[Scenario]) -> Target:
        """Without the real dialogues of these scenarios and what shares a group with them.

        They are known by the hash of the scenario's id; where the dialogues are at hand,
        also by their own ids, which name the scenarios made from them.
        """
        names = {name for each in scenarios for name in (each.id, *each.parents)}
        partners = {hashed(name) for name in names}
        own = self.ids or (None,) * len(self)
        barred = {
            group
            for group, pair, name in zip(self.groups.tolist(), self.pairs, own, strict=True)
            if pair in partners or name in names
        }
        return self.rows(~np.isin(self.groups, list(barred)))

    @classmethod
    def of(cls, profile: Profile) -> Target:
        """The target of a profile; raises InputError where too little is known of it."""
        rows = [row for row in _dialogues(profile) if row["turns"]]
        if len(rows) < FEWEST:
            raise InputError(
                f"{profile.name}: expected at least {FEWEST} dialogues whose feedback and"
                f" self-disclosure are judged, found {len(rows)}"
            )
        first = [[row[f"feedback.first.{label}"] for label in REMARKS] for row in rows]
        every = [[row[f"feedback.{label}"] for label in REMARKS] for row in rows]
        quiet = [row["feedback.no_feedback"] - row["feedback.first.no_feedback"] for row in rows]
        judged = [row["feedback.units"] for row in rows]
        texts = profile.texts
        at_hand = [texts.corpus[row["row"]] for row in rows] if texts is not None else []
        return cls(
            name=profile.name,
            fingerprint=profile.fingerprint,
            domains=tuple(row["domain"] for row in rows),
            pairs=tuple(row["pair"] for row in rows),
            groups=np.array([row["group"] for row in rows]),
            turns=np.array([row["turns"] for row in rows]),
            words=np.array([row["words"] for row in rows]),
            remarks=np.array(every) - np.array(first),
            first=np.array(first),
            remarking=np.array(judged) - 1 - np.array(quiet),
            kinds=np.array([[row[f"identity.{kind}"] for kind in KINDS] for row in rows]),
            annotators=dict(profile.metadata.get("annotators", {})),
            seeds=tuple(Seeds.of([dialogue]) for dialogue in at_hand),
        )


def _dialogues(profile: Profile) -> list[dict[str, Any]]:
    """The rows in which everything that is planned was judged."""
    needed = [f"feedback.{label}" for label in FEEDBACK.labels]
    needed += [f"feedback.first.{label}" for label in FEEDBACK.labels]
    needed += [f"identity.{kind}" for kind in KINDS]
    needed += ["feedback.units", "feedback.missing", "turns", "words"]
    missing = [name for name in needed if name not in profile.table.column_names]
    if missing:
        raise InputError(f"{profile.name}: expected the column {missing[0]}, found none")
    table = profile.table.select([*needed, "domain", "pair", "group"])
    rows = [row | {"row": place} for place, row in enumerate(table.to_pylist())]
    return [
        row
        for row in rows
        if not row["feedback.missing"] and all(row[name] is not None for name in needed)
    ]


def read_target(source: str | Path | Corpus | Profile, plan: Plan | None = None) -> Target:
    """The target of a shipped reference's name, a profile, or dialogues (a file or a corpus).

    Dialogues are measured with ``plan`` (default: the shipped annotators). A file goes
    before a reference of the same name. Raises InputError.
    """
    from usergap.profiles import (
        Profile,
        is_profile,
        load_reference,
        measure_corpus,
        read_profile,
        reference_names,
    )

    if isinstance(source, Profile):
        return Target.of(source)
    if isinstance(source, Corpus):
        return Target.of(measure_corpus(source, plan or labels_plan(), jobs=1))
    if not Path(source).exists():
        if str(source) in (*reference_names(), "all"):
            return Target.of(load_reference(str(source)))
        known = ", ".join((*reference_names(), "all"))
        raise InputError(f"match: {source}: expected a file, or one of {known}")
    if is_profile(source):
        return Target.of(read_profile(source))
    from usergap.formats import read

    return Target.of(measure_corpus(read(source), plan or labels_plan(), jobs=1))


def labels_plan() -> Plan:
    """What a plan needs to know of dialogues, with the shipped annotators; quick to measure."""
    from usergap.annotators import shipped_annotator
    from usergap.profiles import Plan

    return Plan((shipped_annotator(("feedback", "identity")),), vectors=False)
