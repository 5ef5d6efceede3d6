"""The codebook on the page is what the annotators have."""

import pytest

from usergap.annotators.llm.prompts import prompt
from usergap.annotators.llm.tasks import TURN_TASKS
from usergap.study.labelling.codebook import DIMENSIONS, chapter


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_label_has_its_definition_and_a_key_of_its_own(dimension):
    book = chapter(dimension)
    assert set(book.labels) == set(TURN_TASKS[dimension].labels)
    assert all(one.means in prompt(dimension) for one in book.entries)
    assert [one.label for one in book.entries if one.alone] == [TURN_TASKS[dimension].rest]
    assert len(book.asks) > 20


def test_no_two_labels_share_a_key():
    keys = [one.key for name in DIMENSIONS for one in chapter(name).entries]
    assert len(keys) == len(set(keys)) == 25
