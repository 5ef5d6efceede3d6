"""Trains the model that tells a chatbot's words from a user's, and writes its card.

Run: python scripts/train_speakers.py [--data ../shared/data] [--cross-check]

Users are people and simulated users of many kinds, chatbots whoever answers them. What is
shipped are numbers: weights of hashed features that at least ``LEAST`` conversations share.
The card holds how the model does on unseen conversations, and in how many dialogues users
sound the alarm of ``role_flip`` when the model has not seen them (``--cross-check`` writes
the scores themselves).
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from usergap.dialogues import Dialogue
from usergap.dimensions.faults import audit, role_flip
from usergap.dimensions.faults import speaker_features as features
from usergap.dimensions.faults.fault import straight
from usergap.formats import read

CORPORA = (
    "realsim/real.jsonl", "simulated/generic.jsonl", "simulated/informed.jsonl",
    "chats/oasst_en_100_tree.jsonl", "chats/realhumaneval_chat_data.csv",
    "chats/simulatorarena_document_creation.json", "mirrorbench/chatbot_arena_mirror.jsonl",
    "mirrorbench/clariq_mirror.jsonl", "mirrorbench/oasst1_mirror.jsonl",
    "crs/real_crsarena_open.json", "spade/cleaned_hotel_goal_dia.csv",
    "tau/tau_bench_gpt4o_airline.json", "tau/tau_trait_impatience_airline.json",
    "tau/tau_trait_skeptical_airline.json", "tau/tau_trait_confusion_airline.json",
)  # fmt: skip
LEAST = 5
"""Conversations that must hold a feature."""
FOLDS = 5
STRENGTH = 10.0
"""Inverse strength of the L2 penalty."""
OUT = Path(__file__).parent.parent / "src/usergap/dimensions/faults/shipped"
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
Floats = np.ndarray


@dataclass(frozen=True)
class Said:
    """A text, who said it and in which group of conversations; ``turn`` 0: the chatbot."""

    corpus: str
    dialogue: str
    group: str
    turn: int
    low: str


def texts(corpus: str, path: Path) -> list[Said]:
    """Users' turns whole; of chatbots' the opening, the end and a piece of the middle."""
    rng, found = random.Random(corpus), []
    for dialogue in read(str(path)).dialogues:
        group = _group(corpus, dialogue)
        found += [
            Said(corpus, dialogue.id, group, turn.number, straight(turn.text))
            for turn in dialogue.turns
        ]
        for message in dialogue.messages:
            if message.role == "assistant":
                found += [
                    Said(corpus, dialogue.id, group, 0, piece)
                    for piece in sorted(_pieces(straight(message.content), rng))
                    if features.addresses(piece)
                ]
    return [each for each in found if features.buckets(each.low)]


def _group(corpus: str, dialogue: Dialogue) -> str:
    if corpus.startswith(("realsim", "simulated")):  # pairs stay on one side
        return f"realsim {dialogue.scenario_id or dialogue.id}"
    if corpus.startswith("tau") and dialogue.scenario:
        return f"tau {dialogue.scenario[:80]}"
    return f"{corpus} {dialogue.conversation_id or dialogue.id}"


def _pieces(low: str, rng: random.Random) -> set[str]:
    parts = [part for part in _SENTENCE.split(low) if len(part.split()) >= 2]
    if not parts:
        return set()
    found = {low if len(low) <= 500 else " ".join(parts[:2])}
    found |= {" ".join(parts[: rng.randint(1, 3)]), " ".join(parts[-rng.randint(1, 2) :])}
    if len(parts) > 4:
        start = rng.randrange(1, len(parts) - 2)
        found.add(" ".join(parts[start : start + rng.randint(1, 3)]))
    return found


def matrix(said: list[Said]) -> csr_matrix:
    """A row a text: what each of its features counts."""
    rows = [features.buckets(each.low) for each in said]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.repeat([features.weight(len(row)) for row in rows], np.diff(ends))
    return csr_matrix((values, np.concatenate(rows), ends), (len(rows), 1 << features.BITS))


def weights_of(said: list[Said]) -> Floats:
    """Large corpora count by the root of their size; both sides count the same."""
    sides = np.array([each.turn == 0 for each in said])
    names = np.array([each.corpus for each in said])
    out = np.ones(len(said))
    for name in np.unique(names):
        for side in (False, True):
            mine = (names == name) & (sides == side)
            out[mine] = 1 / np.sqrt(max(mine.sum(), 1))
    for side in (False, True):
        out[sides == side] *= len(said) / 2 / out[sides == side].sum()
    return out


def fit(table: csr_matrix, sides: Floats, groups: Floats, weights: Floats) -> tuple[Floats, float]:
    """Coefficients of a logistic regression on features that enough conversations share."""
    cells = table.tocoo()
    pairs = np.unique(np.stack([cells.col, groups[cells.row]]), axis=1)
    shared = np.bincount(pairs[0], minlength=table.shape[1]) >= LEAST
    kept = table.multiply(shared[None, :].astype(float)).tocsr()
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=300)
    model.fit(kept, sides, sample_weight=weights)
    return model.coef_[0] * shared, float(model.intercept_[0])


def alarms(path: Path, scores: dict[str, float]) -> dict[str, int]:
    """Dialogues of a corpus in which a user's turn is called a role flip, with these scores."""
    shipped, role_flip.chatbot_odds = role_flip.chatbot_odds, lambda low: scores.get(low, 0.0)
    try:
        dialogues = read(str(path)).dialogues
        found = {finding.dialogue for finding in audit(dialogues, kinds=["role_flip"]).findings}
        return {"dialogues": len(dialogues), "with a role flip": len(found)}
    finally:
        role_flip.chatbot_odds = shipped


