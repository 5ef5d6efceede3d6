"""The page on formats names every format, and its example works."""

from __future__ import annotations

import re
from pathlib import Path

from usergap.formats import Format, formats

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats.md"


def test_every_format_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert described == {known.name for known in formats()}


def test_the_example_of_a_new_format() -> None:
    code = next(
        block
        for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
        if "FORMAT =" in block
    )
    space: dict[str, object] = {}
    exec(code, space)
    declared = space["FORMAT"]
    assert isinstance(declared, Format)
    record = {"name": "n", "utterances": ["hello", "hi"]}
    assert declared.sniff(record)
    (draft,) = declared.parse(record, None)
    assert [m.role for m in draft.messages] == ["user", "assistant"]
