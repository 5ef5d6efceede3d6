"""Which user turns the shipped annotator was trained on: by exact text, as far as hashes tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.shipped_turns import turn_model
from usergap.annotators.training_turns import turn_hashes
from usergap.annotators.turn_view import view
from usergap.dialogues import Dialogue


def trained_turns(dialogues: Sequence[Dialogue]) -> NDArray[np.bool_]:
    """One entry per user turn, dialogue after dialogue: whether it was in the training data.

    A turn is its text with the start of the answer before it; a copy that was edited is not
    known again. Such turns get labels of a model that never saw their dialogue, where there
    is one (``Annotation.seen`` counts the others).
    """
    turns = view(dialogues)
    return np.isin(turn_hashes(turns), turn_model().seen) if len(turns) else np.zeros(0, bool)
