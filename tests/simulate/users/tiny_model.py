"""Tiny local models as a SPEC names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from usergap.testing.tiny_models import WORD_TEMPLATE as TEMPLATE
from usergap.testing.tiny_models import save_word_model


def tiny(
    folder: Path, *, says: str | None = None, template: str | None = TEMPLATE, window: int = 64
) -> str:
    """The SPEC of a model; ``says``: the one token that it always gives, else it is random."""
    pytest.importorskip("torch", reason="needs torch (extra local)")
    pytest.importorskip("transformers", reason="needs transformers (extra local)")
    return f"hf:{save_word_model(folder, says=says, template=template, window=window)}"
