"""The bar of the planted fixtures, and that the study is fair and repeatable."""

import numpy as np
import pytest

from usergap.compare import Verdict
from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.train.rl.ngram_policy import NgramPolicy
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.experiment import balanced, one_simulator, transfer
from usergap.train.transfer.headroom import headroom
from usergap.train.transfer.planted import heterogeneous, homogeneous, planted
from usergap.train.transfer.replies import paired_replies
from usergap.train.transfer.study import run_study

EFFORT = Effort(seeds=5, steps=15, contexts=10, group=4, samples=4, test=12)
SMALL = Effort(seeds=2, steps=3, contexts=4, group=3, samples=2, test=6)


def overlap(candidates):
    return [len(set(c.reply.split()) & set((c.reference or "").split())) / 10 for c in candidates]


@pytest.fixture(scope="module")
def found():
    real, simulated = planted(heterogeneous(), homogeneous, scenarios=60)
    return transfer(real, simulated, simulator="planted", effort=EFFORT)


def test_the_slope_on_heterogeneous_replies_is_at_most_a_quarter(found):
    assert found.verdict is Verdict.DIFFERS
    assert found.slope_ratio.high <= 0.25
    assert found.slopes["simulated"].low > 0
    assert "would not carry over" in found.claim


def test_what_is_learnt_from_the_template_is_worth_nothing_elsewhere(found):
    gain = {(cell.trained_on, cell.tested_on): cell.gain for cell in found.cells}
    assert gain["simulated", "simulated"].low > 0
    assert gain["simulated", "real"].value < 0.25 * gain["simulated", "simulated"].value
    assert found.carry_over.high < 0.5


def test_the_cheap_version_tells_the_same(found):
    real, simulated = planted(heterogeneous(), homogeneous, scenarios=60)
    cheap = headroom(real, simulated, effort=EFFORT)
    assert cheap.verdict is Verdict.DIFFERS
    assert "more to climb on simulated replies" in cheap.sentence
    assert cheap.sides["simulated"].value == pytest.approx(found.headroom["simulated"].value)


@pytest.mark.parametrize("kind", [homogeneous, heterogeneous(0.3)])
def test_sides_that_are_alike_do_not_differ(kind):
    found = transfer(*planted(kind, kind, scenarios=60, seed=1), effort=EFFORT)
    assert found.verdict is not Verdict.DIFFERS
    assert headroom(*planted(kind, kind, scenarios=60, seed=1), effort=EFFORT).verdict is (
        Verdict.CANNOT_TELL
    )


def test_lengths_and_contexts_of_the_fixture_are_alike(found):
    simulated, real = found.replies
    assert simulated.words[1] == pytest.approx(real.words[1], abs=2)
    assert found.same_context == 1
    assert found.missing == 0


def begin(pairs, seed):
    return NgramPolicy.fit(balanced(pairs, seed), words=100)


def test_equal_sides_give_equal_runs():
    # the same replies on both sides: nothing but the side's name is left to differ
    pairs = paired_replies(*planted(homogeneous, homogeneous, scenarios=30))
    twins = [type(p)(p.group, p.real, p.real) for p in pairs]
    runs = run_study(twins, begin, overlap, SMALL)
    assert np.array_equal(runs.rewards[:, 0], runs.rewards[:, 1])
    assert np.array_equal(runs.after[:, 0], runs.after[:, 1])
    assert np.array_equal(runs.headroom[:, 0], runs.headroom[:, 1])


def test_the_same_seed_gives_the_same_runs_and_another_others():
    pairs = paired_replies(*planted(heterogeneous(0.5), homogeneous, scenarios=30))
    one, same, other = (run_study(pairs, begin, overlap, SMALL, seed=s) for s in (3, 3, 9))
    assert np.array_equal(one.rewards, same.rewards)
    assert not np.array_equal(one.rewards, other.rewards)


def test_progress_is_told_step_by_step():
    pairs = paired_replies(*planted(homogeneous, homogeneous, scenarios=30))
    done = []
    run_study(pairs, begin, overlap, SMALL, progress=done.append)
    assert sum(done) == 2 * SMALL.seeds * SMALL.steps


def test_rewards_that_are_missing_are_counted_and_in_no_mean():
    def some(candidates):
        return [None if place % 2 else 0.5 for place in range(len(candidates))]

    pairs = paired_replies(*planted(homogeneous, homogeneous, scenarios=30))
    runs = run_study(pairs, begin, some, SMALL)
    assert runs.missing.mean() == pytest.approx(0.5, abs=0.05)
    assert np.allclose(runs.rewards, 0.5)
    assert np.allclose(runs.headroom, 0)


def test_a_reward_that_scores_nothing_is_refused():
    with pytest.raises(InputError, match=r"reward|expected"):
        transfer(*planted(homogeneous, homogeneous, scenarios=30), reward="no such", effort=SMALL)


def test_both_sides_have_as_many_words_in_the_beginning():
    real, simulated = planted(heterogeneous(), homogeneous, scenarios=40)
    pairs = paired_replies(real, simulated)
    held = balanced(pairs, 0)
    mine = {p.real.reply for p in pairs}
    words = [sum(len(r.split()) for r in held if (r in mine) is side) for side in (True, False)]
    assert abs(words[0] - words[1]) <= 40  # one reply at most


def test_which_simulator_is_meant_must_be_clear():
    _, simulated = planted(homogeneous, homogeneous, scenarios=2)
    corpus = Corpus("file", tuple(simulated))
    assert one_simulator(corpus)[0] == "planted"
    with pytest.raises(InputError, match=r"planted.*found other"):
        one_simulator(corpus, "other")


@pytest.mark.parametrize("wrong", [{"seeds": 1}, {"steps": 1}, {"held_out": 1.0}, {"group": 1}])
def test_efforts_that_cannot_be(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        Effort(**wrong)
