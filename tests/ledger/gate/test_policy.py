"""Policies: what is no rule is refused by file, table, key, expected and found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.gate.made import policy
from usergap.errors import InputError
from usergap.ledger.gate import State, read_policy
from usergap.ledger.gate.limits import Limit


def test_rules_are_read_with_what_open_answers_count_as(tmp_path: Path) -> None:
    text = """
    [policy]
    cannot_tell = "pass"
    [[comparison]]
    name = "short"
    measure = "words"
    at_most = 40
    by = "upper"
    [[probe]]
    verdict = ["close"]
    cannot_tell = "fail"
    undefined = "pass"
    """
    found = read_policy(policy(tmp_path, text))
    first, second = found.rules
    assert (found.name, first.id, first.name) == ("policy", "comparison/1", "short")
    assert first.limit == Limit(40, None, "upper")
    assert first.counts == {State.CANNOT_TELL: State.PASS, State.UNDEFINED: State.FAIL}
    assert second.counts == {State.CANNOT_TELL: State.FAIL, State.UNDEFINED: State.PASS}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = ", "expected TOML"),
        ("", "expected at least one rule"),
        ("[policy]\nname='x'", "expected at least one rule"),
        ("[[comparisons]]", "found 'comparisons'"),
        ("[comparison]\nverdict='close'", r"comparison: expected tables \[\[comparison\]\]"),
        ("policy = 3", r"policy: expected a table \[policy\], found 3"),
        ("[policy]\ncolour=1", r"\[policy\]: expected only the keys .*found 'colour'"),
        ("[[comparison]]\nverdict='close'\nmesure='x'", r"\[\[comparison\]\] 1: .*'mesure'"),
        ("[[comparison]]", "either verdict or a limit .* found neither"),
        ("[[comparison]]\nverdict='close'\nat_most=1", "found both"),
        ("[[comparison]]\nverdict='closed'", r"verdict: expected close or differs .*'closed'"),
        ("[[comparison]]\nverdict='cannot tell'", "verdict: expected close or differs"),
        ("[[comparison]]\nverdict=[]", "verdict: expected a text or a list"),
        ("[[comparison]]\nat_most=nan", "at_most: expected a finite number, found nan"),
        ("[[comparison]]\nat_most=true", "at_most: expected a number, found True"),
        ("[[comparison]]\nat_most=1\nat_least=2", "at_least: expected at most 1, found 2"),
        ("[[comparison]]\nat_most=1\nby='eye'", "by: expected interval or .*found 'eye'"),
        ("[[comparison]]\nby='value'\nverdict='close'", "by: expected a limit beside it"),
        ("[[comparison]]\non='excess'\nverdict='close'", "on: expected a limit beside it"),
        ("[[comparison]]\non='excess'\nat_most=1\nby='upper'", "by: expected value"),
        ("[[comparison]]\nverdict='close'\nundefined='maybe'", "undefined: expected pass or fail"),
        ("[[comparison]]\nverdict='close'\nname=3", "name: expected text, found 3"),
        ("[[probe]]\nat_most=1", "figure: expected what the limit is on"),
        ("[[ledger]]", "expected one of verify, tags or .* found none"),
        ("[[ledger]]\nverify=true\ntags='seed'", "expected one of .* found verify, tags"),
        ("[[ledger]]\nverify=false", "verify: expected true, found False"),
        ("[[ledger]]\ntags=['seeds']", "tags: expected .*'seeds'"),
        ("[[ledger]]\ntags=['demanded', 'seed']", "tags: expected 'demanded' alone"),
        ("[[ledger]]\ntags='seed'\nanchor='1:12345678'", "anchor: expected verify"),
        ("[[ledger]]\nverify=true\nanchor='12'", "anchor: expected ENTRIES:HASH"),
        ("[[ledger]]\nverify=true\nsplit='train'", "split: expected tags or a share"),
        ("[[ledger]]\nsynthetic_at_most=30", "synthetic_at_most: expected a share from 0 to 1"),
        ("[[suite]]", "at_least: expected a share"),
        ("[[suite]]\nat_least=95", "at_least: expected a share from 0 to 1, found 95"),
        ("[[suite]]\nat_least=0.9\nat_most=1", "found 'at_most'"),
    ],
)
def test_a_policy_that_cannot_be(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        read_policy(policy(tmp_path, text))
    assert str(caught.value).startswith(str(tmp_path / "policy.toml"))


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        read_policy(tmp_path / "nowhere.toml")
    (tmp_path / "b").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        read_policy(tmp_path / "b")
