"""Expand a Hunspell dictionary into the frozen list that the spelling rule reads.

    python scripts/build_wordlist.py /usr/share/hunspell/en_US

reads ``en_US.aff`` and ``en_US.dic`` (Debian package hunspell-en-us 1:2020.12.07-2, made
from SCOWL) and writes ``src/usergap/dimensions/spelling_words.txt.gz``: one form a line,
sorted, without possessives; the same input gives the same list.

Only what en_US uses is read: single-letter flags, prefixes and suffixes with cross product
(hunspell(5)). Numerals, which Hunspell composes by rule, are left out: they hold digits.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parent.parent / "src/usergap/dimensions/spelling_words.txt.gz"
POSSESSIVE = "'s"


class Affix(NamedTuple):
    """One rule: where ``condition`` holds, drop ``strip`` and put ``add``."""

    strip: str
    add: str
    condition: re.Pattern[str]


class Affixes(NamedTuple):
    """All rules by flag; ``crossing`` names flags that combine with the other side."""

    prefixes: dict[str, list[Affix]]
    suffixes: dict[str, list[Affix]]
    crossing: set[str]


def read_affixes(lines: list[str]) -> Affixes:
    """Parse the PFX and SFX lines of an .aff file."""
    found = Affixes({}, {}, set())
    for line in lines:
        match line.split():
            case [("PFX" | "SFX") as side, flag, ("Y" | "N") as cross, count] if count.isdigit():
                (found.prefixes if side == "PFX" else found.suffixes)[flag] = []
                if cross == "Y":
                    found.crossing.add(flag)
            case [("PFX" | "SFX") as side, flag, strip, add, condition, *_]:
                rules = found.prefixes if side == "PFX" else found.suffixes
                anchored = f"^(?:{condition})" if side == "PFX" else f"(?:{condition})$"
                dropped, put = (part.replace("0", "") for part in (strip, add.split("/")[0]))
                rules[flag].append(Affix(dropped, put, re.compile(anchored)))
    return found


def forms(stem: str, flags: str, affixes: Affixes) -> Iterator[str]:
    """The stem and every form that its flags allow."""
    yield stem
    with_suffix = [
        (flag, stem.removesuffix(rule.strip) + rule.add)
        for flag in flags
        for rule in affixes.suffixes.get(flag, ())
        if rule.condition.search(stem)
    ]
    yield from (form for _, form in with_suffix)
    for flag in flags:
        for rule in affixes.prefixes.get(flag, ()):
            if rule.condition.search(stem):
                yield rule.add + stem.removeprefix(rule.strip)
                if flag in affixes.crossing:
                    for other, form in with_suffix:
                        if other in affixes.crossing:
                            yield rule.add + form.removeprefix(rule.strip)


def expand(dictionary: Path) -> list[str]:
    """All forms of a dictionary, sorted; ``dictionary`` is the path without extension."""
    affixes = read_affixes(dictionary.with_suffix(".aff").read_text("utf-8").splitlines())
    words: set[str] = set()
    for line in dictionary.with_suffix(".dic").read_text("utf-8").splitlines()[1:]:
        stem, _, flags = line.strip().partition("/")
        words.update(forms(stem, flags, affixes))
    return sorted(
        word
        for word in words
        if word and not word.endswith(POSSESSIVE) and not any(char.isdigit() for char in word)
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/build_wordlist.py PATH_WITHOUT_EXTENSION")
    listed = expand(Path(sys.argv[1]))
    packed = gzip.compress("\n".join(listed).encode(), compresslevel=9, mtime=0)
    TARGET.write_bytes(packed)
    print(f"{len(listed)} forms, {len(packed) / 1e3:.0f} kB")
