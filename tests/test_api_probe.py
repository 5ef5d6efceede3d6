"""``usergap.probe``: what ``usergap probe`` does, as one call."""

from __future__ import annotations

from dataclasses import replace

import pytest

import usergap
from usergap.errors import InputError
from usergap.formats import write
from usergap.formats.samples import sample


@pytest.fixture(scope="module")
def corpora():
    generic, informed = sample("generic"), sample("informed")
    return generic.with_dialogues(generic[:20]), informed.with_dialogues(informed[:20])


def test_files_and_corpora_give_the_same_findings(corpora, tmp_path):
    paths = [write(each, tmp_path / f"{each.name}.jsonl") for each in corpora]
    (one,) = usergap.probe("messiness", paths[0], str(paths[1]), replicates=100)
    (other,) = usergap.probe("messiness", *corpora, replicates=100)
    assert one.measured == other.measured
    assert one.to_json()["verdict"] == other.verdict.value
    assert repr(one).startswith("Messiness of ")
    assert len(repr(one)) < 300


def test_probes_of_simulated_users_alone_need_no_real_ones(corpora):
    known = [replace(d, extra={"target": "a red boat"}) for d in corpora[0]]
    told = corpora[0].with_dialogues(known)
    (found,) = usergap.probe("leakage", None, told, replicates=100)
    assert found.measured is not None
    (lost,) = usergap.probe("praise", None, corpora[0], replicates=100)
    assert lost.verdict == "undefined"
    assert lost.reason


def test_a_profile_holds_no_text_and_is_told(corpora):
    with pytest.raises(InputError, match="which holds no text"):
        usergap.probe("messiness", usergap.measure(corpora[0]), corpora[1])
