"""The study as lines of plain text."""

from __future__ import annotations

from textwrap import wrap

from usergap.report.transfer.wording import SIDE_NAMES, percent_of, shown, signed_shown
from usergap.train.transfer.headroom import Headroom
from usergap.train.transfer.result import Transfer

WIDTH = 100


def transfer_lines(found: Transfer) -> list[str]:
    """The sentence, slopes, matrix, headroom, and notes."""
    lines = [*wrap(found.sentence, WIDTH), ""]
    lines.append(
        f"{found.policy}; {found.pairs} pairs of replies, {found.groups} scenarios,"
        f" {found.effort.seeds} seeds, {found.effort.steps} steps"
    )
    lines += [
        f"slope on {SIDE_NAMES[side]:<18} {signed_shown(slope)} per 100 steps"
        for side, slope in found.slopes.items()
    ]
    lines.append(f"real / simulated              {shown(found.slope_ratio)}")
    lines += ["", "gain on held-out scenarios (of it by length alone)"]
    lines += [
        f"  {cell.trained_on + ' → ' + cell.tested_on:<24} {signed_shown(cell.gain)}"
        f"  ({signed_shown(cell.by_length, interval=False)})"
        for cell in found.cells
    ]
    lines.append(f"carry-over of simulated training: {percent_of(found.carry_over)}")
    room = " · ".join(f"{side} {shown(each)}" for side, each in found.headroom.items())
    lines += [f"headroom, best of {found.effort.samples}: {room}", ""]
    for note in found.notes:
        lines += wrap(note, WIDTH)
    return lines


def headroom_lines(found: Headroom) -> list[str]:
    """The sentence, the difference, and notes."""
    lines = [*wrap(found.sentence, WIDTH)]
    lines += [f"simulated less real: {signed_shown(found.difference)}", ""]
    for note in found.notes:
        lines += wrap(note, WIDTH)
    return lines
