"""The model of who speaks: stable features, weights that fit them, and what it tells apart."""

from __future__ import annotations

import json
import re
import zlib
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from usergap.dimensions.faults import service_cues, speaker_model
from usergap.dimensions.faults import speaker_features as features
from usergap.dimensions.faults.speaker_model import chatbot_odds
from usergap.errors import EnvironmentFailure

SHIPPED = files("usergap.dimensions.faults") / "shipped"


def test_features_of_a_text_by_hand():
    # one sentence, asked: 2 words, 1 pair, 3 beginnings, 2 openings, 1 of whose it is
    assert len(features.buckets("shall we?")) == 2 + 1 + 3 + 2 + 1
    # numbers are one word: these texts hold the same features
    assert features.buckets("take 12 of them.") == features.buckets("take 9 of them")
    assert features.buckets("") == features.buckets("?!") == []


def test_features_are_the_same_on_every_machine():
    # crc32 of "w hi" is 0x76ab398a; its last 18 bits are 0x3398a = 211338
    assert 211338 in features.buckets("hi")


@given(st.text(max_size=300))
def test_any_text_has_odds_and_the_rest_of_a_long_one_is_not_read(text):
    low = text.lower()
    found = features.buckets(low)
    assert found == sorted(set(found))
    assert all(0 <= bucket < 1 << features.BITS for bucket in found)
    assert np.isfinite(chatbot_odds(low))
    padded = low.ljust(features.LONGEST, ".")[: features.LONGEST]
    assert chatbot_odds(padded + " more of it") == chatbot_odds(padded)


@pytest.mark.parametrize(
    ("chatbot", "user"),
    [
        ("would you like me to explain how it works?", "explain how it works"),
        ("i can help you find a hotel that fits your budget.", "i need a cheap hotel"),
        ("you may want to try a shorter title for your post.", "make my title shorter"),
    ],
)
def test_who_serves_reads_more_like_a_chatbot_than_who_wants(chatbot, user):
    assert chatbot_odds(chatbot) > chatbot_odds(user) + 2


def test_what_is_shipped_are_numbers_and_a_card_that_fits_them():
    with (SHIPPED / "speakers.npz").open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        columns, weights = stored["columns"], stored["weights"]
    card = json.loads((SHIPPED / "speakers.json").read_text("utf-8"))
    assert f"{len(columns)} hashed features" in card["model"]
    assert len(columns) == len(weights) == len(np.unique(columns))
    assert np.isfinite(weights).all()
    real = card["dialogues with a role flip, by models that have not seen them"]
    counts = real["realsim/real.jsonl"]
    assert counts["with a role flip"] / counts["dialogues"] <= 0.01


def test_weights_of_other_features_are_refused(monkeypatch):
    monkeypatch.setattr(features, "VERSION", "of another day")
    speaker_model._model.cache_clear()
    with pytest.raises(EnvironmentFailure, match="of another day"):
        chatbot_odds("hello there")
    monkeypatch.undo()
    assert np.isfinite(chatbot_odds("hello there"))


ODD = st.text("abi iI'’?!. \n\t\x0b019²½éßİ漢_\u2028\ud800", max_size=60)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?!]|[^\W\d_]+")
WHOSE = (
    {"i", "i'm", "i've", "i'd", "i'll", "my", "me", "mine", "we", "we're", "our", "us", "myself",
     "im", "ive"},
    {"you", "you're", "your", "you'll", "you'd", "you've", "yours", "yourself", "u", "ur"},
)  # fmt: skip


def plainly(low):
    """The features as they are defined: texts, each hashed by itself."""
    found = set()
    for place, part in enumerate(p for p in SENTENCE.split(low[:600]) if TOKEN.search(p)):
        each = ["0" if word[0].isdigit() else word for word in TOKEN.findall(part)]
        words = [word for word in each if word not in ("?", "!")]
        if not words:
            continue
        mark = "?" if each[-1] == "?" else "."
        found |= {f"w {word}" for word in words}
        found |= {f"b {one} {other}" for one, other in pairwise(words)}
        found |= {f"s{mark} {words[0]}", f"s{mark} {' '.join(words[:2])}"}
        found |= {f"s {' '.join(words[:3])}"}
        if place == 0:
            found |= {f"o{mark} {words[0]}", f"o {' '.join(words[:2])}"}
        mine, yours = (not whose.isdisjoint(words) for whose in WHOSE)
        found.add(f"p{mark} {mine} {yours}")
    return sorted({zlib.crc32(feature.encode()) % 2**18 for feature in found})


@given(ODD | ODD.map(lambda text: text * 40))
@example("you’re right. i'm 7? ok!\n\n\n2nd line\u2003.\u2003 x")
@example("? ok")
def test_features_are_those_of_their_definition(low):
    assert features.buckets(low) == plainly(low)


CUE = st.sampled_from(
    ["i can", "for you", "your age", "do you need", "glad to", "sure", "my", "tell me about your",
     "let me", "here to help", "please", " ", ", ", "I'll", "'", "hope this", "any questions"]
)  # fmt: skip


@given(st.lists(CUE, max_size=8).map("".join))
def test_cues_are_found_whatever_is_looked_for_first(low):
    cues = [service_cues._ANSWERS.match(low), *(cue.search(low) for cue, _ in service_cues._KEYS)]
    meet = sum(cue is not None for cue in cues) >= service_cues.LEAST and len(low) <= 200
    assert service_cues.serves(low) == (meet and service_cues._WANTS.search(low) is None)
