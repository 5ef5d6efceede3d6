from dataclasses import replace

import numpy as np
import pytest

from tests.compare.made_profiles import MEASURES, flags, labels, profile
from usergap.annotators import Annotation
from usergap.compare import Verdict, compare
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.dimensions.feedback import FEEDBACK
from usergap.profiles import Texts

QUICK = {"measures": MEASURES, "replicates": 200}


def made(name, n, praising, words, order=None):
    """Dialogues of three turns; the second praises in the first ``praising`` ones."""
    rows, dialogues, annotations = [], [], []
    for at in range(n) if order is None else order:
        praise = at < praising
        units = (("no_feedback",), ("explicit_positive" if praise else "no_feedback",),
                 ("no_feedback",))  # fmt: skip
        texts = [f"{name} {at} asks", "great " * 200, "and then " + "word " * (words + at)]
        messages = [m for t in texts for m in (Message("user", t), Message("assistant", "x" * 300))]
        dialogues.append(Dialogue(f"{name}-{at}", tuple(messages), domain="law"))
        annotations.append(Annotation({"feedback": units, "identity": (None, ("past",), None)}))
        counts = {"explicit_positive": int(praise), "no_feedback": 3 - int(praise)}
        rows.append(
            {"words": words + at, "turns": 3, "domain": "law", **labels(FEEDBACK, 3, **counts),
             **flags("past")}
        )  # fmt: skip
    texts = Texts(Corpus(name, tuple(dialogues)), tuple(annotations))
    return replace(profile(rows, name), texts=texts)


@pytest.fixture(scope="module")
def comparison():
    return compare(made("real", 30, 1, 500), made("sim", 30, 25, 20), by="domain", **QUICK)


def test_labels_show_turns_that_carry_them(comparison):
    shown = [x for x in comparison.evidence if x.measure == "feedback" and x.domain is None]
    there = [x for x in shown if x.side == "sim"]
    assert [(x.label, x.turn) for x in there] == [("explicit_positive", 2)] * 3
    assert len({x.dialogue for x in there}) == 3
    assert {x.label for x in shown if x.side == "real"} == {"no_feedback"}


def test_texts_are_cut(comparison):
    (row,) = comparison.select(measure="feedback")
    assert row.verdict is Verdict.DIFFERS
    for turn in comparison.evidence:
        assert len(turn.text) <= 400
        assert len(turn.answer) <= 200
    praise = next(x for x in comparison.evidence if x.label == "explicit_positive")
    assert praise.text.endswith("…")
    assert praise.answer.startswith("…")


def test_numbers_show_the_quartiles(comparison):
    shown = [x for x in comparison.evidence if x.measure == "words" and x.domain is None]
    real = sorted(int(x.label) for x in shown if x.side == "real")
    goals = np.quantile(np.arange(500, 530), [0.25, 0.5, 0.75])
    assert np.abs(np.array(real) - goals).max() <= 1


def test_cells_have_their_own(comparison):
    assert {x.domain for x in comparison.evidence} == {None, "law"}


def test_only_rows_that_differ_are_shown(comparison):
    differ = {row.measure for row in comparison.rows if row.verdict is Verdict.DIFFERS}
    assert {x.measure for x in comparison.evidence} == differ
    assert "identity" not in differ


def test_the_order_of_dialogues_changes_nothing(comparison):
    order = np.random.default_rng(1).permutation(30).tolist()
    again = compare(
        made("real", 30, 1, 500, order), made("sim", 30, 25, 20, order[::-1]), by="domain", **QUICK
    )
    assert again.evidence == comparison.evidence


def test_without_texts_there_is_none():
    real, other = made("real", 30, 1, 500), made("sim", 30, 25, 20)
    bare = compare(replace(real, texts=None), replace(other, texts=None), **QUICK)
    assert bare.evidence == ()
    half = compare(replace(real, texts=None), other, **QUICK)
    assert {x.side for x in half.evidence} == {"sim"}
