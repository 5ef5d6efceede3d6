"""Consistency: do simulated users keep to their persona and to what they said before?

Prompt-to-line C_P = mean_t[1 - J(persona, r_t)]; line-to-line C_L = 1 - flagged pairs of own
lines / pairs of own lines; questions and answers; drift = slope of a line's consistency over
turns (Abdulhai et al. 2511.00222). Per dialogue, then the mean. People contradict themselves
too, so real users stand beside, and a parrot that recites its persona maxes all of it, so the
share of the persona that each line recites does too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from usergap.compare import Verdict
from usergap.errors import InputError
from usergap.probes.consistency_judges.chosen import chosen_judge
from usergap.probes.consistency_judges.judge import Count
from usergap.probes.consistency_judges.measures import (
    drift,
    figure_or_level,
    per_dialogue,
    shares,
)
from usergap.probes.consistency_judges.questions import scores, written
from usergap.probes.consistency_judges.recitation import others, recited
from usergap.probes.consistency_judges.shown import coverage, quotes, seen, tables
from usergap.probes.finding import Figure, Measured
from usergap.probes.material import Material
from usergap.probes.probe import Probe

MARGIN: Final = 0.02
"""Two in a hundred of what the judge could compare: less than one in a dialogue of ten turns."""
DRIFT_MARGIN: Final = 0.005
"""Half a point a turn: five points over ten turns."""
RECITED_MARGIN: Final = 0.05
"""One persona word in twenty more or less in each line."""
QUESTIONS_MARGIN: Final = 0.05
"""One answered question in twenty."""
MOST_QUESTIONS: Final = 20
FEWEST_COMPARED: Final = 150
"""Comparable cases on a side, below which nothing is close: none seen of n leaves up to 3 / n
possible (Hanley and Lippman-Hand 1983), and a bootstrap of no event has no width."""


def run(material: Material) -> Measured:
    """C_L of both sides; C_P, questions, drift and recitation where there are personas."""
    judge = chosen_judge(material)
    both = material.dialogues
    lines = [[turn.text for turn in d.turns if turn.text.strip()] for d in both]
    earlier = judge.with_earlier(lines)
    with_persona = [i for i, d in enumerate(both) if d.persona and d.persona.strip() and lines[i]]
    personas = [str(both[i].persona) for i in with_persona]
    said = [lines[i] for i in with_persona]
    held: list[list[Count]] = [[] for _ in both]
    for i, each in zip(with_persona, judge.with_persona(said, personas), strict=True):
        held[i] = each
    material.need(
        any(c.judged for counts in (*earlier, *held) for c in counts),
        "no dialogue has a persona or two turns of its user, or no judgement was valid",
    )
    figures: list[Figure] = []
    for name, title, counts in (
        ("line", "a line agrees with an earlier one of the same user", earlier),
        ("persona", "a line agrees with its persona", held),
    ):
        if any(c.judged for each in counts for c in each):
            figures += _figures(material, name, title, counts)
    if with_persona:
        figures += _beyond(material, with_persona, said, personas)
    (_, *lined), (_, *fitted) = (coverage(material, each) for each in (earlier, held))
    judged_by = (
        f"Judge: {judge.name}. All lines that it cannot compare count as consistent, and"
        " margins shrink by the share that it can."
    )
    comparable = (
        f"Comparable pairs of lines: {lined[0]} real, {lined[1]} simulated; lines comparable"
        f" with a persona: {fitted[0]} real, {fitted[1]} simulated."
    )
    return Measured(
        tuple(figures),
        seen=seen(material, earlier, held),
        tables=tables(material, earlier, held),
        quotes=quotes(material, earlier),
        notes=(judged_by, comparable),
    )


def _figures(material: Material, name: str, title: str, counts: list[list[Count]]) -> list[Figure]:
    share, real, simulated = coverage(material, counts)
    reason = (
        f"this judge could compare only {real} real and {simulated} simulated pairs: ask a"
        " stronger one"
    )
    found = []
    for kind, words, measure, margin in (
        ("", title, shares(counts), MARGIN),
        ("_drift", f"change a turn of how often {title}", drift(counts), DRIFT_MARGIN),
    ):
        each = figure_or_level(
            material,
            measure,
            name=f"consistency.{name}{kind}",
            title=words,
            unit="points of 100 a turn" if kind else "points of 100",
            margin=margin * share,
            headline=not kind,
        )
        few = simulated < FEWEST_COMPARED or (each.null is not None and real < FEWEST_COMPARED)
        if each.value is not None and few:
            close = each.verdict is Verdict.CLOSE
            verdict = Verdict.CANNOT_TELL if close else each.verdict
            each = replace(each, verdict=verdict, reason=reason)
        found.append(each)
    return found


def _beyond(
    material: Material, places: list[int], said: list[list[str]], personas: list[str]
) -> list[Figure]:
    """Recitation, and questions where a model can be asked."""
    foreign = others(personas)
    chance = recited(said, foreign) if foreign else None
    found = [
        figure_or_level(
            material,
            per_dialogue(len(material.dialogues), places, recited(said, personas)),
            name="consistency.recited",
            title="share of its persona's words that a line recites (parrot check)",
            unit="points of 100",
            margin=RECITED_MARGIN,
            headline=False,
            chance=_mean_of_simulated(material, places, chance) if chance else None,
        )
    ]
    if material.tools.judge is None:
        reason = "questions about the persona need a model as judge"
        title = "questions about the persona answered rightly from the lines"
        found.append(
            Figure(
                "consistency.questions", title, "points of 100", None, reason=reason, headline=False
            )
        )
        return found
    asked_for = str(material.settings.get("consistency.questions", 5))
    if not asked_for.isdecimal() or not 1 <= int(asked_for) <= MOST_QUESTIONS:
        raise InputError(
            f"consistency.questions: expected 1 to {MOST_QUESTIONS}; found {asked_for!r}"
        )
    asked = written(material.tools.judge, personas, int(asked_for))
    answers = scores(material.tools.judge, said, asked)
    found.append(
        figure_or_level(
            material,
            per_dialogue(len(material.dialogues), places, answers),
            name="consistency.questions",
            title="questions about the persona answered rightly from the lines",
            unit="points of 100",
            margin=QUESTIONS_MARGIN,
        )
    )
    return found


def _mean_of_simulated(
    material: Material, places: list[int], values: list[list[float | None]]
) -> float | None:
    measure = per_dialogue(len(material.dialogues), places, values)
    mine = material.items.simulated & (measure.sizes > 0)
    return float(measure.totals[mine].sum() / measure.sizes[mine].sum()) if mine.any() else None


PROBE = Probe(
    id="consistency",
    title="Consistency",
    question="Do simulated users keep to their persona and to what they said before, as people do?",
    citation="Abdulhai et al. 2511.00222: prompt-to-line, line-to-line, questions, drift",
    version="2",
    run=run,
    lever="simulate --user personaagent:MODEL,history=FILE (a persona with a memory)",
    needs_real=False,
    settings=("judge", "questions"),
)
