import json
from collections import Counter
from dataclasses import replace

import pytest

from tests.ledger.mixing.made import corpus, dialogue, real, synthetic, with_parents
from usergap.dialogues import Provenance
from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger.mixing.manifest import content_hash, manifest, write_mix
from usergap.ledger.mixing.mix import Settings, mix


def sides(made):
    return Counter(one.dialogue.provenance.origin for one in made.train)


@pytest.mark.parametrize(("ratio", "share"), [(0.0, 0.0), (0.25, 0.25), (0.5, 0.5), (1.0, 1.0)])
def test_the_ratio_is_met_in_every_domain(ratio, share):
    made = mix(real(50), [synthetic(40)], Settings(ratio, 1))
    assert made.ratio == pytest.approx(share, abs=0.5 / len(made.train))
    for domain in "ab":
        mine = [one for one in made.train if one.dialogue.domain == domain]
        both = Counter(one.dialogue.provenance.origin for one in mine)
        assert both["synthetic"] == pytest.approx(share * len(mine), abs=1)


def test_the_held_out_is_the_same_at_every_ratio_and_never_trained_on():
    found = [mix(real(50), [synthetic(40)], Settings(ratio, 7)) for ratio in (0.0, 0.5, 1.0)]
    assert len({frozenset(one.id for one in made.held_out) for made in found}) == 1
    for made in found:
        held = {one.dialogue.messages for one in made.held_out}
        assert not held & {one.dialogue.messages for one in made.train}
        assert all(one.dialogue.provenance.split == "held-out" for one in made.held_out)


def test_one_seed_makes_one_mix_and_another_another():
    one, same, other = (mix(real(50), [synthetic(40)], Settings(0.5, s)) for s in (1, 1, 2))
    assert one == same
    assert one.train != other.train


def test_anchors_all_enter_and_count_as_real():
    anchors = corpus("anchor", [dialogue(f"k{i}", domain="ab"[i % 2]) for i in range(6)])
    made = mix(real(50), [synthetic(40)], Settings(0.5, 1, size=20), anchors)
    assert sum(one.part == "anchor" for one in made.train) == 6
    assert sides(made) == {"real": 10, "synthetic": 10}
    with pytest.raises(InputError, match="--anchor: domain 'a': expected at most 2"):
        mix(real(50), [synthetic(40)], Settings(0.5, 1, size=8), anchors)


def test_a_side_that_says_it_is_the_other_is_refused():
    wrong = corpus("real", [dialogue("r", provenance=Provenance(origin="synthetic"))])
    with pytest.raises(InputError, match="dialogue 'r': origin: expected real, found synthetic"):
        mix(wrong, [synthetic(4)], Settings(0.5, 1))


def test_ids_that_both_sides_use_stay_apart():
    made = mix(
        corpus("people", [dialogue("x", "one two three four"), dialogue("y", "five six seven")]),
        [corpus("synth", [dialogue("x", "eight nine ten"), dialogue("y", "eleven twelve")])],
        Settings(0.5, 1, held_out=0.0, by="none"),
    )
    assert len({one.dialogue.id for one in made.train}) == 4
    assert {one.id for one in made.train} == {"x", "y"}


def test_the_manifest_traces_every_sample(tmp_path):
    sources = real(20), synthetic(10)
    made = mix(sources[0], [sources[1]], Settings(0.5, 1))
    train, held_out, told = write_mix(made, sources, tmp_path / "train.jsonl")
    found = json.loads(told.read_text("utf-8"))
    assert found == json.loads(json.dumps(manifest(made, sources)))
    written = {(d.id, content_hash(d)) for d in (*read(train), *read(held_out))}
    assert written == {(row["id"], row["content"]) for row in found["samples"]}
    assert {row["file"] for row in found["samples"]} == {"real", "synth"}
    assert found["train"]["ratio"] == 0.5
    assert found["conditional"] == ["conditional on generator synth, error ε not measured"]
    assert "r3 " not in told.read_text("utf-8")


def test_the_manifest_says_what_was_left_out(tmp_path):
    children = [with_parents(dialogue(f"s{i}", domain="a"), f"r{i}") for i in range(8)]
    made = mix(real(8, "a"), [corpus("synth", children)], Settings(0.5, 1, held_out=0.5))
    assert len(made.left_out) == 4
    held = {one.id for one in made.held_out}
    assert {name.replace("s", "r") for _, name, _ in made.left_out} == held


def test_a_real_side_that_names_its_maker_is_refused():
    people = real(10)
    made = replace(people[3], simulator="bot")
    swapped = corpus("people", [*people.dialogues[:3], made, *people.dialogues[4:]])
    with pytest.raises(InputError, match=r"people: dialogue 'r3': .* the simulator 'bot'"):
        mix(swapped, [synthetic(10)], Settings(0.5, 0))


def test_a_copy_of_a_real_dialogue_is_not_taken_for_synthetic():
    people = real(20)
    copy = replace(people[0], id="copy")
    many = corpus("synth", [copy, *synthetic(20).dialogues])
    found = mix(people, [many], Settings(0.5, 0))
    assert "copy" not in {one.dialogue.id for one in found.train}
    assert "copy" in {name for _, name, _ in found.left_out}
    free = mix(people, [many], Settings(0.5, 0, held_out=0))
    assert free.left_out == (("synth", "copy", "the same, word for word, as real r0"),)
