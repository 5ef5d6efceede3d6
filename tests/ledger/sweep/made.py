import numpy as np

from usergap.annotators.sidecar import SidecarRow
from usergap.dialogues import Dialogue, Message

CUES = {
    "explicit_positive": "lovely",
    "explicit_negative": "wrong",
    "no_feedback": "next",
}


def side(name, dialogues, seed, cue=1.0, turns=3):
    """Dialogues whose turns hold their label's cue with probability ``cue``, among noise."""
    rng = np.random.default_rng(seed)
    labels = list(CUES)
    made, rows = [], []
    for number in range(dialogues):
        messages = []
        for turn in range(1, turns + 1):
            label = labels[rng.integers(len(labels))]
            told = label if rng.random() < cue else labels[rng.integers(len(labels))]
            words = [f"{name}{w}" for w in rng.integers(0, 500, rng.integers(4, 12))]
            words.insert(0, CUES[told])
            messages += [Message("user", " ".join(words)), Message("assistant", "well")]
            rows.append(SidecarRow(f"{name}{number}", turn, {"feedback": (label,)}))
        made.append(Dialogue(f"{name}{number}", tuple(messages)))
    return made, rows
