"""The linear model: arithmetic by hand, exactness, and what the shipped one knows."""

import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.annotators.emotion_features import BITS, features
from usergap.annotators.emotion_model import LABELS, NEUTRAL, EmotionModel, packed, shipped_model

EMPTY = packed(np.zeros(0, np.int64), np.zeros((0, 7), np.int8), np.zeros(0, np.uint8))


def model(**changes):
    """All weights 0, all probabilities ½ before any change."""
    given = {
        "packed": EMPTY,
        "scale": np.ones(7), "bias": np.zeros(7), "slope": np.ones(7), "offset": np.zeros(7),
        "thresholds": np.full(7, 0.5), "confidence": 0.0,
    }  # fmt: skip
    return EmotionModel(**(given | changes))


def test_score_by_hand():
    # "a" has one word and, with spaces around it, two 2-byte and one 3-byte run. Give the
    # word's column weight 6 for joy and rarity 9: s = 2 · 6 / √9 + 1 = 5
    columns = [found[first[0] : last[0]] for found, first, last in features(["a"])]
    word = columns[0]
    assert len(word) == 1
    weights = np.zeros((1, 7), np.int8)
    weights[0, LABELS.index("joy")] = 6
    table = packed(word, weights, np.array([9], np.uint8))
    found = model(packed=table, scale=np.full(7, 2.0), bias=np.ones(7)).probabilities(["a"])
    expected = np.full(7, 1 / (1 + np.exp(-1.0)))
    expected[LABELS.index("joy")] = 1 / (1 + np.exp(-5.0))
    assert found[0] == pytest.approx(expected, abs=1e-12)


def test_negative_weights_and_repeats():
    # the word twice: s = −4 · 2 / √(4 + 4) = −2.8284…; the pair and the bytes weigh nothing
    word = next(iter(features(["a"])))[0]
    weights = np.full((1, 7), -4, np.int8)
    table = packed(word, weights, np.array([4], np.uint8))
    found = model(packed=table).probabilities(["a a"])
    assert found[0] == pytest.approx(1 / (1 + np.exp(8 / np.sqrt(8))), abs=1e-12)


def test_no_sentence_and_no_text():
    assert shipped_model().probabilities([]).shape == (0, 7)
    assert np.isfinite(shipped_model().probabilities(["", "\U0001f600", "\x00"])).all()
    assert shipped_model().judged(np.zeros((0, 7))).shape == (0, 7)


def test_thresholds_then_rejection():
    judge = model(thresholds=np.array([0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.6]), confidence=0.4)
    rows = np.array([
        [0.5, 0.1, 0.1, 0.35, 0.1, 0.1, 0.2],  # two above their thresholds
        [0.35, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2],  # anger, but not sure enough
        [0.1, 0.1, 0.1, 0.2, 0.1, 0.1, 0.3],  # none: joy at .2/.3 is nearest
    ])  # fmt: skip
    names = [[LABELS[k] for k in np.flatnonzero(row)] for row in judge.multilabel(rows)]
    assert names == [["anger", "joy"], ["anger"], ["joy"]]
    names = [[LABELS[k] for k in np.flatnonzero(row)] for row in judge.judged(rows)]
    assert names == [["anger", "joy"], ["neutral"], ["neutral"]]


probabilities = st.lists(
    st.lists(st.floats(0, 1), min_size=7, max_size=7), min_size=1, max_size=5
).map(np.array)


@given(probabilities)
def test_every_sentence_gets_a_label(rows):
    assert shipped_model().multilabel(rows).any(axis=1).all()
    assert shipped_model().judged(rows).any(axis=1).all()


@given(probabilities, st.floats(0, 1), st.floats(0, 1))
def test_more_confidence_asked_means_more_neutral(rows, one, other):
    low, high = (model(confidence=cut).judged(rows)[:, NEUTRAL] for cut in sorted((one, other)))
    emotions = [
        np.delete(model(confidence=cut).judged(rows), NEUTRAL, axis=1).any(axis=1)
        for cut in sorted((one, other))
    ]
    assert (emotions[0] | ~emotions[1]).all()
    assert low.sum() <= high.sum()


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_exactly_the_same_alone_and_in_any_batch(sentences):
    together = shipped_model().probabilities(sentences)
    alone = [shipped_model().probabilities([sentence])[0] for sentence in sentences]
    assert (together == np.array(alone)).all()


def test_a_very_long_sentence_does_not_overflow():
    once = shipped_model().probabilities(["terrible news "])
    many = shipped_model().probabilities(["terrible news " * 40_000])
    assert np.isfinite(many).all()
    # the same words: length scaling leaves the order of magnitude, not the sign
    assert (many[0, LABELS.index("joy")] < 0.5) == (once[0, LABELS.index("joy")] < 0.5)


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("I am so happy, thank you!", "joy"),
        ("This makes me furious, you idiot", "anger"),
        ("I'm terrified of flying", "fear"),
        ("I cried all night, I miss my dog", "sadness"),
        ("That is disgusting", "disgust"),
        ("Wow, I did not expect that!", "surprise"),
        ("The meeting is on the second floor", "neutral"),
    ],
)
def test_shipped_model_knows_plain_cases(sentence, label):
    shipped = shipped_model()
    chosen = shipped.judged(shipped.probabilities([sentence]))[0]
    assert chosen[LABELS.index(label)]


def test_packing_keeps_bytes_in_place():
    table = packed(np.array([3]), np.arange(-3, 4, dtype=np.int8)[None], np.array([200], np.uint8))
    assert table.shape == (1 << BITS,)
    lanes = [(int(table[3]) >> (8 * lane)) & 255 for lane in range(8)]
    assert lanes == [125, 126, 127, 128, 129, 130, 131, 200]
    assert (int(table[0]) >> 56, int(table[0]) & 255) == (0, 128)


def test_macro_f1_on_comments_never_trained_on(data):
    """The bar: ≥ .58 on the development comments before rejection; and the card is true."""
    names = (data / "goemotions/labels.txt").read_text("utf-8").split()
    texts, gold = [], []
    for line in (data / "goemotions/dev.tsv").read_text("utf-8").rstrip("\n").split("\n"):
        text, numbers, _ = line.split("\t")
        texts.append(text)
        labels = {names[int(number)] for number in numbers.split(",")}
        gold.append([label in labels for label in LABELS])
    truth = np.array(gold)
    shipped = shipped_model()
    probability = np.vstack(
        [shipped.probabilities(texts[at : at + 1000]) for at in range(0, len(texts), 1000)]
    )

    def f1(chosen):
        return 2 * (chosen & truth).sum(axis=0) / (chosen.sum(axis=0) + truth.sum(axis=0))

    before = f1(shipped.multilabel(probability))
    assert before.mean() >= 0.58
    stored = json.loads((files("usergap.annotators") / "shipped/emotion.json").read_text("utf-8"))
    assert before == pytest.approx(
        [stored["f1_before_rejection"][label] for label in LABELS], abs=1e-4
    )
    after = f1(shipped.judged(probability))
    assert after.mean() == pytest.approx(stored["comments"]["macro_f1"], abs=1e-4)
