"""What a reference language model must be able to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class LanguageModel(Protocol):
    """Gives mean log-probabilities; ``usergap.llm.local.CausalModel`` is one."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    def mean_logprobs(
        self, texts: Sequence[str], contexts: Sequence[str] | None = None
    ) -> list[float | None]:
        """Mean natural log-probability per token of each text after its context.

        (1/|y|) Σ log p(yₜ | x, y₍<t₎); None for a text without a token.
        """
