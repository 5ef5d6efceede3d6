"""In short: one sentence a simulator, and the worst gaps."""

from __future__ import annotations

from usergap.compare import Comparison, Row, Verdict
from usergap.report.numbers import count
from usergap.report.section import Section
from usergap.report.sides import colours, headline_rows
from usergap.report.wording import CLASSES, tally_sentence, words_for

WORST = 3


def headline(comparison: Comparison) -> Section:
    """Verdict sentences with a strip of ten verdicts each, then three gaps in words."""
    rows, cards = headline_rows(comparison), []
    for name, colour in colours(comparison).items():
        own = [row for row in rows if row.simulator == name]
        cards.append(
            {
                "name": name,
                "colour": colour,
                "sentence": tally_sentence(own),
                "size": _size(max((r.n_simulated for r in own), default=0),
                              max((r.n_real for r in own), default=0)),
                "unverified": sum(row.annotator_unverified for row in own),
                "groups": [
                    (verdict.value, names)
                    for verdict in Verdict
                    if (names := _named(own, verdict))
                ],
                "strip": [
                    (words_for(row.measure).title, row.verdict.value,
                     CLASSES[row.verdict])
                    for row in own
                ],
            }
        )  # fmt: skip
    context = {
        "simulators": cards,
        "shown": any(row.verdict is Verdict.DIFFERS for row in rows),
        "worst": comparison.headlines[:WORST],
        "further": comparison.headlines[WORST:],
    }
    return Section("headline", "In short", "headline.html.j2", context)


def _named(rows: list[Row], verdict: Verdict) -> list[str]:
    return [words_for(row.measure).title for row in rows if row.verdict is verdict]


def _size(simulated: int, real: int) -> str:
    return f"{count(simulated)} simulated against {count(real)} real dialogues"
