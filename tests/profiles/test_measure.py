"""Measuring: hand-counted cells, groups, pairs, and the same rows from any number of jobs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from usergap.dialogues import Corpus
from usergap.formats import read
from usergap.profiles import Plan, measure_corpus
from usergap.profiles.measure import BATCH
from usergap.profiles.schema import schema

from .conftest import talk


def test_cells_counted_by_hand(corpus: Corpus, plan: Plan) -> None:
    profile = measure_corpus(corpus, plan)
    assert profile.table.schema.equals(schema())
    rows = profile.table.to_pylist()
    # "tell me about owls" + "thanks a lot" = 4 + 3 words in 2 turns
    assert (rows[0]["words"], rows[0]["turns"]) == (7, 2)
    assert rows[0]["feedback.explicit_positive"] == 1
    assert rows[0]["feedback.no_feedback"] == 1
    assert rows[0]["feedback.first.no_feedback"] == 1
    assert rows[0]["feedback.units"] == 2
    assert rows[0]["identity.past"] == 0
    assert rows[1]["identity.past"] == 1
    assert rows[1]["domain"] == "travel"
    # nobody judged intent: null, never 0
    assert rows[0]["intent.none"] is None


def test_connected_conversations_and_scenarios_share_a_group(corpus: Corpus, plan: Plan) -> None:
    table = measure_corpus(corpus, plan).table
    # a and b share scenario s1; c and d share conversation c3
    assert table["group"].to_pylist() == [0, 0, 1, 1]
    pairs = table["pair"].to_pylist()
    assert pairs[0] == pairs[1]
    assert pairs[2] is None


def test_dialogues_of_one_person_share_a_group(plan: Plan) -> None:
    people = ("ann", "bob", "ann", None)
    named = tuple(
        replace(talk(f"d{at}", "tell me"), extra={"user_id": name} if name else {})
        for at, name in enumerate(people)
    )
    profile = measure_corpus(Corpus("named", named), plan)
    assert profile.table["group"].to_pylist() == [0, 1, 0, 2]
    assert profile.metadata["people"] == {"named": 2, "joined": True}
    one = tuple(replace(talk(f"d{at}", "tell me"), extra={"user_id": 7}) for at in range(3))
    profile = measure_corpus(Corpus("one", one), plan)
    assert profile.table["group"].to_pylist() == [0, 1, 2]
    assert profile.metadata["people"] == {"named": 1, "joined": False}


def test_people_of_crs_are_fewer_than_dialogues(data: Path, plan: Plan) -> None:
    people = read(data / "crs/real_crsarena_open.json")
    profile = measure_corpus(people, plan, jobs=1)
    # data/README: 254 dialogues; 145 user ids in the file
    assert len(profile) == 254
    assert len(set(profile.table["group"].to_pylist())) == 145


def test_measures_made_for_english_are_undefined_elsewhere(corpus: Corpus, plan: Plan) -> None:
    german = measure_corpus(corpus, plan).table.to_pylist()[3]
    assert german["words"] == 4
    assert german["fk_grade"] is None
    assert german["errors"] is None


def test_progress_counts_every_dialogue_once(corpus: Corpus, plan: Plan) -> None:
    done: list[int] = []
    measure_corpus(corpus, plan, progress=done.append)
    assert sum(done) == len(corpus)


def test_two_processes_measure_what_one_does(plan: Plan) -> None:
    many = Corpus("many", tuple(talk(f"d{i}", f"word {i}", "thanks") for i in range(BATCH + 3)))
    alone = measure_corpus(many, plan, jobs=1)
    shared = measure_corpus(many, plan, jobs=2)
    assert alone.table.equals(shared.table)
    assert alone.fingerprint == shared.fingerprint


def test_an_empty_corpus_has_an_empty_profile(plan: Plan) -> None:
    profile = measure_corpus(Corpus("none", ()), plan)
    assert len(profile) == 0
    assert profile.table.schema.equals(schema())
