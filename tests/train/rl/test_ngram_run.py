"""A run of the n-gram policy that was cut off comes to the end of one that was not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from usergap.errors import InputError
from usergap.simulate.assistants.scripted import ScriptedAssistant
from usergap.train.metrics import read_metrics
from usergap.train.rl.curve import Curve
from usergap.train.rl.grpo import grpo_curve
from usergap.train.rl.multi_turn import conversation_curve
from usergap.train.rl.ngram_files import CHECKPOINT, POLICY, load_policy, save_policy
from usergap.train.rl.ngram_policy import NgramPolicy

START = NgramPolicy.fit(["red car", "blue sky", "red sky blue car"], longest=6, order=2)
CONTEXTS = ["red", "blue", "car"]


def red(candidates):
    return [
        c.reply.split().count("red") / len(c.reply.split()) if c.reply else None for c in candidates
    ]


def run(steps: int, folder: Path | None, *, seed: int = 1, reward=red, every: int = 2) -> Curve:
    return grpo_curve(
        START, CONTEXTS, [None] * 3, reward, steps=steps, group_size=4, seed=seed,
        checkpoints=folder, checkpoint_every=every,
    )  # fmt: skip


def same(one: Curve, other: Curve) -> bool:
    alike = np.array_equal(one.policy.logits, other.policy.logits)
    return one == other and alike and one.policy.copy == other.policy.copy


def test_a_run_cut_off_at_any_step_ends_alike(tmp_path: Path) -> None:
    whole = run(7, None)
    for stop in (1, 2, 5):
        folder = tmp_path / str(stop)

        def cut(candidates, stop=stop, calls=[0]):  # noqa: B006
            calls[0] += 1
            if calls[0] > stop:
                raise KeyboardInterrupt
            return red(candidates)

        with pytest.raises(KeyboardInterrupt):
            run(7, folder, reward=lambda some, cut=cut: cut(some))
        assert (folder / CHECKPOINT).exists() == (stop >= 2)
        again = run(7, folder)
        assert same(again, whole)
        assert [line["_step"] for line in read_metrics(folder)] == list(range(1, 8))
        assert same(Curve(*[()] * 4, load_policy(folder / POLICY)), Curve(*[()] * 4, whole.policy))


def test_a_longer_run_goes_on_and_a_finished_one_is_not_done_again(tmp_path: Path) -> None:
    run(4, tmp_path)
    longer = run(6, tmp_path)
    assert same(longer, run(6, None))

    def never(_):
        raise AssertionError

    assert run(6, tmp_path, reward=never) == longer


def test_conversations_too(tmp_path: Path) -> None:
    def talk(steps: int, folder: Path | None) -> Curve:
        return conversation_curve(
            START, ["I like red.", "I like blue."], ScriptedAssistant(("why?",)), red,
            steps=steps, turns=3, group_size=3, checkpoints=folder, checkpoint_every=1,
        )  # fmt: skip

    talk(2, tmp_path)
    assert same(talk(4, tmp_path), talk(4, None))


def test_the_folder_of_another_run_is_refused(tmp_path: Path) -> None:
    run(2, tmp_path)
    with pytest.raises(InputError, match="expected a checkpoint of this run, found one with other"):
        run(4, tmp_path, seed=2)


def test_a_policy_on_disk(tmp_path: Path) -> None:
    policy = START.heeding([1.5, -0.25]).moved(START.logits * 1.01, [0.5, 2.0])
    found = load_policy(save_policy(tmp_path / "p.npz", policy))
    assert found.states == policy.states
    assert (found.vocabulary, found.copy, found.start_copy) == (
        policy.vocabulary, policy.copy, policy.start_copy,
    )  # fmt: skip
    texts = [p.write(CONTEXTS, np.random.default_rng(0), [0, 1, 2]).texts for p in (policy, found)]
    assert texts[0] == texts[1]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half", b"no array"])
def test_a_file_that_is_no_policy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.npz").write_bytes(content)
    with pytest.raises(InputError, match=r"p\.npz: expected an n-gram policy"):
        load_policy(tmp_path / "p.npz")


SLOW = """
import sys, time
from pathlib import Path
from tests.train.rl.test_ngram_run import red, run
def slow(candidates):
    time.sleep(0.05)
    return red(candidates)
run(40, Path(sys.argv[1]), reward=slow)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL here")
def test_a_run_killed_at_once_ends_alike(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    process = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path)], cwd=root)
    until = time.monotonic() + 60
    while not (tmp_path / CHECKPOINT).exists() and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert len(read_metrics(tmp_path)) < 40  # it was cut off indeed
    assert same(run(40, tmp_path), run(40, None))
