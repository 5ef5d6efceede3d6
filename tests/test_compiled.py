"""The compiled kernel: the same values as the Python beside it, and none where it cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from usergap import compiled
from usergap.annotators import (
    emotion_model,
    hashing,
    lexicons,
    turn_context,
    turn_features,
    turn_ngrams,
)
from usergap.annotators.shipped_turns import turn_model
from usergap.annotators.turn_view import view
from usergap.compiled import kernel
from usergap.dialogues import Dialogue, Message, cleaning
from usergap.dimensions import counting, errors_rules, knowledge_statements, mtld
from usergap.dimensions.faults import fault, speaker_features, speaker_model
from usergap.dimensions.faults.keys import Keys

built = pytest.mark.skipif(kernel is None, reason="usergap was installed without its kernel")
patient = settings(deadline=None)  # models are read at their first use

WORDS = st.sampled_from(
    ["I", "i'm", "sorry", "my doctor", "SO ANGRY", "you're", "don't", "NAME_1", "[NAME]", "é",
     "漢字", "\U0001f600", "²", "9", "12.5", "x" * 30, "_", "’", "'", "?!", "...", "\n", "\n\n",
     "\t", "\x1c", " ", "  ", "\x00", "\ud800", "\xa0", "\u2028", "İ"]
)  # fmt: skip
TEXT = st.text(max_size=40) | st.lists(WORDS, max_size=30).map(" ".join) | WORDS
LONG = st.tuples(TEXT, st.integers(1, 400)).map(lambda pair: pair[0] * pair[1])
TEXTS = st.lists(TEXT | LONG, max_size=8)
TALKS = st.lists(
    st.lists(st.tuples(st.sampled_from(["user", "assistant"]), TEXT | LONG), max_size=8), max_size=5
)


def dialogues_of(talks: list[list[tuple[str, str]]]) -> list[Dialogue]:
    return [
        Dialogue(str(i), tuple(Message(*each) for each in talk)) for i, talk in enumerate(talks)
    ]


@built
@patient
@given(TEXTS)
@example([])
@example([""])
@example(["", "", "a"])
def test_tokens(texts):
    batch = hashing.batch(texts)
    ours, plain = hashing.tokens(batch), hashing.plain_tokens(batch)
    for name in ("hashes", "text", "first", "start", "end"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(plain, name))
        assert getattr(ours, name).dtype == getattr(plain, name).dtype


@built
@patient
@given(TEXTS)
def test_sums_of_emotions(sentences):
    model = emotion_model.shipped_model()
    found = []
    for add in (model._add, model.add_plainly):
        sums = np.zeros((len(sentences), 8), dtype=np.int64)
        count = np.zeros(len(sentences), dtype=np.int64)
        if sentences:
            add(sentences, sums, count)
        found.append((sums, count))
    for ours, plain in zip(*found, strict=True):
        np.testing.assert_array_equal(ours, plain)


@built
@patient
@given(TALKS)
@example([[("user", ""), ("user", " ")]])
@example([[("user", "a")], [("assistant", "only")], [("user", "b c"), ("assistant", "d?")]])
def test_ngrams_of_turns_in_their_order_and_their_scaled_rows(talks):
    shown = view(dialogues_of(talks))
    if not len(shown):
        return
    read = turn_ngrams.reading(shown)
    ours, plain = turn_ngrams.occurrences(shown, read), turn_ngrams.plain_occurrences(shown, read)
    np.testing.assert_array_equal(ours, plain)
    model = turn_model()
    every = (*plain, model._columns, model._rarity, len(shown))
    for attribute in ("data", "indices", "indptr"):
        fast = getattr(turn_features.known(*every), attribute)
        slow = getattr(turn_features.plain_known(*every), attribute)
        np.testing.assert_array_equal(fast, slow)
        assert fast.dtype == slow.dtype


SIGNS = st.lists(
    st.sampled_from(["I ", " I ", "http", "...", "```", "</", "{", '"', "“", ":", "?", "OK", "a",
                     "\n1.", "\n- ", "\n* ", "\n", " ", "\x1c", "9", ".", "!", ",", "é"]),
    max_size=12,
).map("".join)  # fmt: skip


@built
@patient
@given(st.lists(SIGNS | TEXT | LONG | SIGNS.map(lambda text: "x" * 595 + text), min_size=1))
@example(["x" * 597 + "\n1.", "x" * 598 + "\n1.", "x" * 1997 + "```", "x" * 1998 + "```\n"])
@example(["?" * 300 + " " * 100, "", " ", "ABCD", "ABC", "ABc9D", "1234"])
def test_form_of_texts(texts):
    for answers, of in ((False, turn_context._form), (True, turn_context._form_of_answer)):
        plain = np.array([of(text) for text in texts], dtype=np.float32)
        np.testing.assert_array_equal(turn_context.forms(texts, answers=answers), plain)


@built
@patient
@given(TEXTS, st.integers(0, 6))
def test_phrases_of_the_word_lists(texts, size):
    words = hashing.tokens(hashing.batch(texts))
    ours = lexicons.opening_counts(words, len(texts), size)
    plain = lexicons.plain_counts(words, len(texts), size)
    np.testing.assert_array_equal(ours[0], plain[0])
    np.testing.assert_array_equal(ours[1], plain[1])


ASCII = st.text("abi iImyu'?!. \n\t\x0b\x1c\x00019_-AZ", max_size=80)


@built
@patient
@given(ASCII | ASCII.map(lambda text: text * 40) | TEXT)
@example("a1" * 400)
@example("you're i'd. us? u!\n\n im 7")
@example("x'y'z 'a a' b''c")
def test_features_of_a_speaker(low):
    assert speaker_features.buckets(low) == speaker_features.plain_buckets(low)
    assert speaker_model.chatbot_odds(low) == speaker_model.plain_odds(low)


@built
@patient
@given(ASCII | TEXT, st.lists(st.text("abi '?\n", min_size=1, max_size=3), max_size=5))
@example("a b", ["b"])
@example("a b", ["bc", "ba"])
@example("", ["a"])
def test_whether_a_text_holds_a_key(text, keys):
    assert Keys(*keys).in_text(text) == any(key in text for key in keys)


JOINED = st.text("ab9_'- .’é²\x00", max_size=30)


@built
@patient
@given(JOINED | TEXT)
@example("don't-'x'- a_b _ -9' 2nd")
def test_words(text):
    for hyphens, underscores, pattern in (
        (False, False, fault._WORD), (True, False, knowledge_statements._WORD),
        (False, True, errors_rules._TOKEN),
    ):  # fmt: skip
        found = kernel.words(text, hyphens, underscores, False)
        assert found == (pattern.findall(text) if text.isascii() else None)
    assert counting.tokens(text) == counting._plain_tokens(text)
    assert counting._words(text) == counting._plain_words(text)


ENDS = st.text("aZ_9 .!?\n\r\x0b\x0c\x1c\t-…é", max_size=30)


@built
@patient
@given(ENDS | TEXT)
@example("ok.Next 3.14 a.b A.B x.._ ...\r\n\x0c!? .")
@example(".A")
@example("z.")
def test_sentences(text):
    assert counting._split(text) == counting._plain_split(text)


@built
@patient
@given(st.text(max_size=20) | TEXT)
@example("\ufeffa")
@example("a\ufeff\x85\n\t")
@example("\x7f")
@example("\x80")
@example("\x9f")
@example("\xa0")
@example("\ud800")
@example("\r")
def test_what_is_clean_is_what_cleaning_leaves(text):
    changes: Counter[str] = Counter()
    left = cleaning.cleaned(text, changes)
    assert kernel.is_clean(text) == (left == text and not changes)


@built
@patient
@given(st.lists(st.sampled_from("abcdefgh") | st.text(max_size=2), max_size=200))
def test_factors_of_lexical_diversity(tokens):
    assert mtld._compiled_factors(tokens) == mtld.plain_factors(tokens)


@built
def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="size"):
        kernel.tokens(b"a b", *(np.zeros(1, dtype=np.int64) for _ in range(6)))
    with pytest.raises(ValueError, match="size"):
        kernel.factors(np.array([5]), 3, 0.72)
    with pytest.raises(ValueError, match="size"):
        kernel.factors(np.zeros(9, dtype=np.uint8), 3, 0.72)
    with pytest.raises(TypeError):
        kernel.speaker_buckets(b"text")


@built
def test_arrays_to_write_share_no_memory():
    shared = np.zeros(2, dtype=np.int64)
    hashes, start, end = np.zeros(2, np.uint64), np.zeros(2, np.int64), np.zeros(2, np.int64)
    with pytest.raises(ValueError, match="memory"):
        kernel.tokens(b"a b", shared[:1], hashes, start, shared, start, end)
    first = np.zeros(2, np.int64)
    kernel.tokens(b"a b", shared[:1], hashes, np.zeros(2, np.int64), first, start, end)
    assert (list(first), list(start), list(end)) == ([0, 2], [0, 2], [1, 3])


@built
def test_arrays_are_contiguous_and_writable():
    strided, fixed = np.zeros(4, dtype=np.float32)[::2], np.zeros(19, dtype=np.float32)
    fixed.flags.writeable = False
    for out in (strided, fixed):
        with pytest.raises((ValueError, BufferError)):
            kernel.forms(["a"], False, out)


class Undecided:
    def __bool__(self) -> bool:
        raise KeyError("undecided")


@built
def test_a_flag_that_fails_is_raised_at_once():
    with pytest.raises(KeyError):
        kernel.words("a", False, Undecided(), False)
    with pytest.raises(KeyError):
        kernel.forms(["a"], Undecided(), np.zeros(19, np.float32))


@built
def test_keys_that_were_not_packed_here_are_refused():
    torn = bytearray(kernel.packed_keys((b"ab",)))
    torn[65536 // 8 + 2 * (ord("a") + 1) + 1] = 255  # where the keys of "a" end
    with pytest.raises(ValueError, match="keys"):
        kernel.holds_any("xab", bytes(torn))


@pytest.mark.parametrize("found", [SimpleNamespace(VERSION=1), SimpleNamespace()])
def test_an_older_kernel_is_left_aside_with_a_word(found, monkeypatch, caplog):
    monkeypatch.delenv("USERGAP_PURE", raising=False)
    monkeypatch.setitem(sys.modules, "usergap._compiled", found)
    assert compiled._found() is None
    assert "install again" in caplog.text


def test_a_kernel_that_does_not_load_is_left_aside_with_a_word(monkeypatch, caplog):
    def torn(name: str) -> None:
        raise ImportError("file too short")

    monkeypatch.delenv("USERGAP_PURE", raising=False)
    monkeypatch.setattr(compiled, "import_module", torn)
    assert compiled._found() is None
    assert "file too short" in caplog.text


def in_use(**environment: str) -> str:
    command = [sys.executable, "-m", "usergap.compiled"]
    run = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


@built
def test_the_environment_leaves_the_kernel_aside():
    assert in_use(USERGAP_PURE="1") == "pure Python"
    assert "_compiled" in in_use(USERGAP_PURE="0")
