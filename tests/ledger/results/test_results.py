"""No rate on made-up items becomes an acceptance score, whatever is tried."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.ledger.results import (
    AcceptanceResults,
    ItemResult,
    UnitTestResults,
    rate_of,
    read_results,
    write_results,
)
from usergap.ledger.results.files import digest_of
from usergap.ledger.suites import categories, generate
from usergap.ledger.suites.scoring import scored
from usergap.ledger.suites.telling import lines_of, to_markdown

REAL = tuple(ItemResult("a", n % 2 == 0, "real", f"g{n // 2}", f"i{n}") for n in range(8))
ITEMS = generate(list(categories().values()), 2, 0)
UNIT = UnitTestResults("stress", scored(ITEMS, []))


def test_a_unit_test_has_no_score() -> None:
    assert not hasattr(UNIT, "score")
    assert UNIT.kind == "unit test"
    with pytest.raises(AttributeError):
        UNIT.kind = "acceptance"


@pytest.mark.parametrize("origin", ["synthetic", "not recorded", "Real", "", "real "])
def test_no_acceptance_of_one_item_that_is_not_real(origin: str) -> None:
    with pytest.raises(InputError, match="expected origin 'real' in each"):
        AcceptanceResults("x", (*REAL, ItemResult("a", True, origin)))


def test_no_acceptance_of_nothing() -> None:
    with pytest.raises(InputError, match="found none"):
        AcceptanceResults("x", ())


def test_no_acceptance_of_items_that_a_suite_made_whatever_origin_they_state() -> None:
    lied = tuple(ItemResult(x.category, True, "real", x.cluster, x.id, x.facts) for x in UNIT.items)
    with pytest.raises(InputError, match="found in item 1 the generator 'usergap suite"):
        AcceptanceResults("x", lied)


def edited(tmp_path: Path, results, change, *, sign: bool = False) -> Path:
    path = write_results(results, tmp_path / "r.json")
    found = json.loads(path.read_text())
    change(found)
    if sign:
        found["digest"] = digest_of(found)
    path.write_text(json.dumps(found))
    return path


def to_acceptance(found: dict) -> None:
    found["kind"] = "acceptance"


def and_real(found: dict) -> None:
    found["kind"] = "acceptance"
    for item in found["items"]:
        item["origin"] = "real"


def and_unsigned(found: dict) -> None:
    and_real(found)
    del found["digest"]


@pytest.mark.parametrize("change", [to_acceptance, and_real, and_unsigned])
@pytest.mark.parametrize("sign", [False, True])
def test_a_suites_file_edited_into_acceptance_is_refused(tmp_path, change, sign) -> None:
    with pytest.raises(InputError, match=r"r\.json: items: expected"):
        read_results(edited(tmp_path, UNIT, change, sign=sign))


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found["items"][0].update(passed=True),
        lambda found: found["items"].pop(),
        lambda found: found.update(suite="other"),
        lambda found: found["score"].update(low=0.9),
        lambda found: found.update(digest=3),
    ],
)
def test_an_acceptance_file_edited_by_hand_is_found_out(tmp_path: Path, change) -> None:
    items = (ItemResult("a", False, "real"), *REAL)
    with pytest.raises(InputError, match="changed after it was written"):
        read_results(edited(tmp_path, AcceptanceResults("x", items), change))


@pytest.mark.parametrize("results", [UNIT, AcceptanceResults("x", REAL, {"a": 1})])
def test_results_are_read_as_they_were_written(tmp_path: Path, results) -> None:
    assert read_results(write_results(results, tmp_path / "r.json")) == results


def test_another_harness_needs_no_digest(tmp_path: Path) -> None:
    items = [{"category": "a", "passed": True, "origin": "real"}]
    path = tmp_path / "r.json"
    path.write_text(json.dumps({"suite": "x", "kind": "acceptance", "items": items}))
    assert read_results(path).score.value == 1


def test_a_unit_test_is_told_as_one_everywhere(tmp_path: Path) -> None:
    for text in ("\n".join(lines_of(UNIT)), to_markdown(UNIT)):
        assert "unit test" in text.casefold()
        assert "acceptance" not in text.casefold()
        assert "score" not in text.casefold()
    found = json.loads(write_results(UNIT, tmp_path / "r.json").read_text())
    assert found["kind"] == "unit test"
    assert "score" not in found
    assert {item["origin"] for item in found["items"]} == {"synthetic"}


@pytest.mark.parametrize("width", [40, 50, 66, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    failed = tuple(
        ItemResult(x.category, False, "synthetic", x.cluster, x.id, {"broken": ["a b c " * 20]})
        for x in UNIT.items
    )
    lines = "\n".join(lines_of(UnitTestResults("stress", failed), width)).splitlines()
    assert max(map(len, lines)) <= max(width, 50)
    assert any("resisted" in line for line in lines)
    assert "first of 16 that did not pass:" in lines


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=30), st.booleans())
def test_a_rate_lies_in_its_interval_and_undecided_never_helps(passed, together) -> None:
    items = [ItemResult("a", x, "real", "c" if together else None) for x in passed]
    rate = rate_of(items)
    assert 0 <= rate.low <= rate.value <= rate.high <= 1
    assert rate.value == pytest.approx(passed.count(True) / len(passed))
    failed = [ItemResult("a", bool(x), "real", "c" if together else None) for x in passed]
    assert rate_of(failed) == rate


# 8 items, half passed, in 4 pairs of one right and one wrong: each pair's residual is 0, so the
# nothing shows how alike they are, and 4 clusters count; Wilson with t of 3 degrees (3.1824):
# half width = t / (1 + t²/4) * sqrt(1/16 + t²/64) = 0.90102 * 0.46984 = 0.42334 around 1/2.
def test_a_rate_by_hand() -> None:
    rate = rate_of(REAL)
    assert (rate.value, rate.low, rate.high) == pytest.approx((0.5, 0.07666, 0.92334), abs=1e-4)