def main() -> None:
    """Fits once for each fold and once on all; writes the weights and the card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--cross-check", type=Path, help="write cross-fitted scores here")
    options = parser.parse_args()
    said = [each for corpus in CORPORA for each in texts(corpus, options.data / corpus)]
    table, weights = matrix(said), weights_of(said)
    sides = np.array([each.turn == 0 for each in said])
    groups = np.unique([each.group for each in said], return_inverse=True)[1]
    folds = np.array([crc32(each.group.encode()) % FOLDS for each in said])
    scores = np.zeros(len(said))
    for fold in range(FOLDS):
        rest = folds != fold
        coefficients, bias = fit(table[rest], sides[rest], groups[rest], weights[rest])
        scores[~rest] = table[~rest] @ coefficients + bias
    coefficients, bias = fit(table, sides, groups, weights)
    columns = np.flatnonzero(coefficients)
    OUT.mkdir(exist_ok=True)
    np.savez_compressed(
        OUT / "speakers.npz", version=features.VERSION, columns=columns.astype(np.int32),
        weights=coefficients[columns].astype(np.float16), bias=bias,
    )  # fmt: skip
    names = np.array([each.corpus for each in said])
    unseen = {
        (each.corpus, each.low): float(score) for each, score in zip(said, scores, strict=True)
    }
    card = {
        "what": "log odds that a chatbot, not a user, says a text",
        "model": f"logistic regression, L2, C={STRENGTH:g}, {len(columns)} hashed features"
        f" that at least {LEAST} conversations share",
        "features": features.VERSION,
        "right on unseen conversations, by corpus": {
            name: {
                side: {"texts": int(mine.sum()), "right": round(float(hit), 3)}
                for side, of_chatbots in (("users", False), ("chatbots", True))
                for mine in [(names == name) & (sides == of_chatbots)]
                for hit in [((scores > 0) == sides)[mine].mean()]
            }
            for name in CORPORA
        },
        "dialogues with a role flip, by models that have not seen them": {
            name: alarms(
                options.data / name, {low: s for (of, low), s in unseen.items() if of == name}
            )
            for name in CORPORA
        },
    }
    (OUT / "speakers.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    if options.cross_check:
        rows = [
            [each.corpus, each.dialogue, each.turn, round(float(score), 3)]
            for each, score in zip(said, scores, strict=True)
        ]
        options.cross_check.write_text(json.dumps(rows), "utf-8")


if __name__ == "__main__":
    main()
