import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.ledger.mixing.quotas import quotas


def test_every_domain_has_the_ratio_and_domains_are_as_in_real():
    # real 60:20 = 3:1; synthetic b allows 10 / (1/4 · 1/2) = 80, real a 60 / (3/4 · 1/2) = 160
    supply = {("a", "real"): 60, ("b", "real"): 20, ("a", "synthetic"): 90, ("b", "synthetic"): 10}
    assert quotas(supply, 0.5) == {
        ("a", "real"): 30, ("a", "synthetic"): 30, ("b", "real"): 10, ("b", "synthetic"): 10,
    }  # fmt: skip


def test_a_tenth_of_thirty_is_three():
    found = quotas({("", "real"): 27, ("", "synthetic"): 3}, 0.1)
    assert found == {("", "real"): 27, ("", "synthetic"): 3}


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.tuples(st.integers(1, 40), st.integers(1, 40)), min_size=1
    ),
    st.floats(0, 1),
)
def test_supply_holds_and_the_ratio_is_met(supplies, ratio):
    supply = {(d, "real"): n for d, (n, _) in supplies.items()}
    supply |= {(d, "synthetic"): n for d, (_, n) in supplies.items()}
    people = sum(n for n, _ in supplies.values())
    # one dialogue of the whole is reached where each cell has as much as its share of one
    parts = {"real": 1 - ratio, "synthetic": ratio}
    if any(n < parts[s] * supply[d, "real"] / people for (d, s), n in supply.items()):
        return
    found = quotas(supply, ratio)
    assert all(0 <= found[cell] <= supply[cell] for cell in found)
    total = sum(found.values())
    made = sum(n for (_, side), n in found.items() if side == "synthetic")
    # two sums of rounded shares: each is off by less than one dialogue
    assert abs(made - ratio * total) <= 1


def test_a_domain_of_one_side_is_named():
    with pytest.raises(InputError, match="'b': expected synthetic dialogues, found none"):
        quotas({("a", "real"): 1, ("a", "synthetic"): 1, ("b", "real"): 1}, 0.5)


def test_only_real_needs_no_synthetic():
    assert quotas({("a", "real"): 4}, 0.0) == {("a", "real"): 4}


def test_only_synthetic_takes_the_domains_of_real():
    found = quotas({("a", "real"): 1, ("a", "synthetic"): 6, ("c", "synthetic"): 5}, 1.0)
    assert found == {("a", "synthetic"): 6}


@pytest.mark.parametrize("ratio", [-0.1, 1.1, float("nan")])
def test_a_ratio_is_a_share(ratio):
    with pytest.raises(InputError, match="--ratio"):
        quotas({("", "real"): 1}, ratio)


def test_a_size_beyond_the_supply_names_what_is_short():
    supply = {("", "real"): 10, ("", "synthetic"): 2}
    with pytest.raises(InputError, match=r"at most 4 .* 2 synthetic"):
        quotas(supply, 0.5, 5)
    assert quotas(supply, 0.5, 4) == {("", "real"): 2, ("", "synthetic"): 2}
