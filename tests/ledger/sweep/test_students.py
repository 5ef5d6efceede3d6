import sys
import time

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
    [
        "print('nothing')",
        "print('nan')",
        "raise SystemExit(3)",
        "print(1); raise SystemExit(1)",
        "import os; os.write(1, bytes(range(256)))",
        "import os; os.kill(os.getpid(), 9)",
        "import sys; print(sys.stdin.read() or 'no input')",
    ],
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


def test_garbage_on_stderr_does_not_reach_the_terminal(units, tmp_path):
    text = "import os; os.write(2, b'\\x1b[2Jbad \\xff'); raise SystemExit(1)"
    student = CommandStudent(command(tmp_path, text), np.ones(len(units), bool))
    with pytest.raises(EnvironmentFailure, match=r"\\x1b\[2Jbad"):
        student.scores(units, np.arange(3), units.codes[None, :3], np.arange(3, 6))


def test_megabytes_before_the_score_are_read_and_let_go(units, tmp_path):
    text = "for _ in range(3000): print('x' * 1000)\nprint(0.5)"
    student = CommandStudent(command(tmp_path, text), np.ones(len(units), bool))
    assert student.scores(units, np.arange(3), units.codes[None, :3], np.arange(3, 6)) == [0.5]


@pytest.mark.parametrize(("ends", "waits"), [(True, [60]), (False, [2, 8, 32])])
def test_what_a_student_started_is_ended_with_it(units, tmp_path, ends, waits):
    beat = tmp_path / "beat"
    inner = f"import time\nwhile True: open({str(beat)!r}, 'a').write('.'); time.sleep(0.02)"
    text = (
        "import os, subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {inner!r}])\n"
        f"while not os.path.exists({str(beat)!r}): time.sleep(0.01)\n"
        + ("print(0.5)" if ends else "time.sleep(60)")
    )
    asked = units, np.arange(3), units.codes[None, :3], np.arange(3, 6)
    for wait in waits:  # longer on a machine too busy to start it in time
        student = CommandStudent(command(tmp_path, text), np.ones(len(units), bool), wait)
        begun = time.monotonic()
        if ends:
            assert student.scores(*asked) == [0.5]
        else:
            told = rf"--student .* timed out after {wait} seconds"
            with pytest.raises(EnvironmentFailure, match=told):
                student.scores(*asked)
        assert time.monotonic() - begun < wait + 28
        if beat.exists():
            break
    size = beat.stat().st_size
    time.sleep(0.3)
    assert beat.stat().st_size == size
