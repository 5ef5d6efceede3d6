import sys

import numpy as np
import pytest

from tests.ledger.sweep.made import side
from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger.sweep.students import (
    CommandStudent,
    LinearStudent,
    balanced_accuracy,
    hashed_features,
)
from usergap.ledger.sweep.units import units_of


@pytest.fixture(scope="module")
def units():
    made, rows = side("r", 60, 1)
    return units_of(made, [rows] * len(made), "feedback")


def test_balanced_accuracy_by_hand():
    # label 0: 2 of 3 right, label 1: 0 of 1, so (2/3 + 0) / 2
    assert balanced_accuracy(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 0])) == pytest.approx(1 / 3)


def test_features_have_length_one_and_are_alike_for_one_text():
    found = hashed_features(["Send it now", "send it NOW", "other words"])
    gram = (found @ found.T).toarray()
    assert np.diag(gram) == pytest.approx(1)
    assert gram[0, 1] == pytest.approx(1)
    assert gram[0, 2] < 0.3


def test_a_cue_is_learnt_and_shuffled_labels_are_not(units):
    half = len(units) // 2
    train, test = np.arange(half), np.arange(half, len(units))
    right = units.codes[train]
    shuffled = np.random.default_rng(0).permutation(right)
    learnt, chance = LinearStudent().scores(units, train, np.array([right, shuffled]), test)
    assert learnt > 0.9
    assert chance < 0.6


def test_variants_do_not_touch_each_other(units):
    train, test = np.arange(100), np.arange(100, len(units))
    one = units.codes[train]
    other = (one + 1) % 3
    together = LinearStudent().scores(units, train, np.array([one, other]), test)
    alone = [LinearStudent().scores(units, train, x[None], test)[0] for x in (one, other)]
    assert together == pytest.approx(alone)


def test_a_label_that_was_not_taught_is_not_given(units):
    train, test = np.arange(100), np.arange(100, len(units))
    only = np.zeros((1, 100), np.int64)
    # everything is taken for label 0: one label of three is recognised
    assert LinearStudent().scores(units, train, only, test)[0] == pytest.approx(1 / 3)


SCRIPT = """
import json, sys
train, test = ([json.loads(line) for line in open(path)] for path in sys.argv[1:])
assert {line["origin"] for line in train} <= {"real", "synthetic"}
print("some log")
print(len(train) + 1000 * len(test) + sum(line["label"] == "no_feedback" for line in train) / 1e3)
"""


def command(tmp_path, text):
    path = tmp_path / "student.py"
    path.write_text(text, "utf-8")
    return f"{sys.executable} {path}"


def test_a_command_gets_both_files_and_gives_its_last_line(units, tmp_path):
    student = CommandStudent(command(tmp_path, SCRIPT), np.arange(len(units)) < 5)
    train, test = np.arange(10), np.arange(10, 17)
    taught = np.array([[units.labels.index("no_feedback")] * 10, [0] * 10])
    assert student.scores(units, train, taught, test) == pytest.approx([7010.010, 7010.0])


@pytest.mark.parametrize(
    "text",
    ["print('nothing')", "print('nan')", "raise SystemExit(3)", "print(1); raise SystemExit(1)"],
)
def test_a_command_without_a_score_is_a_failure(units, tmp_path, text):
    student = CommandStudent(command(tmp_path, text), np.ones(len(units), bool))
    with pytest.raises(EnvironmentFailure, match="expected exit code 0 and a score"):
        student.scores(units, np.arange(3), units.codes[None, :3], np.arange(3, 6))


def test_a_command_that_hangs_or_is_none_is_told(units, tmp_path):
    real = np.ones(len(units), bool)
    slow = CommandStudent(command(tmp_path, "import time; time.sleep(9)"), real, wait=0.3)
    with pytest.raises(EnvironmentFailure, match="timed out"):
        slow.scores(units, np.arange(3), units.codes[None, :3], np.arange(3, 6))
    for bad in ("", "'open"):
        with pytest.raises(InputError, match="expected a command"):
            CommandStudent(bad, real).scores(
                units, np.arange(3), units.codes[None, :3], np.arange(3)
            )
