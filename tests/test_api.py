"""The flat API: files, corpora and profiles in, readable objects out."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

import usergap
from usergap.errors import InputError
from usergap.formats import write
from usergap.formats.samples import sample


@pytest.fixture(scope="module")
def corpora() -> tuple[usergap.Corpus, usergap.Corpus]:
    generic, informed = sample("generic"), sample("informed")
    return generic.with_dialogues(generic[:30]), informed.with_dialogues(informed[:30])


def test_files_corpora_and_profiles_give_the_same_comparison(
    corpora: tuple[usergap.Corpus, usergap.Corpus], tmp_path: Path
) -> None:
    generic, informed = corpora
    paths = [write(each, tmp_path / f"{each.name}.jsonl") for each in corpora]
    from_files = usergap.compare(paths[0], str(paths[1]), replicates=100)
    from_corpora = usergap.compare(generic, informed, replicates=100)
    profiles = [usergap.measure(each) for each in corpora]
    from_profiles = usergap.compare(profiles[0], profiles[1], replicates=100)
    assert from_files.rows == from_corpora.rows == from_profiles.rows
    assert usergap.measure(profiles[0]) is profiles[0]


def test_a_reference_stands_in_for_real_users(
    corpora: tuple[usergap.Corpus, usergap.Corpus],
) -> None:
    found = usergap.compare(None, corpora[0], reference="lmsys", replicates=100)
    assert found.inputs[0].name == "lmsys"
    with pytest.raises(InputError, match="expected one of"):
        usergap.compare(None, corpora[0], reference="nobody")


def test_objects_tell_what_they_are(corpora: tuple[usergap.Corpus, usergap.Corpus]) -> None:
    comparison = usergap.compare(*corpora, replicates=100)
    assert "10 measures" in repr(comparison)
    assert "<table" in comparison._repr_html_()  # type: ignore[attr-defined]
    profile = usergap.measure(corpora[0])
    assert "30 dialogues" in repr(profile)
    assert "<table" in profile._repr_html_()  # type: ignore[attr-defined]
    assert "30 dialogues" in repr(corpora[0])
    assert len(repr(corpora[0])) < 200


def test_scenarios_and_simulate_lead_to_a_corpus_to_compare(
    corpora: tuple[usergap.Corpus, usergap.Corpus], tmp_path: Path
) -> None:
    generic, _ = corpora
    found = usergap.scenarios(generic, output=tmp_path / "s.jsonl")
    assert len(found) + len(found.skipped) == len(generic)
    options: dict = {"max_turns": 5, "guardrails": "repeat"}
    made = usergap.simulate(found, _Replaying(), "scripted", output=tmp_path / "x.jsonl", **options)
    assert made.name == "own"
    assert [d.scenario_id for d in made] == [s.id for s in found if s.id != found.scenarios[0].id]
    assert made.reading.notes["conversation failed: user_failed"] == 1
    assert {m.content for d in made for m in d.messages if m.role == "user"} == {"And then?"}

    async def in_a_notebook() -> usergap.Corpus:
        return usergap.simulate(tmp_path / "s.jsonl", _Replaying(), "scripted", **options)

    again = asyncio.run(in_a_notebook())
    assert [d.messages for d in again] == [d.messages for d in made]
    assert usergap.compare(generic, made, replicates=100).rows
    with pytest.raises(InputError, match="expected one of"):
        usergap.simulate(found, "nobody", "scripted")
    for wrong in ({"limit": 0}, {"persona": "me"}, {"guardrails": "loud"}, {"max_turns": 1}):
        with pytest.raises(InputError, match="expected"):
            usergap.simulate(found, _Replaying(), "scripted", **wrong)  # type: ignore[arg-type]


class _Replaying:
    """A user of one line, who breaks down in the first conversation that it is asked for."""

    name, version, family, settings, parents = "own", "1", "rule", {"kind": "own"}, ()

    def __init__(self) -> None:
        self.first: str | None = None

    async def reply(self, conversation) -> str | None:
        self.first = self.first or conversation.scenario.id
        if conversation.scenario.id == self.first:
            raise RuntimeError("broken")
        return "And then?"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nosuchname"):
        _ = usergap.nosuchname
    assert set(usergap.__all__) <= set(dir(usergap))


@pytest.mark.parametrize(
    "before", ["", "import usergap.compare", "from usergap.simulate.loop import Rules"]
)
def test_the_verb_is_a_function_whatever_was_imported_before(before: str) -> None:
    verbs = "callable(usergap.compare) and callable(usergap.simulate)"
    code = f"import usergap; {before or 'pass'}; print({verbs})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_faults_are_found_in_a_file_and_in_a_corpus(
    corpora: tuple[usergap.Corpus, usergap.Corpus], tmp_path: Path
) -> None:
    generic, _ = corpora
    path = write(generic, tmp_path / "sims.jsonl")
    report = usergap.faults(path)
    assert report == usergap.faults(generic)
    assert sum(report.dialogues.values()) == 30
