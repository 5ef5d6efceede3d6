"""Flesch-Kincaid grade: the US school grade that the user's sentences ask of a reader."""

from __future__ import annotations

from collections.abc import Mapping

from usergap.dialogues import Dialogue
from usergap.dimensions.counting import COUNTER_VERSION, has_word, sentences, words
from usergap.dimensions.counting_syllables import total_syllables
from usergap.dimensions.dimension import Cell, Dimension, Kind, Level


def flesch_kincaid_grade(n_words: int, n_sentences: int, n_syllables: int) -> float:
    """The grade of a text with these counts, all at least 1 (Kincaid et al. 1975)."""
    return 0.39 * n_words / n_sentences + 11.8 * n_syllables / n_words - 15.59


def measure_fk_grade(dialogue: Dialogue) -> Mapping[str, Cell]:
    """Words, sentences and syllables pooled over the user's turns, then the grade.

    A message end is a sentence end: 44 % of real chat messages carry no end mark, and
    joining them makes sentences that nobody wrote (grade 13.7 instead of about 7).
    Pooling weighs a message by its words, so one-word replies, whose grade is
    arbitrary, count for one word. Sentences without a word are not counted. None
    where the user wrote no word with a letter.
    """
    n_words = n_sentences = n_syllables = 0
    for turn in dialogue.turns:
        spoken = [sentence for sentence in sentences(turn.text) if has_word(sentence)]
        # in ASCII nothing but sentences has a word: the message's words are theirs
        found = words(turn.text if turn.text.isascii() else "\n".join(spoken))
        n_sentences += len(spoken)
        n_words += len(found)
        n_syllables += total_syllables(found)
    if not n_words:
        return {"fk_grade": None}
    return {"fk_grade": flesch_kincaid_grade(n_words, n_sentences, n_syllables)}


FK_GRADE = Dimension(
    id="fk_grade",
    title="Reading grade",
    part_of="style",
    level=Level.SURFACE,
    unit="dialogue",
    kind=Kind.NUMBER,
    distance="w1",
    scale="US school grade",
    range=(float("-inf"), float("inf")),
    languages=frozenset({"en"}),
    undefined="no word with a letter, or a language other than English",
    version=f"1+counting-{COUNTER_VERSION}",
    citation="Kincaid, Fishburne, Rogers & Chissom 1975; realsim, arXiv 2605.02624",
    columns=("fk_grade",),
    measure=measure_fk_grade,
)
