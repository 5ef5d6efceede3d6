"""The example on the ledger's page works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from usergap.formats import write
from usergap.formats.samples import sample

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"


def test_the_example_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    corpus = sample("generic")
    write(corpus.with_dialogues(corpus[:3]), tmp_path / "chats.jsonl")
    monkeypatch.chdir(tmp_path)
    space: dict[str, object] = {}
    exec(code.replace('"real"', '"synthetic"'), space)  # the sample is of simulated users
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("3 0 0 3 ")
    assert told[-1] == "True"
    assert space["row"] is not None
