"""Targets: numbers of real dialogues, from dialogues, profiles and references."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.formats.samples import sample
from usergap.profiles import measure_corpus, write_profile
from usergap.simulate.matching.target import KINDS, REMARKS, Target, labels_plan, read_target
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds

from .made_targets import target


def talk(name, *user):
    messages = [
        part
        for text in user
        for part in (Message("user", text), Message("assistant", "It depends."))
    ]
    return Dialogue(name, tuple(messages), scenario_id=f"of {name}", domain="sea")


@pytest.fixture(scope="module")
def corpus():
    quiet = [talk(f"q{n}", "Which keels are there?", "Which woods are there?") for n in range(19)]
    loud = talk("loud", "Which keels are there?", "Perfect, thanks.", "Great, thank you!")
    return Corpus("real", (*quiet, loud))


def test_counts_are_those_of_the_dialogues(corpus):
    found = read_target(corpus)
    praise = REMARKS.index("explicit_positive")
    assert (found.turns.tolist(), found.words.tolist()) == ([2] * 19 + [3], [8] * 19 + [9])
    assert found.remarks[:, praise].tolist() == [0] * 19 + [2]
    assert found.remarking[-1] == 2
    assert found.first.sum() == 0
    assert found.ids[-1] == "loud"
    assert found.seeds[-1] == Seeds.of([corpus[-1]])
    assert found.kinds.shape == (20, len(KINDS))


def test_a_profile_gives_the_same_numbers_without_ids(corpus, tmp_path):
    path = write_profile(measure_corpus(corpus, labels_plan(), jobs=1), tmp_path / "p.parquet")
    whole, bare = read_target(corpus), read_target(path)
    assert (bare.ids, bare.seeds) == ((), ())
    assert bare.pairs == whole.pairs
    for name in ("turns", "words", "remarks", "first", "remarking", "kinds", "groups"):
        assert np.array_equal(getattr(bare, name), getattr(whole, name)), name


def test_a_shipped_reference_is_a_target():
    found = read_target("wildchat")
    assert len(found) > 300
    assert found.annotators["feedback"] == read_target(sample("generic")).annotators["feedback"]


def test_partners_are_left_out_with_their_groups():
    full = target(40)
    grouped = full.groups.copy()
    grouped[7] = grouped[3]
    found = Target(**{**vars(full), "groups": grouped}).without(
        [Scenario(name, "x") for name in ("r3", "r9", "nobody")]
    )
    assert set(full.ids) - set(found.ids) == {"r3", "r7", "r9"}
    assert found.turns.tolist() == [t for row, t in enumerate(full.turns) if row not in (3, 7, 9)]


def test_partners_without_a_scenario_id_are_known_by_their_own():
    full = target(40)
    bare = Target(**{**vars(full), "pairs": (None,) * 40})
    asked = [Scenario("r3", "x"), Scenario("s1", "x", parents=("r9",))]
    assert set(full.ids) - set(bare.without(asked).ids) == {"r3", "r9"}
    assert set(full.ids) - set(full.without(asked).ids) == {"r3", "r9"}


def test_too_little_is_told(corpus, tmp_path):
    with pytest.raises(InputError, match="at least 20 dialogues"):
        read_target(corpus.with_dialogues(corpus[:19]))
    with pytest.raises(InputError, match="expected a file, or one of"):
        read_target(tmp_path / "nowhere")
    foreign = [Dialogue(d.id, d.messages, language="de") for d in corpus]
    with pytest.raises(InputError, match="found 0"):
        read_target(corpus.with_dialogues(foreign))
