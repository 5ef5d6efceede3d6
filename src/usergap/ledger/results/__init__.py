"""Results of evaluation suites and acceptance tests: two records that do not turn into each other.

What made-up items come to is a *unit test*, whatever the rate; a score with people's own
requests is an *acceptance* score. ``UnitTestResults`` has no score, and ``AcceptanceResults``
cannot be made of an item that is not real.
"""

from usergap.ledger.results.files import read_results, write_results
from usergap.ledger.results.rates import rate_of, rates_by_category
from usergap.ledger.results.record import (
    ACCEPTANCE,
    UNIT_TEST,
    AcceptanceResults,
    ItemResult,
    Results,
    UnitTestResults,
)

__all__ = [
    "ACCEPTANCE",
    "UNIT_TEST",
    "AcceptanceResults",
    "ItemResult",
    "Results",
    "UnitTestResults",
    "rate_of",
    "rates_by_category",
    "read_results",
    "write_results",
]
