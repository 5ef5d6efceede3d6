"""Which label counts: agreed, settled, or none yet."""

import pytest

from tests.study.labelling.people import corpus_of, rate, study_on
from usergap.study.assignment import assign
from usergap.study.labelling.export import final_rows, rater_rows
from usergap.study.labelling.results import labelling_results
from usergap.study.labelling.said import lines
from usergap.study.labelling.settled import decided_labels, disputes, letters, part_of
from usergap.study.labelling.units import State, given_units

PRAISE, REST = ("explicit_positive",), ("no_feedback",)


@pytest.fixture
def labelled(store):
    """Six turns of each of two sources; the second rater differs on items 0 and 1."""
    study = study_on(corpus_of("real", 8), corpus_of("simulated", 8), count=12)
    store.studies.add(study)
    first = rate(store, study, lambda *_: REST)
    rate(store, study, lambda item, *_: PRAISE if item.number < 2 else REST)
    return study, first


def decided_in(store, study):
    return decided_labels(store.decisions.of(study.id))


def test_what_raters_differ_on_is_open_until_it_is_settled(store, labelled):
    study, _ = labelled
    answers = store.answers.of(study.id)
    units = given_units(study, answers)
    assert [unit.item for unit in units if unit.state is State.DISPUTED] == [0, 1]
    before = final_rows(study, answers, {})
    assert before.open == {"feedback": 2}
    assert sum(map(len, before.rows.values())) == 10
    store.decisions.add(study.id, 0, {part_of(units[0].turn, "feedback"): ["explicit_positive"]},
                        now="t")  # fmt: skip
    decided = decided_in(store, study)
    found = disputes(units, decided)
    assert [(one.item, one.open) for one in found] == [(0, False), (1, True)]
    after = final_rows(study, answers, decided)
    assert after.open == {"feedback": 1}
    where = study.items[0].truth
    row = next(
        row
        for row in after.rows[where["source"]]
        if (row.dialogue_id, row.turn) == (where["dialogue"], units[0].turn)
    )
    assert row.labels == {"feedback": PRAISE}
    assert (row.inclusion_p, row.dialogue_p) == (where["inclusion_p"], None)
    assert row.annotator == "people:labels prompts-1"


def test_the_last_decision_counts_and_the_first_stays_on_disk(store, labelled, tmp_path):
    study, _ = labelled
    for labels in (["explicit_positive"], ["explicit_negative"]):
        store.decisions.add(study.id, 0, {"1/feedback": labels}, now="t")
    assert decided_in(store, study) == {(0, "1/feedback"): ("explicit_negative",)}
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"explicit_positive" in kept


def test_sources_with_the_same_ids_stay_apart(store, labelled):
    study, _ = labelled
    rows = rater_rows(study, store.answers.of(study.id)).rows
    assert set(rows) == {"real", "simulated"}
    assert {len(mine) for mine in rows.values()} == {12}  # 6 turns x 2 raters
    assert {row.annotator for row in rows["real"]} == {"labels-rater-1 1", "labels-rater-2 1"}


def test_one_judgement_is_not_enough(store):
    study = study_on(corpus_of("real", 4), count=3)
    store.studies.add(study)
    rate(store, study, lambda *_: REST)
    answers = store.answers.of(study.id)
    assert final_rows(study, answers, {}).open == {"feedback": 3}
    assert labelling_results(study, answers).wanting == 3


def test_letters_hide_who_it_was(store, labelled):
    study, first = labelled
    found = disputes(given_units(study, store.answers.of(study.id)), {})
    given = [letters(study, one)[first] for one in found]
    assert all(sorted(letters(study, one).values()) == ["A", "B"] for one in found)
    assert given == [letters(study, one)[first] for one in found]
    many = [letters(study, type(found[0])(at, 1, found[0].units, frozenset()))[first]
            for at in range(40)]  # fmt: skip
    assert 8 < many.count("A") < 32, "a rater is not A all along"


def test_results_by_hand(store, labelled):
    """Agree on 10 of 12 no_feedback; the other two differ.

    One rater constant: kappa 0. Alpha: n = 24, praise 2: 1 - 23 x 4 / (2 x 2 x 22) = -1/22.
    """
    study, _ = labelled
    found = labelling_results(study, store.answers.of(study.id))
    (progress,) = found.progress
    assert (progress.units, progress.agreed, progress.disputed) == (12, 10, 2)
    assert found.wanting == 0
    whole, *labels = found.agreement
    assert (whole.label, whole.judged) == (None, 12)
    by_label = {row.label: row for row in labels}
    assert set(by_label) == {"no_feedback", "explicit_positive"}
    assert by_label["explicit_positive"].times == 2
    assert by_label["explicit_positive"].kappa == pytest.approx(0)
    assert by_label["explicit_positive"].alpha.value == pytest.approx(-1 / 22)
    assert whole.alpha.value == pytest.approx(-1 / 22)  # disjoint single labels: MASI is 1
    assert [one.same for one in found.raters] == [pytest.approx(10 / 12)] * 2
    said = list(lines(found))
    # one rater is constant in every replicate: no interval of kappa, and none is shown
    assert (whole.kappa_low, whole.kappa_high) == (None, None)
    assert any("kappa 0.00, alpha -0.05 [" in line for line in said)
    assert said[0] == ("feedback: 12 turns: 10 agreed on, 2 disputed, 0 judged once, 0 not yet")


def test_identity_of_whole_dialogues_also_counts_per_dialogue(store):
    """Raters name the past at different turns: they differ by turn and agree by dialogue."""
    study = study_on(corpus_of("real", 6), count=4, whole=True, dimensions=("identity",))
    store.studies.add(study)
    rate(store, study, lambda _item, turn, _name: ("past",) if turn == 1 else ("none",))
    rate(store, study, lambda _item, turn, _name: ("past",) if turn == 2 else ("none",))
    found = labelling_results(study, store.answers.of(study.id))
    (progress,) = found.progress
    assert progress.disputed == 8
    by_unit = {row.unit: row for row in found.agreement if row.label == "past"}
    assert by_unit["user turn"].judged == 12
    assert by_unit["user turn"].alpha.value < 0
    assert by_unit["dialogue"].judged == 4
    assert by_unit["dialogue"].times == 8
    assert {row.label for row in found.agreement if row.unit == "dialogue"} == {None, "past"}


def test_what_a_rater_left_goes_to_the_next(store):
    """Three items each: the first stops after one and is gone, so the next gets the other two."""
    study = study_on(corpus_of("real", 6), count=6)
    store.studies.add(study)

    def joined(since=None):
        token = store.people.invite("rater", study.id, now="t")
        member, _ = store.people.join(token, now="t")
        store.answers.assign_once(
            member,
            lambda given: assign(
                study.items, given, count=3, checks=0, seed=0, rater=member.number
            ),
            since=since,
        )
        return member

    first = joined()
    store.answers.next_assignment(first.id, clock=10.0)
    labels = {"labels": {"1": {"feedback": ["no_feedback"]}}}
    store.answers.record(first, 0, labels, now="t", clock=20.0)
    had = [one.item for one in store.answers.assignments(first.id)]
    still_here = [one.item for one in store.answers.assignments(joined(since=15.0).id)]
    assert set(still_here).isdisjoint(had)
    gone = [one.item for one in store.answers.assignments(joined(since=50.0).id)]
    assert set(had[1:]) < set(gone)
    assert had[0] not in gone
