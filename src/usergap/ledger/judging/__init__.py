"""Judging: a language model that says whether an answer keeps a criterion."""

from usergap.ledger.judging.judge import Judge, Question, verdict_of

__all__ = ["Judge", "Question", "verdict_of"]
