"""Why a conversation stopped: one name for each way."""

from __future__ import annotations

from enum import StrEnum


class StopReason(StrEnum):
    """Every way in which a simulated conversation can stop; exactly one each."""

    USER_ENDED = "user_ended"
    """The user said the end token when it was allowed to."""
    USER_EXHAUSTED = "user_exhausted"
    """The user has nothing left to say (a replay came to its end)."""
    ASSISTANT_EXHAUSTED = "assistant_exhausted"
    """The assistant has nothing left to say (its script came to its end)."""
    TURN_CAP = "turn_cap"
    """The most user turns were reached."""
    USER_SILENT = "user_silent"
    """The user gave no text, or an end too early, as often as it was asked."""
    USER_FAILED = "user_failed"
    """The user simulator raised an error."""
    ASSISTANT_FAILED = "assistant_failed"
    """The assistant raised an error, or gave no text."""

    @property
    def failed(self) -> bool:
        """Whether the dialogue is broken off and worth trying again."""
        return self in (StopReason.USER_FAILED, StopReason.ASSISTANT_FAILED)
