"""Dialogues that should not count, or not twice: short texts, copies, seen turns."""

from __future__ import annotations

import numpy as np

from usergap.compare.beside import SHORT
from usergap.compare.canonical import key, row_digests
from usergap.compare.confounds.effect import Found
from usergap.compare.matched import Mask, Matched
from usergap.compare.selection import FIELDS
from usergap.dialogues import Dialogue
from usergap.dimensions import Kind


def short_text(matched: Matched) -> Found | None:
    """Lexical diversity on texts that are long enough for it (Koizumi 2012)."""
    if "mtld" not in matched.seen:
        return None
    tokens = matched.values("mtld_tokens")
    short = np.array([x is not None and float(x) < SHORT for x in tokens], np.bool_)
    real = matched.sides.real
    shares = [f"{100 * short[side].mean():.0f} %" for side in (real, ~real)]
    told = (
        f"{shares[0]} of real and {shares[1]} of simulated dialogues have under "
        f"{SHORT} tokens, where lexical diversity mostly measures length; on longer ones"
    )
    seen = {"mtld": matched.seen["mtld"]}
    return Found("short_text", "Short texts", told, short, matched.narrowed(~short), seen)


def duplicates(matched: Matched) -> Found:
    """Each conversation once: by conversation id and user text, else by equal measurements."""
    extra = np.concatenate([_copies(matched, side) for side in (0, 1)])
    whole = all(profile.texts is not None for profile in matched.profiles)
    kind = "copies of" if whole else "in every measurement equal to"
    count = int(extra.sum())
    many = "dialogue is" if count == 1 else "dialogues are"
    told = f"{count} {many} {kind} another one on {'its' if count == 1 else 'their'} side"
    if not extra.any():
        told = "no conversation occurs twice on a side"
        return Found("duplicates", "Duplicate conversations", told, extra)
    return Found(
        "duplicates",
        "Duplicate conversations",
        f"{told}; with one of each",
        extra,
        matched.narrowed(~extra),
        matched.seen,
    )


def seen_turns(matched: Matched) -> Found | None:
    """Dialogues on which the annotator was trained; it labels them better than others."""
    counts = matched.values("seen")
    seen = np.array([bool(x) for x in counts], np.bool_)
    title = "Annotator trained on it"
    if not seen.any():
        return Found("seen_turns", title, "the annotator was trained on none of these turns", seen)
    labelled = {
        x: values
        for x, values in matched.seen.items()
        if matched.measures[x].kind in (Kind.LABELS, Kind.FLAGS)
    }
    told = f"the annotator was trained on turns of {int(seen.sum())} dialogues; without them"
    return Found("seen_turns", title, told, seen, matched.narrowed(~seen), labelled)


def _copies(matched: Matched, side: int) -> Mask:
    """All but the first dialogue of each kind, first in canonical order."""
    table, profile = matched.sides.table[side], matched.profiles[side]
    kinds: list[tuple[object, ...]]
    if profile.texts is not None:
        dialogues = [profile.texts.corpus.dialogues[place] for place in matched.places(side)]
        kinds = [(d.conversation_id, _user_text(d)) for d in dialogues]
    else:
        described = [x for x in (*FIELDS, "pair", "simulator", "seen") if x in table.column_names]
        kinds = [(None, digest) for digest in row_digests(table.drop_columns(described)).tolist()]
    taken: set[tuple[str, object]] = set()
    copies = np.zeros(table.num_rows, np.bool_)
    for row, (conversation, content) in enumerate(kinds):
        mine = {("content", content)}
        if conversation is not None:
            mine.add(("conversation", conversation))
        copies[row] = bool(mine & taken)
        taken |= mine
    return copies


def _user_text(dialogue: Dialogue) -> int:
    return key("\x00".join(" ".join(turn.text.split()) for turn in dialogue.turns))
