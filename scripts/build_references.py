"""Make the shipped profiles of real users and the human-human yardstick.

    python scripts/build_references.py DATA
    python scripts/build_references.py DATA --margins    # the yardstick alone

DATA is the folder that holds ``realsim/real.jsonl`` and its ``labels.tsv``. The shipped
annotators were trained on these dialogues; they label them out of fold, and the script
refuses to go on where a turn was labelled by a model that had seen it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pyarrow.compute as pc

from usergap.annotators.sidecar import sidecar_annotator
from usergap.compare.selection import with_row_numbers
from usergap.compare.yardstick import yardsticks
from usergap.dialogues import Corpus
from usergap.dimensions import MEASURES, Dimension
from usergap.formats import read
from usergap.profiles import (
    Plan,
    Profile,
    Yardstick,
    default_cards,
    default_plan,
    load_reference,
    measure_corpus,
    write_profile,
)

TARGET = Path(__file__).resolve().parent.parent / "src/usergap/profiles/references"
REPLICATES = 4000
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
    for source in TITLES:
        profile = measure_corpus(_of_source(corpus, source), default_plan())
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
        print(f"{source}: {len(profile)} dialogues, fingerprint {profile.fingerprint[:16]}")
    build_margins(data)


def build_margins(data: Path) -> None:
    """Write the yardstick between the shipped profiles, with all that it rests on.

    On the corrected scale the labels themselves are at hand, those that the annotators'
    cards were made with: they need no card.
    """
    found = _between({name: load_reference(name) for name in TITLES}, MEASURES)
    judged = sidecar_annotator(data / "realsim/labels.tsv")
    labelled = {
        name: measure_corpus(_of_source(read(data / "realsim/real.jsonl"), name), Plan((judged,)))
        for name in TITLES
    }
    cards = default_cards()
    scaled = [x for x in judged.dimensions if x in cards and cards[x].real is not None]
    true = _between(labelled, {name: MEASURES[name] for name in scaled})
    found |= {name: replace(found[name], corrected=true[name].raw) for name in scaled}
    margins = {name: asdict(each) for name, each in found.items()}
    _dump(TARGET / "margins.json", {"between": list(TITLES), "margins": margins})
    for name, each in found.items():
        print(name, each)


def _between(
    profiles: dict[str, Profile], measures: Mapping[str, Dimension]
) -> dict[str, Yardstick]:
    one, two = profiles.values()
    tables = with_row_numbers(one), with_row_numbers(two)
    return yardsticks((one, two), tables, measures, {}, REPLICATES)


def _of_source(corpus: Corpus, source: str) -> Corpus:
    return Corpus(source, tuple(x for x in corpus if x.source == source), corpus.reading)


def _dump(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    if "--margins" in sys.argv:
        build_margins(Path(sys.argv[1]))
    else:
        main(Path(sys.argv[1]))
