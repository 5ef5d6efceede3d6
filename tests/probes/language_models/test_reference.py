"""No turn is scored by a model that learned from it."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from usergap.errors import UndefinedMeasureError
from usergap.probes.language_models import reference
from usergap.probes.language_models.reference import scored, turns_of
from usergap.probes.material import Material, Tools

from ..talks import many, talk


class Spy:
    """A reference that remembers what it learned and is never asked about it."""

    name = "spy"
    made: ClassVar = []

    def __init__(self, texts):
        self.learned = set(texts)
        Spy.made.append(self)

    def mean_logprobs(self, texts, contexts=None):
        assert contexts is None
        assert not self.learned & set(texts)
        return [-float(len(text)) for text in texts]


@pytest.fixture
def spy(monkeypatch):
    Spy.made = []
    reference._trained.cache_clear()
    monkeypatch.setattr(reference, "NgramModel", Spy)
    yield Spy
    reference._trained.cache_clear()


def material(**fields):
    real = tuple(talk(f"r{i}", f"real text {i}", scenario_id=f"s{i}") for i in range(9))
    # each simulated user repeats its partner's words: the worst case
    simulated = tuple(talk(f"x{i}", f"real text {i}", scenario_id=f"s{i}") for i in range(9))
    return Material(real, simulated, "bot", **fields)


def test_a_third_of_the_groups_is_learned_from_and_not_scored(spy):
    found = material()
    turns = turns_of(found)
    scores, name = scored(found, turns)
    (model,) = spy.made
    assert len(model.learned) == 3
    # neither the real user who was learned from nor the simulated one who repeats the words
    assert [
        score == -float(len(text)) for score, text in zip(scores, turns.texts, strict=True)
    ] == [text not in model.learned for text in turns.texts]
    assert np.isnan(scores).sum() == 6
    assert "third" in name


def test_who_is_learned_from_does_not_depend_on_the_order(spy):
    found = material()
    scored(found, turns_of(found))
    turned = Material(found.real[::-1], found.simulated[::-1], "bot")
    scored(turned, turns_of(turned))
    assert spy.made[0].learned == spy.made[1].learned


def test_dialogues_without_a_partner_are_learned_from_if_there_are_enough(spy):
    spare = many("z", 10, " ".join(["word"] * 400))
    found = material(spare=spare)
    scored(found, turns_of(found))
    assert [model.learned for model in spy.made] == [{spare[0].turns[0].text}]


def test_a_model_that_is_given_is_asked_instead(spy):
    class Given:
        name = "given"

        def mean_logprobs(self, texts, contexts=None):
            assert contexts is None
            return [None, *[-1.0] * (len(texts) - 1)]

    found = material(tools=Tools(language_model=Given()))
    scores, name = scored(found, turns_of(found))
    assert name == "given"
    assert scores[1:].tolist() == [-1.0] * 17
    assert scores[0] != scores[0]
    assert spy.made == []


def test_without_text_there_is_nothing_to_score():
    empty = many("r", 3, " ")
    with pytest.raises(UndefinedMeasureError, match="no side has a user turn"):
        turns_of(Material(empty, empty, "bot"))
