"""Learn the frozen projection of knowledge statements; writes knowledge_space.npz.

    python scripts/build_knowledge_space.py [--data DIR] [--without-pairs] [-o FILE]

Reads messages of real people and of their chatbots from the development data, keeps
only numbers: a hash, a scale and 64 small integers a word. ``--without-pairs`` leaves
out the real dialogues that have a simulated partner, to measure the space on text
that it has not seen. Deterministic: same data, same bytes. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scipy.linalg
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

from usergap.dimensions.knowledge_space import DIMENSIONS, word_hash
from usergap.dimensions.knowledge_words import EMPTY_WORDS

FEWEST = 5  # conversations that a word must have been seen in
LATENT = 400  # dimensions of the truncated SVD
RIDGE = 3.0  # of the within-conversation scatter, in units of its mean eigenvalue
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
Message = tuple[str, str]  # conversation, text


def messages(data: Path, left_out: frozenset[str]) -> Iterator[Message]:
    """All messages with the conversation that each belongs to."""
    csv.field_size_limit(10**9)
    for line in (data / "realsim/real.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        if row["conversation_id"] not in left_out:
            for message in row["messages"]:
                yield "realsim " + row["conversation_id"], message["content"]
    for name in ("chatbot_arena", "clariq", "oasst1", "qulac"):
        for line in (data / f"mirrorbench/{name}_mirror.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            for message in row["turns"]:
                yield "mirror " + row["conversation_id"], message["content"]
    for line in (data / "chats/oasst_en_100_tree.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        yield from tree("oasst " + row["message_tree_id"], row["prompt"])
    documents = (data / "chats/simulatorarena_document_creation.json").read_text("utf-8")
    for number, row in enumerate(json.loads(documents)):
        for text in row["user_queries"]:
            yield f"document {number}", text
    with (data / "chats/realhumaneval_chat_data.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            conversation = f"code {row['programmer_id']} {row['task_name']}"
            yield conversation, row["request"][-500:]
            yield conversation, row["response"]
    for line in (data / "goemotions/train.tsv").open(encoding="utf-8"):
        text, _, name = line.rstrip("\n").split("\t")
        yield "comment " + name, text


def tree(conversation: str, node: dict[str, Any]) -> Iterator[Message]:
    """The messages of people in an OASST tree."""
    if not node.get("synthetic"):
        yield conversation, node["text"]
    for reply in node.get("replies", []):
        yield from tree(conversation, reply)


def hashes(text: str) -> list[int]:
    """Hashes of the words with a topic."""
    words = WORD.findall(text.lower().replace("’", "'"))
    return [word_hash(word) for word in words if len(word) > 1 and word not in EMPTY_WORDS]


def learn(found: list[Message]) -> tuple[np.ndarray, np.ndarray]:
    """Word hashes (sorted) and their rows, idf × projection."""
    documents = [(conversation, hashes(text)) for conversation, text in found]
    seen: dict[int, set[str]] = defaultdict(set)
    for conversation, words in documents:
        for word in set(words):
            seen[word].add(conversation)
    keys = np.array(sorted(word for word, where in seen.items() if len(where) >= FEWEST))
    column = {int(word): number for number, word in enumerate(keys)}
    total = len({conversation for conversation, _ in documents})
    idf = np.array([np.log((total + 1) / (len(seen[int(word)]) + 1)) for word in keys])
    rows, columns, values, owner = [], [], [], []
    for conversation, words in documents:
        counts = Counter(column[word] for word in words if word in column)
        if len(counts) >= 3:
            rows += [len(owner)] * len(counts)
            columns += counts.keys()
            values += [(1 + np.log(n)) * idf[word] for word, n in counts.items()]
            owner.append(conversation)
    weights = sp.csr_matrix((values, (rows, columns)), shape=(len(owner), len(keys)))
    weights = (sp.diags(1 / np.sqrt(weights.multiply(weights).sum(axis=1)).A1) @ weights).tocsr()
    _, _, latent = randomized_svd(weights, LATENT, n_iter=4, random_state=0)
    return keys, idf[:, None] * (latent.T @ discriminants(weights @ latent.T, owner))


def discriminants(points: np.ndarray, owner: list[str]) -> np.ndarray:
    """The directions in which conversations differ most, relative to their messages."""
    _, conversation, sizes = np.unique(owner, return_inverse=True, return_counts=True)
    used = (sizes[conversation] >= 2) & (sizes[conversation] <= 60)
    points = points[used] / (np.linalg.norm(points[used], axis=1, keepdims=True) + 1e-9)
    conversation = np.unique(conversation[used], return_inverse=True)[1]
    sizes = np.bincount(conversation)
    means = np.zeros((len(sizes), points.shape[1]))
    np.add.at(means, conversation, points)
    means /= sizes[:, None]
    inner = points - means[conversation]
    within = (inner / sizes[conversation][:, None]).T @ inner / len(sizes)
    within += RIDGE * np.trace(within) / len(within) * np.eye(len(within))
    centred = means - means.mean(axis=0)
    _, directions = scipy.linalg.eigh(centred.T @ centred / len(sizes), within)
    directions = directions[:, ::-1][:, :DIMENSIONS]
    # an eigenvector's sign is arbitrary: fix it, so that two builds agree
    return directions * np.sign(directions[np.abs(directions).argmax(axis=0), range(DIMENSIONS)])


def partners(data: Path) -> frozenset[str]:
    """Conversations of the real dialogues that a simulated one shares the scenario of."""
    simulated = (data / "simulated/generic.jsonl").open(encoding="utf-8")
    scenarios = {json.loads(line)["scenario_id"] for line in simulated}
    real = [json.loads(line) for line in (data / "realsim/real.jsonl").open(encoding="utf-8")]
    return frozenset(row["conversation_id"] for row in real if row["scenario_id"] in scenarios)


def main() -> None:
    """Read, learn, write."""
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--without-pairs", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    data = options.data or Path(os.environ.get("USERGAP_DATA", root / "../shared/data"))
    output = options.output or root / "src/usergap/dimensions/knowledge_space.npz"
    left_out = partners(data) if options.without_pairs else frozenset()
    keys, rows = learn(list(messages(data, left_out)))
    scale = np.abs(rows).max(axis=1)
    scale /= scale.max()
    peak = np.abs(rows).max(axis=1, keepdims=True)
    codes = np.rint(rows / np.maximum(peak, 1e-12) * 127).astype(np.int8)
    np.savez_compressed(
        output, keys=keys.astype(np.uint32), rows=codes, scale=scale.astype(np.float16)
    )
    print(f"{len(keys)} words, {output.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
