"""How good the rule judge of consistency is; writes the tables of docs/probes/consistency.md.

    python benchmarks/consistency.py

Three measurements: seeded contradictions of our own wordings (recall, and false alarms on
paraphrases and near misses, by kind of fact, on wordings to develop on and on held-out
ones); dialogues of four models with stored per-line scores by an LLM judge (correlation per
dialogue of our C_P and C_L with the stored ones, with interval over dialogues); DNLI
(precision and recall by relation). The last two need the development data (``USERGAP_DATA``).
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.consistency_seeded import KINDS, Split, pairs
from usergap.formats.readers.personachat import normalise
from usergap.probes.consistency_judges.rules import (
    RuleJudge,
    comparable,
    contradictions,
    facts,
    persona_facts,
)

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data")).resolve() / "consistency"
PAGE = ROOT / "docs/probes/consistency.md"
BEGIN, END = "<!-- figures begin -->", "<!-- figures end -->"
PAIRS = 300
REPLICATES = 2000
FEWEST = 3
"""Sides of dialogues that must differ from the rest for a correlation."""
LABELS = ("contradiction", "paraphrase", "near miss")


def clash(one: str, other: str) -> bool:
    """Whether the rules find that two lines of one speaker contradict each other."""
    return bool(contradictions(facts(one), facts(other)))


def seeded(split: Split, number: int = PAIRS) -> dict[str, dict[str, float]]:
    """Per kind of fact the share of flagged pairs of each label."""
    return {
        kind: {
            label: sum(clash(a, b) for a, b in each) / len(each)
            for label, each in pairs(kind, split, number).items()
        }
        for kind in KINDS
        if split in KINDS[kind]
    }


def heads(names: str) -> list[str]:
    """The first two lines of a table; the first column is left-aligned."""
    columns = names.split("|")
    return ["| " + " | ".join(columns) + " |", "|---" + "|---:" * (len(columns) - 1) + "|"]


def seeded_table() -> list[str]:
    found: dict[str, dict[str, dict[str, float]]] = {
        "develop": seeded("develop"),
        "held": seeded("held"),
    }
    told = "false alarms, developed on|false alarms, held out|near misses, held out"
    lines = heads(f"kind of fact|recall, developed on|recall, held out|{told}")
    rows = {kind: [found["develop"][kind], found["held"][kind]] for kind in KINDS}
    mean = [
        {label: float(np.mean([row[i][label] for row in rows.values()])) for label in LABELS}
        for i in (0, 1)
    ]
    for kind, (developed, held) in [*rows.items(), ("**mean**", mean)]:
        lines.append(
            f"| {kind} | {developed[LABELS[0]]:.3f} | {held[LABELS[0]]:.3f} |"
            f" {developed[LABELS[1]]:.3f} | {held[LABELS[1]]:.3f} | {held[LABELS[2]]:.3f} |"
        )
    lines += ["", latest_told()]
    return lines


def latest_told() -> str:
    """The kinds with a second held-out set, in a sentence each."""
    return "\n".join(
        f"`{kind}` on its second held-out set: recall {each['contradiction']:.3f},"
        f" false alarms {each['paraphrase']:.3f}, near misses {each['near miss']:.3f}."
        for kind, each in seeded("latest").items()
    )


def stored_scores() -> list[dict[str, Any]]:
    """One row per dialogue and side: our scores, the stored ones, and lines flagged by either."""
    rows: list[dict[str, Any]] = []
    judge = RuleJudge()
    for path in sorted(DATA.glob("consistent_llms_*.json")):
        for talk in json.loads(path.read_text("utf-8")):
            for side, key in enumerate(("P1", "P2")):
                said = [
                    re.sub(r"^\w+: ", "", line) for i, line in talk["conversation"] if i % 2 == side
                ]
                answers = [e for i, e in talk["eval_prompt_consistency"] if i % 2 == side]
                (held,) = judge.with_persona([said], [talk[key]])
                (earlier,) = judge.with_earlier([said])
                rows.append(
                    {
                        "model": path.stem.removeprefix("consistent_llms_"),
                        "persona": 1 - float(np.mean([c.flagged for c in held])),
                        "line": 1
                        - sum(c.flagged for c in earlier) / sum(c.judged for c in earlier),
                        "stored persona": talk.get(f"{key}_prompt_consistency_score"),
                        "stored line": talk.get(f"{key}_index_consistency_score"),
                        "ours": [c.flagged > 0 for c in held],
                        "theirs": [a.strip().upper().rstrip(".").endswith("YES") for a in answers],
                        "compared": sum(c.compared for c in held),
                    }
                )
    return rows


def correlation(ours: np.ndarray, theirs: np.ndarray) -> str:
    """Pearson's r with a percentile interval over dialogues; said in words where undefined."""
    odd = min(int((scores != np.median(scores)).sum()) for scores in (ours, theirs))
    if odd < FEWEST:
        return f"undefined ({odd} of {ours.size} differ from the median)"
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(REPLICATES):
        place = rng.integers(ours.size, size=ours.size)
        if np.ptp(ours[place]) > 0 and np.ptp(theirs[place]) > 0:
            drawn.append(np.corrcoef(ours[place], theirs[place])[0, 1])
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"{np.corrcoef(ours, theirs)[0, 1]:.2f} [{low:.2f}, {high:.2f}]"


