"""The rules of the fast counter, kind by kind."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dimensions.prose import ALL
from usergap.dimensions.errors_rules import KINDS, LONG_SENTENCE, count_errors, error_kinds


def found(text):
    return {kind: count for kind, count in error_kinds(text).items() if count}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # spelling
        ("I dont beleive this.", {"spelling": 2}),
        ("We visited london and Paris.", {"spelling": 1}),
        ("My 2th try on the 3rd day.", {"spelling": 1}),
        ("The card is an RTX3080Q.", {"spelling": 1}),
        # pronoun
        ("Here i am and i'm late, so I’m sorry.", {"pronoun_i": 2}),
        # sentence start: not in short labels and queries, but in any text of two sentences
        ("what is this", {}),
        ("short query here?", {}),
        ("can you tell me more about the river", {"sentence_start": 1}),
        ("yes. and then?", {"sentence_start": 2}),
        ("Yes. and then?", {"sentence_start": 1}),
        ("He said so, e.g. today, etc. and left.", {}),
        ("Version 2. is better.", {}),
        ("A paragraph.\n\nanother one of more than five words", {"sentence_start": 1}),
        ("Buy these:\n- eggs\n- milk", {}),
        ("i see. Good.", {"pronoun_i": 1}),
        # spacing
        ("Two  spaces and a comma ,here.", {"spacing": 2}),
        ("No space,after a comma, but 1,000 is fine.", {"spacing": 1}),
        ("What is this ?", {"spacing": 1}),
        ("- \ta list\n-  another\n1.  first\n10)  tenth", {}),
        ("Use .NET here. Wait ... what?", {}),
        # quotes
        ('He said "stop and left.', {"quotes": 1}),
        ('He said "stop" and “left”.', {}),
        # pairs of words
        ("An car and a apple.", {"word_pair": 2}),
        ("An hour in a university, a one-way street, an umbrella, an MRI, a URL.", {}),
        ("He don't know, and they was late. You could of asked.", {"word_pair": 3}),
        ("It is more better.", {"word_pair": 1}),
        ("An unimportant and an onerous task, an herb, an HTML page. Not A or B.", {}),
        ("We could of course stay. Does it have a roof? If I were you and he were me.", {}),
        ("I think that things differ by how much people pay for your self-esteem.", {}),
        # repetition
        ("I saw the the dog.", {"repetition": 1}),
        ("The. The dog. Bye, bye.", {}),
        # typography
        ("Pages 10-20 cost 30€.", {"typography": 2}),
        ("Call 555-010-1234 on 2020-01-02.", {}),
    ],
)
def test_kinds(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dear NAME_1, this is NAME_2's letter to <PERSON_NAME>.",
        "Run `pip instal teh` now.",
        "Look:\n```\ndef teh(i):  return i\n```\nThanks.",
        "An open fence:\n```\nx = teh",
        "See https://exampel.com/teh?q=i and www.exampel.com or me@exampel.com.",
        "Thanks 😀👍🏽!",
        "Café, naïve, Привет, 你好。",
    ],
)
def test_code_addresses_placeholders_and_other_scripts_are_left_alone(text):
    assert found(text) == {}


def test_a_long_sentence_is_one_match_with_all_it_holds():
    clause = "we walked " * (LONG_SENTENCE // 2)
    assert found(f"Then {clause.strip()}.") == {"long_sentence": 1}
    assert found(f"Then {clause}teh teh.") == {"long_sentence": 1}
    assert found(f"Then {clause}. It was teh end.")["spelling"] == 1
    at_the_limit = "Then " + "we walked " * (LONG_SENTENCE // 2 - 1) + "on."
    assert found(at_the_limit) == {}  # 1 + 2 * 19 + 1 = 40 words


def test_clean_prose_has_no_errors():
    assert {name: found(text) for name, text in ALL.items()} == {name: {} for name in ALL}


@given(st.text())
def test_any_text_is_counted(text):
    kinds = error_kinds(text)
    assert tuple(kinds) == KINDS
    assert min(kinds.values()) >= 0
    assert count_errors(text) == sum(kinds.values())


MARKS = st.text(alphabet=" \t\n.,!?\"“”'`@_-<>iIaAt1€•", max_size=200)


@given(MARKS)
def test_any_marks_are_counted(text):
    assert min(error_kinds(text).values()) >= 0


@given(st.lists(st.sampled_from(["A dog ran.", "Teh dog ran.", "I and i ran."]), max_size=5))
def test_paragraphs_add_up(parts):
    assert count_errors("\n\n".join(parts)) == sum(map(count_errors, parts))


@pytest.mark.parametrize(
    "piece",
    ["a", " ", "\n", "\t", ".", ". ", "a@", "a.", "`", "``` ", '"', "1-", "A_", "<A_", "i ", "\n ",
     " .", "a'", "•\t", "www.", "\n-", "(", "the ", "an a ", "😀", "\x00", "\ufffc"],
)  # fmt: skip
def test_hostile_messages_take_linear_time(piece):
    text = (piece * 200_000)[:200_000]
    begin = time.process_time()
    error_kinds(text)
    assert time.process_time() - begin < 3
