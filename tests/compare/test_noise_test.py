import numpy as np
import pyarrow as pa
import pytest

from tests.compare.made_profiles import FEEDBACK, MEASURES, labels, profile
from usergap.compare.draws import observed
from usergap.compare.engine import compare
from usergap.compare.intervals.inversion import small_sample_factor
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.noise_test import alike, noise
from usergap.compare.observations import observe
from usergap.compare.replication import replicate
from usergap.compare.sides import bring_together


def talk(n, turns, seed, runs=1):
    """Feedback and lengths that never differ; ``runs`` equal scenarios make one group."""
    rng = np.random.default_rng(seed)
    rows = []
    for at in range(n * runs):
        praise = int(rng.binomial(turns, 0.1))
        counts = labels(FEEDBACK, turns, explicit_positive=praise, no_feedback=turns - praise)
        words = int(np.exp(rng.normal(4, 0.8)))
        rows.append({"group": at // runs, "words": words, "turns": turns, **counts})
    return rows


def talk_pairs(n, runs, seed):
    """The same with a scenario for each group."""
    return [{**row, "pair": f"s{row['group']}"} for row in talk(n, 4, seed, runs)]


def brought(real, simulated):
    tables = [profile(rows).table for rows in (real, simulated)]
    sides = bring_together(*tables, False)
    seen = observe(FEEDBACK, pa.concat_tables(sides.table))
    return sides, seen


def test_groups_are_alike_up_to_a_quarter():
    # 4 and 5 turns a group: a ratio of 1.25 is not alike; 5 and 6 (1.2) are
    assert not alike(*brought(talk(3, 4, 0), talk(3, 5, 1))[::-1])
    assert alike(*brought(talk(3, 5, 0), talk(3, 6, 1))[::-1])
    # two runs a scenario double a group
    assert not alike(*brought(talk(3, 4, 0), talk(3, 4, 1, runs=2))[::-1])


def test_pairs_with_unlike_runs_are_not_alike():
    for runs, wanted in ((1, True), (2, False)):
        tables = [profile(x).table for x in (talk_pairs(3, 1, 0), talk_pairs(3, runs, 1))]
        sides = bring_together(*tables, True)
        assert alike(observe(FEEDBACK, pa.concat_tables(sides.table)), sides) is wanted


def test_noise_by_hand():
    # two groups a side of 2 turns; real praise 0 and 2 of them, simulated 1 and 1
    def rows(*praise):
        return [labels(FEEDBACK, 2, explicit_positive=x, no_feedback=2 - x) for x in praise]

    sides, seen = brought(rows(0, 2), rows(1, 1))
    statistic = LabelStatistic.of(seen, sides, rates=False)
    sample = replicate([observed(sides)], {"x": statistic})["x"]
    # the real share of praise once 0 and once 1, simulated always 1/2: noise of 50 each
    real, simulated = (sums.repeat(2, axis=0) for sums in sample)
    praised = FEEDBACK.labels.index("explicit_positive")
    quiet = FEEDBACK.labels.index("no_feedback")
    real[:, praised], real[:, quiet] = (0, 4), (4, 0)
    value, chance = noise(statistic, sample, (real, simulated), (2, 2))
    assert value == 0
    assert chance == pytest.approx([50 * small_sample_factor((2, 2))] * 2)


@pytest.mark.parametrize("measure", ["feedback", "words"])
def test_runs_of_a_scenario_raise_no_false_alarms(measure):
    # The permutation alone rejects in 29 (feedback) and 51 (words) of 100.
    alarms = 0
    for seed in range(50):
        real = profile(talk(40, 5, seed))
        simulated = profile(talk(150, 5, 10_000 + seed, runs=5), "sim")
        (row,) = compare(
            real, simulated, measures={measure: MEASURES[measure]}, replicates=200, seed=seed
        ).rows
        alarms += row.p < 0.05
    assert alarms <= 9  # 5 % of 50 is 2.5, and its standard error 1.5


def test_a_gap_is_found_all_the_same():
    real = profile(talk(40, 5, 1))
    loud = talk(60, 10, 2)
    for row in loud:
        row |= labels(FEEDBACK, 10, explicit_positive=8, no_feedback=2)
    (row,) = compare(real, profile(loud, "sim"), measures={"feedback": FEEDBACK}).rows
    assert row.p < 0.001
    assert row.verdict == "differs"
