"""The two kinds of results, kept apart by their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from usergap.errors import InputError
from usergap.ledger.results.rates import rate_of

if TYPE_CHECKING:
    from usergap.annotators.validation.agreement_intervals import Estimate

UNIT_TEST, ACCEPTANCE = "unit test", "acceptance"
MADE_UP = "usergap suite"
"""How the generators of suites begin: an item by one is never a person's request."""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item's result; ``passed`` is None where nobody could tell.

    Items of one ``cluster`` (a template, a person, a conversation) are alike and count as one
    draw. ``origin`` is real, synthetic or not recorded. ``facts`` holds what else is told.
    """

    category: str
    passed: bool | None
    origin: str
    cluster: str | None = None
    id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class UnitTestResults:
    """What a suite came to: pass rates on these items. It has no score and takes any origin."""

    kind: ClassVar[str] = UNIT_TEST
    name: str
    items: tuple[ItemResult, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AcceptanceResults:
    """What real users' requests came to.

    Raises InputError for no item at all, and for any item that is not known to be real: no
    rate on made-up items may be called an acceptance score.
    """

    kind: ClassVar[str] = ACCEPTANCE
    name: str
    items: tuple[ItemResult, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is not real."""
        if not self.items:
            raise InputError("items: expected real users' requests, found none")
        others = {item.origin for item in self.items} - {"real"}
        if others:
            raise InputError(
                "items: expected origin 'real' in each, as an acceptance test needs, found "
                + ", ".join(sorted(map(repr, others)))
            )
        for number, item in enumerate(self.items, 1):
            generator = item.facts.get("generator")
            if isinstance(generator, str) and generator.startswith(MADE_UP):
                raise InputError(
                    f"items: expected real users' requests, as an acceptance test needs, found "
                    f"in item {number} the generator {generator!r}"
                )

    @property
    def score(self) -> Estimate:
        """The acceptance score: share of items that passed, with its 95 % interval."""
        return rate_of(self.items)


Results = UnitTestResults | AcceptanceResults
