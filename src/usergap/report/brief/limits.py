"""What cannot be concluded: the limits of this very comparison, then those of all."""

from __future__ import annotations

from usergap.compare import Comparison, Row, Verdict
from usergap.report.numbers import count
from usergap.report.sides import headline_rows
from usergap.report.wording import words_for

MOST_NEEDED = 100_000


def limits(comparison: Comparison) -> tuple[str, ...]:
    """Sentences, those about this comparison first."""
    rows = headline_rows(comparison)
    found = [_unsure(rows), _unverified(rows), _undefined(rows), _confounded(comparison)]
    found.append(
        "Whether a product that does well with these simulated users does well with people. This"
        " page compares how users behave, not what comes of it."
    )
    if len({row.domain for row in comparison.rows} - {None}) > 1:
        found.append("That a gap is alike in every topic: these are numbers over all topics.")
    found.append(
        "Anything about other real users than those compared: other products, languages or times."
    )
    return tuple(sentence for sentence in found if sentence)


def _unsure(rows: list[Row]) -> str:
    unsure = [row for row in rows if row.verdict is Verdict.CANNOT_TELL]
    if not unsure:
        return ""
    needed = max((row.n_needed or 0 for row in unsure), default=0)
    more = (
        f" About {count(needed)} conversations of each kind would be needed."
        if 0 < needed <= MOST_NEEDED
        else ""
    )
    who = _simulators(unsure, rows)
    return f"Whether {_names(unsure)} are alike or not{who}: the data leave it open.{more}"


def _unverified(rows: list[Row]) -> str:
    named = [row for row in rows if row.annotator_unverified]
    if not named:
        return ""
    return (
        f"The exact shares for {_names(named)}: a program labelled the messages, and nobody has"
        f" checked its labels on {_texts(named)}."
    )


def _undefined(rows: list[Row]) -> str:
    lost = [row for row in rows if row.verdict is Verdict.UNDEFINED]
    return f"Anything about {_names(lost)}: it could not be measured here." if lost else ""


def _confounded(comparison: Comparison) -> str:
    named = {
        each.title[:1].lower() + each.title[1:]
        for each in comparison.confounds
        if any(effect.beyond_noise and effect.change < 0 for effect in each.effects)
    }
    if not named:
        return ""
    return (
        f"That all of each gap is the users’ doing. A part goes with: {', '.join(sorted(named))}."
    )


def _texts(rows: list[Row]) -> str:
    several = len({row.simulator for row in rows}) > 1
    return "these simulators’ texts" if several else "this simulator’s text"


def _simulators(some: list[Row], rows: list[Row]) -> str:
    """Whose they are, where there are several simulators and not all share each measure."""
    by_measure: dict[str, list[str]] = {}
    for row in some:
        by_measure.setdefault(row.measure, []).append(row.simulator)
    everybody = {row.simulator for row in rows}
    if all(set(names) == everybody for names in by_measure.values()):
        return ""
    parts = [
        f"{words_for(measure).title.lower()}: {_listed(names)}"
        for measure, names in by_measure.items()
    ]
    return f" ({'; '.join(parts)})"


def _names(rows: list[Row]) -> str:
    return _listed(list(dict.fromkeys(words_for(row.measure).title.lower() for row in rows)))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
