"""What became of a run's calls and units: what is missing, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """Counts over all that an annotator was asked so far.

    ``units`` and ``missing``: turns (emotion: sentences) per dimension; ``endings``:
    how calls ended; ``problems``: what was wrong with answers.
    """

    units: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)

    @property
    def missing_share(self) -> Mapping[str, float]:
        """The share of units without a label, per dimension that has units."""
        return {name: self.missing[name] / total for name, total in self.units.items() if total}

    @property
    def nothing(self) -> bool:
        """Whether units were asked for and not one of them has a label."""
        total = sum(self.units.values())
        return total > 0 and sum(self.missing.values()) == total

    def lines(self) -> list[str]:
        """What a reader must know, in plain words."""
        calls = ", ".join(f"{count} {name}" for name, count in self.endings.most_common())
        said = [f"calls: {calls or 'none'}"]
        for name, total in self.units.items():
            lost = self.missing[name]
            share = f" ({100 * lost / total:.1f} %)" if lost else ""
            said.append(f"{name}: {lost} of {total} units without a label{share}")
        if unsent := self.endings["over_budget"]:
            said.append(
                f"a ceiling was reached: {unsent} calls were not sent; raise it and run again"
            )
        said += [f"not believed: {count} x {what}" for what, count in self.problems.most_common(8)]
        return said
