"""The document is rewritten between its markers, and missed bars are named."""

import pytest
from benchmarks.calibration import table, table_alarms
from benchmarks.calibration.__main__ import DOCUMENT

SCORE = {"share": 0.05, "error": 0.003, "runs": 5000, "meets": True}
BAD = {**SCORE, "share": 0.2, "meets": False}


def splits(score):
    return {
        "kind": "false alarms",
        "groups": [2, 2],
        "dialogues": [3, 2],
        "splits": 5000,
        "replicates": 2000,
        "alarms": {"words": score},
        "holm": {"words": SCORE, "any measure": SCORE},
    }


def test_tables_replace_what_is_between_markers(tmp_path):
    document = tmp_path / "validity.md"
    document.write_text(
        "a\n<!-- missed -->\nold\n<!-- end missed -->\nb\n"
        "<!-- false_alarms -->\nold\n<!-- end false_alarms -->\nc\n"
    )
    table.rewrite(document, {"false_alarms": [splits(BAD)]})
    text = document.read_text()
    assert "old" not in text
    assert "| words | **20.0** | 5.0 |" in text
    assert "false_alarms: false alarms, 3 against 2, words: **20.0** %" in text
    table.rewrite(document, {"false_alarms": [splits(SCORE)]})
    assert "every bar" in document.read_text()
    assert document.read_text().endswith("c\n")


def test_a_missing_marker_is_an_error(tmp_path):
    document = tmp_path / "validity.md"
    document.write_text("<!-- missed -->\n<!-- end missed -->\n")
    with pytest.raises(ValueError, match="markers"):
        table.rewrite(document, {"false_alarms": [splits(SCORE)]})


def test_the_warning_must_warn():
    turns = {"kind": "turns permuted", "dialogues": [3, 2], "alarms": {"intent": SCORE}}
    assert table_alarms.missed([turns]) == ["turns permuted, 3 against 2, intent: is not wrong"]
    assert table_alarms.missed([{**turns, "alarms": {"intent": BAD}}]) == []


def test_the_document_has_a_place_for_every_part():
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in (*table.TABLES, "missed"):
        assert text.count(f"<!-- {name} -->") == text.count(f"<!-- end {name} -->") == 1
