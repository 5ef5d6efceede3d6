import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.ledger.augmentation.rules import TEXT_RULES, rephrase, typos

CODE = "see `do not touch` and https://a.b/do_not at x@y.z, {big} <EMAIL> end"


def every(rule, text, seeds=200):
    return {TEXT_RULES[rule](text, random.Random(seed)) for seed in range(seeds)}


def test_rephrase_contracts_expands_and_swaps_words():
    assert every("rephrase", "Do not buy the big one") == {
        f"{a} {b} the {c} one"
        for a in ("Do not", "Don't") for b in ("buy", "purchase") for c in ("big", "large")
    }  # fmt: skip


def test_a_clause_s_end_is_never_contracted():
    assert every("rephrase", "tell me what it is") == {"tell me what it is"}


def test_what_has_two_senses_is_never_expanded():
    assert every("rephrase", "it's been a day and i'd gone") == {"it's been a day and i'd gone"}


def test_words_inside_words_stay():
    assert every("rephrase", "bigger startup pickle") == {"bigger startup pickle"}


@pytest.mark.parametrize("rule", TEXT_RULES)
def test_code_addresses_and_placeholders_stay(rule):
    kept = ("`do not touch`", "https://a.b/do_not", "x@y.z,", "{big}", "<EMAIL>")
    for text in every(rule, CODE):
        assert all(part in text for part in kept)


def test_typos_are_one_edit_in_a_word_and_keep_its_ends():
    words = ["because", "nothing", "window", "table"] * 30
    slipped = 0
    for old, new in zip(words, typos(" ".join(words), random.Random(1)).split(), strict=True):
        assert (new[0], abs(len(new) - len(old)) <= 1) == (old[0], True)
        assert sorted(new) == sorted(old) or len(set(old) - set(new)) <= 1
        slipped += new != old
    # 1 in 12 of 120 words: 10, SD 3
    assert 1 <= slipped <= 20


@given(st.text(max_size=80), st.integers(0, 99))
def test_spacing_changes_white_space_only(text, seed):
    found = TEXT_RULES["spacing"](text, random.Random(seed))
    assert "".join(found.split()) == "".join(text.split())


@given(st.text(max_size=80), st.integers(0, 99), st.sampled_from(sorted(TEXT_RULES)))
def test_no_rule_fails_or_depends_on_anything_but_its_seed(text, seed, rule):
    one, other = (TEXT_RULES[rule](text, random.Random(seed)) for _ in range(2))
    assert one == other


def test_format_drops_case_or_the_end_mark():
    assert every("format", "Send It.") == {"send it.", "Send It", "send it"}
    assert rephrase("", random.Random(0)) == ""
