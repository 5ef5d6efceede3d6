"""What every side is given: texts, labels and numbers of both samples, and the dialogues."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa

from benchmarks.stages import corpora
from usergap.dialogues import Dialogue
from usergap.dimensions import MEASURES, Kind, label_columns
from usergap.formats import read
from usergap.formats import write as write_dialogues
from usergap.profiles import default_plan, measure_corpus

NUMBERS = tuple(x.id for x in MEASURES.values() if x.kind is Kind.NUMBER)
MOST = 260
"""Dialogues a side: slow peers end in seconds."""


def write(path: Path, url: str) -> str:
    """Write the file, and the dialogues beside it; what they are, in words.

    ``url``: of the endpoint for the tasks that talk to one.
    """
    paths, own = corpora()
    sides = {"real": paths[:1], "simulated": paths[1:]}
    found = {name: _side(files, path.with_name(f"{name}.jsonl")) for name, files in sides.items()}
    path.write_text(json.dumps(found | {"url": url}))
    real, simulated = (len(found[name]["texts"]) for name in sides)
    kind = "the development corpora" if own else "the embedded sample"
    return f"{real} real and {simulated} simulated dialogues of {kind}"


def _side(paths: list[str], kept: Path) -> dict[str, object]:
    dialogues: list[Dialogue] = []
    tables = []
    for path in paths:
        some = read(path)
        dialogues += some.dialogues
        tables.append(measure_corpus(some, default_plan(), jobs=1).table)
    columns = [f"{x}" for x in NUMBERS] + [
        name for x in ("intent", "feedback") for name in label_columns(MEASURES[x])
    ]
    table = pa.concat_tables([x.select(columns) for x in tables])
    rows = [at for at in range(table.num_rows) if all(table[x][at].as_py() for x in NUMBERS)]
    rows = rows[:: max(1, len(rows) // MOST)][:MOST]
    table = table.take(rows)
    write_dialogues([dialogues[at] for at in rows], kept)
    labels = []
    for name in label_columns(MEASURES["intent"]):
        if not name.endswith((".units", ".missing")):
            labels += [name] * int(sum(table[name].to_pylist()))
    return {
        "dialogues": str(kept),
        "texts": ["\n".join(turn.text for turn in dialogues[at].turns) for at in rows],
        "numbers": {name: table[name].to_pylist() for name in columns},
        "words": table["words"].to_pylist(),
        "labels": labels,
    }
