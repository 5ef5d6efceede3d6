import numpy as np
import pytest

from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger.generator_audit.mirage import mirage

WORDS = ["the", "cat", "and", "dog", "sat", "near", "some", "water", "with", "old", "bread"]


def side(name, number, seed, *, typo=0.0, strange=0.0, spread=False, start="The", against=False):
    rng = np.random.default_rng(seed)
    made = []
    for i in range(number):
        messages = []
        for _ in range(3):
            words = list(rng.choice(WORDS, int(rng.integers(1, 40)) if spread else 8))
            words = ["wrod" if rng.random() < typo else w for w in words]
            words = ["volcano" if rng.random() < strange else w for w in words]
            messages.append(Message("user", f"{start} {' '.join(words)}."))
        if against:
            messages += [
                Message("user", "I am 30 years old."),
                Message("user", "I am 40 years old."),
            ]
        made.append(Dialogue(f"{name}{i}", tuple(messages), scenario_id=f"{name}{i}"))
    return made


def signs(real, made):
    return {one.id: one for one in mirage(real, made, seed=1)}


@pytest.fixture(scope="module")
def people():
    return side("r", 40, 1, typo=0.1, spread=True)


def test_one_and_the_same_is_no_mirage(people):
    for one in signs(people, people).values():
        assert one.real == pytest.approx(one.synthetic)
        assert one.index.value == pytest.approx(0)


@pytest.mark.parametrize(
    ("sign", "planted", "up"),
    [
        ("typos", {"spread": True}, False),
        ("oov", {"typo": 0.1, "spread": True, "strange": 0.1}, True),
        ("length_cv", {"typo": 0.1}, False),
        ("ill_formed", {"typo": 0.1, "spread": True, "start": "the"}, True),
        ("contradiction", {"typo": 0.1, "spread": True, "against": True}, True),
    ],
)
def test_what_is_planted_is_found_where_it_was_planted(people, sign, planted, up):
    found = signs(people, side("s", 40, 2, **planted))[sign].index
    assert (found.value > 0) == up
    if sign == "contradiction":  # everybody against nobody: Wilson, as no resample differs
        assert (found.value, found.low) == (100, pytest.approx(86.88, abs=0.01))
    else:
        assert found.low > 0 or found.high < 0


def test_another_sample_of_the_same_people_is_within_the_intervals(people):
    for one in signs(people, side("s", 40, 3, typo=0.1, spread=True)).values():
        assert one.index.low is None or one.index.low <= 0 <= one.index.high


def test_a_language_without_a_list_is_refused(people):
    with pytest.raises(InputError, match="expected English"):
        mirage(people, [Dialogue("x", (Message("user", "hallo"),), language="de")], seed=0)
    with pytest.raises(InputError, match="user words on both sides"):
        mirage(people, [], seed=0)


def test_simulated_users_vary_less_in_length_in_words_a_turn(data):
    people = read(data / "realsim/real.jsonl").dialogues[:200]
    found = signs(people, read(data / "simulated/generic.jsonl").dialogues)
    assert found["length_cv"].index.high < 0
    assert set(found) == {"typos", "oov", "length_cv", "ill_formed", "contradiction"}


def test_no_contradiction_on_either_side_has_an_interval_by_wilson(people):
    # none of 40 and none of 20 groups: Wilson's upper ends at Student's t of 39 and 19 degrees,
    # t²/(n + t²) with t = 2.0227 and 2.0930: 9.28 and 17.97 per 100
    found = signs(people, side("s", 20, 2))["contradiction"].index
    assert (found.value, found.low, found.high) == (
        0, pytest.approx(-9.28, abs=0.01), pytest.approx(17.97, abs=0.01)
    )  # fmt: skip
