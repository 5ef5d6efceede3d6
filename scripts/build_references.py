"""Make the shipped profiles of real users and the human-human yardstick.

    python scripts/build_references.py DATA

DATA is the folder that holds ``realsim/real.jsonl``. The shipped annotators were
trained on these dialogues; they label them out of fold, and the script refuses
to go on where a turn was labelled by a model that had seen it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow.compute as pc

from usergap.compare import compare
from usergap.dialogues import Corpus
from usergap.formats import read
from usergap.profiles import default_plan, measure_corpus, write_profile

TARGET = Path(__file__).resolve().parent.parent / "src/usergap/profiles/references"
TITLES = {"wildchat": "WildChat users", "lmsys": "LMSYS-Chat-1M users"}
TERMS = {
    "wildchat": "ODC-BY; numbers only, no text",
    "lmsys": "LMSYS-Chat-1M's own terms; numbers only, no text",
}
LIMITS = (
    "English conversations in 16 domains, chosen by the authors of realsim; other domains differ",
    "people who tried chatbots of 2023 and 2024 on public demo sites",
    "labels by shipped linear models, out of fold; see the annotators' cards",
)


def main(data: Path) -> None:
    """Write one profile and card per source, then the yardstick between the two."""
    corpus = read(data / "realsim/real.jsonl")
    profiles = {}
    for source in ("lmsys", "wildchat"):
        own = tuple(each for each in corpus if each.source == source)
        profile = measure_corpus(Corpus(source, own, corpus.reading), default_plan())
        seen = pc.sum(profile.table["seen"]).as_py()
        if seen:
            raise SystemExit(f"{source}: {seen} turns were labelled by a model that had seen them")
        write_profile(profile, TARGET / f"{source}.parquet")
        card = {
            "name": source,
            "title": TITLES[source],
            "dialogues": len(profile),
            "turns": pc.sum(profile.table["turns"]).as_py(),
            "source": "the multi-turn dialogues of realsim (arXiv 2605.02624)",
            "terms": TERMS[source],
            "selection": "Multi-turn user-chatbot dialogues in English, 16 domains.",
            "made": f"usergap {profile.metadata['usergap']}, scripts/build_references.py",
            "limits": LIMITS,
        }
        _dump(TARGET / f"{source}.json", card)
        profiles[source] = profile
        print(f"{source}: {len(profile)} dialogues, fingerprint {profile.fingerprint[:16]}")
    between = compare(profiles["wildchat"], profiles["lmsys"], pairs="off", margins={})
    margins = {row.measure: row.value for row in between.rows if row.value is not None}
    _dump(TARGET / "margins.json", {"between": ["wildchat", "lmsys"], "margins": margins})
    print(json.dumps(margins, indent=1))


def _dump(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
