"""How good and how fast the emotion annotator is: python benchmarks/emotion.py

Prints per-label F1 on GoEmotions' development comments (from the card), core-milliseconds
a dialogue, and the label shares per sentence with and without the rejection rule, with
the distance (TVD x 100) of each simulator's shares from the real ones. Needs the
development data (``USERGAP_DATA``, default ../shared/data).
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import numpy as np

from usergap.annotators.emotion import EmotionAnnotator, comment_side
from usergap.annotators.emotion_model import LABELS, shipped_model
from usergap.dialogues import Dialogue, Message
from usergap.dimensions.counting import sentences

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data")).resolve()
FILES = ("realsim/real", "simulated/generic", "simulated/informed")


def load(path: Path) -> list[Dialogue]:
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    return [
        Dialogue(
            id=r["id"], messages=tuple(Message(m["role"], m["content"]) for m in r["messages"])
        )
        for r in rows
    ]


def shares(chosen: np.ndarray) -> np.ndarray:
    counts = chosen.sum(axis=0)
    return 100 * counts / counts.sum()


def main() -> None:
    side = comment_side()
    print(f"macro-F1 after rejection on {side.units} comments: {side.macro_f1}")
    for name, found in side.labels.items():
        print(f"  {name:9} {2 * found.tp / (2 * found.tp + found.fp + found.fn):.3f}")
    model, annotator = shipped_model(), EmotionAnnotator()
    corpora = {name: load(DATA / f"{name}.jsonl") for name in FILES}
    real = corpora[FILES[0]]
    for one in real:
        _ = one.turns  # cached: not the annotator's cost
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        for at in range(0, len(real), 64):
            annotator.annotate(real[at : at + 64])
        best = min(best, time.process_time() - began)
    print(f"{1000 * best / len(real):.3f} core-ms a dialogue, splitting into sentences included")
    for rule in ("without rejection", f"neutral below {model.confidence:.2f}"):
        print(f"\nshares per sentence, {rule} (per cent)")
        print(" " * 20 + " ".join(f"{label:>8}" for label in LABELS) + "     TVD")
        first = None
        for name, dialogues in corpora.items():
            texts = [
                s for one in dialogues for turn in one.turns for s in sentences(turn.text[:4000])
            ]
            found = model.probabilities(texts)
            judge = model.multilabel if rule.startswith("without") else model.judged
            share = shares(judge(found))
            first = share if first is None else first
            distance = np.abs(share - first).sum() / 2
            print(f"{name:20}" + " ".join(f"{x:8.1f}" for x in share) + f"{distance:8.1f}")


if __name__ == "__main__":
    main()
