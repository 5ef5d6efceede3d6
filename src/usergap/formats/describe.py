"""``describe``: what was read, as ``usergap check`` prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import mean, median
from typing import Any

from usergap.dialogues import Corpus
from usergap.dialogues.cleaning import printable
from usergap.formats.fields import TEXT_FIELDS


def describe(corpus: Corpus) -> dict[str, Any]:
    """Counts of what a corpus holds and of what was lost on the way; no dialogue text.

    JSON-safe. Keys: ``name, path, format, sha256, rows, dialogues, user_turns,
    words`` (by white space, of user turns), ``turns_per_dialogue`` and
    ``words_per_dialogue`` {mean, median}, ``languages, simulators, domains, sources,
    assistant_models`` {value: dialogues; "not recorded"}, ``fields`` {name:
    dialogues that have it}, ``duplicate_conversations`` (dialogues whose messages
    another has too), ``duplicate_user_texts`` (dialogues whose user texts another
    has too), ``shared_conversation_ids``, ``consecutive_user_messages,
    empty_user_messages, ended, dropped, repaired`` {reason: count}, ``notes``.
    """
    turns = [len(dialogue.turns) for dialogue in corpus]
    words = [sum(len(turn.text.split()) for turn in dialogue.turns) for dialogue in corpus]
    reading = corpus.reading
    return {
        "name": corpus.name,
        "path": reading.path,
        "format": reading.format,
        "sha256": reading.sha256,
        "rows": reading.rows,
        "dialogues": len(corpus),
        "user_turns": sum(turns),
        "words": sum(words),
        "turns_per_dialogue": _centre(turns),
        "words_per_dialogue": _centre(words),
        "languages": _shares(d.language for d in corpus),
        "simulators": _shares(d.simulator for d in corpus),
        "domains": _shares(d.domain for d in corpus),
        "sources": _shares(d.source for d in corpus),
        "assistant_models": _shares(d.assistant_model for d in corpus),
        "fields": _fields(corpus),
        "duplicate_conversations": _repeated(d.messages for d in corpus),
        "duplicate_user_texts": _repeated(tuple(t.text for t in d.turns) for d in corpus),
        "shared_conversation_ids": _repeated(
            d.conversation_id for d in corpus if d.conversation_id
        ),
        "consecutive_user_messages": _consecutive(corpus),
        "empty_user_messages": sum(not t.text.strip() for d in corpus for t in d.turns),
        "ended": sum(dialogue.ended for dialogue in corpus),
        "dropped": dict(Counter(r.reason for r in reading.remarks if r.dropped).most_common()),
        "repaired": dict(Counter(r.reason for r in reading.remarks if not r.dropped).most_common()),
        "notes": dict(sorted(reading.notes.items())),
    }


def _centre(values: list[int]) -> dict[str, float | None]:
    if not values:
        return {"mean": None, "median": None}
    return {"mean": float(mean(values)), "median": float(median(values))}


def _shares(values: Iterable[str | None]) -> dict[str, int]:
    return dict(Counter(value or "not recorded" for value in values).most_common())


def _fields(corpus: Corpus) -> dict[str, int]:
    counts = {name: sum(getattr(d, name) is not None for d in corpus) for name in TEXT_FIELDS}
    counts["provenance"] = sum(d.provenance is not None for d in corpus)
    counts["context_length"] = sum(d.context_length > 0 for d in corpus)
    extra = Counter(str(key) for d in corpus for key in d.extra)
    counts |= {f"extra.{printable(key)}": count for key, count in extra.most_common()}
    return {name: count for name, count in counts.items() if count}


def _repeated(values: Iterable[object]) -> int:
    return sum(count for count in Counter(values).values() if count > 1)


def _consecutive(corpus: Corpus) -> int:
    count = 0
    for dialogue in corpus:
        roles = [m.role for m in dialogue.messages[dialogue.context_length :]]
        spoken = [role for role in roles if role in ("user", "assistant")]
        count += sum(a == b == "user" for a, b in pairwise(spoken))
    return count
