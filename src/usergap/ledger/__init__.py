"""Synthetic conversations that one can answer for: where they come from, what may be mixed."""

from usergap.ledger.entry import Row
from usergap.ledger.ledger import Added, Ledger
from usergap.ledger.tags import DEMANDED, TAGS, known, lacking
from usergap.ledger.verification import Problem, Verification, verify

__all__ = [
    "DEMANDED",
    "TAGS",
    "Added",
    "Ledger",
    "Problem",
    "Row",
    "Verification",
    "known",
    "lacking",
    "verify",
]
