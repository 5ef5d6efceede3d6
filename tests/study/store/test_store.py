"""What the store keeps, and what it does not do twice."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from usergap.errors import EnvironmentFailure, InputError
from usergap.study.assignment import assign
from usergap.study.store import open_store

NOW = "2026-01-01T00:00:00Z"


def rater_of(store, study, uses=None):
    member, session = store.people.join(
        store.people.invite("rater", study.id, now=NOW, uses=uses), now=NOW
    )
    store.answers.assign_once(
        member,
        lambda given: assign(study.items, given, count=4, checks=0, seed=0, rater=member.number),
    )
    return member, session


def test_a_study_comes_back_as_it_was_put_in(store, study):
    assert store.studies.get("blind") == study
    with pytest.raises(InputError, match="expected one of"):
        store.studies.get("another")
    with pytest.raises(InputError, match="in use"):
        store.studies.add(study)


def test_an_invitation_is_used_up(store, study):
    token = store.people.invite("rater", study.id, now=NOW, uses=1)
    assert store.people.join(token, now=NOW) is not None
    assert store.people.join(token, now=NOW) is None
    assert store.people.join("made up", now=NOW) is None


def test_the_file_holds_no_token(store, study, tmp_path):
    token = store.people.invite("rater", study.id, now=NOW)
    _, session = store.people.join(token, now=NOW)
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"blind" in kept
    assert token.encode() not in kept
    assert session.encode() not in kept


def test_the_first_answer_stands(store, study):
    member, _ = rater_of(store, study)
    first = store.answers.next_assignment(member.id, clock=10.0)
    assert store.answers.record(member, first.position, {"choice": "left"}, now=NOW, clock=12.5).new
    again = store.answers.record(member, first.position, {"choice": "right"}, now=NOW, clock=13.0)
    assert (again.new, again.value) == (False, {"choice": "left"})
    (kept,) = store.answers.of(study.id)
    assert (kept.value, kept.seconds) == ({"choice": "left"}, 2.5)
    assert store.answers.progress(member.id) == (1, 4)


def test_the_clock_runs_from_the_first_showing(store, study):
    member, _ = rater_of(store, study)
    store.answers.next_assignment(member.id, clock=10.0)
    store.answers.next_assignment(member.id, clock=50.0)
    store.answers.record(member, 0, {}, now=NOW, clock=60.0)
    assert store.answers.of(study.id)[0].seconds == 50.0


def test_a_rater_answers_no_one_elses_list(store, study):
    member, _ = rater_of(store, study)
    with pytest.raises(InputError, match="this rater's"):
        store.answers.record(member, 99, {}, now=NOW, clock=0.0)


def test_many_at_once_are_all_kept_once(store, study):
    members = [rater_of(store, study)[0] for _ in range(6)]

    def answer_twice(member):
        while given := store.answers.next_assignment(member.id, clock=0.0):
            for _ in range(2):
                store.answers.record(member, given.position, {"by": member.id}, now=NOW, clock=1.0)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(answer_twice, members))
    kept = store.answers.of(study.id)
    assert len(kept) == 24
    assert len({(one.rater, one.position) for one in kept}) == 24
    assert all(one.value["by"] == one.rater for one in kept)


def test_lists_chosen_at_once_are_balanced(store, study):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: rater_of(store, study), range(8)))
    lists = [store.answers.assignments(one.id) for one in store.people.raters(study.id)]
    flipped = sum(one.flipped for mine in lists for one in mine)
    assert flipped == 16  # 8 raters x 4 items, each item 4 times either way round


def test_erasing_takes_the_answers_and_the_session(store, study):
    member, session = rater_of(store, study)
    store.answers.record(member, 0, {"choice": "left"}, now=NOW, clock=0.0)
    assert store.people.data_of(member.id)["answers"][0]["answer"] == {"choice": "left"}
    assert store.people.erase(member.id, now=NOW) == 1
    assert store.answers.of(study.id) == []
    assert store.people.member(session) is None
    assert store.people.raters(study.id) == []


def test_what_is_not_a_study_is_told(tmp_path):
    with pytest.raises(InputError, match="usergap study new"):
        open_store(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("not a database, but long enough to look at " * 50)
    with pytest.raises(InputError, match="expected a study file"):
        open_store(tmp_path / "text.db")
    with pytest.raises(InputError, match="postgresql"):
        open_store("nonsense://x")


def test_a_place_that_cannot_be_written_is_a_wrong_name(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"s\.db: cannot be written: .*file is a file"):
        open_store(tmp_path / "file" / "s.db", create=True)
    monkeypatch.setattr(Path, "touch", raiser(PermissionError(13, "Permission denied", "s.db")))
    with pytest.raises(InputError, match=r"s\.db: cannot be written: Permission denied"):
        open_store(tmp_path / "s.db", create=True)
    monkeypatch.setattr(Path, "touch", raiser(OSError(28, "No space left on device", "s.db")))
    with pytest.raises(EnvironmentFailure, match="No space left"):
        open_store(tmp_path / "s.db", create=True)


def raiser(trouble):
    def fail(*_given, **_named):
        raise trouble

    return fail
