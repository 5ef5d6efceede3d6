"""How good and how fast the fast error counter is: python benchmarks/errors.py

Agreement with Harper over dialogues, speed, and precision and recall on text that people
corrected. Needs the development data (``USERGAP_DATA``, default ../shared/data) and, for
Harper's columns, the extra ``errors``. Harper takes about a minute.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from zlib import crc32

import numpy as np

from usergap.dialogues import Dialogue, Message
from usergap.dimensions.errors import measure_errors
from usergap.dimensions.errors_harper import count_harper_errors, measure_harper_errors
from usergap.dimensions.errors_rules import KINDS, count_errors, error_kinds
from usergap.dimensions.spelling import misspelt

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("USERGAP_DATA", ROOT / "../shared/data")).resolve()
TOKEN = re.compile(r"\w+(?:['’]\w+)*")


def dialogue(record: dict, key: str = "messages") -> Dialogue:
    messages = tuple(Message(m["role"], m["content"] or "") for m in record[key])
    conversation = record.get("conversation_id")
    return Dialogue(str(record.get("id", "")), messages, conversation_id=conversation)


def jsonl(path: str) -> Iterator[dict]:
    with (DATA / path).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def corpora() -> Iterator[tuple[str, list[Dialogue]]]:
    """Rules were chosen on the first alone, none on the others."""
    yield "realsim, real", [dialogue(r) for r in jsonl("realsim/real.jsonl")]
    yield "generic, simulated", [dialogue(r) for r in jsonl("simulated/generic.jsonl")]
    yield "informed, simulated", [dialogue(r) for r in jsonl("simulated/informed.jsonl")]
    for name in ("chatbot_arena", "oasst1", "clariq", "qulac"):
        records = jsonl(f"mirrorbench/{name}_mirror.jsonl")
        yield f"{name}, real", [dialogue(r, "turns") for r in records]
    pairs = list(jsonl("mirrorbench/pairs.jsonl"))
    yield "gemini, simulated", [dialogue(r, "synthetic_conversation") for r in pairs]
    with (DATA / "tau/tau_bench_gpt4o_airline.json").open(encoding="utf-8") as file:
        yield "gpt-4o tau, simulated", [dialogue(r, "traj") for r in json.load(file)]


def r(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def agreement() -> None:
    print(f"{'user text of':24}{'n':>5} {'fast':>6} {'Harper':>7} {'r':>6} "
          f"{'r log':>6} {'r/100w':>7} {'r words':>8} {'words/s':>9}")  # fmt: skip
    for name, dialogues in corpora():
        words = np.array([sum(len(t.text.split()) for t in d.turns) for d in dialogues])
        seconds = []
        for _ in range(3):  # the best of three, so that other work on the machine counts less
            begin = time.process_time()
            fast = np.array([measure_errors(d)["errors"] for d in dialogues], float)
            seconds.append(time.process_time() - begin)
        speed = words.sum() / min(seconds)
        full = np.array([measure_harper_errors(d)["errors"] for d in dialogues], float)
        some = words > 0
        rates = r(fast[some] / words[some], full[some] / words[some])
        print(f"{name:24}{len(dialogues):5} {fast.mean():6.2f} {full.mean():7.2f} "
              f"{r(fast, full):6.3f} {r(np.log1p(fast), np.log1p(full)):6.3f} "
              f"{rates:7.3f} {r(words, full):8.3f} {speed:9,.0f}")  # fmt: skip
        if name == "realsim, real":
            kinds = [error_kinds(t.text) for d in dialogues for t in d.turns]
            total = fast.sum()
            half = np.array([crc32(d.conversation_id.encode()) % 2 for d in dialogues])
            halves = [r(fast[half == h], full[half == h]) for h in (0, 1)]
            composition = {k: sum(x[k] for x in kinds) / total for k in KINDS}

    print("r in two halves of realsim, by conversation:", *(f"{x:.3f}" for x in halves))
    print("kinds in realsim:", ", ".join(f"{k} {v:.0%}" for k, v in composition.items()))


def untokenised(text: str) -> str:
    """JFLEG has a space before every mark; put the marks back to their words."""
    text = re.sub(r"\s+([.,!?;:%)\]]|n't\b|'(?:s|m|re|ve|d|ll)\b)", r"\1", text.strip())
    return re.sub(r"([(\[$])\s+", r"\1", re.sub(r'"\s*([^"]*?)\s*"', r'"\1"', text))


def grammar() -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    pairs = [
        (original, [corrected])
        for record in jsonl("grammar/eracond_parts123.jsonl")
        for original, corrected in zip(record["orig"], record["corr"], strict=True)
        if original and corrected
    ]
    yield "ERACOND", pairs
    names = ("src", "ref0", "ref1", "ref2", "ref3")
    columns = [(DATA / f"grammar/jfleg_dev.{n}").read_text("utf-8").splitlines() for n in names]
    rows = [[untokenised(text) for text in row] for row in zip(*columns, strict=True)]
    yield "JFLEG", [(source, references) for source, *references in rows]


def by_sentence(pairs: list[tuple[str, list[str]]], count: Callable[[str], int]) -> str:
    """Erroneous: every reference changed it. Correct: the references themselves."""
    wrong = [count(s) > 0 for s, references in pairs if all(x != s for x in references)]
    right = [count(x) > 0 for _, references in pairs for x in references]
    hit, false = np.mean(wrong), np.mean(right)
    precision = hit / (hit + false)  # as if half of the sentences were erroneous
    fewer = np.mean([np.mean([count(s) > count(x) for x in refs]) for s, refs in pairs])
    more = np.mean([np.mean([count(s) < count(x) for x in refs]) for s, refs in pairs])
    return (f"recall {hit:.2f}  flags corrected {false:.2f}  precision {precision:.2f}  "
            f"correction lowers {fewer:.2f} raises {more:.2f}")  # fmt: skip


def by_token(pairs: list[tuple[str, list[str]]]) -> str:
    """Of the words that the speller flags, how many did someone change? And back."""
    flagged = changed = both = 0
    for source, references in pairs:
        words = TOKEN.findall(source)
        edited: set[int] = set()
        for reference in references:
            matcher = SequenceMatcher(None, words, TOKEN.findall(reference), autojunk=False)
            for tag, start, end, _, _ in matcher.get_opcodes():
                edited |= set(range(start, end)) if tag != "equal" else set()
        strange = {i for i, word in enumerate(words) if misspelt(word)}
        flagged, changed = flagged + len(strange), changed + len(edited)
        both += len(strange & edited)
    return f"precision {both / flagged:.2f}  recall {both / changed:.2f}  ({flagged} flagged)"


if __name__ == "__main__":
    agreement()
    for name, pairs in grammar():
        print(f"{name}: {len(pairs)} sentences")
        print("  fast counter, sentences:  ", by_sentence(pairs, count_errors))
        print("  Harper, sentences:        ", by_sentence(pairs, count_harper_errors))
        print("  unknown words, tokens:    ", by_token(pairs))