def stored_table() -> list[str]:
    rows = stored_scores()
    groups = {
        model: [r for r in rows if r["model"] == model] for model in {r["model"] for r in rows}
    }
    told = "lines flagged: stored|ours|both|lines that state something comparable"
    lines = heads(f"dialogues of|sides|r of C_P|r of C_L|{told}")
    for name, each in [*sorted(groups.items()), ("**all**", rows)]:
        cells = []
        for score in ("persona", "line"):
            known = [r for r in each if r[f"stored {score}"] is not None]
            two = [np.array([r[k] for r in known], float) for k in (score, f"stored {score}")]
            cells.append(correlation(two[0], two[1]))
        ours = np.concatenate([r["ours"] for r in each])
        theirs = np.concatenate([r["theirs"] for r in each])
        compared = sum(r["compared"] for r in each)
        lines.append(
            f"| {name} | {len(each)} | {cells[0]} | {cells[1]} | {theirs.sum()} | {ours.sum()} |"
            f" {(ours & theirs).sum()} | {compared} of {ours.size} |"
        )
    return lines


def dnli_table() -> list[str]:
    """A persona sentence against 10 contradicting, 11 like and 11 random lines."""
    counts: dict[str, dict[str, list[tuple[bool, bool]]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(DATA.glob("dnli_valid_*.jsonl")):
        for text in path.read_text("utf-8").splitlines():
            row = json.loads(text)
            held = persona_facts(normalise(row["relevant_persona_sentence"]))
            for label in ("neg", "similar", "rand"):
                for line in row["candidates"][label]:
                    said = facts(normalise(line))
                    found = bool(contradictions(held, said)), comparable(held, said)
                    for relation in (row["triple"][1], "**all**"):
                        counts[relation][label].append(found)
    told = "precision against like lines|against like and random lines"
    lines = heads(f"relation|contradicting lines|recall|of those comparable|{told}")
    for relation, each in sorted(counts.items(), key=lambda item: -len(item[1]["neg"])):
        hits = {label: sum(flag for flag, _ in rows) for label, rows in each.items()}
        known = sum(flag or seen for flag, seen in each["neg"])
        lines.append(
            f"| {relation} | {len(each['neg'])} | {hits['neg'] / len(each['neg']):.2f} |"
            f" {_share(hits['neg'], known)} |"
            f" {_share(hits['neg'], hits['neg'] + hits['similar'])} |"
            f" {_share(hits['neg'], sum(hits.values()))} |"
        )
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"


def main() -> None:
    parts = [
        f"**Seeded pairs**, {PAIRS} of each label and kind:",
        "",
        *seeded_table(),
        "",
        "**Stored scores of an LLM judge**, per side of a dialogue (Pearson's r):",
        "",
        *stored_table(),
        "",
        "**DNLI**, a persona sentence against single lines:",
        "",
        *dnli_table(),
    ]
    page = PAGE.read_text("utf-8")
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{BEGIN}\n" + "\n".join(parts) + f"\n{END}{tail}", "utf-8")
    print("\n".join(parts))


if __name__ == "__main__":
    main()
