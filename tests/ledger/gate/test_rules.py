"""Rules over a comparison, probes, a ledger and suites, on invented files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ledger.gate.made import compared, decided, probed, states, suited
from tests.ledger.samples import dialogues, ledger_of, sql
from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger import Ledger


# The invented rows: mtld is close, words differs (78.9, 41.6 to 118), fk_grade cannot tell,
# knowledge is undefined, feedback is corrected to 29.6 (23.8 to 35.7).
@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ("measure='mtld'\nverdict='close'", "pass"),
        ("measure='words'\nverdict='close'", "fail"),
        ("measure='words'\nverdict=['close', 'differs']", "pass"),
        ("measure='fk_grade'\nverdict='close'", "cannot tell"),
        ("measure='knowledge'\nverdict='close'", "undefined"),
        ("measure=['mtld', 'knowledge']\nverdict='close'", "undefined"),
        ("measure=['mtld', 'knowledge', 'fk_grade']\nverdict='close'", "cannot tell"),
        ("verdict='close'", "fail"),
        ("measure='feedback'\nat_most=36", "pass"),
        ("measure='feedback'\nat_most=30", "cannot tell"),
        ("measure='feedback'\nat_most=23", "fail"),
        ("measure='feedback'\nat_most=29.6\nby='value'", "pass"),
        ("measure='feedback'\nat_most=29.5\nby='value'", "fail"),
        ("measure='words'\non='excess'\nat_most=57.9", "pass"),
        ("measure='words'\non='excess'\nat_most=57.8", "fail"),
        ("measure='knowledge'\nat_most=1", "undefined"),
        ("measure='mtld'\nsimulator='plain'\nverdict='close'", "pass"),
        ("measure='mtld'\nsimulator='other'\nverdict='close'", "fail"),
        ("measure=['mtld', 'mtdl']\nverdict='close'", "fail"),
        ("measure='mtld'\ndomain=['cooking', 'travel']\nverdict='close'", "pass"),
        ("measure='mtld'\ndomain=['cooking', 'nowhere']\nverdict='close'", "fail"),
        ("measure='mtld'\ndomain='*'\nverdict='close'", "pass"),
    ],
)
def test_a_rule_over_a_comparison(tmp_path: Path, rule: str, state: str) -> None:
    found = decided(tmp_path, f"[[comparison]]\n{rule}", comparison=compared(tmp_path))
    assert states(found) == [state]
    assert found.passed is (state == "pass")


def test_all_domains_are_as_many_checks(tmp_path: Path) -> None:
    text = "[[comparison]]\nmeasure='mtld'\ndomain='*'\nverdict='close'"
    found = decided(tmp_path, text, comparison=compared(tmp_path, ("plain", "other")))
    assert len(found.outcomes[0].checks) == 8  # 2 simulators in 4 domains
    none = decided(tmp_path, text, comparison=compared(tmp_path, domains=()))
    assert states(none) == ["fail"]


def test_open_answers_count_as_the_policy_says_but_a_name_that_is_not_there_fails(
    tmp_path: Path,
) -> None:
    head = "[policy]\ncannot_tell='pass'\nundefined='pass'\n[[comparison]]\nverdict='close'\n"
    files = {"comparison": compared(tmp_path)}
    found = decided(tmp_path, head + "measure='fk_grade'", **files)
    assert found.passed
    assert found.outcomes[0].line.startswith("cannot tell, counts as pass: fk_grade is close: ")
    assert decided(tmp_path, head + "measure='knowledge'", **files).passed
    assert not decided(tmp_path, head + "measure='knowlegde'", **files).passed
    assert not decided(tmp_path, head + "measure='words'", **files).passed


def test_the_line_has_number_and_reason(tmp_path: Path) -> None:
    text = "[[comparison]]\nmeasure=['words', 'mtld']\nverdict='close'"
    found = decided(tmp_path, text, comparison=compared(tmp_path))
    assert found.outcomes[0].line == (
        "fail: words, mtld is close: words, plain: differs, 78.9 (95 % 41.6 to 118) "
        "(1 of 2 checks: fail)"
    )


def test_a_comparison_with_what_is_no_number_is_refused(tmp_path: Path) -> None:
    path = compared(tmp_path)
    found = json.loads(path.read_text())
    found["rows"][0]["high"] = float("nan")
    path.write_text(json.dumps(found))
    with pytest.raises(InputError, match=r"comparison\.json: .*NaN, which JSON does not know"):
        decided(tmp_path, "[[comparison]]\nat_most=1", comparison=path)
    path.write_text(json.dumps(found).replace("NaN", "1e999"))
    with pytest.raises(InputError, match=r"rows\[0\]: high: expected a finite number or null"):
        decided(tmp_path, "[[comparison]]\nat_most=1", comparison=path)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("measure", 3, "measure: expected text, found 3"),
        ("verdict", "closed", "verdict: expected differs, close, cannot tell, undefined, found"),
        ("verdict", [], "verdict: expected"),
        ("value", "9", "value: expected a finite number or null, found '9'"),
        ("low", True, "low: expected a finite number or null, found True"),
        ("domain", {}, "domain: expected text, found an object of 0 fields"),
    ],
)
def test_a_row_that_was_edited_is_named_with_its_field(tmp_path, field, value, told) -> None:
    path = compared(tmp_path)
    found = json.loads(path.read_text())
    found["rows"][1][field] = value
    path.write_text(json.dumps(found))
    with pytest.raises(InputError) as caught:
        decided(tmp_path, "[[comparison]]\nverdict='close'", comparison=path)
    assert f"{path}: rows[1]: {told}" in str(caught.value)


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ("probe='variety'\nverdict='close'", "pass"),
        ("probe='told_apart'\nverdict='close'", "fail"),
        ("probe='surprise'\nverdict='close'", "undefined"),
        ("probe='surprise'\nfigure='bits'\nat_most=1", "undefined"),
        ("probe='told_apart'\nfigure='auc'\nat_most=0.9", "pass"),
        ("probe='told_apart'\nfigure='auc'\nat_most=0.75", "cannot tell"),
        ("probe='told_apart'\nfigure='auc'\nat_most=0.6", "fail"),
        ("probe='told_apart'\nfigure='auc'\nverdict='differs'", "pass"),
        ("probe='told_apart'\nfigure='spread'\nat_most=1", "undefined"),
        ("probe='told_apart'\nfigure='acu'\nat_most=1", "fail"),
        ("probe='told'\nverdict='close'", "fail"),
        ("simulator='other'\nverdict='close'", "fail"),
    ],
)
def test_a_rule_over_probes(tmp_path: Path, rule: str, state: str) -> None:
    assert states(decided(tmp_path, f"[[probe]]\n{rule}", probes=probed(tmp_path))) == [state]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "expected JSON"),
        ("[]", "expected a JSON object"),
        ("{}", "'findings'"),
        ('{"findings": [3]}', r"findings\[0\]: expected an object, found 3"),
        ('{"findings": [{"probe": "a", "simulator": 3, "verdict": "close", "measured": null}]}',
         "simulator: expected text, found 3"),
        ('{"findings": NaN}', "NaN, which JSON does not know"),
    ],
)  # fmt: skip
def test_probes_that_are_none(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(content)
    with pytest.raises(InputError, match=told) as caught:
        decided(tmp_path, "[[probe]]\nverdict='close'", probes=path)
    assert str(path) in str(caught.value)


def mixed(folder: Path) -> Path:
    """8 samples: 5 real, 2 synthetic, 1 that does not say; only the real ones are licensed."""
    path = ledger_of(folder / "l")
    some = dialogues(8)
    with Ledger(path) as book:
        book.add(some[:5], tags={"origin": "real", "licence": "MIT", "split": "train"})
        book.add(some[5:7], tags={"origin": "synthetic", "split": "test"})
        book.add(some[7:])
    return path


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ("verify=true", "pass"),
        ("tags='licence'", "fail"),
        ("tags=['licence', 'origin']\nsplit='train'", "pass"),
        ("tags='licence'\nsplit='nowhere'", "fail"),
        ("tags='demanded'\nsplit='train'", "fail"),
        ("synthetic_at_most=0.375", "pass"),  # at most 3 of 8
        ("synthetic_at_most=0.3", "cannot tell"),  # 2 of 8 or 3 of 8
        ("synthetic_at_most=0.2", "fail"),
        ("synthetic_at_least=0.25", "pass"),
        ("synthetic_at_most=0\nsplit='train'", "pass"),
    ],
)
def test_a_rule_over_a_ledger(tmp_path: Path, rule: str, state: str) -> None:
    assert states(decided(tmp_path, f"[[ledger]]\n{rule}", ledger=mixed(tmp_path))) == [state]


def test_a_ledger_that_was_changed_fails_and_a_damaged_one_raises(tmp_path: Path) -> None:
    path = mixed(tmp_path)
    rule = "[[ledger]]\nverify=true\nundefined='pass'\n"
    anchored = decided(tmp_path, f"{rule}anchor='8:{'0' * 64}'", ledger=path)
    assert not anchored.passed
    sql(path, "DELETE FROM entries WHERE number = 3")
    found = decided(tmp_path, rule, ledger=path)
    assert not found.passed
    assert "entry 3" in found.outcomes[0].why
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(EnvironmentFailure):
        decided(tmp_path, rule, ledger=path)


def test_an_empty_ledger_has_no_tags_to_show(tmp_path: Path) -> None:
    for rule in ("tags='demanded'", "synthetic_at_most=1"):
        text = f"[[ledger]]\n{rule}"
        assert states(decided(tmp_path, text, ledger=ledger_of(tmp_path / "e"))) == ["fail"]


# Wilson with Student's t of 39 degrees of freedom (2.0227): 40 of 40 gives 40 / (40 + t²) = .907.
@pytest.mark.parametrize(
    ("rule", "passed", "state"),
    [
        ("at_least=0.9", [True] * 40, "pass"),
        ("at_least=0.91", [True] * 40, "cannot tell"),
        ("at_least=0.91\nby='value'", [True] * 40, "pass"),
        ("at_least=0.9", [False] * 40, "fail"),
        ("at_least=0.7\nby='value'", [True, True, None, None], "fail"),
        ("at_least=0.9\ncategory=['a', 'c']", [True] * 40, "fail"),
        ("at_least=0.5\ncategory='a'\nby='value'", [True, False] * 5, "pass"),
        ("at_least=0.5\ncategory='b'\nby='value'", [True, False] * 5, "fail"),
        ("at_least=0\nsuite='other'", [True] * 40, "fail"),
        ("at_least=0", [], "fail"),
    ],
)
def test_a_rule_over_a_suite(tmp_path: Path, rule: str, passed: list, state: str) -> None:
    path = suited(tmp_path, passed)
    assert states(decided(tmp_path, f"[[suite]]\n{rule}", suites=[path])) == [state]


def test_items_of_one_cluster_count_as_one(tmp_path: Path) -> None:
    path = suited(tmp_path, [True] * 40)
    found = json.loads(path.read_text())
    for number, item in enumerate(found["items"]):
        item["cluster"] = f"template {number % 2}"
    path.write_text(json.dumps(found))
    text = "[[suite]]\nat_least=0.9"
    assert states(decided(tmp_path, text, suites=[path])) == ["cannot tell"]


@pytest.mark.parametrize(
    ("kind", "origin", "state"),
    [("unit test", "synthetic", "fail"), ("acceptance", "real", "pass")],
)
def test_a_rule_for_an_acceptance_score_is_not_kept_by_a_unit_test(
    tmp_path: Path, kind: str, origin: str, state: str
) -> None:
    path = suited(tmp_path, [True] * 40, kind, origin)
    rule = "[[suite]]\nkind='acceptance'\nat_least=0.5"
    assert states(decided(tmp_path, rule, suites=[path])) == [state]


def test_made_up_items_are_a_unit_test_and_never_an_acceptance_score(tmp_path: Path) -> None:
    text = "[[suite]]\nat_least=0.5"
    found = decided(tmp_path, text, suites=[suited(tmp_path, [True] * 9)])
    assert "unit test pass rate" in found.outcomes[0].line
    assert "acceptance" not in found.outcomes[0].line
    with pytest.raises(InputError, match="expected origin 'real' in each"):
        decided(tmp_path, text, suites=[suited(tmp_path, [True], "acceptance")])
    real = suited(tmp_path, [True] * 9, "acceptance", "real")
    assert "acceptance pass rate" in decided(tmp_path, text, suites=[real]).outcomes[0].line


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "score"}, "kind: expected unit test or acceptance, found 'score'"),
        ({"suite": ""}, "suite: expected a name, found ''"),
        ({"items": [{"category": "a"}]}, "'passed'"),
        (
            {"items": [{"category": "a", "passed": 1}]},
            "items\\[0\\]: passed: expected true, false or null, found 1",
        ),
        (
            {"items": [{"category": 3, "passed": True}]},
            "items\\[0\\]: category: expected text, found 3",
        ),
        (
            {"items": [{"category": "a", "passed": True, "cluster": 3}]},
            "items\\[0\\]: cluster: expected text, found 3",
        ),
        ({"items": 3}, "items: expected a list, found 3"),
    ],
)
def test_results_that_are_none(tmp_path: Path, change: dict, told: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"suite": "a", "kind": "unit test", "items": []} | change))
    with pytest.raises(InputError, match=told):
        decided(tmp_path, "[[suite]]\nat_least=0.5", suites=[path])


@pytest.mark.parametrize(
    ("rule", "option"),
    [
        ("[[comparison]]\nverdict='close'", "--comparison"),
        ("[[probe]]\nverdict='close'", "--probes"),
        ("[[ledger]]\nverify=true", "--ledger"),
        ("[[suite]]\nat_least=0.5", "--suite"),
    ],
)
def test_a_rule_over_a_file_that_was_not_given(tmp_path: Path, rule: str, option: str) -> None:
    with pytest.raises(InputError, match=option):
        decided(tmp_path, rule)
