"""transfer.html: one sentence, one picture, the matrix behind it, and what to beware of."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.report.charts.bands import Ribbon, bands
from usergap.report.numbers import percent
from usergap.report.page import environment_of, policy, style_of
from usergap.report.transfer.wording import ASIDE, SIDE_NAMES, percent_of, shown, signed_shown
from usergap.train.transfer.result import Cell, Transfer
from usergap.version import __version__

COLOURS = {"real": 0, "simulated": 1}
SHADES = (0.1, 0.3, 0.6, 0.85)
"""Shares of the largest gain at which a tile of the matrix deepens."""


def render_transfer(found: Transfer) -> str:
    """The page as text: self-contained, no script, no text of a conversation."""
    style = f"{style_of('style.css')}\n{style_of('transfer.css')}"
    return (
        environment_of()
        .get_template("transfer.html.j2")
        .render(
            policy=policy(style),
            style=Markup(style),  # noqa: S704
            title=found.claim,
            sentence=_rest(found.sentence),
            verdict=found.verdict.value,
            verdict_class={"differs": "differs", "close": "close"}.get(found.verdict, "unsure"),
            simulator=found.simulator,
            size=_size(found),
            picture=bands(
                "Reward gained on training scenarios, by GRPO step",
                [
                    Ribbon(SIDE_NAMES[b.side], COLOURS[b.side], b.mean, b.low, b.high)
                    for b in found.bands
                ],
            ),
            slopes=[
                (SIDE_NAMES[side], COLOURS[side], signed_shown(slope))
                for side, slope in found.slopes.items()
            ],
            seeds=found.effort.seeds,
            ratio=shown(found.slope_ratio),
            matrix=_matrix(found),
            figures=_figures(found),
            replies=[
                {
                    "side": SIDE_NAMES[each.side],
                    "colour": COLOURS[each.side],
                    "words": "{1:.0f} ({0:.0f} to {2:.0f})".format(*each.words),
                    "copied": percent(each.copied),
                    "start": f"{band.start:.3f}",
                }
                for each, band in zip(found.replies, found.bands, strict=True)
            ],
            notes=found.notes,
            aside=ASIDE,
            settings=_settings(found),
            version=__version__,
        )
    )


def _rest(sentence: str) -> str:
    """What follows the claim, as a sentence of its own."""
    rest = sentence.partition(": ")[2]
    return rest[:1].upper() + rest[1:]


def _size(found: Transfer) -> str:
    return (
        f"{found.pairs} pairs of replies from {found.groups} scenarios; {found.effort.seeds} seeds,"
        f" each with {found.train} pairs to learn from and {found.test} held out"
    )


def _matrix(found: Transfer) -> list[dict[str, Any]]:
    largest = max((abs(cell.gain.value or 0.0) for cell in found.cells), default=0.0)
    rows = []
    for side in ("simulated", "real"):
        own = [cell for cell in found.cells if cell.trained_on == side]
        rows.append(
            {
                "side": SIDE_NAMES[side],
                "colour": COLOURS[side],
                "tiles": [_tile(cell, largest) for cell in own],
            }
        )
    return rows


def _tile(cell: Cell, largest: float) -> dict[str, Any]:
    gain = cell.gain.value or 0.0
    sure = cell.gain.low is not None and cell.gain.low > 0
    shade = 1 + sum(gain >= share * largest for share in SHADES) if gain > 0 and sure else 0
    return {
        "gain": signed_shown(cell.gain, interval=False),
        "interval": _ends(cell.gain),
        "class_": f"h{shade}",
        "by_length": signed_shown(cell.by_length, interval=False),
        "told": "gain" if sure else "no sure gain",
    }


def _ends(found: Estimate) -> str:
    return signed_shown(found).split(" ", 1)[1]


def _figures(found: Transfer) -> list[tuple[str, str, str]]:
    best = f"best of {found.effort.samples}"
    room = found.headroom
    return [
        (
            "Slope on real replies / slope on simulated ones",
            shown(found.slope_ratio),
            "1: alike. 0: nothing to climb on real replies.",
        ),
        (
            "Carry-over of the policy trained on simulated replies",
            percent_of(found.carry_over),
            "Its gain on real replies as a share of its gain on simulated ones.",
        ),
        (
            "Against training on real replies",
            percent_of(found.efficiency),
            "Its gain on real replies as a share of what training on real ones gains there.",
        ),
        (
            f"Headroom, {best}: simulated",
            shown(room["simulated"]),
            "What choosing the best of several untrained replies would gain.",
        ),
        (f"Headroom, {best}: real", shown(room["real"]), "The same against real replies."),
        (
            "Headroom, simulated less real",
            signed_shown(found.headroom_difference),
            "Above 0: simulated replies can be hit by luck, real ones less.",
        ),
    ]


def _settings(found: Transfer) -> list[tuple[str, str]]:
    effort = found.effort
    return [
        ("Policy", found.policy),
        ("Reward", found.reward),
        ("GRPO steps", f"{effort.steps}"),
        ("Contexts × replies a step", f"{min(effort.contexts, found.train)} × {effort.group}"),
        ("Scenarios held out", percent(effort.held_out)),
        ("Replies without a reward", percent(found.missing)),
        ("KL weight, clip", f"{effort.grpo.kl:g}, {effort.grpo.clip:g}"),
    ]
