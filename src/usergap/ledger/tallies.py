"""Tallies: how many samples carry which tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from usergap.dialogues import NOT_RECORDED
from usergap.ledger.entry import Row
from usergap.ledger.ledger import Ledger
from usergap.ledger.tags import TAGS, known

SHOWN = ("origin", "family", "generator", "split", "licence", "domain", "task", "consent")
"""Tags of few values, which are counted value by value; of the others only whether they are."""

MOST = 1_000
"""Values of one tag that are told apart; samples with others are counted together."""
OTHER = "other values"


@dataclass
class Tallies:
    """Counts over samples; ``values`` by tag and value, ``lacking`` by tag.

    ``first`` and ``last`` are the least and greatest ``created`` (as recorded, in ISO 8601),
    None where no sample has one.
    """

    samples: int = 0
    values: dict[str, Counter[str]] = field(default_factory=lambda: {n: Counter() for n in SHOWN})
    lacking: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None

    def count(self, row: Row) -> None:
        """Take one sample in."""
        self.samples += 1
        recorded = known(row.provenance)
        for name, counts in self.values.items():
            value = recorded.get(name, NOT_RECORDED)
            counts[value if value in counts or len(counts) < MOST else OTHER] += 1
        self.lacking.update(name for name in TAGS if name not in recorded)
        if (created := recorded.get("created")) and _is_time(created):
            self.first = min(self.first or created, created)
            self.last = max(self.last or created, created)

    def recorded(self, name: str) -> list[str]:
        """The recorded values of a shown tag, most frequent first."""
        return [value for value, _ in self.values[name].most_common() if value != NOT_RECORDED]


def tally(rows: Iterable[Row]) -> Tallies:
    """Count tags over rows, one pass; memory does not grow with them."""
    found = Tallies()
    for row in rows:
        found.count(row)
    return found


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def overview(ledger: Ledger) -> dict[str, Any]:
    """What ``usergap ledger show`` tells, ready for JSON."""
    with ledger.snapshot():
        entries, head = ledger.head()
        counts = tally(ledger.rows())
        contents = next(ledger.query("SELECT count(DISTINCT content) FROM entries"))[0]
        texts = next(ledger.query("SELECT count(*) FROM texts"))[0]
    return {
        "samples": counts.samples,
        "entries": entries,
        "head": head,
        "exact_duplicates": counts.samples - contents,
        "texts_stored": texts,
        "created": {"first": counts.first, "last": counts.last},
        **{name: _sorted(found) for name, found in counts.values.items()},
        NOT_RECORDED.replace(" ", "_"): _sorted(counts.lacking),
    }


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
