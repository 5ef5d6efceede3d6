"""The same study with a language model that trl trains."""

import pytest

pytest.importorskip("trl", reason="needs the extra train")

from usergap.errors import EnvironmentFailure
from usergap.testing.tiny_models import save_byte_model
from usergap.train.rl.grpo_update import Grpo
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.experiment import transfer
from usergap.train.transfer.planted import heterogeneous, homogeneous, planted
from usergap.train.transfer.replies import Cuts

EFFORT = Effort(seeds=2, steps=2, contexts=2, group=2, samples=2, train=5, test=5,
                grpo=Grpo(learning_rate=1e-3))  # fmt: skip


def test_a_causal_model_runs_the_study_and_leaves_only_its_seeds(tmp_path):
    real, simulated = planted(heterogeneous(), homogeneous, scenarios=20)
    model = save_byte_model(tmp_path / "model", ["thank you so much", "no why"] * 3)
    found = transfer(
        real, simulated, model=str(model), cuts=Cuts(reply=6), effort=EFFORT, keep=tmp_path / "runs"
    )
    assert found.policy == str(model)
    assert len(found.bands[0].mean) == EFFORT.steps
    assert not any("word-pair" in note for note in found.notes)
    left = sorted(path.suffix for path in (tmp_path / "runs").iterdir())
    assert left == [".npz", ".npz"]


def test_a_model_that_is_none_is_told_before_anything_else(tmp_path):
    with pytest.raises(EnvironmentFailure, match=r"expected a folder with config.json"):
        transfer([], [], model=str(tmp_path))
