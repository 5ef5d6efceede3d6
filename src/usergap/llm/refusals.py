"""How long a call is waited for that the endpoint refuses for its rate (429)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Refusals:
    """The refusals of one call; times in seconds, by a clock that never goes back.

    A call's turn behind others that are answered is no refusal: it uses up no
    patience, else a slow endpoint that takes few calls at once would lose some.
    """

    patience: float
    count: int = 0
    waited: float = 0.0  # the call's own waits between attempts
    _since: float = 0.0

    def left(self, now: float, answered: float | None) -> float:
        """Counts a refusal at ``now``; the patience left, 0 or less at its end.

        ``answered`` is when the endpoint last answered any call, None for never.
        """
        self._since = self._since if self.count else now
        self.count += 1
        since = self._since if answered is None else max(self._since, answered)
        return self.patience - max(self.waited, now - since)
