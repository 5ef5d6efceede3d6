"""Read the labelled dialogues: real ones and their simulated twins."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from usergap.annotators.shipped_turns import CODES
from usergap.dialogues import Dialogue, Message, connected_groups

SIDES = (
    ("real", "realsim/real.jsonl", "realsim/labels.tsv"),
    ("claude-generic", "simulated/generic.jsonl", "simulated/generic_labels.tsv"),
    ("claude-informed", "simulated/informed.jsonl", "simulated/informed_labels.tsv"),
)
EXEMPLAR = "exemplar"
_OPENINGS = (
    ("What is the largest lake in Africa?", "info_retrieval", "The largest lake is Victoria."),
    ("Write me a plan for a quiet week.", "content_generation", "Here is a plan: rest on Monday."),
    ("How do I keep a plant alive?", "method_guidance", "Water it twice a week. Do you have one?"),
    (
        "What can you tell me about sleep?",
        "info_understanding",
        "Sleep restores the body and mind.",
    ),
    ("I need some advice", "none", "Of course! What would you like advice about?"),
)
_REPLIES = (
    "Thank you for sharing that. Here is what I would suggest:",
    "Understood.",
    "I see. Let me look at this step by step.",
    "Sure, here you go:",
    "There are several things to consider.",
    "That is a good question.",
    "Of course!",
)


@dataclass(frozen=True)
class Labelled:
    """Dialogues with gold labels; arrays over dialogues, ``gold`` over turns."""

    dialogues: list[Dialogue]
    side: npt.NDArray[np.str_]
    group: npt.NDArray[np.int64]
    gold: dict[str, npt.NDArray[np.bool_]]  # (turns, codes)


def _labels(path: Path) -> dict[tuple[str, int], dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["dialogue_id"], int(row["turn"])): row for row in rows}


def _dialogue(row: dict[str, str], messages: list[dict[str, str]]) -> Dialogue:
    return Dialogue(
        id=row["id"],
        messages=tuple(Message(m["role"], m["content"]) for m in messages),  # type: ignore[arg-type]
        scenario_id=row["scenario_id"],
        conversation_id=row.get("conversation_id"),
        domain=row["domain"],
    )


def labelled(folder: Path) -> Labelled:
    """Everything under the data folder that has labels of turns."""
    dialogues: list[Dialogue] = []
    side: list[str] = []
    gold: dict[str, list[list[bool]]] = {name: [] for name in CODES}
    for name, text, labels in SIDES:
        found = _labels(folder / labels)
        for line in (folder / text).read_text(encoding="utf-8").split("\n")[:-1]:
            row = json.loads(line)
            dialogue = _dialogue(row, row["messages"])
            dialogues.append(dialogue)
            side.append(name)
            for turn in dialogue.turns:
                for dimension, codes in CODES.items():
                    given = found[dialogue.id, turn.number][dimension].split("+")
                    if set(given) - set(codes):
                        raise ValueError(f"{labels}: {dialogue.id} {turn.number}: {given}")
                    gold[dimension].append([code in given for code in codes])
    _add_exemplars(dialogues, side, gold)
    group = connected_groups(
        [dialogue.scenario_id for dialogue in dialogues],
        [dialogue.conversation_id for dialogue in dialogues],
    )
    return Labelled(
        dialogues,
        np.array(side),
        np.array(group),
        {name: np.array(rows, dtype=bool) for name, rows in gold.items()},
    )


def _add_exemplars(
    dialogues: list[Dialogue], side: list[str], gold: dict[str, list[list[bool]]]
) -> None:
    """Our own sentences for rare labels, each after a stock opening or at the start.

    They only ever train: no score counts them, and they are in no fold.
    """
    lines = (Path(__file__).parent / "exemplars.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        intent, feedback, identity, text = line.split("\t")
        opening, asked, answer = _OPENINGS[number % len(_OPENINGS)]
        turns = [(opening, answer, (asked, "no_feedback", "none"))]
        if feedback == "no_feedback" and number % 3 == 0:
            turns = []
        reply = _REPLIES[number % len(_REPLIES)]
        turns.append((text, reply, (intent, feedback, identity)))
        messages = [
            Message(role, content)  # type: ignore[arg-type]
            for said, answered, _ in turns
            for role, content in (("user", said), ("assistant", answered))
        ]
        dialogues.append(Dialogue(f"{EXEMPLAR}_{number}", tuple(messages), scenario_id=EXEMPLAR))
        side.append(EXEMPLAR)
        for *_, given in turns:
            for (dimension, codes), labels in zip(CODES.items(), given, strict=True):
                gold[dimension].append([code in labels.split("+") for code in codes])
