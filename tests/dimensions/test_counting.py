"""Sentences, tokens, words and syllables."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dimensions.counting import sentences, syllables, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n\t ", []),
        ("... !? --", []),
        ("No end mark", ["No end mark"]),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("a newline\nends one", ["a newline", "ends one"]),
        ("carriage\r\nreturn", ["carriage", "return"]),
        ("It costs 3.14 at example.com today", ["It costs 3.14 at example.com today"]),
        ("forgot the space.Next one", ["forgot the space.", "Next one"]),
        ("wait...what?!", ["wait...", "what?!"]),
        ("Fine. ... Go on.", ["Fine.", "Go on."]),
        ("great! 😀", ["great!", "😀"]),
        ("真的吗？好。", ["真的吗？", "好。"]),
        ("bell\x07 and null\x00.", ["bell\x07 and null\x00."]),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


def test_tokens_keep_apostrophes_and_hyphens():
    assert tokens("Don't re-read it, it’s 5 o'clock") == [
        "Don't", "re-read", "it", "it’s", "5", "o'clock",
    ]  # fmt: skip


def test_words_have_a_letter():
    assert words("3 of 4 people, 2nd try: 100% -- ok_then") == [
        "of", "people", "2nd", "try", "ok", "then",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "listed"),
    [
        (1, "a the make asked eyes strength through played can't you're year league"),
        (
            2,
            "table wanted boxes going create someone being rhythm didn't homework people unique",
        ),
        (3, "radio banana beautiful area happier everyone scientist employee basically"),
        (4, "information education material comfortable diabetes society enjoyable"),
        (5, "university association"),
    ],
)
def test_syllables(count, listed):
    assert {word: syllables(word) for word in listed.split()} == dict.fromkeys(
        listed.split(), count
    )


def test_syllables_of_a_published_sentence():
    # Flesch reading ease of this sentence is printed as 69 (Wikipedia, "Flesch-Kincaid
    # readability tests"): 206.835 - 1.015 * 16 - 84.6 * s / 16 = 69.0 for s = 23
    text = "This sentence, taken as a reading passage unto itself, is being used to prove a point."
    assert len(words(text)) == 16
    assert sum(map(syllables, words(text))) == 23


def test_case_and_typographic_apostrophe_do_not_matter():
    assert syllables("TABLE") == syllables("table")
    assert syllables("didn’t") == syllables("didn't")


@given(st.text(alphabet="aZ09_'-’. \né²Σ", max_size=40))
def test_tokens_are_the_same_with_and_without_other_characters(text):
    assert tokens(text) == re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", text)
    assert tokens(f"{text} é") == [*tokens(text), "é"]


@given(st.text())
def test_any_text_is_counted(text):
    for sentence in sentences(text):
        assert sentence == sentence.strip()
        assert sentence in text
    assert set(words(text)) <= set(tokens(text))
    assert all(syllables(word) >= 1 for word in words(text))


@given(st.lists(st.text(), max_size=5))
def test_messages_joined_by_newlines_have_the_sentences_of_each(texts):
    apart = [sentence for text in texts for sentence in sentences(text)]
    assert sentences("\n".join(texts)) == apart


@given(st.text(alphabet=" .!?\na", max_size=40))
def test_words_of_the_sentences_are_the_words_of_the_text(text):
    assert [w for s in sentences(text) for w in words(s)] == words(text)


@pytest.mark.parametrize(
    "piece", ["a", ".", " ", "\n", "a.", ". ", "a'", "a-", "...a", "\x00", "é"]
)
def test_long_messages_take_linear_time(piece):
    text = piece * 300_000
    begin = time.process_time()
    sentences(text)
    for word in words(text)[:3]:
        syllables(word)
    assert time.process_time() - begin < 5
