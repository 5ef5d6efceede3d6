"""Checkpoints: only whole ones are gone back to."""

from __future__ import annotations

import pytest

from usergap.train.checkpoints import WHOLE, is_whole, last_whole, seal


def made(folder, step, *, sealed=True):
    place = folder / f"checkpoint-{step}"
    (place / "inner").mkdir(parents=True)
    (place / "weights").write_bytes(b"12345678")
    (place / "inner" / "state").write_bytes(b"123")
    if sealed:
        seal(place)
    return place


def test_the_last_whole_one_by_number_and_not_by_name(tmp_path):
    for step in (9, 10, 100):
        made(tmp_path, step)
    made(tmp_path, 200, sealed=False)
    (tmp_path / "checkpoint-old").mkdir()
    assert last_whole(tmp_path) == (100, tmp_path / "checkpoint-100")
    assert last_whole(tmp_path / "nowhere") is None


@pytest.mark.parametrize("name", ["weights", "inner/state"])
@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_file_cut_short_or_gone_breaks_the_seal(tmp_path, name, harm):
    place = made(tmp_path, 3)
    assert is_whole(place)
    if harm == "cut":
        (place / name).write_bytes(b"1")
    else:
        (place / name).unlink()
    assert not is_whole(place)
    assert last_whole(tmp_path) is None


@pytest.mark.parametrize("text", ["", "[1]", '{"weights": '])
def test_a_broken_seal_is_none(tmp_path, text):
    place = made(tmp_path, 3)
    (place / WHOLE).write_text(text)
    assert not is_whole(place)
