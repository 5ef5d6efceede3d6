"""The flat API: files, corpora and profiles in, readable objects out."""

from __future__ import annotations

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


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nosuchname"):
        _ = usergap.nosuchname
    assert set(usergap.__all__) <= set(dir(usergap))


@pytest.mark.parametrize(
    "before", ["", "import usergap.compare", "from usergap.compare import diff"]
)
def test_the_verb_is_a_function_whatever_was_imported_before(before: str) -> None:
    code = f"import usergap; {before or 'pass'}; print(callable(usergap.compare))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
