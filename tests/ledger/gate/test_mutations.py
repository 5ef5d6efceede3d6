"""Whatever is changed in a JSON file, the gate gives a verdict or says in words what is wrong."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.gate.made import compared, policy, probed, suited
from usergap.errors import InputError
from usergap.ledger.gate import Decision, Files, decide, to_junit, to_markdown, to_sarif

RULES = {
    "comparison": "[[comparison]]\nverdict='close'\n[[comparison]]\nat_most=20\n"
    "[[comparison]]\nat_most=2\non='excess'\ndomain='*'\n",
    "probes": "[[probe]]\nverdict='close'\n[[probe]]\nfigure='auc'\nat_most=1\n",
    "suites": "[[suite]]\nat_least=0.5\n[[suite]]\ncategory='a'\nat_least=0.5\n",
}
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.text(st.characters(codec=None), max_size=5),
    st.sampled_from(["close", "real", "acceptance", "unit test", "\ud800", ""]),
)
values = st.recursive(
    scalars,
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=4), x, max_size=3),
    max_leaves=5,
)


def places(found: Any, path: tuple = ()) -> list[tuple]:
    """Every place in a JSON value."""
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(
        found, list
    ) else ()  # fmt: skip
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def changed(found: Any, place: tuple, value: Any, *, drop: bool) -> Any:
    if not place:
        return value
    new = copy.deepcopy(found)
    parent = new
    for key in place[:-1]:
        parent = parent[key]
    if drop:
        del parent[place[-1]]
    else:
        parent[place[-1]] = value
    return new


def verdict_or_words(rules: Path, files: Files) -> Decision | str:
    try:
        return decide(rules, files)
    except InputError as error:
        return str(error)


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sound")
    made = {
        "comparison": compared(folder),
        "probes": probed(folder),
        "suites": suited(folder, [True] * 4),
    }
    comparison = json.loads(made["comparison"].read_text())
    comparison["rows"] = comparison["rows"][:3]
    made["comparison"].write_text(json.dumps(comparison))
    for name, rules in RULES.items():
        policy(folder, rules).rename(folder / f"{name}.toml")
    return made


@pytest.mark.parametrize("kind", RULES)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data())
def test_any_change_gives_a_verdict_or_an_input_error(sound, kind, draw) -> None:
    found = json.loads(sound[kind].read_text())
    for _ in range(draw.draw(st.integers(1, 2))):
        place = draw.draw(st.sampled_from(places(found)))
        found = changed(found, place, draw.draw(values), drop=draw.draw(st.booleans()))
    path = sound[kind].with_name(f"{kind}.changed.json")
    path.write_text(json.dumps(found), encoding="utf-8")
    files = {kind: [path] if kind == "suites" else path}
    decision = verdict_or_words(sound[kind].with_name(f"{kind}.toml"), Files(**files))
    if isinstance(decision, str):
        assert str(path) in decision
        return
    for form in (to_junit, to_sarif, to_markdown):
        form(decision).encode("utf-8")


@pytest.mark.parametrize("kind", RULES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data())
def test_any_broken_text_gives_an_input_error_or_a_verdict(sound, kind, draw) -> None:
    raw = sound[kind].read_bytes()
    start = draw.draw(st.integers(0, len(raw)))
    length = draw.draw(st.integers(0, 20))
    raw = raw[:start] + draw.draw(st.binary(max_size=8)) + raw[start + length :]
    path = sound[kind].with_name(f"{kind}.broken.json")
    path.write_bytes(raw)
    files = {kind: [path] if kind == "suites" else path}
    decision = verdict_or_words(sound[kind].with_name(f"{kind}.toml"), Files(**files))
    assert isinstance(decision, Decision) or str(path) in decision


def test_nesting_without_end_is_an_input_error(tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    deep = "[" * 100_000 + "]" * 100_000
    path.write_text(f'{{"suite": "a", "kind": "unit test", "items": [], "x": {deep}}}')
    with pytest.raises(InputError, match=r"deep\.json"):
        decide(policy(tmp_path, RULES["suites"]), Files(suites=[path]))
