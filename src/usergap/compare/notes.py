"""Warnings about the data, as sentences for the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from usergap.compare.canonical import digests_of
from usergap.compare.sides import column
from usergap.compare.standardization import MIX_WARNING, mix_difference
from usergap.compare.unlike_groups import UNALIKE
from usergap.compare.verdicts import ALPHA
from usergap.profiles import Profile, Yardstick


def about_profile(profile: Profile, table: pa.Table, side: str) -> list[str]:
    """Dropped rows, seen turns, several languages, people who could not be kept together."""
    notes = []
    dropped = int(profile.metadata.get("dropped", 0) or 0)
    if dropped:
        notes.append(f"{profile.name}: {dropped} rows could not be read and are left out")
    seen = sum(int(str(x)) for x in column(table, "seen") if x)
    if seen:
        notes.append(
            f"{side}: the annotator was trained on {seen} of these user turns, "
            "so its labels there are better than elsewhere"
        )
    people = profile.metadata.get("people") or {}
    if people.get("joined") is False:
        notes.append(
            f"{profile.name}: dialogues of one person ({people.get('named')} are named) count as "
            "independent, because people and scenarios together leave one group of most "
            "dialogues; intervals may be too narrow"
        )
    languages = Counter(str(x) for x in column(table, "language") if x)
    if len(languages) > 1:
        mix = ", ".join(f"{name} {count}" for name, count in languages.most_common(5))
        notes.append(f"{side}: several languages ({mix})")
    return notes


def about_same_dialogues(real: pa.Table, simulated: pa.Table, simulator: str) -> list[str]:
    """That most dialogues of a side are, in everything measured, those of the other side.

    Rows count as alike where all columns but running numbers are: chance makes two such rows
    of short dialogues, never most of a side.
    """
    ours, theirs = digests_of(real), digests_of(simulated)
    copies = int(np.isin(theirs, ours).sum())
    copied = int(np.isin(ours, theirs).sum())
    if 2 * copies <= theirs.size and 2 * copied <= ours.size:
        return []
    if copies == theirs.size and copied == ours.size:
        note = (
            f"{simulator}: both sides are the same {_dialogues(copies)}, so there is no gap to "
            "find: was one file given twice?"
        )
    else:
        note = (
            f"{simulator}: {copies} of its {_dialogues(theirs.size)} and {copied} of the "
            f"{ours.size} real ones are the same, so gaps come out too small: was a file of real "
            "users given as simulated ones, or the other way round?"
        )
    return [note]


def _dialogues(count: int) -> str:
    return f"{count} dialogue{'s' * (count != 1)}"


def about_replicates(replicates: int, tests: int) -> list[str]:
    """That the least p there can be, 1 / (B + 1), is not below .05 once it is adjusted."""
    wanted = round(tests / ALPHA)
    if replicates >= wanted:
        return []
    note = (
        f"{replicates} replicates cannot show that anything differs: the least p for "
        f"{tests} measures together is {tests / (replicates + 1):.2g}; take {wanted} replicates"
    )
    return [note]


def about_yardstick(name: str, found: Mapping[str, Yardstick]) -> list[str]:
    """Measures in which a yardstick lies no further than two samples of real users may."""
    weak = [
        f"{measure} ({each.raw.measured:.3g}, by chance {each.raw.floor:.3g}, "
        f"p = {each.raw.p:.2g}: margin {each.raw.margin:.3g})"
        for measure, each in found.items()
        if each.raw.p >= ALPHA
    ]
    if not weak:
        return []
    note = (
        f"{name}: this yardstick may lie no further from real users than chance puts it in "
        f"{', '.join(weak)}: close by such a margin is doubtful, and by one of 0 impossible"
    )
    return [note]


def about_mixes(real: pa.Table, simulated: pa.Table, simulator: str) -> list[str]:
    """Pooled sides whose domain mixes differ: a gap may come from what they talk about."""
    difference = mix_difference(real, simulated)
    if difference is None or difference <= MIX_WARNING:
        return []
    note = (
        f"{simulator}: the domain mixes differ (TVD {100 * difference:.0f}), so part of every "
        "gap may be a difference of topics; --standardize domain weighs them alike"
    )
    return [note]


def about_runs(real: pa.Table, simulated: pa.Table, simulator: str) -> list[str]:
    """That a pooled simulator's groups hold more dialogues than the floor's real ones."""
    runs = [
        table.num_rows / max(len(set(column(table, "group"))), 1) for table in (real, simulated)
    ]
    if runs[1] < UNALIKE * max(runs[0], 1.0):
        return []
    note = (
        f"{simulator}: {runs[1]:.1f} dialogues a scenario against {runs[0]:.1f} of real users; the "
        "floor counts scenarios, so it may be too high and what exceeds it too low"
    )
    return [note]


def about_cells(
    by: str, cells: Sequence[tuple[str, pa.Table, pa.Table]], simulator: str
) -> list[str]:
    """That no value of a field is on both sides, so that no cell can be compared."""
    if not cells or any(mine.num_rows and theirs.num_rows for _, mine, theirs in cells):
        return []
    real, simulated = (
        ", ".join([value for value, *tables in cells if tables[side].num_rows][:4]) or "none"
        for side in (0, 1)
    )
    return [f"{simulator}: no {by} is on both sides (real: {real}; simulated: {simulated})"]


def about_standardizing(simulator: str, paired: bool, left_out: tuple[int, int]) -> list[str]:
    """That pairs need no standardising, or what it left out."""
    if paired:
        return [f"{simulator}: paired scenarios have one domain mix, nothing to standardise"]
    if not any(left_out):
        return []
    note = (
        f"{simulator}: {left_out[0]} real and {left_out[1]} simulated dialogues are left out, "
        "because the other side has none of their domain"
    )
    return [note]
