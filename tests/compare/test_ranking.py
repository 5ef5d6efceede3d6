import json
from dataclasses import replace
from importlib import import_module

import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import compare, from_json, rank_simulators, to_json
from usergap.compare.margins import default_limits
from usergap.compare.ranking.record import Ranked
from usergap.errors import InputError

ranking = import_module("usergap.compare.ranking.scoring")

MARGINS = {"intent": 5.0, "feedback": 5.0, "identity": 10.0, "words": 30.0, "turns": 0.6}
QUICK = {"measures": MEASURES, "replicates": 300, "margins": MARGINS}


def named(name, seed, praise, **options):
    return profile(people(80, seed, praise=praise, **options), name)


def test_a_planted_order_comes_back():
    real = profile(people(120, 1))
    sims = [named("far", 2, 0.7), named("near", 3, 0.05), named("middle", 4, 0.3)]
    found = rank_simulators(real, *sims, **QUICK)
    assert [each.simulator for each in found.simulators] == ["near", "middle", "far"]
    assert [each.rank for each in found.simulators] == [1, 2, 3]
    assert all(each.best == each.worst == each.rank for each in found.simulators)
    assert found.ties == ()
    assert found.unit == "margin"
    assert not found.paired
    assert "3 of 3 pairs" in found.sentence
    assert "near is nearest" in found.sentence


def test_the_score_is_the_mean_of_its_parts_and_agrees_with_compare():
    real, sims = profile(people(100, 1)), [named("a", 2, 0.4), named("b", 3, 0.2)]
    found = rank_simulators(real, *sims, **QUICK)
    comparison = compare(real, *sims, measures=MEASURES, replicates=300)
    values = {(row.simulator, row.measure): row for row in comparison.rows}
    for each in found.simulators:
        assert each.score == pytest.approx(sum(x.excess for x in each.components) / 5)
        for part in each.components:
            row = values[each.simulator, part.measure]
            assert part.value == pytest.approx(row.value)
            assert part.floor == pytest.approx(row.floor, rel=0.15)
            assert part.excess == pytest.approx((part.value - part.floor) / MARGINS[part.measure])


def test_measures_without_a_margin_stay_out_and_without_any_the_floor_is_the_unit(monkeypatch):
    # by module: `usergap.compare` in a dotted name is the verb, not the room
    monkeypatch.setattr(ranking, "default_limits", dict)
    real, sims = profile(people(100, 1)), [named("a", 2, 0.4), named("b", 3, 0.2)]
    some = rank_simulators(real, *sims, **{**QUICK, "margins": {"words": 30.0}})
    assert some.measures == ("words",)
    assert some.left_out["turns"] == "no margin is known"
    none = rank_simulators(real, *sims, **{**QUICK, "margins": None})
    assert none.unit == "floor95"
    assert set(none.measures) == set(MEASURES)


def ranked(name, rank, median):
    return Ranked(name, float(rank), 0.0, 9.0, rank, 1, 2, 9, (), median)


def test_a_median_stands_beside_the_mean_and_the_sentence_tells_where_they_part():
    real, sims = profile(people(100, 1)), [named("a", 2, 0.4), named("b", 3, 0.2)]
    found = rank_simulators(real, *sims, **QUICK)
    for each in found.simulators:  # five measures: the third of them
        assert each.median == sorted(part.excess for part in each.components)[2]
    one = ranking._sentence((ranked("a", 1, 2.0), ranked("b", 2, 3.0)), 1, 0)
    assert one.startswith("The two simulators cannot be told apart")
    # a has the smaller mean, b the smaller median
    parted = ranking._sentence((ranked("a", 1, 3.0), ranked("b", 2, 2.0)), 1, 1)
    assert parted.endswith("by the median of the measures instead of their mean, b comes first")
    agreed = ranking._sentence((ranked("a", 1, 2.0), ranked("b", 2, 3.0)), 1, 1)
    assert "median" not in agreed


def test_the_shipped_units_hold_noise_so_that_no_measure_outweighs_all():
    # two crowds' errors lie .27 apart without chance, 1.3 with it: the unit is the latter
    limits = default_limits()
    assert limits["errors"].unit > 4 * limits["errors"].raw
    real, sims = profile(people(60, 1)), [named("a", 2, 0.4), named("b", 3, 0.2)]
    found = rank_simulators(real, *sims, **{**QUICK, "margins": None})
    for part in found.simulators[0].components:
        assert part.unit == limits[part.measure].unit


