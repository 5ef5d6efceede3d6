"""The worst gaps in plain words, from rows whose verdict is *differs*.

A sentence about a label says between which ends its rates differ (``rate_differences``:
the label is picked after the fact), and what else keeps it from being sure: labels that no
card verified, sides that talk about different topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from usergap.compare.comparison import Row, Verdict
from usergap.compare.phrases import BACKGROUND, NUMBERS, PHRASES, UNITS
from usergap.compare.rate_differences import RateDifference, rate_differences, rates
from usergap.dimensions import Dimension, Kind

HOW_MANY = 3
ENOUGH_RISE = 0.01
WORDS = {
    Verdict.CLOSE: "close",
    Verdict.CANNOT_TELL: "cannot be told",
    Verdict.UNDEFINED: "undefined",
}


def headlines(
    rows: Sequence[Row], measures: Mapping[str, Dimension], other_topics: Collection[str] = ()
) -> tuple[str, ...]:
    """Up to three sentences, each about another measure, the worst first.

    ``other_topics``: simulators whose dialogues are of other domains than the real ones.
    Worst is what lies furthest beyond the floor's 95 % point, as a ratio: the only
    scale that measures of different units share. Without a row that differs, one
    sentence says so and how the rows were judged instead.
    """
    whole = [row for row in rows if row.domain is None]
    several = len({row.simulator for row in whole}) > 1
    worst = sorted((row for row in whole if row.verdict is Verdict.DIFFERS), key=_ratio)[::-1]
    told: dict[str, str] = {}
    for row in worst:
        if row.measure in told or len(told) == HOW_MANY:
            continue
        sentence = say(
            row,
            measures[row.measure],
            other_topics=row.simulator in other_topics and not row.paired,
        )
        told[row.measure] = f"{row.simulator}: {sentence}" if several else sentence
    if told:
        return tuple(told.values())
    counts = Counter(row.verdict for row in whole)
    parts = [f"{counts[verdict]} {word}" for verdict, word in WORDS.items() if counts[verdict]]
    return (f"no gap could be shown on any measure (rows: {', '.join(parts)})",) if parts else ()


def say(row: Row, dimension: Dimension, *, other_topics: bool = False) -> str:
    """One gap as a sentence, and in brackets how sure it is."""
    doubts: list[str] = []
    if dimension.kind is Kind.NUMBER:
        sentence = _say_number(row, dimension)
    else:
        sentence = (
            f"what simulated users know and ask about lies {row.reported:.2g} from real ones "
            f"({dimension.title.lower()}; two real samples: {row.floor:.2g})"
        )
    label = telling_label(row) if dimension.kind in (Kind.LABELS, Kind.FLAGS) else None
    if label is not None:
        real, simulated = (rates(side)[label] for side in (row.real, row.simulated))
        phrase = PHRASES.get(row.measure, {}).get(label, f"show {label}")
        unit = UNITS.get(row.measure, f"{dimension.unit}s")
        sentence = (
            f"simulated users {phrase} in {percent(simulated)} of {unit}, "
            f"real ones in {percent(real)}"
        )
        difference = rate_differences(row).get(label)
        doubts += [points(difference)] if difference else []
        doubts += ["labels unverified"] if row.annotator_unverified else []
    doubts += ["could be chance"] if row.verdict is Verdict.CANNOT_TELL else []
    doubts += ["topics differ"] if other_topics else []
    return f"{sentence} ({'; '.join(doubts)})" if doubts else sentence


def points(difference: RateDifference) -> str:
    """A difference of rates in points: "13 to 29 points more"."""
    low, high = (round(100 * end) for end in (difference.low, difference.high))
    if difference.sure and difference.value < 0:
        return f"{-high} to {-low} points fewer"
    if difference.sure:
        return f"{low} to {high} points more"
    return f"{max(-low, 0)} points fewer to {max(high, 0)} more: not sure for this alone"


def rises(row: Row) -> list[tuple[float, str]]:
    """Simulated minus real rate per label, largest first."""
    real, simulated = rates(row.real), rates(row.simulated)
    return sorted(((simulated[x] - real[x], x) for x in real if x in simulated), reverse=True)


def telling_label(row: Row) -> str | None:
    """The label with the largest rate difference, surely different ones first.

    Background labels only for want of others.
    """
    sure = {label for label, found in rate_differences(row).items() if found.sure}
    found = sorted(rises(row), key=lambda pair: (pair[1] not in sure, -abs(pair[0])))
    for rise, label in found:
        if label not in BACKGROUND and abs(rise) >= ENOUGH_RISE:
            return label
    return found[0][1] if found else None


def percent(rate: float) -> str:
    """A rate in whole percent, or one decimal below 1 %."""
    return f"{100 * rate:.0f} %" if rate == 0 or rate >= 0.0095 else f"{100 * rate:.1f} %"


def _say_number(row: Row, dimension: Dimension) -> str:
    verb, unit = NUMBERS.get(row.measure, ("show", dimension.scale or dimension.title))
    mean = row.simulated["mean"], row.real["mean"]
    if row.value is not None and abs(mean[0] - mean[1]) >= row.value / 2:
        return f"simulated users {verb} {number(mean[0])} {unit}, real ones {number(mean[1])}"
    ranges = [
        f"{number(side['q05'])} to {number(side['q95'])}" for side in (row.simulated, row.real)
    ]
    return f"simulated users {verb} {ranges[0]} {unit} (9 in 10 dialogues), real ones {ranges[1]}"


def number(value: float) -> str:
    """A number with two significant digits, or whole from 10 on."""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.1f}"


def _ratio(row: Row) -> float:
    return (row.reported or 0.0) / row.floor95 if row.floor95 else float("inf")
