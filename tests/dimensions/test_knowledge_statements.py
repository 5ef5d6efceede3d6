"""The rules that read what a user knows, on sentences written for the test."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message
from usergap.dimensions.knowledge_statements import (
    EDGE,
    LONGEST,
    Statement,
    statements,
    turn_statements,
)


def said(text):
    return [(kind, " ".join(words)) for kind, words in turn_statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # questions: the target is not known
        ("What is a monad?", [("not", "what is a monad")]),
        ("how do volcanoes erupt", [("not", "how do volcanoes erupt")]),
        ("ok so is the moon hollow?", [("not", "is the moon hollow")]),
        # ... and what is taken for granted is known
        (
            "Why do cats purr?",
            [("not", "why do cats purr"), ("knows", "do cats purr")],
        ),
        (
            "Which tyre fits if the rim has 17 inches?",
            [("not", "which tyre fits"), ("knows", "the rim has 17 inches")],
        ),
        (
            "My oven has no fan, can I bake macarons?",
            [("not", "can i bake macarons"), ("knows", "my oven has no fan")],
        ),
        # admissions
        (
            "I don't know about compound interest",
            [("not", "compound interest")],
        ),
        ("I've never heard of sourdough", [("not", "sourdough")]),
        # orders to tell, orders to make
        ("Explain photosynthesis", [("not", "explain photosynthesis")]),
        ("Could you please list Nordic capitals", [("not", "list nordic capitals")]),
        ("Write a sonnet about lighthouses", [("knows", "a sonnet about lighthouses")]),
        ("can you write a sonnet about lighthouses?", [("knows", "a sonnet about lighthouses")]),
        # corrections
        ("No, it was painted in 1889", [("knows", "it was painted in 1889")]),
        ("That's wrong, Perth is bigger", [("knows", "perth is bigger")]),
        ("you forgot the umlaut", [("knows", "the umlaut")]),
        # bare phrases: a query alone, a detail in company
        ("cheap flights Oslo", [("not", "cheap flights oslo")]),
        (
            "We live in Oslo. Two cats. One balcony.",
            [("knows", "we live in oslo"), ("knows", "two cats"), ("knows", "one balcony")],
        ),
        # assertions
        ("The server is in Oslo", [("knows", "the server is in oslo")]),
    ],
)
def test_rules(text, expected):
    assert said(text) == expected


def test_terms_in_use_are_known_but_not_those_asked_for():
    assert said("How do I call the REST endpoint from NumPy?") == [
        ("not", "how do i call the rest endpoint from numpy"),
        ("knows", "rest numpy"),
    ]
    assert said("What is REST?") == [("not", "what is rest")]


@pytest.mark.parametrize("text", ["", "   ", "???", "ok", "yes please!", "thanks", "\U0001f44d"])
def test_no_content_no_statement(text):
    assert turn_statements(text) == []


def test_typographic_apostrophe_changes_nothing():
    assert said("I don’t know about compound interest") == [("not", "compound interest")]


def test_code_blocks_and_name_placeholders_are_not_read():
    assert said("```\nint counter = 1;\n```\nNAME_1 has boats") == [("knows", "someone has boats")]


def test_only_the_ends_of_a_message_are_read():
    padding = "\n".join(["boats float"] * 1000)
    text = f"I grow melons\n{padding}\nI grow lemons"
    read = said(text)
    assert read[0] == ("knows", "i grow melons")
    assert read[-1] == ("knows", "i grow lemons")
    # 2 × EDGE characters hold at most that many twelve-character lines
    assert len(read) <= 2 * EDGE // len("boats float\n") + 2


def test_statements_carry_the_turn_and_ignore_the_chatbot():
    dialogue = Dialogue(
        id="d",
        messages=(
            Message("assistant", "The capital of Norway is Oslo."),
            Message("user", "hi"),
            Message("assistant", "Hello! Do you like skiing?"),
            Message("user", "Explain fjords"),
        ),
    )
    assert statements(dialogue) == [Statement(2, "not", "explain fjords")]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_short_statements_with_words(text):
    for kind, words in turn_statements(text):
        assert kind in ("knows", "not")
        assert 1 <= len(words) <= LONGEST
        assert all(words)


@given(st.text(alphabet="abc ,.?'!iwhy", max_size=80))
def test_a_second_copy_of_a_sentence_doubles_its_statements(text):
    # each sentence is judged alone, once it is not the only one of its message
    once = turn_statements(text + "\nwe sail.")
    twice = turn_statements(text + "\n" + text + "\nwe sail.")
    assert len(twice) - 1 == 2 * (len(once) - 1)
