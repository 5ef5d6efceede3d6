import random

import pytest

from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.profiles import Plan, default_plan, measure_corpus
from usergap.train.cross_simulator.weights import mixture_weights

KINDS = ("how do i fix this code?", "thanks, that is perfect!", "no, that is wrong. try again")


def side(shares, *, count=80, simulator=None, seed=0):
    """Dialogues of one kind of message each, with these shares; paired by scenario."""
    rng = random.Random(seed)
    kinds = [k for k, share in enumerate(shares) for _ in range(round(share * count))]
    rng.shuffle(kinds)
    made = tuple(
        Dialogue(
            f"{simulator}{n}",
            (Message("assistant", "here you are"), Message("user", f"{KINDS[kind]} {'x ' * kind}")),
            scenario_id=f"s{n}",
            simulator=simulator,
        )
        for n, kind in enumerate(kinds)
    )
    plan = default_plan()
    return measure_corpus(Corpus(simulator or "real", made), Plan(plan.annotators, (), False))


@pytest.fixture(scope="module")
def found():
    real = side((0.5, 0.25, 0.25))
    asking = side((1, 0, 0), simulator="asking", seed=1)
    praising = side((0, 1, 0), simulator="praising", seed=2)
    cross = side((0, 0, 1), simulator="cross", seed=3)
    return mixture_weights(real, [asking, praising, cross], replicates=60)


def test_a_planted_mixture_is_found_with_its_interval(found):
    shares = {name: each.value for name, each in found.weights.items()}
    assert shares == pytest.approx({"asking": 0.5, "praising": 0.25, "cross": 0.25}, abs=0.03)
    for name, share in (("asking", 0.5), ("praising", 0.25), ("cross", 0.25)):
        assert found.weights[name].low <= share <= found.weights[name].high
        assert found.weights[name].high - found.weights[name].low > 0.05


def test_the_mixture_is_nearer_than_any_alone(found):
    assert found.mixture.value < 0.01
    assert found.mixture.value < found.equal < min(found.alone.values())
    assert found.saved.low > 0
    assert "is nearer than the best alone by" in found.sentence
    assert found.paired


def test_the_floor_is_what_two_samples_of_real_users_show(found):
    assert 0 < found.floor < 0.05


def test_simulators_that_are_alike_leave_their_shares_open():
    real = side((0.5, 0.5, 0))
    twins = [side((0.5, 0.5, 0), simulator=name, seed=n) for n, name in enumerate(("a", "b"), 5)]
    found = mixture_weights(real, twins, replicates=60)
    assert found.weights["a"].high - found.weights["a"].low > 0.5
    assert "cannot be told" in found.sentence


def test_one_simulator_is_no_mixture():
    with pytest.raises(InputError, match="expected two or more to mix, found 1"):
        mixture_weights(side((1, 0, 0)), [side((0, 1, 0), simulator="a")])


def test_too_few_groups_are_refused():
    sides = [side((1, 0, 0), count=10, simulator=name) for name in "ab"]
    with pytest.raises(InputError, match="expected 20 groups"):
        mixture_weights(side((1, 0, 0), count=10), sides)
