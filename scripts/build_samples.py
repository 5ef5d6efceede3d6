"""Write the embedded sample: the simulated dialogues that are ours to ship.

    python scripts/build_samples.py DATA

DATA is the folder that holds ``simulated/``. Scenario and persona stay behind:
they were written from other people's data.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src/usergap/formats/sample"
KEPT = ("id", "scenario_id", "domain", "simulator", "messages")


def main(data: Path) -> None:
    """Write one gzip file per simulator, the same bytes on every run."""
    for source in sorted((data / "simulated").glob("*.jsonl")):
        rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
        lines = [
            json.dumps({key: row[key] for key in KEPT}, ensure_ascii=False, separators=(",", ":"))
            for row in rows
        ]
        packed = gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)
        target = TARGET / f"{source.name}.gz"
        target.write_bytes(packed)
        print(f"{target.name}: {len(rows)} dialogues, {len(packed)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
