"""The frozen word list, the case rules, and the script that builds the list."""

import importlib.util
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dimensions.spelling import LONGEST_WORD, misspelt, wordlist


@pytest.mark.parametrize(
    "word",
    ["dog", "Dog", "DOG", "dogs", "dog's", "dog’s", "Paris", "PARIS", "Paris's", "don't", "Don’t",
     "O'Brien", "I", "X", "B", "chatbot", "website", "NATO", "1st", "22nd", "13th", "111th", "3D",
     "NAME_1", "__init__", "naïve", "Привет", "", "'", "x" * (LONGEST_WORD + 1)],
)  # fmt: skip
def test_accepted(word):
    assert not misspelt(word)


@pytest.mark.parametrize(
    "word",
    ["teh", "Teh", "TEH", "paris", "dont", "cant", "i", "u", "recieve", "qwertz", "QXZW",
     "camelCase", "DOg", "1th", "2st", "11st", "THR0873", "b2b"],
)  # fmt: skip
def test_misspelt(word):
    assert misspelt(word)


@given(st.sampled_from(sorted(wordlist())))
def test_every_listed_form_is_accepted_in_capitals_and_as_a_possessive(word):
    assert not misspelt(word)
    assert not misspelt(word.upper())
    assert not misspelt(word + "'s")


@given(st.text(max_size=60))
def test_any_token_has_a_verdict(token):
    assert misspelt(token) in (True, False)


def test_the_list_is_frozen():
    folder = files("usergap.dimensions")
    assert 145_000 < len(wordlist()) < 150_000
    assert len(folder.joinpath("spelling_words.txt.gz").read_bytes()) < 500_000
    assert "Kevin Atkinson" in folder.joinpath("spelling_words.NOTICE.txt").read_text("utf-8")


@pytest.fixture
def builder():
    path = Path(__file__).parents[2] / "scripts/build_wordlist.py"
    spec = importlib.util.spec_from_file_location("build_wordlist", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_affixes_are_expanded(builder, tmp_path):
    (tmp_path / "xx.aff").write_text(
        "SET UTF-8\n\nPFX U Y 1\nPFX U 0 un .\n\nPFX R N 1\nPFX R 0 re [^t]\n\n"
        "SFX D Y 2\nSFX D 0 d e\nSFX D 0 ed [^e]\n\nSFX M Y 1\nSFX M 0 's .\n\n"
        "SFX Y N 1\nSFX Y y ily y\n",
        "utf-8",
    )
    (tmp_path / "xx.dic").write_text("5\ntie/UD\ntell/RM\nlock/URD\nhappy/UY\n1st\n", "utf-8")
    # R and Y do not cross: no "relocked", no "unhappily"; R not before t: no "retell"
    expected = "tie tied untie untied tell lock locked unlock unlocked relock happy happily unhappy"
    assert builder.expand(tmp_path / "xx") == sorted(expected.split(" "))
