"""Run cards: counts and hashes, a page for people, nothing that anybody said."""

from __future__ import annotations

import json

import pytest

from tests.train.talks import marked, talk, talks
from usergap.ledger.mixing.manifest import content_hash
from usergap.train.run_card import card_markdown, data_record, read_card, versions, write_card


def test_data_is_counted_by_licence_and_origin():
    told = data_record([marked(talk(0), licence="MIT", origin="real"), talk(1), talk(2)])
    assert told["licence"] == {"MIT": 1, "not recorded": 2}
    assert told["origin"] == {"not recorded": 2, "real": 1}
    assert told["content"] == [content_hash(talk(n)) for n in range(3)]
    assert "rope" not in json.dumps(data_record(talks(8)))


def test_a_card_is_written_as_page_and_json_and_read_back(tmp_path):
    card = {"what": "a test", "figure": {"value": 2.0, "low": 1.0, "high": 3.0}, "none": None}
    assert read_card(tmp_path) is None
    page, told = write_card(tmp_path, card)
    assert read_card(tmp_path) == card
    assert told.name == "card.json"
    assert page.read_text() == card_markdown(card)
    told.write_text("{")
    assert read_card(tmp_path) is None


def test_a_card_with_a_value_that_is_no_number_is_not_written(tmp_path):
    with pytest.raises(ValueError, match="JSON compliant"):
        write_card(tmp_path, {"loss": float("nan")})


def test_the_page_by_hand():
    page = card_markdown({
        "what": "x",
        "held_out": {"perplexity": {"value": 10.0, "low": 8.123, "high": 12.0},
                     "few": {"value": 1.0, "low": None, "high": None}, "yes": True},
        "content": ["h"] * 20, "lines": ["one\ntwo"],
    })  # fmt: skip
    assert page == (
        "# Run card: x\n\n## Held out\n\n- perplexity: 10 (95 %: 8.123 to 12)\n"
        "- few: 1 (too few groups for an interval)\n- yes: yes\n\n"
        "## Content\n\n- 20 entries (card.json)\n\n## Lines\n\n- one two\n"
    )


def test_versions_name_what_is_not_there(monkeypatch):
    monkeypatch.setattr("usergap.train.run_card.PACKAGES", ("numpy", "no-such-thing"))
    found = versions()
    assert found["no-such-thing"] == "not installed"
    assert found["numpy"][0].isdigit()
