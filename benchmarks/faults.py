"""How well the fault audit finds what was planted, and how often it cries wolf on people.

Run: python -m benchmarks.faults [--count 100] [--misses] [-o TABLE.md]

Clean dialogues are real ones (``data/realsim``; without it the embedded sample): a person
is no broken simulator, so whatever a rule finds in an untouched dialogue is a false alarm,
or something that people do too. Each kind is planted ``--count`` times, in wordings that
the rules were tuned on and in others; precision is that among as many planted dialogues as
untouched ones. ``--misses`` shows the planted wordings that no rule found.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.planted_faults import HELD_OUT, SEEN, Wordings, planted
from benchmarks.stages import corpora
from usergap.dialogues import Dialogue
from usergap.dimensions.faults import audit, faults
from usergap.formats import read

LEAST_RECALL, MOST_ALARMS = 0.9, 0.02


def clean_dialogues() -> tuple[list[Dialogue], bool]:
    """Dialogues to plant in, at least three user turns long, and whether people wrote them."""
    paths, real = corpora()
    found = list(read(paths[0]).dialogues)
    return found, real


def recall(kind: str, clean: list[Dialogue], wordings: Wordings, count: int) -> tuple[float, str]:
    """The share of planted faults that are found, and the wordings that are not."""
    has_it = {finding.dialogue for finding in audit(clean, kinds=[kind]).findings}
    usable = [
        dialogue
        for dialogue in clean
        if dialogue.id not in has_it
        and len(dialogue.turns) >= 3
        and any(len(turn.text.split()) >= 5 for turn in dialogue.turns)
        and (kind != "leak" or len((dialogue.scenario or "").split()) >= 6)
        and len(dialogue.messages[-1].content) < 1000
    ]
    with_fault = planted(kind, usable, wordings, count, 0)
    found = {finding.dialogue for finding in audit(with_fault, kinds=[kind]).findings}
    missed = [number for number, each in enumerate(with_fault) if each.id not in found]
    texts = wordings.get(kind, ())
    named = sorted({texts[number % len(texts)] for number in missed}) if texts else missed
    return 1 - len(missed) / len(with_fault), "\n".join(f"    {each}" for each in named)


def main() -> None:
    """Prints the table, and writes it where ``-o`` says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--seen-only", action="store_true", help="leave the held-out ones alone")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    clean, real = clean_dialogues()
    untouched = audit(clean)
    counts = next(iter(untouched.counts.values()))
    whose = "by people" if real else "of the embedded sample"
    lines = [
        f"{len(clean)} dialogues {whose}, {options.count} faults a kind planted",
        "",
        "| fault | recall | held-out wordings | untouched dialogues with it | precision | |",
        "|---|---|---|---|---|---|",
    ]
    print(*lines, sep="\n")
    for kind, fault in faults().items():
        seen, missed = recall(kind, clean, SEEN, options.count)
        other, missed_other = (seen, "") if options.seen_only else recall(
            kind, clean, HELD_OUT, options.count
        )  # fmt: skip
        alarms = counts[kind].share
        told = "not judged" if alarms is None else f"{100 * alarms:.1f} %"
        precision = "" if alarms is None else f"{other / (other + alarms):.3f}"
        met = min(seen, other) >= LEAST_RECALL
        met = met and (not fault.alarm or (alarms or 0.0) <= MOST_ALARMS)
        verdict = ("met" if met else "MISSED") + (
            "" if fault.alarm else " (recall; people do it too)"
        )
        lines.append(
            f"| {fault.title} | {seen:.2f} | {other:.2f} | {told} | {precision} | {verdict} |"
        )
        print(lines[-1])
        if options.misses and missed + missed_other:
            print(missed + "\n  held out:\n" + missed_other)
    if options.output:
        options.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
