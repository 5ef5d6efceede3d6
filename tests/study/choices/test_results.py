"""From answers to a ranking, and to the file that the ledger's audit reads."""

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")

from usergap.ledger.generator_audit.choices import Choice, ranked, read_choices
from usergap.study.choices.results import choice_results
from usergap.study.choices.votes import choices_of, flags_of, jsonl, side
from usergap.study.records import Answer, Item, Study
from usergap.study.reports import report_of

SHOWN = {"context": [], "left": [], "right": []}
PAIRS = [("x", "y"), ("x", "z"), ("y", "z")]
ITEMS = tuple(
    Item(at, SHOWN, {"task": f"t{at // 3}", "a": PAIRS[at % 3][0], "b": PAIRS[at % 3][1]})
    for at in range(9)
)
STUDY = Study(
    "c", "choices", "C", 1, "2026-01-01T00:00:00Z", {"consent": "ok"},
    (*ITEMS, Item(9, SHOWN, {}, attention=True)),
)  # fmt: skip


def said(rater, item, choice, *, flipped=False, seconds=20.0):
    return Answer(rater, item, item, flipped, {"choice": choice}, seconds, "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("choice", "flipped", "meant"),
    [
        ("left", False, "a"),
        ("left", True, "b"),
        ("right", False, "b"),
        ("right", True, "a"),
        ("tie", True, "tie"),
    ],
)
def test_a_choice_means_the_teacher_and_not_the_side(choice, flipped, meant):
    (found,) = choices_of(STUDY, [said("r", 0, choice, flipped=flipped)])
    assert found == Choice("t0", "r", "x", "y", meant)


def everyone(told, raters=4):
    """Raters who choose left, right or tie of each item as it was made, either way round."""
    turn = {"left": "right", "right": "left", "tie": "tie"}
    answers = []
    for rater in range(raters):
        for item in ITEMS:
            flipped = (rater + item.number) % 2 == 1
            answers.append(said(f"r{rater}", item.number, turn[told] if flipped else told,
                                flipped=flipped))  # fmt: skip
    return answers


def test_what_is_exported_is_what_the_audit_reads(tmp_path):
    answers = [*everyone("left"), said("r0", 9, "left")]
    path = tmp_path / "choices.jsonl"
    path.write_text(jsonl(choices_of(STUDY, answers)), "utf-8")
    read = read_choices(path)
    assert len(read) == 36, "attention items are no choices"
    assert [one.teacher for one in ranked(read, seed=1)] == ["x", "y", "z"]


def test_who_is_always_chosen_leads_and_both_sides_were_as_often():
    found = choice_results(STUDY, everyone("left"))
    assert [one.teacher for one in found.ranking.teachers] == ["x", "y", "z"]
    first, _, last = found.ranking.teachers
    assert first.chosen.low > 0.5 > last.chosen.high
    assert found.position.share == 0.5
    duel = found.ranking.duels[0]
    assert (duel.a, duel.b, duel.a_chosen, duel.b_chosen, duel.ties) == ("x", "y", 12, 0, 0)


def test_ties_favour_nobody():
    found = choice_results(STUDY, everyone("tie"))
    assert {round(one.chosen.value, 6) for one in found.ranking.teachers} == {0.5}
    assert found.ties == 36
    assert found.position is None
    assert found.ranking.duels[0].share is None


def test_nothing_yet_and_not_connected_yet():
    assert list(report_of(STUDY, []).lines) == ["No answers yet."]
    items = (*ITEMS[:1], Item(1, SHOWN, {"task": "t", "a": "p", "b": "q"}))
    study = Study("c", "choices", "C", 1, "2026", {"consent": "ok"}, items)
    found = report_of(study, [said("r", 0, "left"), said("r", 1, "left")])
    assert found.found.ranking.teachers == ()
    assert any(line.startswith("not ranked: expected choices that connect") for line in found.lines)


def test_flags_are_told_and_leave_the_ranking():
    good = everyone("left")
    fast = [said("fast", item.number, "left", seconds=1.0) for item in ITEMS]
    missed = [said("missed", 9, "right"), *(said("missed", 0, "right") for _ in range(2))]
    ones = [
        said("sided", item.number, "left", flipped=at) for item in ITEMS for at in (True, False)
    ]
    flags = flags_of(STUDY, [*good, *fast, *missed, *ones])
    assert flags == {
        "fast": ("answers in 1.0 s (median)",),
        "missed": ("failed 1 of 1 attention checks",),
        "sided": ("chose the left side in 100 %",),
    }
    found = choice_results(STUDY, [*good, *fast, *missed, *ones])
    assert found.without_flagged.raters == 4
    assert found.ranking.raters == 7


def test_a_check_passes_whichever_side_it_stands_on():
    assert side(said("r", 9, "right", flipped=True)) == "left"
    assert flags_of(STUDY, [said("r", 9, "right", flipped=True)]) == {}


def test_too_few_raters_are_told_of():
    said_so = "2 of at least 3 raters: intervals speak of these raters alone."
    assert said_so in report_of(STUDY, everyone("left", raters=2)).told
    assert not any("at least" in one for one in report_of(STUDY, everyone("left", 3)).told)
