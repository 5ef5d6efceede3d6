"""The refusal to train on what was held out, however it is known."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.train.talks import marked, talk, talks
from usergap.dialogues import Message
from usergap.errors import InputError
from usergap.formats import write
from usergap.ledger import Ledger
from usergap.ledger.mixing.manifest import content_hash
from usergap.train.held_out import HeldOut, objections, read_held_out, refuse

DATA = talks(8)


@pytest.mark.parametrize("split", ["held-out", "held_out", "Held Out", "heldout", "test"])
def test_a_dialogue_that_says_so_itself(split):
    found = objections([DATA[0], marked(DATA[1], split=split)], HeldOut())
    assert list(found) == [1]
    assert f"split={split}" in found[1]


def test_other_splits_pass():
    refuse([marked(DATA[0], split="train"), marked(DATA[1], split="validation")], HeldOut())


def test_a_ledger_a_manifest_and_a_list_of_hashes_name_the_same_dialogue(tmp_path):
    with Ledger(tmp_path / "l.ledger", make=True) as ledger:
        ledger.add([marked(DATA[2], split="held-out"), marked(DATA[3], split="train")])
    rows = [{"content": content_hash(DATA[2]), "part": "held-out"},
            {"content": content_hash(DATA[3]), "part": "train"}]  # fmt: skip
    (tmp_path / "m.json").write_text(json.dumps({"samples": rows}))
    (tmp_path / "h.txt").write_text(f"{content_hash(DATA[2])}  d2\n\n")
    for name in ("l.ledger", "m.json", "h.txt"):
        held = read_held_out([tmp_path / name])
        assert not held.dialogues
        assert objections(DATA, held) == {2: "the same words are held out"}, name


def test_dialogues_hold_out_themselves_their_kin_and_their_near_duplicates(tmp_path):
    held = talk(20, scenario_id="s1", turns=4)
    write([held], tmp_path / "held.jsonl")
    known = read_held_out([tmp_path / "held.jsonl"])
    kin = talk(21, scenario_id="s1")
    near = replace(held, id="copy", scenario_id=None, messages=(
        *held.messages[:-1], Message("assistant", "another answer")))  # fmt: skip
    child = marked(talk(22), origin="synthetic", parents=("d20",))
    found = objections([held, kin, near, child, talk(23)], known)
    assert sorted(found) == [0, 1, 2, 3]
    assert found[0] == "the same words are held out"
    assert "paired with" in found[1]
    assert "near-duplicate" in found[2]
    assert "made from" in found[3]


def test_output_of_a_simulator_that_was_made_from_held_out_dialogues():
    held = talk(30)
    made = replace(talk(31), extra={"simulation": {"seeds": {"ids": ["d30"], "digest": "x"}}})
    found = objections([made, talk(32)], HeldOut(dialogues=(held,)))
    assert found == {0: "its simulator was made from held-out d30"}


def test_the_refusal_names_the_first_few_and_counts_the_rest():
    held = HeldOut(frozenset(content_hash(each) for each in DATA[:5]))
    with pytest.raises(InputError, match=r"found 5 of 8 dialogues\nd0: .*\n.*\n.*\nand 2 more"):
        refuse(DATA, held)


def test_a_file_that_is_nothing_of_this_is_told(tmp_path):
    (tmp_path / "x.txt").write_text("not a hash")
    with pytest.raises(InputError, match=r"x\.txt"):
        read_held_out([tmp_path / "x.txt"])
    with pytest.raises(InputError, match=r"none\.jsonl"):
        read_held_out([tmp_path / "none.jsonl"])
