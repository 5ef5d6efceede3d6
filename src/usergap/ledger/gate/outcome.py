"""What a rule came to: the checks that it made, one line, and whether the gate lets it pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The answers that a check can have."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    CANNOT_TELL = "cannot tell"
    UNDEFINED = "undefined"


ORDER = (State.FAIL, State.CANNOT_TELL, State.UNDEFINED, State.PASS)
"""From the worst; a rule's state is that of its worst check."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a rule looked at: what it is, its number in words, and its answer."""

    state: State
    what: str
    found: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's result; ``counted`` is pass or fail, as the policy counts its ``state``.

    ``id`` is the table and the place in it ("comparison/2"), ``title`` the rule in words.
    """

    id: str
    title: str
    state: State
    counted: State
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether the gate lets it pass."""
        return self.counted is State.PASS

    @property
    def why(self) -> str:
        """The first of the worst checks, with its number, and how many more there are."""
        same = [check for check in self.checks if check.state is self.state]
        first = f"{same[0].what}: {same[0].found}"
        if len(self.checks) == 1:
            return first
        return f"{first} ({len(same)} of {len(self.checks)} checks: {self.state})"

    @property
    def line(self) -> str:
        """The rule's one line of result."""
        odd = self.counted is not self.state and self.state is not State.FAIL
        counted = f", counts as {self.counted}" if odd else ""
        return f"{self.state}{counted}: {self.title}: {self.why}"


@dataclass(frozen=True, slots=True)
class Decision:
    """All rules of a policy, in its order; the gate is open only where every one passes."""

    policy: str
    source: str
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> bool:
        """Whether every rule passes."""
        return all(outcome.passed for outcome in self.outcomes)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The rules that do not pass."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def summary(self) -> str:
        """One sentence: how many rules pass."""
        held, all_ = len(self.outcomes) - len(self.failed), len(self.outcomes)
        return f"{self.policy}: {'passed' if self.passed else 'failed'}, {held} of {all_} rules"


def outcome(
    id_: str, title: str, checks: Sequence[Check], counts: Mapping[State, State]
) -> Outcome:
    """The outcome of a rule's checks; ``counts`` says what open answers count as.

    A rule that found nothing to look at fails, whatever open answers count as: a mistyped
    name must not open a gate.
    """
    held = tuple(checks) or (Check(State.FAIL, "nothing", "no row is what the rule asks for"),)
    worst = next(state for state in ORDER if any(check.state is state for check in held))
    shown = tuple(Check(x.state, plain(x.what), plain(x.found)) for x in held)
    return Outcome(id_, plain(title), worst, counts.get(worst, worst), shown)


def plain(text: str) -> str:
    """``text`` without control characters: names of files and simulators are strangers' input."""
    return "".join(x if x.isprintable() else "\N{REPLACEMENT CHARACTER}" for x in text)
