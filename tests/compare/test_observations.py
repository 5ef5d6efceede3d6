from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from tests.compare.made_profiles import labels, profile
from tests.compare.test_statistics import MEANING
from usergap.compare.beside import beside, scenario_cosines
from usergap.compare.observations import observe
from usergap.compare.sides import bring_together
from usergap.dimensions import Dimension, Kind, Level
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.dimensions.words import WORDS


def test_label_counts():
    rows = [labels(FEEDBACK, 3, no_feedback=2, explicit_positive=1), labels(FEEDBACK, 0)]
    seen = observe(FEEDBACK, profile(rows).table)
    assert seen.values[0].tolist() == [2, 1, 0, 0, 0, 0, 0]
    assert seen.units.tolist() == [3, 0]
    assert seen.defined.tolist() == [True, False]


def test_flags_are_missing_together():
    rows = [{f"identity.{x}": value for x in IDENTITY.labels} for value in (None, 1)]
    seen = observe(IDENTITY, profile(rows).table)
    assert seen.defined.tolist() == [False, True]
    assert seen.values[0].tolist() == [0] * 7


def test_vectors_get_length_1():
    cells = [np.array([3, 4], np.int8).tobytes(), None, bytes(2)]
    table = pa.table({"meaning.vector": pa.array(cells, pa.binary())})
    seen = observe(MEANING, table)
    assert seen.values.tolist() == [[0.6, 0.8], [0, 0], [0, 0]]
    assert seen.defined.tolist() == [True, False, False]


def test_a_kind_of_vector_that_nobody_has_takes_as_much_room():
    """Whoever divides the columns among two kinds must find the first one whole."""
    cells = [np.array([3, 4], np.int8).tobytes(), np.array([4, 3], np.int8).tobytes()]
    two = replace(MEANING, columns=("meaning.vector", "meaning.other.vector"))
    columns = [pa.array(cells, pa.binary()), pa.array([None, None], pa.binary())]
    seen = observe(two, pa.table(columns, names=list(two.columns)))
    assert seen.values.tolist() == [[0.6, 0.8, 0, 0], [0.8, 0.6, 0, 0]]
    assert seen.parts.tolist() == [[True, False], [True, False]]


def test_a_missing_column_is_not_a_zero():
    assert observe(WORDS, pa.table({"turns": [1]})) is None


def test_a_language_that_the_measure_is_not_made_for():
    english = Dimension(
        id="words", title="", part_of="", level=Level.SURFACE, unit="", kind=Kind.NUMBER,
        distance="w1", undefined="", version="1", citation="", columns=("words",),
        languages=frozenset({"en"}),
    )  # fmt: skip
    rows = [{"words": 1, "language": x} for x in ("en", "de", None, "en-GB")]
    assert observe(english, profile(rows).table).defined.tolist() == [True, False, True, True]
    assert observe(WORDS, profile(rows).table).defined.all()


def test_figures_beside_by_hand():
    measure = Dimension(
        id="errors", title="", part_of="", level=Level.SURFACE, unit="", kind=Kind.NUMBER,
        distance="w1", undefined="", version="1", citation="", columns=("errors", "typos"),
        beside=("typos",),
    )  # fmt: skip
    table = pa.table({"errors": [1.0, 3.0, None], "words": [10, 90, 50], "typos": [0.0, 2.0, None]})
    found = beside(measure, table, np.ones(3))
    assert found == {"typos": 1.0, "errors_per_100_words": pytest.approx(4.0)}


def test_short_dialogues_stand_beside_mtld():
    measure = Dimension(
        id="mtld", title="", part_of="", level=Level.SURFACE, unit="", kind=Kind.NUMBER,
        distance="w1", undefined="", version="1", citation="", columns=("mtld",),
    )  # fmt: skip
    table = pa.table({"mtld": [50.0, 60.0], "mtld_tokens": [99.0, 100.0]})
    assert beside(measure, table, np.ones(2)) == {"short_share": 0.5}


def test_the_papers_cosine_by_hand():
    def cell(*numbers):
        return np.array(numbers, np.int8).tobytes()

    real = [{"pair": "a", "domain": "d"}, {"pair": "b", "domain": "d"}, {"pair": "c"}]
    other = [{"pair": "a"}, {"pair": "b"}]
    for row, vector in zip(real, (cell(9, 0), cell(0, 9), None), strict=True):
        row["meaning.vector"] = vector
    for row, vector in zip(other, (cell(3, 4), cell(0, 5)), strict=True):
        row["meaning.vector"] = vector
    sides = bring_together(profile(real).table, profile(other).table, False)
    pooled = pa.concat_tables(sides.table, promote_options="permissive")
    found = scenario_cosines(MEANING, observe(MEANING, pooled), sides)
    # same scenario: a 3/5, b 1, mean .8; other scenario of the domain: 4/5 and 0, mean .4
    assert found == {
        "meaning.vector": {
            "same": pytest.approx(0.8), "baseline": pytest.approx(0.4), "scenarios": 2,
        }
    }  # fmt: skip
