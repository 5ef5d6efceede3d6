"""Contrast of the page's colours, in the light and in the dark (WCAG 2.2, AA)."""

from __future__ import annotations

import re
from importlib import resources

import pytest

STYLE = resources.files("usergap.report").joinpath("templates/style.css").read_text("utf-8")
TEXT, SHAPE = 4.5, 3.0
SIDES = [f"c{number}" for number in range(8)]
INKS = ("ink", "soft", "link", "bad", *SIDES)
PAIRS = [
    *((ink, ground, TEXT) for ink in INKS for ground in ("paper", "card")),
    ("bad-on", "bad", TEXT), ("good-on", "good", TEXT), ("dim-on", "dim", TEXT),
    ("soft", "faint", TEXT), ("soft", "line", TEXT), ("ink", "faint", TEXT),
    ("on-light", "h1", TEXT), ("on-light", "h2", TEXT), ("on-light", "h3", TEXT),
    ("on-dark", "h4", TEXT), ("on-dark", "h5", TEXT),
    ("margin", "paper", SHAPE), ("floor-line", "paper", SHAPE),
]  # fmt: skip


def colours(theme: str) -> dict[str, str]:
    blocks = re.findall(r":root\{(.*?)\}", STYLE, re.DOTALL)
    light = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", blocks[0]))
    dark = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})", blocks[1]))
    return light if theme == "light" else light | dark


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    digits = colour[1:]
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    # the grey that just passes AA on white
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_colours_can_be_read(theme: str, ink: str, ground: str, least: float) -> None:
    found = colours(theme)
    assert contrast(found[ink], found[ground]) >= least, (found[ink], found[ground])


def test_every_colour_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", STYLE)) <= set(colours("light"))


def test_dark_redefines_every_colour() -> None:
    blocks = re.findall(r":root\{(.*?)\}", STYLE, re.DOTALL)
    names = [set(re.findall(r"--([\w-]+):", block)) for block in blocks[:2]]
    assert names[0] == names[1]
