import numpy as np
import pytest

from usergap.annotators.sidecar import sidecar_annotator
from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.formats import read
from usergap.ledger.generator_audit.gold import audited, gray
from usergap.ledger.generator_audit.gray_zone import GrayZone, gray_difference, gray_zone


def test_only_turns_that_both_labelled_count():
    one = [("a",), ("a",), ("a", "b"), None]
    other = [("a",), ("b",), ("b", "a"), ("a",)]
    found = gray_zone(one, other, np.arange(4))
    assert found.turns == 3
    assert found.share.value == pytest.approx(1 / 3)


def test_the_difference_by_newcombe():
    # Newcombe 1998, table II, example (a): 56/70 against 48/80, method 10: .2 [.0524, .3339]
    def wilson(hits, n, z=1.959964):
        p = hits / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return GrayZone(n, Estimate(p, middle - half, middle + half))

    found = gray_difference(wilson(56, 70), wilson(48, 80))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_an_empty_side_has_no_difference():
    nothing = gray_zone([], [], np.zeros(0, np.int64))
    assert nothing.share.value is None
    assert gray_difference(nothing, nothing).value is None


def test_two_annotators_of_real_turns(data):
    people = read(data / "realsim/real.jsonl").dialogues
    first, second = (
        sidecar_annotator(data / "realsim" / name)
        for name in ("labels.tsv", "labels_second_annotator.tsv")
    )
    found = gray(people, first, second, "feedback")
    assert found.turns > 350
    assert 0.02 < found.share.low < found.share.value < found.share.high < 0.5
    (audit,) = audited(people, first, {"second": second}, "feedback")
    # on turns that the second left out it has no label, which counts as an error
    wrong = found.share.value * found.turns + audit.missing
    assert audit.error.value == pytest.approx(wrong / audit.turns, abs=0.005)
