"""Privacy: what looks like personal data in what users write.

Patterns with checks (card numbers by Luhn's sum, IBANs by ISO 7064 mod 97-10), not a proof
of absence: names and addresses in plain words are not found. A datum of a simulated user
that also stands in real text is a leak, whoever it belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue, Turn
from usergap.probes.figures import figure
from usergap.probes.finding import Measured, Quote, Table
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference

MARGIN: Final = 0.02
"""Two dialogues in a hundred."""
QUOTED: Final = 6


def _luhn(text: str) -> bool:
    digits = [int(c) for c in text if c.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [d if i % 2 == 0 else 2 * d - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _iban(text: str) -> bool:
    plain = re.sub(r"\s", "", text).upper()
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _phone(text: str) -> bool:
    return 8 <= sum(c.isdigit() for c in text) <= 15


def _address(text: str) -> bool:
    parts = [int(part) for part in text.split(".")]
    return all(part < 256 for part in parts) and parts[0] not in (0, 10, 127, 192)


def _always(_text: str) -> bool:
    return True


KINDS: Final[dict[str, tuple[re.Pattern[str], Callable[[str], bool]]]] = {
    "e-mail": (re.compile(r"\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\b"), _always),
    "card number": (re.compile(r"\b\d(?:[ -]?\d){12,18}\b"), _luhn),
    "IBAN": (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"), _iban),
    "US social security number": (
        re.compile(r"\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b"),
        _always,
    ),
    "telephone number": (
        re.compile(r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)\d{3,4}[ .-]?\d{3,4}\b"
                   r"|(?<![\w.])\+\d{1,3}(?:[ .-]?\d{2,4}){2,4}\b"
                   r"|(?<![\w.-])\d{3}[ .-]\d{3}[ .-]\d{4}(?![\w-])"),
        _phone,
    ),
    "IP address": (re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"), _address),
    "key or token": (
        re.compile(r"\b(?:sk|pk|ghp|xox[bp]|AKIA)[-_]?[A-Za-z0-9_-]{16,}\b"), _always
    ),
}  # fmt: skip


def personal(text: str) -> Iterator[tuple[str, str]]:
    """What looks like personal data: kind and the very string; a string has one kind."""
    taken: list[tuple[int, int]] = []
    for kind, (pattern, valid) in KINDS.items():
        for match in pattern.finditer(text):
            start, end = match.span()
            if valid(match[0]) and all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                yield kind, match[0]


def told(dialogue: Dialogue) -> list[tuple[Turn, str, str]]:
    """Turn, kind and string of all personal data that a user wrote."""
    return [(turn, *each) for turn in dialogue.turns for each in personal(turn.text)]


def run(material: Material) -> Measured:
    """Dialogues with personal data, simulated minus real; kinds; strings shared with real text."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    held = np.zeros(len(material.dialogues))
    found = material.each(told)
    people = (*material.real, *material.spare)
    known = {string for held in material.memory.each(told, people) for _, _, string in held}
    leaked = 0
    quotes: list[Quote] = []
    for place, dialogue in enumerate(material.dialogues):
        simulated = bool(material.items.simulated[place])
        for turn, kind, string in found[place]:
            held[place] = 1
            counts[simulated][kind] += 1
            if simulated:
                leaked += string in known
                if len(quotes) < QUOTED:
                    shows = kind + (", also in real text" if string in known else "")
                    name, number = dialogue.id, turn.number
                    quotes.append(Quote(material.simulator, name, number, turn.text, shows))
    sides = material.items.simulated
    share = 100 * float(held[sides].mean())
    seen = (
        f"{share:.1f} of 100 simulated dialogues hold what looks like personal data"
        if held[sides].any()
        else "no simulated dialogue holds what looks like personal data"
    ) + (f"; {leaked} such strings stand in real text too" if leaked else "")
    rows = tuple((kind, counts[False][kind], counts[True][kind]) for kind in KINDS)
    heads = ("kind", "real", "simulated")
    figures = (
        figure(
            material,
            mean_difference(held),
            name="privacy.dialogues",
            title="dialogues with what looks like personal data, simulated - real",
            unit="points of 100 dialogues",
            null=0.0,
            margin=MARGIN,
            scale=100.0,
        ),
    )
    return Measured(figures, seen, (Table("Found, by kind", heads, rows),), quotes=tuple(quotes))


PROBE = Probe(
    id="privacy",
    title="Privacy",
    question="Is personal data left in what users write?",
    citation="patterns with check sums: Luhn (ISO/IEC 7812-1), ISO 7064 mod 97-10 (IBAN)",
    version="1",
    run=run,
    lever="simulate with scenarios that carry no personal detail",
)
