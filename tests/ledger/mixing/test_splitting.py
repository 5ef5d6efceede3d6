from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.mixing.made import dialogue, real, synthetic, with_parents
from usergap.errors import InputError
from usergap.ledger.mixing.splitting import groups_of, split


def seeded(one, *ids, pairs=()):
    seeds = {"ids": list(ids), "pairs": list(pairs), "digest": "d"}
    return replace(one, extra={"simulation": {"seeds": seeds}})


def test_a_fifth_is_held_out():
    found = split(real(20), synthetic(5), share=0.2, seed=1)
    assert len(found.held_out) == 4
    assert sorted((*found.held_out, *found.free)) == list(range(20))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=25), st.integers(0, 99))
def test_no_group_is_on_both_sides(scenarios, seed):
    people = [dialogue(f"r{i}", scenario_id=f"x{s}") for i, s in enumerate(scenarios)]
    try:
        found = split(people, [], share=0.5, seed=seed)
    except InputError:
        assert min(map(scenarios.count, scenarios)) > round(len(scenarios) / 2)
        return
    kept = {scenarios[i] for i in found.held_out}
    assert not kept & {scenarios[i] for i in found.free}


def test_near_duplicates_are_one_group_whatever_their_ids():
    words = " ".join(f"w{i}" for i in range(60))
    # 58 runs each, of which the two share 57: J = 57/59
    near = dialogue("b", words.replace("w59", "other"))
    assert groups_of([dialogue("a", words), near, dialogue("c")]) == [0, 0, 1]


def test_seeds_are_never_held_out_by_id_or_pair():
    people = list(real(10))
    people[3] = replace(people[3], scenario_id="shop")
    made = [seeded(dialogue("s"), "r1", "r2", pairs=("shop",))]
    for seed in range(20):
        found = split(people, made, share=0.5, seed=seed)
        assert not {1, 2, 3} & set(found.held_out)
        assert found.barred == 3


def test_a_seed_is_known_by_what_it_says():
    people = list(real(4))
    stated = seeded(dialogue("s"))
    from usergap.dialogues.likeness import said_hash

    stated.extra["simulation"]["seeds"]["texts"] = [said_hash(people[2])]
    assert all(2 not in split(people, [stated], share=0.5, seed=s).held_out for s in range(10))


def test_parents_are_held_out_last_and_then_cost_their_children():
    people = real(10)
    made = [with_parents(dialogue(f"s{i}"), f"r{i}") for i in range(6)]
    assert set(split(people, made, share=0.4, seed=3).held_out) == {6, 7, 8, 9}
    found = split(people, made, share=0.5, seed=3)
    (parent,) = set(found.held_out) - {6, 7, 8, 9}
    assert found.left_out == {parent: f"made from or paired with held-out r{parent}"}
    assert set(found.usable) == set(range(6)) - {parent}


def test_a_copy_of_the_held_out_is_refused():
    people = real(4)
    made = [dialogue(f"s{i}", people[i].messages[0].content.upper()) for i in range(4)]
    found = split(people, made, share=0.5, seed=0)
    assert set(found.left_out) == set(found.held_out)
    assert all("near-duplicate (Jaccard 1.00)" in why for why in found.left_out.values())


def test_an_anchor_and_what_is_like_it_is_never_held_out():
    people = list(real(6))
    anchors = [dialogue("anchor", people[0].messages[0].content)]
    assert all(0 not in split(people, [], anchors, share=0.8, seed=s).held_out for s in range(10))


def test_seeds_that_cannot_be_known_are_refused():
    unlisted = replace(dialogue("s"), extra={"simulation": {"seeds": {"digest": "gone"}}})
    with pytest.raises(InputError, match="1 synthetic dialogues state seeds"):
        split(real(4), [unlisted], share=0.5, seed=0)


def test_everything_barred_is_an_error():
    made = [seeded(dialogue("s"), "r0", "r1", "r2", "r3")]
    with pytest.raises(InputError, match="found 4 of which 4"):
        split(real(4), made, share=0.5, seed=0)
