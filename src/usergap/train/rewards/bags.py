"""Replies as bags of words and pairs of neighbours, each of length 1."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import sparse

from usergap.dialogues import Dialogue, Message
from usergap.probes.discrimination.views import bag, words_of

_SILENCE = "∅"


def bags(texts: Sequence[str]) -> sparse.csr_matrix:
    """Hashed and cleaned as the discriminator probe does (texts × 65,536); products are cosines.

    Silence is a word too, so that replies without any are alike.
    """
    said = [text if text.strip() else _SILENCE for text in texts]
    return sparse.csr_matrix(
        bag([Dialogue("", (Message("user", text),)) for text in said], words_of)
    )
