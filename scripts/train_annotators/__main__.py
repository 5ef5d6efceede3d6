"""Train, cross-validate and write the shipped annotators: one command.

``python -m scripts.train_annotators [--data FOLDER] [--seeds 5]``
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
from scripts.train_annotators.cards import acceptance, card
from scripts.train_annotators.corpus import EXEMPLAR, labelled
from scripts.train_annotators.crossval import Problem, Round, cross_validate, figures, summary
from scripts.train_annotators.matrix import CLIP, DENSE_WEIGHT, matrix

from usergap.annotators.cards import card_to_json
from usergap.annotators.shipped_turns import CODES
from usergap.annotators.training_turns import turn_hashes
from usergap.annotators.turn_features import turn_features
from usergap.annotators.turn_model import TurnModel

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "src/usergap/annotators/shipped"


def model(problem: Problem, found: Round, hashes: np.ndarray) -> TurnModel:
    """Lay the five fold models of one seed into the arrays that ship."""
    m = problem.matrix
    used = np.flatnonzero(np.any([one.sparse.any(axis=1) for one in found.models], axis=0))
    counted = np.flatnonzero(found.fold >= 0)
    seen, first = np.unique(hashes[counted], return_index=True)
    return TurnModel(
        buckets=m.buckets[used].astype(np.int32),
        rarity=m.rarity[used].astype(np.float16),
        sparse=np.stack([one.sparse[used] for one in found.models]),
        step=np.stack([one.step for one in found.models]),
        mean=m.mean,
        scale=m.scale,
        clip=np.array(CLIP * np.sqrt(DENSE_WEIGHT / len(m.scale)), dtype=np.float32),
        dense=np.stack([one.dense for one in found.models]),
        bias=np.stack([one.bias for one in found.models]),
        thresholds=np.stack(found.thresholds),
        seen=seen,
        fold=found.fold[counted[first]].astype(np.int8),
    )


def main() -> None:
    """Parse the command line and do it all."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = os.environ.get("USERGAP_DATA", str(ROOT / "../shared/data"))
    parser.add_argument("--data", type=Path, default=Path(default))
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    started = time.monotonic()
    data = labelled(options.data)
    features = turn_features(data.dialogues)
    dialogue = features.view.dialogue
    counted = data.side[dialogue] != EXEMPLAR
    found = matrix(features, data.group[dialogue], counted)
    problem = Problem(data, found, found.kernel(), dialogue)
    print(f"{len(dialogue)} turns, {found.sparse.shape[1]} columns", flush=True)
    scores = []
    for seed in range(options.seeds):
        one = cross_validate(problem, seed)
        scores.append(figures(problem, one.given))
        line = "  ".join(f"{n} {scores[-1][n]['real']['macro_f1']:.3f}" for n in CODES)
        print(f"seed {seed}: {line}  ({time.monotonic() - started:.0f} s)", flush=True)
        if seed == 0:
            model(problem, one, turn_hashes(features.view)).save(SHIPPED / "turns.npz")
            for name in CODES:
                text = card_to_json(card(problem, name, one.given[name]))
                (SHIPPED / f"{name}_card.json").write_text(text, encoding="utf-8")
            check = acceptance(problem, one.given)
    result = {
        "seeds": options.seeds,
        "macro_f1": summary(scores),
        "distances_seed_0": check,
        "seed_0": scores[0],
    }
    text = json.dumps(result, indent=1) + "\n"
    (SHIPPED / "turns_crossval.json").write_text(text, encoding="utf-8")
    print(json.dumps(result["macro_f1"], indent=1))
    print(json.dumps(check, indent=1))


if __name__ == "__main__":
    main()
