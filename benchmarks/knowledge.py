"""Whether the knowledge embedding means anything, and how fast it is.

    python benchmarks/knowledge.py [SPACE.npz]

Same-scenario cosine against the same-domain baseline with a bootstrap interval over
scenarios, share of simulated dialogues whose nearest real one is their twin, and
core-milliseconds a dialogue. With a space made by ``scripts/build_knowledge_space.py
--without-pairs -o SPACE.npz`` the figures are of text that the space has not seen.
Needs the development data (``USERGAP_DATA``, default ../shared/data).
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

from usergap.dialogues import Dialogue, Message
from usergap.dimensions import knowledge, knowledge_space
from usergap.dimensions.knowledge_pairs import scenario_cosine

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data")).resolve()


def load(name: str) -> list[Dialogue]:
    rows = [json.loads(x) for x in (DATA / f"{name}.jsonl").read_text("utf-8").split("\n") if x]
    return [
        Dialogue(
            id=r["id"],
            messages=tuple(Message(m["role"], m["content"]) for m in r["messages"]),
            scenario_id=r["scenario_id"],
            domain=r["domain"],
        )
        for r in rows
    ]


def columns(dialogues: list[Dialogue], kind: str) -> tuple[np.ndarray, list[Dialogue]]:
    cells = knowledge.measure_batch(dialogues)
    found, present = knowledge.vectors(row[f"knowledge.{kind}.vector"] for row in cells)
    return found, [one for one, there in zip(dialogues, present, strict=True) if there]


def twins_found(
    real: np.ndarray, names: list[str], simulated: np.ndarray, wanted: list[str]
) -> str:
    shared = [row for row, name in enumerate(names) if name in set(wanted)]
    nearest = [names[shared[row]] for row in (simulated @ real[shared].T).argmax(axis=1)]
    hits = [a == b for a, b in zip(nearest, wanted, strict=True) if b in set(names)]
    return f"twin nearest {np.mean(hits):.3f} (chance {1 / len(shared):.3f})"


def main() -> None:
    if len(sys.argv) > 1:
        space = knowledge_space.load_space(Path(sys.argv[1]))
        knowledge_space.shipped_space = lambda: space
    real = load("realsim/real")
    rng = np.random.default_rng(0)
    for name in ("simulated/generic", "simulated/informed"):
        simulated = load(name)
        for kind in ("knows", "not"):
            ours, real_ones = columns(real, kind)
            theirs, simulated_ones = columns(simulated, kind)
            names = [one.scenario_id for one in real_ones]
            wanted = [one.scenario_id for one in simulated_ones]
            found = scenario_cosine(ours, theirs, names, wanted, [d.domain for d in real_ones])
            gains = np.array(found.gains)
            low, high = np.quantile(
                rng.choice(gains, (4000, len(gains))).mean(axis=1), (0.025, 0.975)
            )
            print(
                f"{name} {kind:5}: same {found.same:.3f}, same domain {found.baseline:.3f}, gain "
                f"{gains.mean():.3f} [{low:.3f}, {high:.3f}] over {found.scenarios}; "
                f"{twins_found(ours, names, theirs, wanted)}"
            )
    best = [float("inf")] * 2
    for _ in range(5):
        began = time.process_time()
        for one in real:
            knowledge.measure_knowledge(one)
        middle = time.process_time()
        for at in range(0, len(real), 16):
            knowledge.measure_batch(real[at : at + 16])
        best[0] = min(best[0], middle - began)
        best[1] = min(best[1], time.process_time() - middle)
    alone, batched = (1000 * seconds / len(real) for seconds in best)
    print(f"core-ms a dialogue: {alone:.3f} one by one, {batched:.3f} in batches of 16")


if __name__ == "__main__":
    main()
