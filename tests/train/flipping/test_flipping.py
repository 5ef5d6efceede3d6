"""The folder of flipped dialogues: parts, samples, a manifest without words, intents."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.train.talks import dated, marked, talk, talks
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.ledger.mixing.manifest import content_hash
from usergap.simulate.scenarios.extractive import Extraction
from usergap.simulate.scenarios.making import Making
from usergap.simulate.scenarios.scenario import Scenario
from usergap.train.flipping.flipping import Flipping, flip_corpora
from usergap.train.flipping.folder import MANIFEST, read_flipped
from usergap.train.flipping.intents import copied_share, with_intents
from usergap.train.held_out import HeldOut, read_held_out


def corpus(*dialogues):
    return Corpus("real", tuple(dialogues))


def test_a_folder_is_written_and_read_back(tmp_path):
    real = [marked(each, licence="CC0-1.0") for each in dated(talks(20), range(1, 21))]
    told = flip_corpora([corpus(*real)], tmp_path / "f")
    assert {name: part["dialogues"] for name, part in told["parts"].items()} == {
        "train": 16, "validation": 2, "held_out": 2}  # fmt: skip
    assert told["parts"]["train"]["user_turns"] == 32
    assert told["parts"]["train"]["ends"] == 16
    assert told["parts"]["train"]["licences"] == {"CC0-1.0": 16}
    found = read_flipped(tmp_path / "f")
    assert [each.id for each in found.held_out] == ["d18", "d19"]
    assert {each.provenance.split for each in found.held_out} == {"held-out"}
    assert {each.provenance.split for each in found.train} == {"train"}
    lines = (tmp_path / "f" / "train.samples.jsonl").read_text().splitlines()
    assert len(lines) == 16 * 3
    assert json.loads(lines[0])["target"] == real[0].messages[0].content


def test_the_manifest_holds_hashes_and_no_words(tmp_path):
    flip_corpora([corpus(*talks(20))], tmp_path)
    text = (tmp_path / MANIFEST).read_text()
    assert "rope" not in text
    assert content_hash(talk(0)) in text
    assert len(read_held_out([tmp_path / MANIFEST]).hashes) == 2


def test_held_out_dialogues_are_refused_or_left_out(tmp_path):
    held = HeldOut(dialogues=(talk(3),))
    with pytest.raises(InputError, match="found 1 of 20"):
        flip_corpora([corpus(*talks(20))], tmp_path, held_out=held)
    told = flip_corpora([corpus(*talks(20))], tmp_path, Flipping(drop_held_out=True), held_out=held)
    assert [each["id"] for each in told["left_out"]] == ["d3"]


def test_dialogues_without_user_text_are_left_out_and_named(tmp_path):
    silent = Dialogue("quiet", (Message("assistant", "anybody there?"),))
    told = flip_corpora([corpus(silent, *talks(20))], tmp_path)
    assert told["left_out"] == [{"id": "quiet", "reason": "no user text"}]
    with pytest.raises(InputError, match="found none"):
        flip_corpora([corpus(silent)], tmp_path)


def test_a_folder_that_was_not_written_whole_is_not_read(tmp_path):
    flip_corpora([corpus(*talks(20))], tmp_path)
    (tmp_path / MANIFEST).unlink()
    with pytest.raises(InputError, match="usergap train flip"):
        read_flipped(tmp_path)


def test_intents_are_those_of_the_file_or_extracts_or_none():
    bare = Dialogue("x", (Message("user", "what colour are ripe olives usually"),
                          Message("assistant", "black")))  # fmt: skip
    found = with_intents([talk(0), bare])
    assert found.counts() == {"given": 1, "extractive": 1, "by_model": 0, "without": 0}
    assert found.dialogues[1].scenario == "what colour are ripe olives usually"
    assert with_intents([talk(0), bare], "scenario").counts()["without"] == 1
    assert [each.scenario for each in with_intents([talk(0)], "none").dialogues] == [None]
    with pytest.raises(InputError, match="expected its name"):
        with_intents([bare], "model")
    with pytest.raises(InputError, match="expected one of auto"):
        with_intents([bare], "magic")


def test_intents_by_a_model_replace_those_of_the_file(monkeypatch):
    asked = []

    def make(dialogues, making, limit=None):
        asked.append((making.model, [each.id for each in dialogues]))
        return Extraction(
            (Scenario("1", "wants a rope", parents=("1",)),), (("0", "refused"),)
        ), None

    monkeypatch.setattr("usergap.train.flipping.intents.make_scenarios", make)
    found = with_intents([talk(0), talk(1)], "model", Making("m"))
    assert asked == [("m", ["0", "1"])]
    assert [each.scenario for each in found.dialogues] == [None, "wants a rope"]
    assert found.counts() == {"given": 0, "extractive": 0, "by_model": 1, "without": 1}


def test_dialogues_of_one_scenario_get_an_intent_each():
    both = [replace(talk(n), scenario=None, scenario_id="s", messages=(
        Message("user", said), Message("assistant", "yes"))) for n, said in enumerate(
        ("what colour are ripe olives usually", "which boats sail fastest upwind"))]  # fmt: skip
    assert len({each.scenario for each in with_intents(both).dialogues}) == 2


def test_the_share_of_intents_that_hold_the_users_own_words():
    said = (Message("user", "Tell me, how do I fix a rope at sea?"), Message("assistant", "so"))
    taken = Dialogue("a", said, scenario="how do i fix a rope")
    told = Dialogue("b", said, scenario="repairing lines on boats while sailing")
    assert copied_share([taken, told, Dialogue("c", said)]) == 0.5
    assert copied_share([Dialogue("c", said)]) is None
