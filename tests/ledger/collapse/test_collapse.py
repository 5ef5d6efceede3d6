import itertools
import random

import numpy as np
import pytest

from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger.collapse.generations import chain
from usergap.ledger.collapse.indicators import amount_of, indicators
from usergap.ledger.collapse.monitor import monitor, watch


@pytest.fixture(scope="module")
def people():
    """600 texts of words by Zipf's law."""
    rng = random.Random(1)
    words = [f"w{i}" for i in range(3000)]
    weights = [1 / (i + 1) for i in range(3000)]
    return [" ".join(rng.choices(words, weights, k=rng.randint(4, 14))) for _ in range(600)]


def test_indicators_by_hand():
    # a a b c: shares 1/2, 1/4, 1/4 have 1.5 bits; pairs aa, ab, bc are all different;
    # rare words of the real text are b, c, d and e, of which two occur
    real = ["a a a a b c d e"]
    found = indicators(["a a b c"], real, 4, 0)
    assert found.entropy == pytest.approx(1.5)
    assert found.distinct == 1
    assert found.tail == pytest.approx(2 / 4)
    p, q = np.array([2, 1, 1, 0, 0]) / 4, np.array([4, 1, 1, 1, 1]) / 8
    middle = (p + q) / 2
    parts = [x * np.log2(x / m) for s in (p, q) for x, m in zip(s, middle, strict=True) if x]
    expected = sum(parts) / 2
    assert found.distance == pytest.approx(expected)


def test_a_text_is_at_no_distance_from_itself(people):
    found = indicators(people, people, amount_of(people), 0)
    assert (found.tail, found.distance) == (1, pytest.approx(0, abs=1e-12))


def test_texts_without_a_word_in_common_are_at_distance_one():
    assert indicators(["a b"], ["c d"], 2, 0).distance == pytest.approx(1)


def test_too_little_text_is_told():
    with pytest.raises(InputError, match="expected 9 words in a generation, found 2"):
        indicators(["a b"], ["a b"], 9, 0)
    with pytest.raises(InputError, match="used 3 times or less"):
        indicators(["a a"], ["a a a a"], 2, 0)


def test_generation_zero_is_real_and_words_never_appear_from_nowhere(people):
    found = chain(people, 3, seed=1)
    assert found[0] == people
    for before, after in itertools.pairwise(found):
        assert {w for t in after for w in t.split()} <= {w for t in before for w in t.split()}
        assert amount_of(after) >= amount_of(people)


def test_all_fresh_learns_from_people_every_time(people):
    last = chain(people, 4, fresh=1.0, seed=1)[-1]
    once = chain(people, 1, seed=2)[-1]
    amount = amount_of(people)
    one, other = (indicators(texts, people, amount, 0).tail for texts in (last, once))
    assert one == pytest.approx(other, abs=0.05)


def test_recursion_is_found_and_a_refreshed_mix_is_not(people):
    recursive = watch(people, 6, fresh=0.0, chains=3, seed=0)
    assert recursive.alarm
    told = {one.indicator: one for one in recursive.changes}
    assert told["tail"].alarm
    assert told["tail"].change.high < -0.1
    for seed in (0, 10, 20):
        refreshed = watch(people, 6, fresh=0.6, chains=3, seed=seed)
        assert not refreshed.alarm, refreshed.changes


def test_a_generator_that_gets_narrower_is_found(people):
    # each generation keeps the 60 % of texts that are the most common words'
    def narrow(texts):
        return sorted(texts, key=lambda t: np.mean([int(w[1:]) for w in t.split()]))[
            : len(texts) * 6 // 10
        ]

    chains = []
    for seed in range(3):
        made = chain(people, 1, seed=seed)
        for _ in range(3):
            made.append(narrow(made[-1]))
        chains.append(made)
    assert monitor(chains, seed=0).alarm


@pytest.mark.parametrize("kept", [1, 20])
def test_a_generator_that_collapsed_at_once_is_found(people, kept):
    # nothing changes from generation 1 on, and nothing of people's rare words may be left
    stuck = people[:kept] * (len(people) // kept)
    found = monitor([[people, stuck, stuck, stuck]] * 3, seed=0)
    assert not any(one.alarm for one in found.changes)
    assert found.alarm
    assert {one.indicator: one.alarm for one in found.losses}["distinct"]


def test_other_people_are_no_collapse(people):
    rng = random.Random(2)
    alarms = 0
    for seed in range(20):
        chains = [[people, *(rng.sample(people, 300) for _ in range(4))] for _ in range(3)]
        alarms += monitor(chains, seed=seed).alarm
    assert alarms == 0


def test_one_chain_has_changes_without_an_interval_and_no_alarm(people):
    found = monitor([chain(people, 3, seed=0)], seed=0)
    assert not found.alarm
    assert all(one.change.low is None for one in found.changes)


@pytest.mark.parametrize("chains", [[], [[["a"]] * 3], [[["a"]] * 4, [["a"]] * 5]])
def test_chains_that_show_nothing_are_refused(chains):
    with pytest.raises(InputError, match="three generations or more"):
        monitor(chains, seed=0)


@pytest.mark.parametrize(
    ("texts", "generations", "fresh"), [([], 2, 0.0), (["a"], 0, 0.0), (["a"], 2, 1.5)]
)
def test_a_chain_that_cannot_be_is_refused(texts, generations, fresh):
    with pytest.raises(InputError):
        chain(texts, generations, fresh=fresh, seed=0)


def test_on_people_s_turns_recursion_alarms_and_half_fresh_does_not(data):
    dialogues = read(data / "realsim/real.jsonl").dialogues[:120]
    texts = [turn.text for dialogue in dialogues for turn in dialogue.turns]
    assert watch(texts, 5, fresh=0.0, chains=3, seed=0).alarm
    assert not watch(texts, 5, fresh=0.6, chains=3, seed=0).alarm
