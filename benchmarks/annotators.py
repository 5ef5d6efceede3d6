"""What the shipped annotators cost: CPU milliseconds a dialogue, one core.

``python -m benchmarks.annotators [--dialogues 2000]``: synthetic dialogues with
the lengths of the real ones (7 turns, 150 user words), made from a seed.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from usergap.annotators import EmotionAnnotator, shipped_annotator
from usergap.dialogues import Dialogue, Message

TURNS, WORDS, ANSWER = 7.0, 21.5, 180


def dialogues(count: int, seed: int) -> list[Dialogue]:
    """Dialogues of made-up words with a natural spread of frequencies and lengths."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("etaoinshrdlucm"))
    known = ["".join(rng.choice(letters, rng.integers(2, 9))) for _ in range(3000)]
    known[:12] = ["i", "the", "you", "to", "a", "is", "what", "my", "write", "how", "not", "and"]

    def text(words: int) -> str:
        return " ".join(known[int(x) % 3000] for x in rng.zipf(1.3, words)) + "."

    out = []
    for number in range(count):
        messages = []
        for _ in range(1 + rng.poisson(TURNS - 1)):
            messages.append(Message("user", text(1 + int(rng.gamma(0.6, WORDS / 0.6)))))
            messages.append(Message("assistant", text(1 + int(rng.gamma(2, ANSWER / 2)))))
        out.append(Dialogue(str(number), tuple(messages)))
    return out


def main() -> None:
    """Print the cost of each annotator and of all together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialogues", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    made = dialogues(options.dialogues, options.seed)
    total = 0.0
    named = {"intent, feedback, identity": shipped_annotator(), "emotion": EmotionAnnotator()}
    for name, annotator in named.items():
        annotator.annotate(made[:64])  # weights are read at the first use
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            annotator.annotate(made)
            best = min(best, (time.process_time() - started) / len(made) * 1000)
        total += best
        print(f"{name:28s} {best:.3f} CPU-ms a dialogue")
    print(f"{'together':28s} {total:.3f} CPU-ms a dialogue (bar 0.6)")


if __name__ == "__main__":
    main()
