"""Metrics: lines on disk at once, steps done again replace those that were lost."""

from __future__ import annotations

import json

import pytest

from usergap.train import metrics as module
from usergap.train.metrics import EVENTS, METRICS, Metrics, read_metrics


@pytest.fixture(autouse=True)
def _no_board(monkeypatch, request):
    if request.node.name != "test_board":
        monkeypatch.setattr(module, "_writer", lambda *_: None)


def test_lines_have_the_keys_that_wandb_uses_and_are_on_disk_at_once(tmp_path):
    clock = iter([100.0, 101.5, 103.0]).__next__
    told = Metrics(tmp_path, clock=clock)
    told.log(5, {"train/loss": 2.5, "train/grad_norm": float("nan")})
    (line,) = read_metrics(tmp_path)
    assert line == {"_step": 5, "_timestamp": 101.5, "_runtime": 1.5, "train/global_step": 5,
                    "train/loss": 2.5}  # fmt: skip
    told.log(6, {"train/loss": 2.0})
    assert [each["_step"] for each in read_metrics(tmp_path)] == [5, 6]
    told.close()


def test_a_run_that_goes_on_drops_what_came_after_its_checkpoint(tmp_path):
    first = Metrics(tmp_path, clock=iter([0.0, 1.0, 2.0, 3.0]).__next__)
    for step in (1, 2, 3):
        first.log(step, {"train/loss": float(step)})
    first.close()
    with (tmp_path / METRICS).open("a") as file:
        file.write('{"_step": 4, "train/lo')  # killed in mid-line
    again = Metrics(tmp_path, 2, clock=iter([50.0, 51.0]).__next__)
    again.log(3, {"train/loss": 9.0})
    again.close()
    found = read_metrics(tmp_path)
    assert [(line["_step"], line["train/loss"]) for line in found] == [(1, 1.0), (2, 2.0), (3, 9.0)]
    assert found[-1]["_runtime"] == 3.0  # two seconds before, one since


def test_a_run_from_the_beginning_has_no_old_lines(tmp_path):
    (tmp_path / METRICS).write_text(json.dumps({"_step": 1}) + "\n")
    Metrics(tmp_path).close()
    assert read_metrics(tmp_path) == []
    assert read_metrics(tmp_path / "nowhere") == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_board(tmp_path):
    """TensorBoard reads its events where it is installed."""
    pytest.importorskip("torch", reason="needs torch (extra train)")
    reader = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator", reason="needs tensorboard"
    )
    told = Metrics(tmp_path)
    told.log(1, {"train/loss": 2.0})
    told.log(2, {"train/loss": 1.0})
    told.close()
    found = reader.EventAccumulator(str(tmp_path / EVENTS))
    found.Reload()
    assert [(each.step, each.value) for each in found.Scalars("train/loss")] == [(1, 2.0), (2, 1.0)]
