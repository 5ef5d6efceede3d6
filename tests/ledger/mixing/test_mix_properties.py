"""What no mix may do, whatever it is made from: checked by brute force over small worlds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.ledger.mixing.made import corpus, dialogue
from usergap.dialogues import Dialogue, Provenance
from usergap.errors import InputError
from usergap.ledger.mixing.mix import Mix, Settings, mix
from usergap.ledger.mixing.shingles import compared_text, jaccard, shingles

PLACES = st.integers(0, 11)
#: Of each dialogue: domain, scenario, and whose words it repeats with one word changed.
PEOPLE = st.lists(
    st.tuples(st.sampled_from("ab"), st.none() | st.integers(0, 3), st.none() | PLACES),
    min_size=8,
    max_size=20,
)
#: The same, and a real parent, a synthetic parent, a few-shot seed.
MADE = st.lists(
    st.tuples(
        st.sampled_from("ab"), st.none() | st.integers(0, 3), st.none() | PLACES,
        st.none() | PLACES, st.none() | PLACES, st.none() | PLACES,
    ),
    min_size=6,
    max_size=20,
)  # fmt: skip


def words(name: str, copied: str | None) -> str:
    own = [f"{copied or name}w{place}" for place in range(40)]
    return " ".join([*own[:-1], f"{name}end"])  # of 38 runs 37 are shared: J = 37/39 = 0.95


def people(told) -> list[Dialogue]:
    return [
        dialogue(
            f"r{i}",
            words(f"r{i}", None if like is None else f"r{like}"),
            domain=domain,
            scenario_id=None if scenario is None else f"x{scenario}",
        )
        for i, (domain, scenario, like) in enumerate(told)
    ]


def synthetic(told) -> list[Dialogue]:
    found = []
    for i, (domain, scenario, like, parent, made_from, seed) in enumerate(told):
        parents = [f"r{parent}"] if parent is not None else []
        parents += [f"s{made_from}"] if made_from is not None and made_from < i else []
        one = dialogue(
            f"s{i}",
            words(f"s{i}", None if like is None else f"r{like}"),
            domain=domain,
            scenario_id=None if scenario is None else f"x{scenario + 2}",
            provenance=Provenance(origin="synthetic", parents=tuple(parents)),
        )
        if seed is not None:
            listed = {"ids": [f"r{seed}"], "pairs": [], "digest": f"d{i}"}
            one = replace(one, extra={"simulation": {"seeds": listed}})
        found.append(one)
    return found


def mixed(real, made, ratio: float, seed: int) -> Mix:
    """The mix, or a world in which there is none is passed over."""
    try:
        settings_ = Settings(ratio, seed, held_out=0.3)
        return mix(corpus("real", people(real)), [corpus("synth", synthetic(made))], settings_)
    except InputError:
        assume(False)
        raise


def ancestors(name: str, made) -> set[str]:
    """All that a synthetic dialogue goes back to."""
    found: set[str] = set()
    left = [name]
    while left:
        parents = made[left.pop()]
        left += [one for one in parents if one in made and one not in found]
        found |= set(parents)
    return found


WORLDS = (PEOPLE, MADE, st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.integers(0, 9))


@settings(max_examples=150, deadline=None)
@given(*WORLDS)
def test_training_knows_nothing_of_the_held_out(real, made, ratio, seed) -> None:
    found = mixed(real, made, ratio, seed)
    train = [one.dialogue for one in found.train]
    held = [one.dialogue for one in found.held_out]
    assert held
    assert all(one.id.startswith("r") for one in held)
    for one, other in product(train, held):
        assert one.scenario_id is None or one.scenario_id != other.scenario_id
        sets = shingles([compared_text(one), compared_text(other)])
        assert jaccard(sets.of(0), sets.of(1)) < 0.8
    parents = {one.id: one.provenance.parents for one in synthetic(made) if one.provenance}
    names = {one.id for one in held}
    for one in train:
        if one.id in parents:
            assert not ancestors(one.id, parents) & names


@settings(max_examples=100, deadline=None)
@given(*WORLDS)
def test_seeds_are_in_no_held_out(real, made, ratio, seed) -> None:
    found = mixed(real, made, ratio, seed)
    seeds = {f"r{place}" for *_, place in made if place is not None}
    assert not seeds & {one.id for one in found.held_out}


@settings(max_examples=100, deadline=None)
@given(*WORLDS)
def test_the_ratio_is_exact_but_for_whole_dialogues(real, made, ratio, seed) -> None:
    found = mixed(real, made, ratio, seed)
    sides = Counter((one.dialogue.domain, one.id[0]) for one in found.train)
    for domain in "ab":
        size = sides[domain, "r"] + sides[domain, "s"]
        assert abs(sides[domain, "s"] - ratio * size) < 1
    made_up = sides["a", "s"] + sides["b", "s"]
    assert abs(made_up - ratio * len(found.train)) <= 0.5
    assert found.ratio == made_up / len(found.train)


@settings(max_examples=60, deadline=None)
@given(*WORLDS)
def test_every_dialogue_is_in_one_place_or_told_of(real, made, ratio, seed) -> None:
    found = mixed(real, made, ratio, seed)
    used = [one.id for one in (*found.train, *found.held_out)]
    assert len(set(used)) == len(used)
    left = {name for _, name, _ in found.left_out}
    assert not left & set(used)
    assert left <= {f"s{i}" for i in range(len(made))}
