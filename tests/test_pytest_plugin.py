"""The pytest plugin, in pytest runs of its own; and what it costs those who do not use it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tests.ledger.gate.made import compared, policy
from tests.ledger.samples import ledger_of

pytest_plugins = ["pytester"]

PLUGIN = "usergap.pytest_plugin"
CLOSE = "[[comparison]]\nmeasure='mtld'\nverdict='close'\n"
FAR = "[[comparison]]\nmeasure='words'\nverdict='close'\n"


def run(pytester: pytest.Pytester, body: str, *arguments: object) -> pytest.RunResult:
    pytester.makepyfile(f"def test_gate(usergap_gate):\n    {body}\n")
    registered = [x for x in entry_points(group="pytest11") if x.value == PLUGIN]
    loaded = [] if registered else ["-p", PLUGIN]
    quiet = ["-p", "no:cacheprovider", "-p", "no:xdist"]
    return pytester.runpytest_inprocess(*loaded, *quiet, *map(str, arguments))


def test_an_open_gate_passes_and_gives_the_decision(pytester: pytest.Pytester) -> None:
    rules, found = policy(pytester.path, CLOSE), compared(pytester.path)
    body = f"assert usergap_gate({str(rules)!r}, comparison={str(found)!r}).passed"
    run(pytester, body).assert_outcomes(passed=1)


def test_a_shut_gate_fails_with_its_lines_and_no_trace(pytester: pytest.Pytester) -> None:
    rules, found = policy(pytester.path, CLOSE + FAR), compared(pytester.path)
    result = run(pytester, f"usergap_gate({str(rules)!r}, comparison={str(found)!r})")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["policy: failed, 1 of 2 rules", "fail: words is close: *78.9*"])
    result.stdout.no_fnmatch_line("*deciding.py*")


def test_the_command_line_names_policy_and_comparison(pytester: pytest.Pytester) -> None:
    rules, found = policy(pytester.path, FAR), compared(pytester.path)
    options = ("--usergap-policy", rules, "--usergap-comparison", found)
    run(pytester, "usergap_gate()", *options).assert_outcomes(failed=1)
    policy(pytester.path, CLOSE)
    run(pytester, "usergap_gate()", *options).assert_outcomes(passed=1)


def test_the_command_line_names_ledger_and_suites(pytester: pytest.Pytester) -> None:
    rules = policy(pytester.path, "[[ledger]]\nverify=true\n[[suite]]\nat_least=0.2\n")
    book = ledger_of(pytester.path / "usergap.ledger", 3)
    item = {"category": "c", "passed": True, "origin": "synthetic", "cluster": "t"}
    for name, passed in (("one", True), ("two", False)):
        items = [{**item, "cluster": f"t{i}", "passed": passed} for i in range(9)]
        suite = {"suite": name, "kind": "unit test", "items": items}
        (pytester.path / f"{name}.json").write_text(json.dumps(suite))
    options = ("--usergap-policy", rules, "--usergap-ledger", book, "--usergap-suite")
    one, two = pytester.path / "one.json", pytester.path / "two.json"
    run(pytester, "usergap_gate()", *options, one).assert_outcomes(passed=1)
    both = run(pytester, "usergap_gate()", *options, one, "--usergap-suite", two)
    both.assert_outcomes(failed=1)
    both.stdout.fnmatch_lines(["cannot tell, counts as fail: *two: unit test pass rate 0 *"])


def test_the_command_line_names_probes(pytester: pytest.Pytester) -> None:
    rules = policy(pytester.path, "[[probe]]\nprobe='variety'\nverdict='close'\n")
    result = run(
        pytester, "usergap_gate()", "--usergap-policy", rules, "--usergap-probes", "no.json"
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*no.json*"])


def test_an_argument_goes_before_the_command_line(pytester: pytest.Pytester) -> None:
    rules, found = policy(pytester.path, CLOSE), compared(pytester.path)
    body = f"usergap_gate({str(rules)!r}, comparison={str(found)!r})"
    options = ("--usergap-policy", "nowhere.toml", "--usergap-comparison", "nowhere.json")
    run(pytester, body, *options).assert_outcomes(passed=1)


def test_without_a_policy_it_fails_and_says_so(pytester: pytest.Pytester) -> None:
    result = run(pytester, "usergap_gate()")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*expected a policy, or --usergap-policy; found none*"])


def test_a_policy_that_cannot_be_is_an_error_of_the_input(pytester: pytest.Pytester) -> None:
    result = run(pytester, f"usergap_gate({str(policy(pytester.path, 'rules = 1'))!r})")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*InputError*found 'rules'*"])


def test_pytest_without_the_fixture_loads_no_room(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\n"
        "def test_own():\n"
        "    held = {x for x in sys.modules if x.startswith('usergap.')}\n"
        "    assert held <= {'usergap.pytest_plugin', 'usergap.version'}, held\n"
        "    assert 'usergap.pytest_plugin' in held\n"
        "    assert not {'numpy', 'pyarrow', 'scipy'} & set(sys.modules)\n"
    )
    registered = [x for x in entry_points(group="pytest11") if x.value == PLUGIN]
    loaded = [] if registered else ["-p", PLUGIN]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *loaded, "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_entry_point_is_declared() -> None:
    import tomllib

    found = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())
    assert found["project"]["entry-points"]["pytest11"] == {"usergap": PLUGIN}
