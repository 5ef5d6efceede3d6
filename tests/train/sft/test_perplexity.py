"""Perplexity: the model's own loss, by hand, and the bootstrap over groups."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.train.talks import talk, talks, words
from usergap.train.flipping.samples import flip_all
from usergap.train.sft.perplexity import (
    bits_per_character,
    change,
    endings,
    perplexity,
    report,
    turns_of,
)
from usergap.train.sft.scoring import Scores, score


def scores_of(turns, surprise, tokens, ending=-1.0):
    number = len(turns.samples)
    return Scores(
        np.broadcast_to(np.asarray(surprise, float), number).copy(),
        np.broadcast_to(np.asarray(tokens, float), number).copy(),
        np.broadcast_to(np.asarray(ending, float), number).copy(),
    )


def turns(number=8):
    return turns_of(flip_all(talks(number, 1)), range(number))


def test_by_hand():
    # One user turn and one end each: of 2 nats over 4 tokens and 6 over 4, the ends left out,
    # exp(8 / 8) = e.
    two = turns(2)
    found = perplexity(two, scores_of(two, [2.0, 99.0, 6.0, 99.0], 4.0))
    assert found.value == pytest.approx(math.e)
    assert (found.low, found.high) == (None, None)  # two groups give no interval


def test_bits_per_character_by_hand():
    two = turns(2)
    characters = sum(len(talk(n, 1).messages[0].content) for n in range(2))
    found = bits_per_character(two, scores_of(two, math.log(2) * 10, 4.0))
    assert found.value == pytest.approx(20 / characters)


def test_turns_alike_have_no_spread_and_others_have():
    many = turns(8)
    same = perplexity(many, scores_of(many, 3.0, 3.0))
    assert same.low == pytest.approx(math.e)
    assert same.high == pytest.approx(math.e)
    unlike = perplexity(many, scores_of(many, np.arange(16) / 4, 3.0))
    assert unlike.low < unlike.value < unlike.high


def test_whole_groups_are_resampled():
    """Sixteen turns in eight groups of two alike vary more than sixteen on their own."""
    rng = np.random.default_rng(1)
    own = rng.exponential(2.0, 8)
    surprise = np.repeat(np.repeat(own, 2), 2)  # each talk: a turn and an end
    samples = flip_all(talks(16, 1))
    grouped = turns_of(samples, [place // 2 for place in range(16)])
    alone = turns_of(samples, range(16))
    wide, narrow = (perplexity(each, scores_of(each, surprise, 1.0)) for each in (grouped, alone))
    assert wide.value == narrow.value
    assert wide.high - wide.low > 1.15 * (narrow.high - narrow.low)


def test_the_change_is_the_ratio_and_needs_no_luck():
    many = turns(8)
    rng = np.random.default_rng(2)
    before = rng.uniform(2, 9, 16)
    found = change(many, scores_of(many, before, 4.0), scores_of(many, before - 1.0, 4.0))
    assert found.value == pytest.approx(math.exp(-1 / 4))
    assert found.high == pytest.approx(math.exp(-1 / 4))  # the turns' own spread cancels


def test_endings_where_users_ended_and_where_they_went_on():
    two = turns(2)
    told = endings(two, scores_of(two, 1.0, 1.0, np.log([0.1, 0.6, 0.3, np.nan])))
    assert told["ends"] == 1
    assert told["at_ends"] == pytest.approx(0.6)
    assert told["elsewhere"] == pytest.approx(0.2)


def test_without_a_turn_there_is_no_figure():
    none = turns_of([], [])
    assert perplexity(none, scores_of(none, 1.0, 1.0)) is None
    assert report(none, {"before.with_intent": scores_of(none, 1.0, 1.0)})["with_intent"][
        "before"
    ]["perplexity"] is None  # fmt: skip


def test_a_report_tells_what_was_not_scored():
    many = turns(8)
    told = report(many, {"before.without_intent": scores_of(many, 2.0, 2.0)})
    assert told["with_intent"] is None
    assert set(told["without_intent"]) == {"before"}
    assert told["user_turns"] == 8


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_the_score_is_the_models_own_loss_whatever_the_batch(tmp_path):
    torch = pytest.importorskip("torch", reason="needs torch (extra train)")
    from usergap.llm.local import load_causal
    from usergap.testing.tiny_models import save_byte_model
    from usergap.train.sft.encoding import Encoder

    model = load_causal(str(save_byte_model(tmp_path, words(talks(8)))))
    encoder = Encoder(model, model._tokenizer, 256)
    encoded = [encoder.encode(each) for each in flip_all([talk(1), talk(2, 3)])]
    together = score(model._model, encoded, pad=0, end=7, batch_size=4)
    for place, each in enumerate(encoded):
        alone = score(model._model, [each], pad=0, end=7)
        assert together.surprise[place] == pytest.approx(alone.surprise[0], abs=1e-4)
        assert together.ending[place] == pytest.approx(alone.ending[0], abs=1e-4)
        words_alone = [*each.labels[:-1], -100]  # the end of the turn is no word
        with torch.inference_mode():
            told = model._model(
                input_ids=torch.tensor([each.ids]), labels=torch.tensor([words_alone])
            )
        assert together.surprise[place] == pytest.approx(float(told.loss) * each.words, rel=1e-4)
        assert together.tokens[place] == each.words
        first = len(each.ids) - each.target
        assert together.ending[place] == pytest.approx(
            float(told.logits[0, first - 1].log_softmax(-1)[7]), abs=1e-4
        )
