"""Profiles on disk: what is written comes back, and other files are told apart."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.profiles import Plan, is_profile, measure_corpus, read_profile, write_profile


def test_round_trip_keeps_table_metadata_and_fingerprint(
    tmp_path: Path, corpus: Corpus, plan: Plan
) -> None:
    profile = measure_corpus(corpus, plan)
    back = read_profile(write_profile(profile, tmp_path / "deep" / "p.parquet"))
    assert back.table.equals(profile.table)
    assert back.metadata == profile.metadata
    assert back.fingerprint == profile.fingerprint
    assert back.texts is None
    assert profile.texts is not None
    assert [each.name for each in (tmp_path / "deep").iterdir()] == ["p.parquet"]


def test_fingerprint_changes_with_the_data(corpus: Corpus, plan: Plan) -> None:
    fewer = corpus.with_dialogues(corpus.dialogues[:2])
    assert measure_corpus(corpus, plan).fingerprint != measure_corpus(fewer, plan).fingerprint


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 but no more than that", b'{"a": 1}'])
def test_other_files_are_no_profiles(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert not is_profile(path)
    with pytest.raises(InputError, match="expected a profile"):
        read_profile(path)


def test_parquet_of_somebody_else_is_no_profile(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["hello"]}), tmp_path / "other.parquet")
    assert not is_profile(tmp_path / "other.parquet")
    assert not is_profile(tmp_path)
    assert not is_profile(tmp_path / "missing")


def test_looking_at_a_pipe_takes_nothing_out_of_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)  # both ends, so that nobody waits for the other
    try:
        os.write(end, b"PAR1 and more")
        assert not is_profile(pipe)
        assert os.read(end, 100) == b"PAR1 and more"
    finally:
        os.close(end)
