"""MTLD: known answers by hand, an independent implementation, and properties."""

import json
import random
import statistics
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dimensions.prose import ALL
from usergap.dialogues import Dialogue, Message
from usergap.dimensions.counting import words
from usergap.dimensions.mtld import MTLD, measure_mtld, mtld


def cells(*texts):
    return measure_mtld(Dialogue("d", tuple(Message("user", text) for text in texts)))


def test_complete_factors_by_hand():
    # a, ab, aba: 2/3 < .72, one factor; then b: ratio 1, no part. 4 tokens / 1 factor, and
    # backwards b, ba, bab, then a: the same
    assert mtld(list("abab")) == 4


def test_a_partial_factor_by_hand():
    # forwards: 5 types in 6 tokens never fall below .72: part (1 - 5/6) / (1 - .72)
    # = .1667 / .28 = .5952; 6 / .5952 = 10.08. Backwards a e d c b a: the same
    assert mtld(list("abcdea")) == pytest.approx(10.08)


def test_directions_are_averaged():
    # forwards a, aa: 1/2 < .72, one factor; b c d e: ratio 1, no part: 6 / 1 = 6
    # backwards e d c b a a: 5/6, part .5952: 10.08. Mean 8.04
    assert mtld(list("aabcde")) == pytest.approx(8.04)


def test_the_threshold_itself_completes_nothing():
    # 18 types in 25 tokens: .72 exactly, not below it: part (1 - .72) / .28 = 1, so 25 / 1
    tokens = [str(i) for i in range(18)] + ["0"] * 7
    assert mtld(tokens[:25]) == pytest.approx((25 + mtld_backwards(tokens)) / 2)


def mtld_backwards(tokens):
    # backwards 0 0: .5, a factor; three times, then 0 17 16 ... 1 0: the last 0 comes twice:
    # 18 types in 19 tokens, part (1/19) / .28
    return len(tokens) / (3 + (1 / 19) / 0.28)


@pytest.mark.parametrize("tokens", [[], ["one"], ["all", "words", "differ"]])
def test_undefined_where_the_ratio_never_falls(tokens):
    assert mtld(tokens) is None


@pytest.mark.parametrize("text", ["", " ", "123 4", "?!", "😀", "\x00"])
def test_undefined_without_words(text):
    assert cells(text) == {"mtld": None, "mtld_tokens": 0}
    assert cells() == {"mtld": None, "mtld_tokens": 0}


def test_messages_are_one_text_in_small_letters():
    assert cells("A b", "a B") == {"mtld": 4.0, "mtld_tokens": 4}


def test_the_declared_columns_come_back():
    assert tuple(cells("a b")) == MTLD.columns
    assert MTLD.beside == ("mtld_tokens",)


TOKENS = st.lists(st.sampled_from("abcdefgh"), max_size=60)


@given(TOKENS)
def test_both_directions_count_alike(tokens):
    assert mtld(tokens) == mtld(tokens[::-1])


@given(TOKENS)
def test_names_of_words_do_not_matter(tokens):
    assert mtld([f"x{token}" for token in tokens]) == mtld(tokens)


@given(TOKENS)
def test_defined_exactly_where_a_word_comes_twice(tokens):
    found = mtld(tokens)
    assert (found is not None) == (len(set(tokens)) < len(tokens))
    assert found is None or found > 1


@given(st.lists(st.text(), max_size=4))
def test_any_text_is_measured(texts):
    assert cells(*texts)["mtld_tokens"] >= 0


@pytest.mark.parametrize("name", ALL)
def test_lexicalrichness_agrees_on_ordinary_prose(name):
    richness = pytest.importorskip("lexicalrichness")
    tokens = [word.lower() for word in words(ALL[name])]
    other = richness.LexicalRichness(" ".join(tokens), preprocessor=None, tokenizer=str.split)
    assert mtld(tokens) == pytest.approx(other.mtld(threshold=0.72), rel=0.02)


def test_richer_text_scores_higher():
    rng = random.Random(0)
    poor = [str(rng.randrange(20)) for _ in range(1000)]
    rich = [str(rng.randrange(200)) for _ in range(1000)]
    assert mtld(poor) < mtld(rich)


def test_a_million_tokens_take_linear_time():
    tokens = [str(i % 7919) for i in range(1_000_000)]
    begin = time.process_time()
    mtld(tokens)
    assert time.process_time() - begin < 10


def test_known_answer_on_real_dialogues(data):
    found = []
    with (data / "realsim/real.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            texts = [m["content"] for m in json.loads(line)["messages"] if m["role"] == "user"]
            found.append(cells(*texts))
    # METHODS: mean 51-55, 58 % of dialogues under 100 tokens
    assert 51 <= statistics.mean(x["mtld"] for x in found if x["mtld"] is not None) <= 55
    assert statistics.mean(x["mtld_tokens"] < 100 for x in found) == pytest.approx(0.58, abs=0.03)
