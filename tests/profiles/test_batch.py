"""Fast counting and plain counting give the same, and frozen counters stay frozen."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators import EmotionAnnotator
from usergap.dialogues import Dialogue, Message
from usergap.dimensions import MEASURES, counting
from usergap.dimensions.fk_grade import flesch_kincaid_grade, measure_fk_grade
from usergap.dimensions.mtld import THRESHOLD, mtld
from usergap.formats import read
from usergap.formats.samples import SAMPLES, sample
from usergap.profiles.batch import Plan, measure_batch

COUNTED = ("words", "turns", "fk_grade", "mtld", "errors")

# The counters as their rules read, without a word about speed.
SENTENCE_END = re.compile(
    r"[!?…。！？]+|\.{2,}|\.(?!\w)|(?<=[a-z])\.(?=[A-Z])|[\n\r\v\f\x85\u2028\u2029]+"
)
TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
LETTER = re.compile(r"[^\W\d_]")

TEXTS = st.lists(
    st.sampled_from(
        [
            "the",
            "Apple",
            "ok.Next",
            "3.14",
            "2nd",
            "don’t",
            "..",
            ".",
            "!",
            "?!",
            "…",
            "。",
            "ª",
            "々",
            "İ",
            "ß",
            "é",
            "_",
            "-",
            ",",
            "😀",
            "\n",
            "\u2028",
            " ",
            "  ",
            "x" * 300,
        ]
    ),
    max_size=30,
).map("".join)


def plain_sentences(text: str) -> list[str]:
    ends = [0, *(end.end() for end in SENTENCE_END.finditer(text)), len(text)]
    pieces = [text[one:two] for one, two in pairwise(ends)]
    return [piece.strip() for piece in pieces if counting._CONTENT.search(piece)]


def plain_words(text: str) -> list[str]:
    return [token for token in TOKEN.findall(text) if LETTER.search(token)]


def plain_factors(tokens: list[str]) -> float:
    complete, start = 0, 0
    for end in range(1, len(tokens) + 1):
        if len(set(tokens[start:end])) < THRESHOLD * (end - start):
            complete, start = complete + 1, end
    rest = tokens[start:]
    return complete + ((1 - len(set(rest)) / len(rest)) / (1 - THRESHOLD) if rest else 0.0)


@given(TEXTS)
def test_sentences_and_words_follow_the_plain_rules(text: str) -> None:
    # twice: counted, then remembered
    for _ in range(2):
        assert counting.sentences(text) == plain_sentences(text)
        assert counting.words(text) == plain_words(text)
    assert counting.has_word(text) == bool(plain_words(text))


def test_what_is_remembered_cannot_be_changed_by_a_caller() -> None:
    counting.sentences("One. Two.").clear()
    counting.words("One. Two.").clear()
    assert counting.sentences("One. Two.") == ["One.", "Two."]
    assert counting.words("One. Two.") == ["One", "Two"]


@given(st.lists(TEXTS, max_size=4))
def test_fk_grade_counts_the_words_of_sentences(texts: list[str]) -> None:
    spoken = [plain_words(piece) for text in texts for piece in plain_sentences(text)]
    spoken = [found for found in spoken if found]
    expected = None
    if spoken:
        words = [word for found in spoken for word in found]
        syllables = sum(map(counting.syllables, words))
        expected = flesch_kincaid_grade(len(words), len(spoken), syllables)
    dialogue = Dialogue("x", tuple(Message("user", text) for text in texts))
    assert measure_fk_grade(dialogue) == {"fk_grade": expected}


@given(st.lists(st.sampled_from("abcdefghijklm"), max_size=120))
def test_mtld_follows_the_plain_rule(tokens: list[str]) -> None:
    factors = plain_factors(tokens), plain_factors(tokens[::-1])
    expected = sum(len(tokens) / x for x in factors) / 2 if all(factors) else None
    assert mtld(tokens) == expected


def test_a_dialogue_measures_the_same_alone_and_in_a_batch() -> None:
    dialogues = sample("generic").dialogues[:40]
    plan = Plan((EmotionAnnotator(),))
    together = measure_batch(dialogues, plan)[0].to_pylist()
    alone = [measure_batch([dialogue], plan)[0].to_pylist()[0] for dialogue in dialogues]
    assert together == alone


def test_a_batch_function_gives_what_the_plain_function_gives() -> None:
    dialogues = sample("informed").dialogues[:50]
    fast = [measure for measure in MEASURES.values() if measure.measure_batch is not None]
    assert "knowledge" in {measure.id for measure in fast}
    for measure in fast:
        assert measure.measure is not None
        assert measure.measure_batch is not None
        assert measure.measure_batch(dialogues) == list(map(measure.measure, dialogues))


def digest(dialogues: tuple[Dialogue, ...]) -> dict[str, str]:
    """A hash of each frozen counter's values over dialogues."""
    rows = measure_batch(dialogues, Plan((), vectors=False))[0].to_pydict()
    found = {name: sha256(repr(rows[name]).encode()).hexdigest()[:12] for name in COUNTED}
    stated = [rows["knowledge.knows"], rows["knowledge.not"]]
    return found | {"knowledge": sha256(repr(stated).encode()).hexdigest()[:12]}


VERSIONS = {
    "words": "1",
    "turns": "1",
    "fk_grade": "1+counting-1",
    "mtld": "1+counting-1",
    "errors": "rules-1+scowl-2020.12.07+1",
    "knowledge": "1",
}
"""Another digest under the same version is a mistake; a new rule needs a new version."""

EXPECTED = {
    "generic": {
        "words": "d54467f4edc6",
        "turns": "4f701e967c34",
        "fk_grade": "75b27c33adee",
        "mtld": "0e45db7abbd2",
        "errors": "e61ba99acd2d",
        "knowledge": "d2bb3f6160f6",
    },
    "informed": {
        "words": "989e362b79b8",
        "turns": "308879b820a0",
        "fk_grade": "a11f485e4092",
        "mtld": "526ccf4d2be2",
        "errors": "989b21324f64",
        "knowledge": "835f81190407",
    },
    "realsim/real.jsonl": {
        "words": "b6383841595c",
        "turns": "51dd7c99b422",
        "fk_grade": "04071c55b670",
        "mtld": "838f8c104475",
        "errors": "045d71fbb862",
        "knowledge": "178708f02a6f",
    },
}


@pytest.mark.parametrize("name", [*SAMPLES, "realsim/real.jsonl"])
def test_frozen_counters_give_what_they_gave(name: str, request: pytest.FixtureRequest) -> None:
    if name in SAMPLES:
        corpus = sample(name)
    else:
        data: Path = request.getfixturevalue("data")
        corpus = read(data / name)
    assert {x: MEASURES[x].version for x in VERSIONS} == VERSIONS
    assert digest(corpus.dialogues) == EXPECTED[name]
