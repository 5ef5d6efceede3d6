"""Items of a blind test: pairs, quotas, checks."""

import pytest

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.study.assignment import assign
from usergap.study.blind.items import pair_items, single_items


def dialogue(name: str, scenario=None, domain=None) -> Dialogue:
    said = (Message("user", "hello"), Message("assistant", "yes?"), Message("user", f"I am {name}"))
    return Dialogue(name, said, scenario_id=scenario, domain=domain)


REAL = [dialogue(f"r{at}", f"s{at}", "d") for at in range(10)]
SIM = {
    "a": [dialogue(f"a{at}", f"s{at}", "d") for at in range(10)],
    "b": [dialogue(f"b{at}", f"s{at}", "d") for at in range(10)],
}


def test_pairs_share_their_scenario_and_each_simulator_its_part():
    items = pair_items(REAL, SIM, count=12, checks=2, seed=1)
    usual = [one for one in items if not one.attention]
    assert [one.number for one in items] == list(range(14))
    assert [one.truth["simulator"] for one in usual] == ["a"] * 6 + ["b"] * 6
    assert {one.truth["paired_by"] for one in usual} == {"scenario"}
    assert all(one.truth["real"][1:] == one.truth["simulated"][1:] for one in usual)
    assert items == pair_items(REAL, SIM, count=12, checks=2, seed=1)
    assert items != pair_items(REAL, SIM, count=12, checks=2, seed=2)


def test_pairs_fall_back_to_domains_and_to_chance():
    real = [dialogue("r", None, "d"), dialogue("q", None, "e")]
    (one,) = pair_items(real, {"a": [dialogue("x", "s", "e")]}, count=1, checks=0, seed=0)
    assert (one.truth["real"], one.truth["paired_by"]) == ("q", "domain")
    (one,) = pair_items(real[:1], {"a": [dialogue("x")]}, count=1, checks=0, seed=0)
    assert one.truth["paired_by"] == "chance"


def test_nobody_meets_a_dialogue_or_scenario_twice():
    items = pair_items(REAL, SIM, count=20, checks=2, seed=0)
    mine = assign(items, {}, count=20, checks=2, seed=0, rater=0)
    scenarios = [items[one.item].truth["real"] for one in mine if not items[one.item].attention]
    assert len(scenarios) == len(set(scenarios)) == 10
    singles = single_items(REAL, SIM, count=20, checks=0, seed=0)
    mine = assign(singles, {}, count=20, checks=0, seed=0, rater=0)
    shown = [name for one in mine for name in singles[one.item].apart if "scenario" in name]
    assert len(shown) == len(set(shown))


def test_single_dialogues_are_half_real_and_lists_are_too():
    items = single_items(
        [dialogue(f"r{at}") for at in range(10)],
        {name: [dialogue(f"{name}{at}") for at in range(10)] for name in "ab"},
        count=20, checks=0, seed=0,
    )  # fmt: skip
    names = [one.truth["simulator"] for one in items]
    assert [names.count(name) for name in ("real", "a", "b")] == [10, 5, 5]
    for rater in range(4):
        mine = assign(items, {}, count=8, checks=0, seed=0, rater=rater)
        got = [items[one.item].truth["simulator"] for one in mine]
        assert [got.count(name) for name in ("real", "a", "b")] == [4, 2, 2]


@pytest.mark.parametrize("make", [pair_items, single_items])
def test_a_check_looks_like_any_other_item_but_for_its_last_words(make):
    items = make(REAL, {"a": SIM["a"]}, count=8, checks=2, seed=0)
    usual = [one for one in items if not one.attention]
    for check in (one for one in items if one.attention):
        side = check.shown["left" if make is pair_items else "messages"]
        assert "check that you read along" in side[-1]["text"]
        assert len(side) == 3, "as long as the others"
        assert check.stratum in {one.stratum for one in usual}
        shown = {name for one in usual for name in one.apart}
        assert shown.isdisjoint(check.apart), "made of conversations that no other item shows"


def test_a_dialogue_is_never_shown_beside_itself():
    with pytest.raises(InputError, match="that differ"):
        pair_items(REAL, {"copied": REAL}, count=4, checks=0, seed=0)
    mixed = [REAL[0], *SIM["a"][1:]]
    items = pair_items(REAL, {"mixed": mixed}, count=20, checks=0, seed=0)
    assert items
    assert all(one.shown["left"] != one.shown["right"] for one in items)


def test_empty_sides_are_told():
    with pytest.raises(InputError, match="found none"):
        pair_items([], SIM, count=2, checks=0, seed=0)
    with pytest.raises(InputError, match="real: expected dialogues"):
        single_items([Dialogue("x", (Message("assistant", "hi"),))], SIM, count=2, checks=0, seed=0)
    with pytest.raises(InputError, match="at least one simulator"):
        pair_items(REAL, {}, count=2, checks=0, seed=0)
