"""Contingency: does a user's message follow from the answer before it?

Δ = mean[log p(u | a) - log p(u | a')], where a is the answer that the message replied to and
a' that of another dialogue (event structure; partner shuffling). People's messages gain from
their own answer; a user who talks past the chatbot gains nothing. Control: after shuffling
once more, Δ between two foreign answers is 0. Beside it, in English: grounding acts (how users
show that they took an answer up) and commitments that a later turn breaks.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured, Quote
from usergap.probes.grounding.acts import ACTS, acts, acts_of
from usergap.probes.grounding.commitments import broken, kept
from usergap.probes.language_models.reference import Turns, scored, turns_of
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference, simulated_mean
from usergap.probes.telling_turns import telling

MARGIN: Final = 0.05
"""Nats a token: about a fourth of what people's messages gain from their own answer."""


ACT_MARGIN: Final = 0.05
"""Five turns in a hundred."""
BROKEN_MARGIN: Final = 0.02
"""Two dialogues in a hundred."""


def run(material: Material) -> Measured:
    """Gain from one's own answer: simulated minus real, and the shuffled control."""
    turns = _after_an_answer(material)
    simulated = material.items.simulated[np.asarray(turns.dialogue)]
    material.need(
        bool(simulated.any() and (~simulated).any()), "a side has no turn after an answer"
    )
    others, third = (_shuffled(material, turns, simulated, step) for step in (1, 2))
    own, name = scored(material, turns, turns.answers)
    foreign, _ = scored(material, turns, others)
    control, _ = scored(material, turns, third)
    known = np.isfinite(own) & np.isfinite(foreign) & np.isfinite(control)
    items = material.items_of(np.asarray(turns.dialogue)[known])
    gain, nothing = (own - foreign)[known], (foreign - control)[known]
    real, made = gain[~items.simulated], gain[items.simulated]
    seen = (
        f"knowing the answer before makes a simulated message {made.mean():+.2f} nats a token more"
        f" likely, a real one {real.mean():+.2f}"
    )
    figures = (
        figure(
            material,
            mean_difference(gain),
            items=items,
            name="contingency.gain",
            title="gain from one's own answer, simulated - real",
            unit="nats a token",
            null=0.0,
            margin=MARGIN,
            beside=(Level("real", float(real.mean())),),
            seen=seen,
        ),
        figure(
            material,
            simulated_mean(nothing),
            items=items,
            name="contingency.control",
            title="the same between two foreign answers (control)",
            unit="nats a token",
            null=0.0,
            margin=MARGIN,
            headline=False,
        ),
    )
    grounding, notes = _grounding(material)
    if grounding:
        seen += f"; {grounding[0].seen}"
    order = np.flatnonzero(known)[np.argsort(gain, kind="stable")].tolist()
    foreign_better = "an answer to somebody else makes it likelier than the one that it replies to"
    shown = (
        *telling(
            material,
            ((turns.dialogue[i], turns.numbers[i], foreign_better) for i in order)
            if made.mean() < real.mean()
            else (),
            "contingency.gain",
        ),
        *(_shown(material) if grounding else ()),
    )
    return Measured(
        (*figures, *grounding), seen, notes=(f"Reference: {name}.", *notes), quotes=shown
    )


def _shown(material: Material) -> tuple[Quote, ...]:
    """Turns with the act that simulated users overdo most, and commitments that are broken."""
    counts = np.array(material.each(acts), float)
    made = material.items.simulated
    real, mine = (counts[side].sum(axis=0) / counts[side, 0].sum() for side in (~made, made))
    kind, (title, _) = list(ACTS.items())[int(np.argmax((mine - real)[2:]))]
    held = (
        (place, turn.number, title)
        for place, dialogue in enumerate(material.dialogues)
        for turn in dialogue.turns
        if turn.answer.strip() and kind in acts_of(turn.text)
    )
    more = mine[1] > real[1]
    broke = (
        (place, each.turn, f"breaks turn {each.said}")
        for place, dialogue in enumerate(material.dialogues)
        if made[place]
        for each in broken(dialogue)
    )
    return (
        *telling(material, held if more else (), "contingency.grounding.any"),
        *telling(material, broke),
    )


