"""Real dialogues that a simulator was made from, and which are left out of its comparison."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from usergap.annotators import Annotation
from usergap.compare import bar_seeds
from usergap.compare.comparison import Comparison
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.dialogues.likeness import said_hash
from usergap.errors import InputError
from usergap.profiles import Profile, Texts
from usergap.profiles.seeds import SeedHashes, hashed, seeds_metadata

from .made_profiles import people, profile


def side(name, *rows, text=True, seeds=None):
    """Rows are (id, scenario id or None)."""
    made = [
        {**row, "pair": None if scenario is None else hashed(scenario)}
        for row, (_, scenario) in zip(people(len(rows), 1), rows, strict=True)
    ]
    metadata = seeds_metadata(seeds) if seeds else {}
    found = profile(made, name, **metadata)
    if not text:
        return found
    corpus = Corpus(name, tuple(Dialogue(x, (), scenario_id=s) for x, s in rows))
    return Profile(
        name, found.table, found.metadata, Texts(corpus, (Annotation({}, 0),) * len(rows))
    )


def hashes(*texts):
    return frozenset(map(hashed, texts))


def ids(side):
    return [dialogue.id for dialogue in side.texts.corpus]


REAL = (("a", "s1"), ("b", "s2"), ("c", None), ("d", "s4"))
SIMS = (("x1", "s1"), ("x2", "s2"), ("xc", "c"), ("x4", "s4"))


def test_without_seeds_nothing_changes():
    real, sims = side("real", *REAL), side("sims", *SIMS)
    barred = bar_seeds(real, sims)
    assert barred == (real, (sims,), ())
    assert barred.real is real


def test_a_seed_goes_with_the_simulated_dialogue_of_its_scenario():
    """b by its id, c by its id without a scenario id: then its id names the scenario."""
    sims = side("sims", *SIMS, seeds=SeedHashes(hashes("b", "c"), hashes("s2")))
    real, (kept,), notes = bar_seeds(side("real", *REAL), sims)
    assert ids(real) == ["a", "d"]
    assert real.table.num_rows == len(real.texts.annotations) == 2
    assert ids(kept) == ["x1", "x4"]
    assert notes[0].startswith("2 of 4 real dialogues are left out")
    assert notes[0].endswith("the making of sims: b, c")
    assert notes[1].startswith("sims: 2 simulated dialogues are left out")


def test_a_seed_under_another_id_is_known_by_what_its_user_said():
    words = "how do I tie a knot that will hold in water"
    twin = Dialogue("renamed", (Message("user", words),))
    real = side("real", ("renamed", None), ("a", None))
    corpus = Corpus("real", (twin, Dialogue("a", ())))
    real = replace(real, texts=replace(real.texts, corpus=corpus))
    sims = side("sims", *SIMS, seeds=SeedHashes(frozenset({said_hash(twin)})))
    assert ids(bar_seeds(real, sims).real) == ["a"]


def test_another_dialogue_of_a_seeds_scenario_is_barred_too():
    sims = side("sims", ("x", "s9"), seeds=SeedHashes(hashes("other"), hashes("s1")))
    real, (kept,), _ = bar_seeds(side("real", *REAL), sims)
    assert ids(real) == ["b", "c", "d"]
    assert len(kept) == 1


def test_a_seeds_conversation_is_barred_with_it():
    """b and d were cut from one conversation: measuring gives them one group."""
    real = side("real", *REAL)
    groups = pa.array([0, 1, 2, 1], pa.int32())
    place = real.table.column_names.index("group")
    real = replace(real, table=real.table.set_column(place, "group", groups))
    sims = side("sims", *SIMS, seeds=SeedHashes(hashes("b")))
    kept, (there,), _ = bar_seeds(real, sims)
    assert ids(kept) == ["a", "c"]
    assert ids(there) == ["x1", "xc"]


def test_seeds_from_another_split_bar_nothing_on_either_side():
    """Fitted on s7 and simulated in s7, compared with others: no real user meets itself."""
    sims = side("sims", ("x", "s7"), seeds=SeedHashes(hashes("z"), hashes("s7")))
    real, (kept,), notes = bar_seeds(side("real", *REAL), sims)
    assert (len(real), len(kept), notes) == (4, 1, ())


def test_without_text_the_scenario_tells_and_what_cannot_be_checked_is_said():
    sims = side("sims", *SIMS, text=False, seeds=SeedHashes(hashes("b", "c"), hashes("s2")))
    real, (kept,), notes = bar_seeds(side("real", *REAL, text=False), sims)
    assert (len(real), len(kept)) == (3, 3)
    assert "among 1 of its dialogues cannot be checked" in notes[1]
    # seeds without any scenario id leave nothing to tell by
    sims = side("sims", *SIMS, seeds=SeedHashes(hashes("b")))
    real, _, notes = bar_seeds(side("real", *REAL[:2], text=False), sims)
    assert len(real) == 2
    assert "among 2 of its dialogues cannot be checked" in notes[0]


def test_all_simulators_meet_the_same_real_users():
    made = side("made", *SIMS, seeds=SeedHashes(hashes("a"), hashes("s1")))
    other = side("other", *SIMS)
    real, kept, notes = bar_seeds(side("real", *REAL), made, other)
    assert [len(real), *map(len, kept)] == [3, 3, 3]
    assert "the making of made:" in notes[0]


def test_a_replay_is_compared_with_what_it_copies_and_flagged():
    sims = side("again", *SIMS, seeds=SeedHashes(copied=hashes("a", "b")))
    real, (kept,), notes = bar_seeds(side("real", *REAL), sims)
    assert (len(real), len(kept)) == (4, 4)
    assert len(notes) == 1
    assert notes[0].startswith("again: a replay of 2 real dialogues;")


def test_a_missing_list_is_said():
    sims = side("sims", *SIMS, seeds=SeedHashes(unlisted=4))
    assert "cannot be checked" in bar_seeds(side("real", *REAL), sims).notes[0]


def test_where_nothing_is_left_the_error_says_what_to_do():
    sims = side("sims", *SIMS, seeds=SeedHashes(hashes("a", "b", "c", "d")))
    with pytest.raises(InputError, match="another split"):
        bar_seeds(side("real", *REAL), sims)


def test_long_lists_are_named_in_part():
    rows = [(f"r{n}", None) for n in range(40)]
    sims = side("sims", *SIMS, seeds=SeedHashes(hashes(*(name for name, _ in rows[:30]))))
    note = bar_seeds(side("real", *rows), sims).notes[0]
    assert note.startswith("30 of 40")
    assert note.endswith("r9, …")


def test_notes_come_first_and_once():
    made = Comparison("1", {}, (), (), notes=("b", "c"))
    assert made.noting(("a", "b")).notes == ("a", "b", "c")
