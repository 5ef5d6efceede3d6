"""Is a Big Five role seen in the stories it writes: python benchmarks/bigfive.py

Stories by one LLM (gpt-3.5-turbo-0613) in 32 roles, ten each, and the scores of the same
ten runs of each role on a Big Five questionnaire (PersonaLLM, data/bigfive). Prints, for each
trait, the area under the curve with which a classifier that never saw the role tells high from
low, and the correlation of its score with the questionnaire's, over all stories and within
roles; once with the stories as they are and once without words that name a trait. Intervals
resample roles. Needs the development data (``USERGAP_DATA``, default ../shared/data).
"""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from usergap.dialogues import Dialogue, Message
from usergap.probes.discrimination.ridge import Gram
from usergap.probes.discrimination.views import bag, words_of
from usergap.probes.inference import Items, one_sided
from usergap.probes.trait_recovery.levels import TRAITS
from usergap.probes.trait_recovery.recovery import area_of, correlation_of, recovery

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data")).resolve()
CODES = {
    "extraversion": ("extr", "intr"),
    "agreeableness": ("agre", "anta"),
    "conscientiousness": ("cons", "unco"),
    "neuroticism": ("neur", "emot"),
    "openness": ("open", "clos"),
}
NAMING = re.compile(
    r"\b(?:\w*conscientious\w*|extr[ao]ver\w+|introver\w+|\w*agreeabl\w+|antagonis\w+|neurotic\w*"
    r"|emotional\w*|stab\w+|unstab\w+|open\w*|closed\w*|experiences?|outgoing|reserved|personalit\w+"
    r"|traits?|nature)\b",
    re.I,
)


def stories(folder: Path) -> list[Dialogue]:
    """A story as one user turn; the role is its persona."""
    lines = (folder / "personallm_gpt35_stories.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return [
        Dialogue(
            id=f"{r['persona_encoding']}-{r['iteration']}",
            messages=(Message("user", r["annotation"]),),
            persona=r["persona_encoding"],
        )
        for r in rows
    ]


def questionnaire(folder: Path) -> dict[tuple[str, str], float]:
    """Mean answers by story id and trait."""
    with (folder / "gpt3.5_turbo_0613_all_scores.csv").open(encoding="utf-8", newline="") as file:
        return {
            (f"{r['personality_type']}-{r['run']}", r["trait"].lower()): float(r["mean_score"])
            for r in csv.DictReader(file)
        }


def measured(folder: Path, *, masked: bool = False) -> dict[str, dict[str, object]]:
    """Area, its p, and both correlations by trait, each with its interval."""
    told = stories(folder)
    if masked:
        told = [
            replace(d, messages=(Message("user", NAMING.sub(" ", d.messages[0].content)),))
            for d in told
        ]
    scores = questionnaire(folder)
    gram = Gram.of(bag(told, words_of), scale=False)
    roles = [d.persona or "" for d in told]
    found: dict[str, dict[str, object]] = {}
    for trait in TRAITS:
        high = np.array([CODES[trait][0] in role.split("_") for role in roles])
        group = np.arange(len(told))
        got = recovery(gram, high, roles, group, [d.id for d in told], seed=0)
        answered = np.array([scores.get((d.id, trait), np.nan) for d in told])
        items = Items(got.block, np.ones(len(told), bool))
        wanted = {
            "area": area_of(got, high),
            "r": correlation_of(got, answered),
            "r within roles": correlation_of(got, answered, roles),
        }
        found[trait] = {"p": got.p, "by role": got.by_role}
        for name, statistic in wanted.items():
            each = one_sided(items, statistic, seed=0, name=f"{name}.{trait}")
            found[trait][name] = (each.value, each.low, each.high)
    return found


def main() -> None:
    for masked in (False, True):
        print("without words that name a trait" if masked else "stories as they are")
        for trait, found in measured(DATA / "bigfive", masked=masked).items():
            cells = [
                f"{name} {v[0]:.2f} ({v[1]:.2f} to {v[2]:.2f})"
                for name, v in found.items()
                if isinstance(v, tuple)
            ]
            print(f"  {trait:18}" + "  ".join(cells) + f"  p {found['p']:.3f}")
        print()


if __name__ == "__main__":
    main()
