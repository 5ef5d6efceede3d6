"""Who gets what, which way round."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from usergap.study.assignment import assign
from usergap.study.records import Item


def items_of(usual: int, checks: int = 0) -> list[Item]:
    return [Item(at, {}, attention=at >= usual) for at in range(usual + checks)]


def everyone(usual: int, checks: int, count: int, raters: int, seed: int = 0):
    items = items_of(usual, checks)
    given_so_far: Counter[tuple[int, bool]] = Counter()
    lists = []
    for rater in range(raters):
        mine = assign(items, given_so_far, count=count, checks=checks, seed=seed, rater=rater)
        given_so_far.update((one.item, one.flipped) for one in mine)
        lists.append(mine)
    return lists, given_so_far


@given(
    usual=st.integers(1, 12),
    checks=st.integers(0, 3),
    count=st.integers(1, 15),
    raters=st.integers(1, 8),
    seed=st.integers(0, 5),
)
def test_lists_are_balanced_over_items_and_sides(usual, checks, count, raters, seed):
    lists, times = everyone(usual, checks, count, raters, seed)
    per_item = [times[at, False] + times[at, True] for at in range(usual)]
    assert max(per_item) - min(per_item) <= 1
    assert all(abs(times[at, False] - times[at, True]) <= 1 for at in range(usual))
    for mine in lists:
        assert [one.position for one in mine] == list(range(len(mine)))
        assert len({one.item for one in mine}) == len(mine) == min(count, usual) + checks
        assert mine[0].item < usual, "a list never begins with an attention check"


def test_the_first_rater_sees_each_side_as_often():
    (mine,), _ = everyone(10, 0, 10, 1)
    assert sum(one.flipped for one in mine) == 5


def test_the_order_differs_between_raters_and_comes_out_again_by_seed():
    lists, _ = everyone(10, 0, 10, 2)
    assert [one.item for one in lists[0]] != [one.item for one in lists[1]]
    assert lists == everyone(10, 0, 10, 2)[0]
    assert lists != everyone(10, 0, 10, 2, seed=1)[0]


@given(
    groups=st.integers(1, 6),
    size=st.integers(1, 3),
    count=st.integers(1, 20),
    raters=st.integers(1, 6),
    seed=st.integers(0, 5),
)
def test_nobody_gets_two_items_that_must_stay_apart(groups, size, count, raters, seed):
    items = [Item(at, {}, apart=(f"scenario {at % groups}",)) for at in range(groups * size)]
    given_so_far: Counter[tuple[int, bool]] = Counter()
    for rater in range(raters):
        mine = assign(items, given_so_far, count=count, checks=0, seed=seed, rater=rater)
        given_so_far.update((one.item, one.flipped) for one in mine)
        assert len({one.item % groups for one in mine}) == len(mine) == min(count, groups)
    times = [given_so_far[at, False] + given_so_far[at, True] for at in range(len(items))]
    for group in range(groups):
        assert max(times[group::groups]) - min(times[group::groups]) <= 1


@given(sizes=st.lists(st.integers(1, 8), min_size=1, max_size=4), seed=st.integers(0, 5))
def test_every_list_holds_its_share_of_each_stratum(sizes, seed):
    strata = [name for name, size in enumerate(sizes) for _ in range(2 * size)]
    items = [Item(at, {}, stratum=str(name)) for at, name in enumerate(strata)]
    mine = assign(items, {}, count=sum(sizes), checks=0, seed=seed, rater=0)
    got = Counter(strata[one.item] for one in mine)
    assert all(abs(got[name] - size) <= 1 for name, size in enumerate(sizes))
