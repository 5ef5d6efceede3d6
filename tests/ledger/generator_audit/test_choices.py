import json

import numpy as np
import pytest

from usergap.errors import InputError
from usergap.ledger.generator_audit.choices import Choice, ranked, read_choices


def choices(*told):
    return [Choice(f"i{n}", f"p{n % 5}", a, b, chosen) for n, (a, b, chosen) in enumerate(told)]


def shares(found):
    return {one.teacher: one.chosen.value for one in found}


def test_of_two_the_share_is_that_of_the_choices():
    # With one tie against an average teacher, whose strength is 1, strengths p and 1/p:
    # 30.5 = 40 p² / (p² + 1) + p / (p + 1) has the root 1.717, and p² / (p² + 1) = 0.7467.
    found = ranked(choices(*[("x", "y", "a")] * 30, *[("x", "y", "b")] * 10), seed=0)
    assert [one.teacher for one in found] == ["x", "y"]
    assert shares(found)["x"] == pytest.approx(0.7467, abs=0.0005)
    assert sum(shares(found).values()) == pytest.approx(1)
    assert found[0].behind is None
    assert found[1].behind.value == pytest.approx(shares(found)["x"] - shares(found)["y"])
    assert found[1].behind.low > 0


def test_strength_passes_through_a_third():
    told = [("x", "y", "a")] * 8 + [("x", "y", "b")] * 2
    told += [("z", "y", "b")] * 8 + [("z", "y", "a")] * 2
    assert [one.teacher for one in ranked(choices(*told), seed=0)] == ["x", "y", "z"]


def test_sides_do_not_matter_and_ties_are_half():
    one = choices(*[("x", "y", "a")] * 3, ("x", "y", "tie"))
    other = choices(*[("y", "x", "b")] * 3, ("y", "x", "tie"))
    assert shares(ranked(one, seed=0)) == shares(ranked(other, seed=0))
    assert shares(ranked(choices(*[("x", "y", "tie")] * 4), seed=0)) == {"x": 0.5, "y": 0.5}


def test_always_chosen_is_still_no_certainty():
    found = ranked(choices(*[("x", "y", "a")] * 10), seed=0)
    assert 0.8 < found[0].chosen.value < 1


def test_few_raters_widen_the_interval():
    rng = np.random.default_rng(1)
    told = [("a" if rng.random() < 0.6 else "b") for _ in range(200)]
    # each of four raters has a mind of their own: two always say x, two say y or as it comes
    minds = [["a", "a", "b", told[n]][n % 4] for n in range(200)]
    many = ranked([Choice(f"i{n}", f"p{n}", "x", "y", c) for n, c in enumerate(minds)], seed=0)
    few = ranked([Choice(f"i{n}", f"p{n % 4}", "x", "y", c) for n, c in enumerate(minds)], seed=0)
    width = [one[0].chosen.high - one[0].chosen.low for one in (many, few)]
    assert width[1] > 2 * width[0]


def test_an_interval_holds_the_truth_about_as_often_as_it_says():
    rng, held = np.random.default_rng(2), 0
    for run in range(60):
        told = [("x", "y", "a" if rng.random() < 0.6 else "b") for _ in range(120)]
        found = {
            one.teacher: one.chosen
            for one in ranked(
                [Choice(f"i{n}", f"p{n}", *each) for n, each in enumerate(told)], seed=run
            )
        }["x"]
        held += found.low <= 0.6 <= found.high
    assert held >= 52  # 57 expected; 52 or fewer of 60 at 0.95: 1 in 40


def test_separate_sets_cannot_be_ranked():
    with pytest.raises(InputError, match="expected choices that connect all teachers, found none"):
        ranked(choices(("x", "y", "a"), ("v", "w", "a")), seed=0)
    with pytest.raises(InputError, match="two teachers or more"):
        ranked([], seed=0)


def test_one_rater_and_one_item_have_no_interval():
    (best, _) = ranked([Choice("i", "p", "x", "y", "a")], seed=0)
    assert (best.teacher, best.chosen.low) == ("x", None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", ":2: expected JSON"),
        ("[]", ":2: expected an object, found list"),
        ({"rater": ""}, ":2: rater: expected text, found ''"),
        ({"item": 7}, ":2: item: expected text, found 7"),
        ({"choice": "x"}, ":2: choice: expected a, b or tie, found 'x'"),
        ({"b": "gpt"}, ":2: b: expected another teacher than 'gpt'"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, said):
    good = {"item": "i", "rater": "p", "a": "gpt", "b": "qwen", "choice": "a", "seconds": 3}
    bad = line if isinstance(line, str) else json.dumps(good | line)
    path = tmp_path / "choices.jsonl"
    path.write_text(json.dumps(good) + "\n")
    assert read_choices(path) == [Choice("i", "p", "gpt", "qwen", "a")]
    path.write_text(f"{json.dumps(good)}\n{bad}\n")
    with pytest.raises(InputError, match=said):
        read_choices(path)


def test_no_choices_are_an_error(tmp_path):
    (tmp_path / "none").write_text("\n")
    with pytest.raises(InputError, match="expected choices, found none"):
        read_choices(tmp_path / "none")
    with pytest.raises(InputError, match="cannot be read"):
        read_choices(tmp_path / "gone")
