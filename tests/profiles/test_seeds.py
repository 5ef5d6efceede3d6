"""What a profile says of the real dialogues that a simulator was made from."""

from __future__ import annotations

import pytest

from usergap.dialogues import Corpus, Dialogue, Message
from usergap.profiles import Plan, measure_corpus, read_profile, write_profile
from usergap.profiles.batch import pair_key
from usergap.profiles.seeds import SeedHashes, hashed, seeds_in, seeds_of_profile

SAID = (Message("user", "hello there"), Message("assistant", "hi"))


def made(name, seeds):
    return Dialogue(name, SAID, extra={"simulation": {"seeds": seeds}})


def listed(digest, *ids, pairs=(), **more):
    return {"count": len(ids), "digest": digest, "ids": list(ids), "pairs": list(pairs), **more}


def test_a_pair_key_is_hashed_as_in_the_column_of_pairs():
    assert hashed("s1") == pair_key(Dialogue("x", SAID, scenario_id="s1"))


def test_lists_are_joined_and_copies_kept_apart():
    found = seeds_in(
        [
            made("1", listed("d1", "a", "b", pairs=["s"])),
            made("2", listed("d2", "b", "c")),
            made("3", listed("d3", "r", pairs=["t"], copies=True)),
            Dialogue("4", SAID),
        ]
    )
    assert found.ids == {hashed(x) for x in "abc"}
    assert found.pairs == {hashed("s")}  # a copied dialogue's scenario is compared on purpose
    assert (found.copied, found.unlisted) == ({hashed("r")}, 0)


def test_a_list_that_is_not_here_is_counted():
    first, rest = listed("d1", "a"), {"count": 1, "digest": "d1"}
    assert seeds_in([made("1", rest), made("2", first)]).unlisted == 0  # in any order
    assert seeds_in([made("1", rest), made("2", rest)]).unlisted == 2


@pytest.mark.parametrize(
    "extra",
    [
        {"simulation": "text"},
        {"simulation": {"seeds": ["a"]}},
        {"simulation": {"seeds": {"ids": [1, None, {}], "pairs": "x"}}},
        {"seeds": {"ids": ["a"]}},
    ],
)
def test_whatever_else_a_file_says_bars_nothing(extra):
    assert seeds_in([Dialogue("1", SAID, extra=extra)]) == SeedHashes()


def test_a_profile_keeps_them_on_disk_and_says_nothing_where_there_are_none(tmp_path):
    plan = Plan((), vectors=False)
    corpus = Corpus("sims", (made("1", listed("d1", "a", pairs=["s"])),))
    profile = measure_corpus(corpus, plan)
    again = read_profile(write_profile(profile, tmp_path / "sims.parquet"))
    assert seeds_of_profile(again.metadata) == SeedHashes(
        frozenset({hashed("a")}), frozenset({hashed("s")})
    )
    assert "seeds" not in measure_corpus(Corpus("real", (Dialogue("1", SAID),)), plan).metadata
