"""From answers to results: rows, flags, position, words."""

from usergap.study.blind.results import blind_results
from usergap.study.blind.said import lines
from usergap.study.records import Answer, Item, Study
from usergap.study.reports import report_of

NOW = "2026-01-01T00:00:00Z"


def pairs(count: int = 12, checks: int = 1) -> Study:
    items = [
        Item(at, {}, {"simulator": "abc"[at % 2], "domain": "d" if at < 6 else "e"})
        for at in range(count)
    ]
    items += [Item(count + at, {}, {}, attention=True) for at in range(checks)]
    return Study("blind", "pairs", "?", 0, NOW, {"raters": 30}, tuple(items))


def said(rater: str, item: int, right: bool, *, flipped=None, seconds=20.0, sure=3) -> Answer:
    flipped = item % 2 == 1 if flipped is None else flipped
    choice = "left" if right != flipped else "right"
    value = {"choice": choice, "confidence": sure}
    return Answer(rater, item, item, flipped, value, seconds, NOW)


def everyone(*raters: str, right=lambda _: True, **more) -> list[Answer]:
    return [said(name, item, right(item), **more) for name in raters for item in range(13)]


def test_rows_are_simulators_and_their_domains_and_checks_count_nowhere():
    found = blind_results(pairs(), everyone("x", "y", "z", right=lambda item: item != 12))
    assert [(row.simulator, row.domain, row.share.n) for row in found.rows] == [
        ("a", None, 18), ("a", "d", 9), ("a", "e", 9),
        ("b", None, 18), ("b", "d", 9), ("b", "e", 9),
    ]  # fmt: skip
    assert all(row.share.share == 1 for row in found.rows)
    assert [row.verdict for row in found.rows if row.domain is None] == ["told apart"] * 2
    assert found.agreement.kappa == 1.0
    assert all(one.flags == ("failed 1 of 1 attention checks",) for one in found.raters)
    assert found.rows_without_flagged == ()


def test_kappa_is_shown_with_its_interval_wherever_it_is_shown():
    study = pairs()
    answers = [*everyone("x"), *everyone("y", right=lambda item: item % 3 > 0)]
    report = report_of(study, answers)
    found = report.found.agreement
    assert -1 <= found.kappa_low < found.kappa < found.kappa_high <= 1
    interval = f"[{found.kappa_low:.2f}, {found.kappa_high:.2f}]"
    assert any(f"Cohen kappa {found.kappa:.2f} {interval}" in line for line in report.told)
    assert report.json["agreement"]["kappa_low"] == found.kappa_low
    same = report_of(study, everyone("x", "y"))  # nobody differs: a value without an interval
    assert any(line.endswith("Cohen kappa 1.00") for line in same.told)


def test_a_rater_is_flagged_for_haste_for_one_side_and_for_missed_checks():
    study = pairs()
    fast = everyone("fast", seconds=1.5)
    # always the left one: right where not flipped, and so half of the time
    sided = [said("sided", item, item % 2 == 0) for item in range(12)]
    fine = everyone("fine")
    found = {one.rater: one.flags for one in blind_results(study, [*fast, *sided, *fine]).raters}
    assert found["fast"] == ("answers in 1.5 s (median)",)
    assert found["sided"] == ("chose the first choice in 100 % of answers",)
    assert found["fine"] == ()
    missed = [*everyone("fine")[:12], said("fine", 12, False)]
    (one,) = blind_results(study, missed).raters
    assert (one.checks, one.checks_passed) == (1, 0)
    assert one.flags == ("failed 1 of 1 attention checks",)


def test_nine_of_ten_on_one_side_is_not_flagged_yet():
    # two-sided p = 2 * 11 / 1024 = .021, above .001; twelve of twelve is 2 / 4096 = .0005
    some = [said("r", item, True, flipped=item == 0) for item in range(10)]
    assert blind_results(pairs(checks=0), some).raters[0].flags == ()


def test_position_bias_is_told_though_it_changes_no_share():
    left = [said(name, item, item % 2 == 0) for name in "xyz" for item in range(12)]
    found = blind_results(pairs(), left)
    assert found.position.share == 1.0
    both = blind_results(pairs(), everyone("x", "y", "z"))
    assert both.position.share == 0.5


def test_how_far_it_is_stands_first():
    assert next(lines(blind_results(pairs(), []))) == "No answers yet."
    assert "2 of at least 3 raters" in blind_results(pairs(), everyone("x", "y")).note
    text = list(report_of(pairs(), everyone("x", "y", "z")).lines)
    assert text[0] == "3 of 30 planned raters: do not stop because a verdict pleases."
    assert text[1].startswith("a: right in 100 % of 18 [81, 100], wide [")
    assert "|p-50| 50 [31, 50]: told apart" in text[1]


def single() -> Study:
    truths = [("human", "real"), ("simulated", "m")] * 6
    items = [
        Item(at, {}, {"user": user, "simulator": name, "domain": "d"})
        for at, (user, name) in enumerate(truths)
    ]
    return Study("s", "single", "?", 0, NOW, {}, tuple(items))


def test_single_dialogues_are_judged_by_balanced_accuracy():
    study = single()
    answers = [
        Answer(name, item, item, False, {"choice": "human", "confidence": 4}, 20.0, NOW)
        for name in "xyz"
        for item in (0, 2, 4, 6, 8, 10, 1)  # six real ones, and one of the simulator
    ]
    found = blind_results(study, answers)
    (whole, domain) = found.rows
    assert (whole.share.share, whole.share.right, whole.share.n) == (0.5, 18, 21)
    assert whole.verdict == domain.verdict == "cannot tell"
    assert {name: share.share for name, share in found.taken_for_human.items()} == {
        "real": 1.0, "m": 1.0,
    }  # fmt: skip


def test_only_real_ones_judged_so_far_is_no_row():
    answers = [Answer("x", 0, 0, False, {"choice": "human", "confidence": 4}, 20.0, NOW)]
    assert blind_results(single(), answers).rows == ()


def test_the_export_holds_no_formula_and_no_text():
    item = Item(0, {"left": "secret text"}, {"simulator": "=HYPERLINK(1)", "domain": "\t@x"})
    study = Study("blind", "pairs", "?", 0, NOW, {}, (item,))
    text = report_of(study, [said("r", 0, True)]).csv()
    head, row = text.splitlines()
    assert head.startswith("study,rater,position,item,flipped,attention,seconds,answered")
    assert "'=HYPERLINK(1)" in row
    assert "'\t@x" in row
    assert "secret text" not in text