def test_a_measure_that_one_simulator_lacks_is_left_out_for_all():
    real = profile(people(60, 1))
    other = profile(people(60, 3), "b", annotators={"feedback": "other 1"})
    found = rank_simulators(real, named("a", 2, 0.1), other, **QUICK)
    assert "feedback" in found.left_out
    assert found.left_out["feedback"].startswith("b: annotators differ")
    assert "feedback" not in found.measures


def test_only_scenarios_that_all_share_are_compared():
    real = profile(people(60, 1, paired=True))
    one = profile(people(60, 2, paired=True), "one")
    two = profile(people(40, 3, paired=True), "two")
    found = rank_simulators(real, one, two, **QUICK)
    assert found.paired
    assert found.n_real == 40
    assert [each.n for each in found.simulators] == [40, 40]
    pooled = rank_simulators(real, one, two, pairs="off", **QUICK)
    assert not pooled.paired
    assert pooled.n_real == 60


def test_the_order_of_simulators_and_of_dialogues_changes_nothing():
    rows = people(60, 1)
    one, two = named("one", 2, 0.2), named("two", 3, 0.1)
    first = rank_simulators(profile(rows), one, two, **QUICK)
    second = rank_simulators(
        profile([{**row, "group": 99 - at} for at, row in enumerate(rows[::-1])]), one, two, **QUICK
    )
    assert first == second
    turned = rank_simulators(profile(rows), two, one, **QUICK)
    assert [x.simulator for x in turned.simulators] == [x.simulator for x in first.simulators]
    (here,), (there,) = first.between, turned.between
    assert here.difference == pytest.approx(-there.difference, abs=0.2)


def test_copies_tie():
    rows = people(60, 2, praise=0.3)
    found = rank_simulators(
        profile(people(60, 1)), profile(rows, "a"), profile(rows, "b"), named("c", 5, 0.9), **QUICK
    )
    assert ("a", "b") in found.ties
    (pair,) = (x for x in found.between if {x.one, x.two} == {"a", "b"})
    assert pair.p > 0.05
    assert "2 of 3 pairs" in found.sentence


def test_equal_simulators_are_told_apart_at_about_the_nominal_rate():
    wrong = 0
    for seed in range(25):
        real = profile(people(60, 100 + seed))
        sims = [named(name, 1000 + 3 * seed + at, 0.4) for at, name in enumerate("abc")]
        found = rank_simulators(real, *sims, **{**QUICK, "replicates": 200})
        wrong += any(x.low > 0 or x.high < 0 for x in found.between)
    assert wrong <= 5  # 25 runs at 5 %, three pairs each: P(X > 5) = .001


def test_it_survives_json():
    real, sims = profile(people(60, 1)), [named("a", 2, 0.4), named("b", 3, 0.2)]
    comparison = compare(real, *sims, measures=MEASURES, replicates=100)
    whole = replace(comparison, ranking=rank_simulators(real, *sims, **QUICK))
    assert from_json(json.loads(json.dumps(to_json(whole), allow_nan=False))) == whole


def test_what_cannot_be_ranked():
    real, one = profile(people(60, 1)), named("a", 2, 0.1)
    with pytest.raises(InputError, match="at least two, found 1"):
        rank_simulators(real, one, **QUICK)
    with pytest.raises(InputError, match="expected auto, only or off"):
        rank_simulators(real, one, named("b", 3, 0.1), pairs="some", **QUICK)
    with pytest.raises(InputError, match="all simulators share"):
        rank_simulators(real, one, named("b", 3, 0.1), pairs="only", **QUICK)


def test_twelve_simulators_in_a_few_seconds(data):
    """The movie recommenders' simulators against people, on what needs no annotator."""
    from usergap.dimensions import MEASURES as DECLARED
    from usergap.formats import read
    from usergap.profiles import Plan, measure_corpus

    surface = {name: DECLARED[name] for name in ("words", "turns", "fk_grade", "mtld", "errors")}
    files = sorted((data / "crs").glob("*.json"))
    profiles = [measure_corpus(read(path), Plan(()), jobs=1, keep_texts=False) for path in files]
    real = next(x for x, path in zip(profiles, files, strict=True) if path.stem.startswith("real"))
    sims = [x for x in profiles if x is not real]
    assert len(sims) == 12
    found = rank_simulators(real, *sims, measures=surface, replicates=500)
    assert len(found.between) == 66
    assert found.n_real == len(real)
    scores = [each.score for each in found.simulators]
    assert scores == sorted(scores)
    assert all(each.best <= each.rank <= each.worst for each in found.simulators)
