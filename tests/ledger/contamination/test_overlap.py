from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.mixing.made import dialogue, with_parents
from usergap.errors import InputError
from usergap.ledger.contamination.overlap import overlap

LONG = " ".join(f"w{i}" for i in range(40))


def said(first, last):
    return " ".join(f"w{i}" for i in range(first, last))


def test_a_run_of_13_words_is_found_and_one_of_12_is_not():
    training = [dialogue("t", LONG)]
    thirteen = dialogue("e", f"before {said(5, 18)} after")
    twelve = dialogue("f", f"before {said(5, 17)} after")
    found = overlap(training, [thirteen, twelve])
    assert (found.runs, found.near, found.any) == (1, 0, 1)
    assert [(one.evaluation, one.training, one.how) for one in found.found] == [("e", "t", "runs")]
    assert overlap(training, [twelve], run=12).runs == 1


def test_a_near_duplicate_by_other_words_in_between():
    # every seventh of 70 words changed: no run of 13, and runs of three mostly broken
    words = [f"w{i}" for i in range(70)]
    broken = [w if i % 7 else f"x{i}" for i, w in enumerate(words)]
    training = [dialogue("t", " ".join(words))]
    assert overlap(training, [dialogue("e", " ".join(broken))]).any == 0
    words[35] = "changed"
    found = overlap(training, [dialogue("e", " ".join(words))])
    assert (found.runs, found.near) == (1, 1)


def test_pairs_seeds_and_parents_are_found():
    seed = replace(dialogue("s"), extra={"simulation": {"seeds": {"ids": ["two"], "digest": "d"}}})
    training = [with_parents(dialogue("a"), "one"), seed, dialogue("b", scenario_id="shop")]
    evaluation = [dialogue("one"), dialogue("two"), dialogue("three", scenario_id="shop")]
    found = overlap(training, evaluation)
    assert (found.seeds, found.same_pair, found.any) == (2, 1, 3)


def test_lineage_is_followed_through_others_on_both_sides():
    # one -> a -> b -> c in training; d of evaluation is made from b, e from one as well
    chain = [with_parents(dialogue(x), y) for x, y in ("ba", "cb")]
    chain.append(with_parents(dialogue("a"), "one"))
    evaluation = [dialogue("one"), with_parents(dialogue("d"), "b"),
                  with_parents(dialogue("e"), "one"), dialogue("f")]  # fmt: skip
    found = overlap(chain[1:], evaluation)  # without b: nothing leads from c to a
    assert {x.evaluation for x in found.found} == {"one", "d", "e"}
    only_c = overlap([chain[1]], evaluation)
    assert {x.evaluation for x in only_c.found} == {"d"}  # b is the parent of both
    all_of_them = overlap(chain[:2], [dialogue("a"), dialogue("z")])
    assert [(x.evaluation, x.how) for x in all_of_them.found] == [("a", "seeds")]
    grown = overlap([chain[1], chain[0], chain[2]], [dialogue("one")])
    assert grown.seeds == 1


def test_a_scenario_of_an_ancestor_counts_and_equal_ids_alone_do_not():
    parent = dialogue("p", scenario_id="shop")
    training = [parent, with_parents(dialogue("1"), "p")]
    one = dialogue("1", "other words " + said(0, 20))
    child = [with_parents(dialogue("q"), "r"), dialogue("r", scenario_id="shop"), one]
    found = overlap(training, child)
    assert [(x.evaluation, x.how) for x in found.found] == [("q", "same_pair"), ("r", "same_pair")]


def test_seeds_listed_elsewhere_are_told():
    far = replace(dialogue("s"), extra={"simulation": {"seeds": {"digest": "gone"}}})
    assert overlap([far], [dialogue("e")]).unlisted == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=9), min_size=1, max_size=6))
def test_runs_are_those_of_a_search_by_hand(lines):
    half = len(lines) // 2
    training = [dialogue(f"t{i}", " ".join(w) or "!") for i, w in enumerate(lines[:half])]
    evaluation = [dialogue(f"e{i}", " ".join(w) or "?") for i, w in enumerate(lines[half:])]

    def runs(words):
        return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}

    known = set().union(*(runs(words) for words in lines[:half]))
    expected = sum(bool(runs(words) & known) for words in lines[half:])
    assert overlap(training, evaluation, run=3).runs == expected


def test_everything_overlaps_with_itself():
    both = [dialogue(f"d{i}") for i in range(5)]
    found = overlap(both, both)
    assert (found.runs, found.near, found.any) == (5, 5, 5)


def test_nothing_to_evaluate_is_an_error():
    with pytest.raises(InputError, match="found none"):
        overlap([dialogue("a")], [])
