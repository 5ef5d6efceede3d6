"""Messiness: real users hedge, digress, ask indirectly and leave things out.

Rates of user turns, simulated minus real. English word lists of our own, after the kinds of
behaviour that Kim et al. (conversational recommenders) and METHODS describe; other
languages have no list and leave the probe undefined. Where an assistant is at hand, what the
replies contribute to the task (``reply_ablation``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.consistency_judges.recitation import content_words
from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured, Quote, Table
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.reply_ablation.contribution import contribution
from usergap.probes.statistics import mean_difference

MARGIN: Final = 0.05
"""Five turns in a hundred: a difference that a reader of transcripts hardly sees."""
_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|i (?:guess|think|suppose)|kind of|kinda|sort of|sorta|not sure|idk"
    r"|i don'?t know|probably|might|somewhat|or something|or so|more or less)\b",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"\b(?:i (?:was|am|'m) (?:wondering|looking)|would it be possible|it would be (?:nice|great)"
    r"|something (?:like|similar|that)|any (?:idea|thoughts|chance)"
    r"|i(?:'d| would) (?:like|love))\b",
    re.IGNORECASE,
)
_FILLER = re.compile(r"\b(?:um+|uh+|hmm+|er+m?|lol|haha+|btw|anyway|oh)\b", re.IGNORECASE)
_ORTHOGRAPHY = re.compile(r"[A-Za-z]")


QUOTED: Final = 6


def _unfinished(text: str) -> bool:
    """Too short to stand alone, or broken off."""
    words = text.split()
    return 0 < len(words) <= 3 or text.rstrip().endswith(("...", "…", ",", "-"))


def _unpunctuated(text: str) -> bool:
    stripped = text.rstrip()
    return bool(_ORTHOGRAPHY.search(stripped)) and stripped[-1:].isalnum()


def _lower_start(text: str) -> bool:
    found = _ORTHOGRAPHY.search(text)
    return found is not None and found[0].islower()


SIGNS: Final[dict[str, tuple[str, Callable[[str], bool]]]] = {
    "hedging": ("hedges", lambda text: _HEDGE.search(text) is not None),
    "indirect": ("asks indirectly", lambda text: _INDIRECT.search(text) is not None),
    "filler": ("uses fillers", lambda text: _FILLER.search(text) is not None),
    "unfinished": ("is incomplete (3 words or fewer, or broken off)", _unfinished),
    "unpunctuated": ("has no end mark", _unpunctuated),
    "lower_start": ("starts in lower case", _lower_start),
}


def run(material: Material) -> Measured:
    """Rates of each sign, simulated minus real, in user turns."""
    english = [d.language in (None, "en", "English") for d in material.dialogues]
    material.need(all(english), "its word lists are English, and some dialogues are not")
    totals = np.array(material.each(signs), float).reshape(-1, len(SIGNS))
    turns = np.array([len(dialogue.turns) for dialogue in material.dialogues], float)
    real = ~material.items.simulated
    material.need(bool(turns[real].sum() and turns[~real].sum()), "a side has no user turn")
    figures: list[Figure] = []
    rows: list[tuple[str, float, float]] = []
    for place, (name, (words, _)) in enumerate(SIGNS.items()):
        share = totals[real, place].sum() / turns[real].sum()
        other = totals[~real, place].sum() / turns[~real].sum()
        rows.append((words, 100 * share, 100 * other))
        figures.append(
            figure(
                material,
                mean_difference(totals[:, place], turns),
                name=f"messiness.{name}",
                title=f"a turn {words}",
                unit="points of 100 turns",
                null=0.0,
                margin=MARGIN,
                beside=(Level("real", 100 * float(share)),),
                scale=100.0,
                seen=f"a turn {words} in {100 * other:.0f} of 100 turns of simulated users, in"
                f" {100 * share:.0f} of real ones",
            )
        )
    figures += [_off_topic(material), contribution(material)]
    told = max(rows, key=lambda row: abs(row[2] - row[1]))
    seen = (
        f"a turn {told[0]} in {told[2]:.0f} of 100 turns of simulated users, in {told[1]:.0f} of"
        " real ones"
    )
    table = Table("Share of user turns, in %", ("a turn …", "real", "simulated"), tuple(rows))
    return Measured(tuple(figures), seen=seen, tables=(table,), quotes=_shown(material, rows))


def _shown(material: Material, rows: list[tuple[str, float, float]]) -> tuple[Quote, ...]:
    """Turns with the sign that simulated users overdo most; what is missing cannot be shown."""
    place = max(range(len(rows)), key=lambda i: rows[i][2] - rows[i][1])
    words, real, simulated = rows[place]
    if simulated <= real:
        return ()
    test = list(SIGNS.values())[place][1]
    first = (
        (dialogue.id, next((turn for turn in dialogue.turns if test(turn.text)), None))
        for dialogue in material.simulated
    )
    return tuple(
        Quote(material.simulator, name, turn.number, turn.text, words)
        for name, turn in first
        if turn is not None
    )[:QUOTED]


def signs(dialogue: Dialogue) -> list[int]:
    """The number of turns with each sign."""
    return [sum(test(turn.text) for turn in dialogue.turns) for _, test in SIGNS.values()]


def unrelated(dialogue: Dialogue) -> tuple[int, int]:
    """Turns without a content word of anything said before them, and turns that could have one.

    A stand-in for off-topic turns that needs no model: a turn that stays on topic in other
    words counts too, so it compares sides and is no rate of digressions.
    """
    before: set[str] = set()
    off = judged = 0
    for place, message in enumerate(dialogue.messages):
        words = content_words(message.content)
        if message.role == "user" and place >= dialogue.context_length and before and words:
            judged += 1
            off += before.isdisjoint(words)
        if message.role in ("user", "assistant"):
            before |= words
    return off, judged


def _off_topic(material: Material) -> Figure:
    """Beside the signs, and not judged with them: it is the crudest."""
    counts = np.array(material.each(unrelated), float)
    off, judged = counts[:, 0], counts[:, 1]
    real = ~material.items.simulated
    known = float(judged[real].sum())
    return figure(
        material,
        mean_difference(off, judged),
        name="messiness.unrelated",
        title="a later turn takes up no word of what was said before (off-topic)",
        unit="points of 100 later turns",
        null=0.0,
        margin=MARGIN,
        beside=(Level("real", 100 * float(off[real].sum()) / known),) if known else (),
        scale=100.0,
        headline=False,
    )


PROBE = Probe(
    id="messiness",
    title="Messiness",
    question="Do simulated users hedge, digress and leave things out as real ones do?",
    citation="messy-user behaviours of conversational recommenders; rates per user turn",
    version="2",
    run=run,
    lever="simulate --control friction (hedge, incomplete, typo, tangent)",
    settings=("reruns",),
)