def _grounding(material: Material) -> tuple[list[Figure], tuple[str, ...]]:
    """Grounding acts in 100 turns after an answer, and dialogues that break a commitment."""
    if any(d.language not in (None, "en", "English") for d in material.dialogues):
        return [], ("Grounding and commitments are read in English alone.",)
    made = material.items.simulated
    counts = np.array(material.each(acts), float)
    sums = [counts[made == side].sum(axis=0) for side in (False, True)]
    told = {"any": "has a grounding act", **{kind: title for kind, (title, _) in ACTS.items()}}
    figures = []
    for place, (kind, title) in enumerate(told.items(), 1):
        real, simulated = (100 * float(side[place] / side[0]) for side in sums)
        figures.append(
            figure(
                material,
                mean_difference(counts[:, place], counts[:, 0]),
                name=f"contingency.grounding.{kind}",
                title=f"a later turn {title}, simulated - real",
                unit="points of 100 turns after an answer",
                null=0.0,
                margin=ACT_MARGIN,
                scale=100.0,
                beside=(Level("real", real),),
                headline=kind == "any",
                seen=f"a turn after an answer {title} in {simulated:.0f} of 100 cases of simulated"
                f" users, in {real:.0f} of real ones",
            )
        )
    talks, stated, broke = np.array(material.each(kept), float).T
    if talks[made].any() and talks[~made].any():
        real = 100 * float(broke[~made].sum() / talks[~made].sum())
        figures.append(
            figure(
                material,
                mean_difference(broke, talks),
                name="contingency.broken",
                title="dialogues where a later turn breaks what the user said, simulated - real",
                unit="points of 100 dialogues",
                null=0.0,
                margin=BROKEN_MARGIN,
                scale=100.0,
                beside=(Level("real", real),),
            )
        )
    note = (
        f"A commitment was stated in {stated[made].sum():.0f} of {talks[made].sum():.0f} simulated"
        f" dialogues and in {stated[~made].sum():.0f} of {talks[~made].sum():.0f} real ones."
    )
    return figures, (note,)


def _after_an_answer(material: Material) -> Turns:
    turns = turns_of(material)
    after = [place for place, answer in enumerate(turns.answers) if answer.strip()]
    material.need(bool(after), "no user turn follows an answer")
    return Turns(
        tuple(turns.dialogue[i] for i in after),
        tuple(turns.texts[i] for i in after),
        tuple(turns.answers[i] for i in after),
        tuple(turns.numbers[i] for i in after),
    )


def _shuffled(material: Material, turns: Turns, simulated: np.ndarray, step: int) -> list[str]:
    """For each turn the answer of a turn in another dialogue of its side, by hash of the ids."""
    both = material.dialogues
    found = [""] * len(turns.texts)
    for side in (False, True):
        mine = np.flatnonzero(simulated == side).tolist()
        owners = sorted(
            {both[turns.dialogue[i]].id for i in mine},
            key=lambda name: hashlib.sha256(f"{material.seed}:{name}".encode()).digest(),
        )
        answers: dict[str, list[str]] = {}
        for i in mine:
            answers.setdefault(both[turns.dialogue[i]].id, []).append(turns.answers[i])
        place = {name: n for n, name in enumerate(owners)}
        count: dict[str, int] = {}
        for i in mine:
            name = both[turns.dialogue[i]].id
            partner = answers[owners[(place[name] + step) % len(owners)]]
            number = count[name] = count.get(name, -1) + 1
            found[i] = partner[number % len(partner)]
    return found


PROBE = Probe(
    id="contingency",
    title="Contingency",
    question="Do simulated users' messages follow from the answers that they reply to?",
    citation="partner-shuffled log-probabilities (event structure); Traum 1994 on grounding acts",
    version="2",
    run=run,
    lever="simulate --user chat with the whole history in view",
)
