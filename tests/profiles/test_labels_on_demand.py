"""Labels on demand: those of the annotators, made once, for the dialogues that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from usergap.annotators import Annotation
from usergap.dialogues import Corpus, Dialogue
from usergap.formats.samples import SAMPLES, sample
from usergap.profiles import Plan, Texts, default_plan, measure_corpus
from usergap.profiles.labels_on_demand import LabelsOnDemand

from .conftest import ThanksAnnotator, talk


@dataclass(frozen=True)
class Counting(ThanksAnnotator):
    """Remembers which dialogues it was shown, call by call."""

    shown: list[list[str]] = field(default_factory=list)

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        self.shown.append([each.id for each in dialogues])
        return super().annotate(dialogues)


def dialogues(count: int) -> list[Dialogue]:
    said = ("tell me of owls", "thanks, great")
    return [talk(f"d{at}", said[at % 2]) for at in range(count)]


def test_only_what_is_looked_at_is_made_and_once() -> None:
    annotator = Counting()
    some = dialogues(6)
    labels = LabelsOnDemand(some, Plan((annotator,)))
    assert len(labels) == 6
    assert annotator.shown == []
    whole = ThanksAnnotator().annotate(some)
    assert labels.at([4, 1, 4]) == [whole[4], whole[1], whole[4]]
    assert (labels[1], labels[-1], labels[3:5]) == (whole[1], whole[5], whole[3:5])
    assert list(labels) == whole
    assert annotator.shown == [["d4", "d1"], ["d5"], ["d3"], ["d0", "d2"]]


def test_fewer_dialogues_take_along_what_was_made() -> None:
    annotator = Counting()
    some = dialogues(4)
    labels = LabelsOnDemand(some, Plan((annotator,)))
    texts = Texts(Corpus("some", tuple(some)), labels)
    assert texts.labels_of([3]) == ThanksAnnotator().annotate(some[3:])
    fewer = texts.keeping([False, True, False, True])
    assert [each.id for each in fewer.corpus] == ["d1", "d3"]
    assert fewer.labels_of([0, 1]) == ThanksAnnotator().annotate([some[1], some[3]])
    assert annotator.shown == [["d3"], ["d1"]]


def test_labels_that_are_there_are_kept_alike() -> None:
    some = dialogues(3)
    texts = Texts(Corpus("some", tuple(some)), tuple(ThanksAnnotator().annotate(some)))
    fewer = texts.keeping([True, False, True])
    assert list(fewer.annotations) == [texts.annotations[0], texts.annotations[2]]
    assert fewer.labels_of([1]) == [texts.annotations[2]]


def test_a_profile_from_kept_rows_is_the_one_without(tmp_path: Path) -> None:
    """Rows, metadata and labels, whether nothing, half or all of it was kept."""
    corpus = sample(SAMPLES[0])
    plain = measure_corpus(corpus, default_plan())
    half = corpus.with_dialogues(corpus.dialogues[::2])
    measure_corpus(half, default_plan(), cache=tmp_path)
    for _ in range(2):
        kept = measure_corpus(corpus, default_plan(), cache=tmp_path)
        assert kept.fingerprint == plain.fingerprint
        assert plain.texts is not None
        assert kept.texts is not None
        assert isinstance(kept.texts.annotations, LabelsOnDemand)
        assert tuple(kept.texts.annotations) == plain.texts.annotations


def test_the_second_time_no_annotator_is_asked(tmp_path: Path) -> None:
    annotator = Counting()
    corpus = Corpus("some", tuple(dialogues(5)))
    told: list[int] = []
    for _ in range(2):
        measure_corpus(corpus, Plan((annotator,)), progress=told.append, cache=tmp_path)
    assert [len(each) for each in annotator.shown] == [5]
    assert told == [5, 5]
