"""A simulated user that obeys: what it reads, what it writes, and how that is labelled."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.annotators import shipped_annotator
from usergap.dialogues import Dialogue, Message
from usergap.testing import ObeyingUser
from usergap.testing.call import Call
from usergap.testing.obeying_user import END
from usergap.testing.orders import read_orders
from usergap.testing.user_sentences import FEEDBACK, IDENTITY

HEAD = (
    "You play a user who writes to a chatbot.\nWho you are: a human user who complains\n"
    "What you want: compare wooden keels and praise 900 words\n"
)
MAY_STOP = f"If this person would stop here, write {END} and nothing else."
REMARKS = {
    "explicit_positive": "Praise the last answer.",
    "explicit_negative": "Complain that the last answer is wrong or not what you wanted.",
    "regeneration_request": "Ask for the last answer again, done differently.",
    "continuation_request": "Ask the chatbot to go on with its answer.",
    "requesting_clarification": "Say that you did not understand the last answer.",
    "providing_clarification": "Correct what the chatbot misunderstood.",
}
KINDS = {
    "demographic": "your job or age",
    "physical": "your health",
    "interpersonal_relationships": "your family",
    "general_preferences": "your tastes",
    "past": "your past",
    "future": "your plans",
    "worldview": "your beliefs",
}


def write(lines, seed=1, history=(), **options):
    messages = [("system", HEAD + lines), ("user", "(begin)"), *history]
    listed = [{"role": role, "content": text} for role, text in messages]
    return ObeyingUser(**options)(Call(0, "", {}, {"seed": seed, "messages": listed}, 0.0))


def after(turns):
    return [("assistant", "Which rules are there?"), ("user", "It depends.")] * turns


@pytest.mark.parametrize("label", REMARKS)
def test_a_remark_that_is_ordered_or_forbidden(label):
    assert read_orders(REMARKS[label]).feedback[label] is True
    assert read_orders("Do not " + REMARKS[label].lower()).feedback[label] is False
    assert any(s in write(REMARKS[label], history=after(2)) for s in FEEDBACK[label])


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_tells_about_itself(kind):
    line = f"Tell something about yourself: {KINDS[kind]}."
    assert read_orders(line).identity == {kind: True}
    assert any(s in write(line) for s in IDENTITY[kind])


def test_orders_are_read_from_plain_lines_only():
    told = read_orders(HEAD + "Write about 1,200 words. Give no praise and no thanks.")
    assert told.words == 1200
    assert told.feedback == {"explicit_positive": False}
    quiet = read_orders("Do not comment on the last answer.\nTell nothing about yourself.")
    assert (quiet.quiet, quiet.closed) == (True, True)
    assert read_orders("Ask for the price of oak.").topics == ["the price of oak"]
    # who one is and what one wants are no orders
    assert read_orders(HEAD) == read_orders("")


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        (f"End the conversation now: write {END} and nothing else.", True),
        (f"Do not end the conversation yet.\n{MAY_STOP}", False),
        ("Go on with the conversation; do not end it yet.", False),
        ("", False),
    ],
)
def test_it_ends_when_told(lines, ends):
    assert {write(lines, seed, after(9)) == END for seed in range(40)} == {ends}


def test_left_to_itself_it_praises_discloses_and_ends_late():
    early = [write(MAY_STOP, seed, after(5)) for seed in range(200)]
    assert END not in early
    assert 10 < sum(write(MAY_STOP, seed, after(9)) == END for seed in range(200)) < 100
    praised = sum(any(s in text for s in FEEDBACK["explicit_positive"]) for text in early)
    told = sum(any(s in text for own in IDENTITY.values() for s in own) for text in early)
    assert 25 < praised < 80
    assert 40 < told < 110
    assert all(12 <= len(text.split()) <= 30 for text in early)


@settings(deadline=None, max_examples=60)
@given(st.integers(10, 700), st.integers(0, 2**31), st.integers(0, 9))
def test_it_writes_as_many_words_as_ordered(words, seed, turns):
    lines = f"Write about {words} words. Do not comment on it. Tell nothing about yourself."
    text = write(lines, seed, after(turns))
    assert abs(len(text.split()) - words) <= 2
    assert write(lines, seed, after(turns)) == text
    assert abs(len(write(lines, seed, wordy=1.5).split()) - 1.5 * words) <= 3


def test_slips_are_as_frequent_as_said():
    lines = "Write about 60 words. Do not comment. Tell nothing about yourself."
    long = sum(len(write(lines, s, after(1), slips=0.3).split()) > 45 for s in range(400))
    assert 0.6 < long / 400 < 0.8


def test_without_a_system_prompt_it_answers_as_a_chatbot():
    call = Call(0, "", {}, {"messages": [{"role": "user", "content": "hi"}]}, 0.0)
    assert ObeyingUser(otherwise="Well.")(call) == "Well."


def test_the_shipped_annotators_label_its_sentences_as_meant():
    rng, dialogues, meant = random.Random(3), [], []
    for number in range(120):
        messages, labels = [], []
        for turn in range(6):
            remark = rng.choice(list(REMARKS)) if turn and rng.random() < 0.35 else None
            kind = rng.choice(list(KINDS)) if rng.random() < 0.12 else None
            lines = [f"Write about {rng.randint(8, 60)} words.", "Do not end the conversation."]
            lines.append(REMARKS[remark] if remark else "Do not comment on the last answer.")
            told = f"something about yourself: {KINDS[kind]}" if kind else "nothing about yourself"
            history = [("assistant" if m.role == "user" else "user", m.content) for m in messages]
            text = write("\n".join([*lines, f"Tell {told}."]), rng.getrandbits(31), history)
            answer = rng.choice(("It depends on the wood.", "Most people begin with a plan."))
            messages += [Message("user", text), Message("assistant", answer)]
            labels.append((remark or "no_feedback", kind or "none"))
        dialogues.append(Dialogue(str(number), tuple(messages)))
        meant.append(labels)
    given_ = shipped_annotator(("feedback", "identity")).annotate(dialogues)
    for place, dimension, bar in ((0, "feedback", 0.85), (1, "identity", 0.95)):
        pairs = [
            (set(found), {own[place]})
            for annotation, labels in zip(given_, meant, strict=True)
            for found, own in zip(annotation.units[dimension], labels, strict=True)
        ]
        assert sum(found == own for found, own in pairs) / len(pairs) > bar
        for label in {label for _, own in pairs for label in own}:
            hit = [label in found for found, own in pairs if label in own]
            assert sum(hit) / len(hit) >= 0.6, label
