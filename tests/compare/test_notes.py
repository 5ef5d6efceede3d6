from tests.compare.made_profiles import MEASURES, profile
from usergap.compare import compare
from usergap.compare.notes import (
    about_cells,
    about_mixes,
    about_profile,
    about_runs,
    about_same_dialogues,
    about_standardizing,
)
from usergap.compare.selection import cells, with_row_numbers


def test_what_a_profile_should_warn_of():
    made = profile([{"language": "en", "seen": 2}, {"language": "de", "seen": 3}], dropped=4)
    dropped, seen, languages = about_profile(made, made.table, "sim")
    assert "4 rows could not be read" in dropped
    assert "trained on 5 of these user turns" in seen
    assert "de 1, en 1" in languages or "en 1, de 1" in languages


def test_people_that_could_not_be_kept_together():
    made = profile([{}], people={"named": 107, "joined": False})
    (note,) = about_profile(made, made.table, "sim")
    assert "107" in note
    assert "too narrow" in note
    joined = profile([{}], people={"named": 107, "joined": True})
    assert about_profile(joined, joined.table, "sim") == []


def test_nothing_to_warn_of():
    made = profile([{"language": "en", "seen": 0}, {"language": None}])
    assert about_profile(made, made.table, "sim") == []


def test_more_runs_than_the_floor_knows():
    once, thrice = ([{"group": at // runs, "words": at} for at in range(6)] for runs in (1, 3))
    real, other = profile(once), profile(thrice, "sim")
    (note,) = about_runs(real.table, other.table, "sim")
    assert "3.0 dialogues a scenario against 1.0" in note
    assert about_runs(other.table, real.table, "sim") == []
    assert about_runs(real.table, real.table, "sim") == []
    pooled = compare(real, other, measures={"words": MEASURES["words"]}, replicates=100)
    assert note in pooled.notes


def test_both_sides_the_same_dialogues():
    # other order, other running numbers and groups: the same dialogues all the same
    ten = [{"words": float(at)} for at in range(10)]
    real, again = profile(ten), profile(ten[::-1], "again")
    (note,) = about_same_dialogues(real.table, again.table, "again")
    assert "the same 10 dialogues" in note
    assert "given twice" in note


def test_most_of_one_side_in_the_other():
    # by hand: 6 of the 8 simulated ones are real; of the 20 real ones 6 are simulated
    real = profile([{"words": float(at)} for at in range(20)])
    mixed = profile([{"words": float(at)} for at in (0, 1, 2, 3, 4, 5, 90, 91)])
    (note,) = about_same_dialogues(real.table, mixed.table, "sim")
    assert "6 of its 8 dialogues and 6 of the 20 real ones are the same" in note
    (turned,) = about_same_dialogues(mixed.table, real.table, "sim")
    assert "6 of its 20 dialogues and 6 of the 8 real ones are the same" in turned
    half = profile([{"words": float(at)} for at in (0, 1, 90, 91)])
    assert about_same_dialogues(real.table, half.table, "sim") == []
    assert about_same_dialogues(real.table, real.table.slice(0, 0), "sim") == []


def test_the_same_dialogues_are_told_first_and_only_there():
    real = profile([{"words": float(at), "language": "en"} for at in range(10)], dropped=3)
    other = profile([{"words": at + 0.5, "language": "en"} for at in range(10)], "other")
    wanted = {"words": MEASURES["words"]}
    found = compare(real, other, real, measures=wanted, replicates=100).notes
    assert "the same 10 dialogues" in found[0]
    assert sum("the same" in note for note in found) == 1


def test_mixes_that_differ():
    real, other = profile([{"domain": "a"}] * 5), profile([{"domain": "a"}] * 4 + [{"domain": "b"}])
    (note,) = about_mixes(real.table, other.table, "sim")
    assert "TVD 20" in note
    assert about_mixes(real.table, real.table, "sim") == []
    assert about_mixes(real.table, profile([{}]).table, "sim") == []


def test_standardising():
    assert "nothing to standardise" in about_standardizing("sim", True, (0, 0))[0]
    assert "3 real and 1 simulated" in about_standardizing("sim", False, (3, 1))[0]
    assert about_standardizing("sim", False, (0, 0)) == []


def test_a_field_without_a_value_on_both_sides():
    real = with_row_numbers(profile([{"assistant_model": "kbrd"}, {"assistant_model": "barcor"}]))
    other = with_row_numbers(profile([{"assistant_model": "KBRD"}]))
    found = list(cells(real, other, "assistant_model", paired=False))
    (note,) = about_cells("assistant_model", found, "sim")
    assert note == (
        "sim: no assistant_model is on both sides (real: barcor, kbrd; simulated: KBRD)"
    )
    same = list(cells(real, real, "assistant_model", paired=False))
    assert about_cells("assistant_model", same, "sim") == []
    assert about_cells("assistant_model", [], "sim") == []
