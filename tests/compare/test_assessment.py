"""How much of a corrected interval the card makes, and which card speaks for whom."""

from dataclasses import replace

import pytest

from tests.compare.made_cards import card_side
from tests.compare.made_profiles import MEASURES, people, profile
from usergap.annotators.annotator import Card
from usergap.compare.cell import Task, compare_cell
from usergap.compare.selection import with_row_numbers


def known(judged, se):
    """A card over ``judged`` turns of real users and of four simulators, all with one error."""
    cell = (9 * judged // 100, judged // 100, judged // 100, 89 * judged // 100)
    cells = dict.fromkeys(MEASURES["feedback"].labels, cell)
    side = card_side(("books", "travel", "law"), se=se, **cells)
    return Card("linear", "1", "feedback", "gold", side, {f"s{at}": side for at in range(4)})


def drafted(real, other, card=None, **options):
    settings = {"paired": False, "link": False, "standardized": False, "seed": 0}
    task = Task(
        simulator=other.name,
        measures={"feedback": MEASURES["feedback"]},
        real=real.metadata,
        simulated=other.metadata,
        cards={} if card is None else {"feedback": card},
        replicates=300,
        **settings,
        **options,
    )
    return compare_cell(task, None, with_row_numbers(real), with_row_numbers(other))[0]


def test_a_sure_card_leaves_nothing_open_and_an_unsure_one_more_the_more_dialogues_there_are():
    few = profile(people(60, 1)), profile(people(60, 2, praise=0.5), "sim")
    many = profile(people(600, 1)), profile(people(600, 2, praise=0.5), "sim")
    assert drafted(*few).lasting == 0  # not corrected
    sure, unsure = known(10**6, 1e-6), known(300, 0.05)
    assert drafted(*few, sure).corrected is not None
    assert drafted(*few, sure).lasting < 0.3
    assert drafted(*few, sure).lasting < drafted(*few, unsure).lasting
    assert drafted(*few, unsure).lasting < drafted(*many, unsure).lasting < 1


def test_the_spread_is_that_of_the_raw_distance():
    sides = profile(people(90, 1)), profile(people(90, 2, praise=0.5), "sim")
    raw, corrected = drafted(*sides), drafted(*sides, known(10**6, 1e-6))
    assert corrected.spread == raw.spread
    assert corrected.critical == raw.critical
    assert corrected.noise != raw.noise


def test_other_people_are_judged_by_the_card_of_people():
    """No card of a simulator is needed; of strangers' domains there must be one."""
    side = known(3000, 0.01).real
    alone = Card("linear", "1", "feedback", "gold", side, {})
    real, others = profile(people(90, 1)), profile(people(90, 2, praise=0.5), "others")
    assert drafted(real, others, alone).corrected is None
    found = drafted(real, others, alone, people=True)
    assert found.corrected == pytest.approx(found.value, rel=0.5)
    chess = [{**row, "domain": "chess"} for row in people(90, 2, praise=0.5)]
    strange = drafted(real, profile(chess, "others"), alone, people=True)
    assert strange.corrected is None
    assert "chess" in strange.remark


@pytest.mark.parametrize("word", [0.5, 60.0])
def test_no_interval_leaves_out_what_the_card_says_at_its_word(monkeypatch, word):
    from usergap.compare import assessment

    pair = profile(people(60, 1)), profile(people(60, 2, praise=0.5), "sim")
    card = known(10**6, 1e-6)
    before = drafted(*pair, card)
    assert 0.5 < before.low < before.high < 60
    correct = assessment.correct
    monkeypatch.setattr(assessment, "correct", lambda *x: replace(correct(*x), full=word))
    found = drafted(*pair, card)
    assert (found.low, found.high) == (min(before.low, word), max(before.high, word))
