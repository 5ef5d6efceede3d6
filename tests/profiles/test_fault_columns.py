"""The audit's columns: simulated dialogues only, no text, read back from disk."""

from __future__ import annotations

from usergap.dialogues import Corpus, Dialogue, Message, Provenance
from usergap.profiles import default_plan, measure_corpus, read_profile, write_profile


def dialogue(number, **more):
    said = (Message("user", "As an AI, I cannot drive."), Message("assistant", "I see."))
    return Dialogue(id=str(number), messages=said, **more)


def test_only_simulated_dialogues_are_audited(tmp_path):
    dialogues = (
        dialogue(0),
        dialogue(1, simulator="model-x"),
        dialogue(2, provenance=Provenance(origin="synthetic")),
        dialogue(3, provenance=Provenance(origin="real")),
    )
    corpus = Corpus("made", dialogues)
    profile = measure_corpus(corpus, default_plan(vectors=False), jobs=1)
    assert profile.table["faults.fourth_wall"].to_pylist() == [None, 1, 1, None]
    assert profile.table["faults.role_flip"].to_pylist() == [None, 0, 0, None]
    assert profile.table["faults.leak"].to_pylist() == [None] * 4  # no scenario to hold against
    assert profile.metadata["faults"]["fourth_wall"] == "2"
    again = read_profile(write_profile(profile, tmp_path / "p.parquet"))
    assert again.fingerprint == profile.fingerprint
