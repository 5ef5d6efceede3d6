import numpy as np
import pytest

from usergap.train.transfer import study
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.experiment import transfer
from usergap.train.transfer.kept import Kept
from usergap.train.transfer.planted import homogeneous, planted
from usergap.train.transfer.replies import paired_replies

EFFORT = Effort(seeds=3, steps=3, contexts=4, group=3, samples=2, test=6)


@pytest.fixture(scope="module")
def sides():
    return planted(homogeneous, homogeneous, scenarios=30)


class Cut(Exception):  # noqa: N818 - it stands for kill -9
    pass


def test_a_study_cut_off_ends_as_one_that_was_not(sides, tmp_path, monkeypatch):
    whole = transfer(*sides, effort=EFFORT, keep=tmp_path / "whole")
    once, calls = study._one, []

    def cut(*given):
        calls.append(given)
        if len(calls) == 3:
            raise Cut
        return once(*given)

    monkeypatch.setattr(study, "_one", cut)
    with pytest.raises(Cut):
        transfer(*sides, effort=EFFORT, keep=tmp_path / "cut")
    resumed = transfer(*sides, effort=EFFORT, keep=tmp_path / "cut")
    assert len(calls) == 4  # two seeds done, one cut, one done again: none twice
    assert resumed == whole


def test_more_seeds_go_on_from_those_that_are_there(sides, tmp_path, monkeypatch):
    transfer(*sides, effort=EFFORT, keep=tmp_path)
    once, calls = study._one, []
    monkeypatch.setattr(study, "_one", lambda *given: calls.append(1) or once(*given))
    more = Effort(seeds=4, steps=3, contexts=4, group=3, samples=2, test=6)
    transfer(*sides, effort=more, keep=tmp_path)
    assert len(calls) == 1


def test_other_settings_find_nothing(sides, tmp_path):
    pairs = paired_replies(*sides)
    names = {
        Kept.of(tmp_path, pairs, EFFORT, {"model": None}).name,
        Kept.of(tmp_path, pairs, EFFORT, {"model": "other"}).name,
        Kept.of(tmp_path, pairs[1:], EFFORT, {"model": None}).name,
        Kept.of(tmp_path, pairs, Effort(steps=9), {"model": None}).name,
    }
    assert len(names) == 4


def test_a_broken_file_is_run_anew(sides, tmp_path):
    whole = transfer(*sides, effort=EFFORT, keep=tmp_path)
    for path in tmp_path.glob("*.npz"):
        path.write_bytes(path.read_bytes()[:50])
    again = transfer(*sides, effort=EFFORT, keep=tmp_path)
    assert again == whole
    assert np.isfinite(again.cells[0].gain.value)
