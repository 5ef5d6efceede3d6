"""Faulty dialogues within a comparison: counted on both sides, left out, written and read."""

from __future__ import annotations

import json
from dataclasses import replace

import pyarrow as pa
import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import compare, from_json, to_json
from usergap.compare.canonical import row_digests
from usergap.compare.faults.leaving_out import fault_audits
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.dimensions.faults import faults
from usergap.profiles import Texts


def flagged(rows, **marked):
    """Rows with the audit's columns: 0, but 1 in the rows that a kind marks."""
    unmarked = {f"faults.{kind}": 0 for kind in faults()}
    found = []
    for at, row in enumerate(rows):
        mine = {f"faults.{kind}": 1 for kind, places in marked.items() if at in places}
        found.append({**row, **unmarked, **mine})
    return found


def audited(real, simulated, **options):
    comparison = compare(real, simulated, measures=MEASURES, replicates=200)
    return comparison, fault_audits(
        real, simulated, comparison=comparison, measures=MEASURES, **options
    )


def test_the_gap_that_faulty_dialogues_made_goes_with_them():
    good, bad = people(150, 2), people(50, 3, length=7.0)
    rows = flagged(good + bad, loop=set(range(150, 200)))
    comparison, (found,) = audited(profile(people(200, 1)), profile(rows, "sim"))
    assert (found.simulator, found.n, found.faulty) == ("sim", 200, 50)
    (without,) = found.effects
    words = next(x for x in without.effects if x.measure == "words")
    before = next(row for row in comparison.rows if row.measure == "words")
    assert words.before == before.value
    # 50 of 200 users write e³ times as much: without them nothing but chance is left
    assert words.after < 0.3 * words.before
    assert words.high < 0
    assert without.left_simulated == 150
    assert "50 of 200 simulated dialogues are faulty" in without.sentence


def test_counts_stand_by_kind_and_side():
    rows = flagged(people(60, 2), leak={0, 1}, repeat=set(range(10)))
    _, (found,) = audited(profile(people(60, 1)), profile(rows, "sim"))
    counts = {each.kind: each for each in found.counts}
    assert (counts["leak"].simulated, counts["leak"].judged_simulated) == (2, 60)
    assert counts["repeat"].simulated == 10
    assert counts["leak"].judged_real == 0
    assert found.faulty == 2  # a repeat makes no dialogue faulty
    assert found.faulty_real is None
    assert [each.stratum for each in found.effects] == [None, "repeat"]


def test_people_are_audited_where_their_text_is_at_hand():
    said = ["hello there", "Hello! How can I help you today?"]
    dialogues = [
        Dialogue(id=str(at), messages=(Message("user", said[at == 0]),)) for at in range(60)
    ]
    real = profile(people(60, 1))
    real = replace(real, texts=Texts(Corpus("real", tuple(dialogues)), ()))
    _, (found,) = audited(real, profile(flagged(people(60, 2)), "sim"))
    assert found.faulty_real == 1
    assert next(x.real for x in found.counts if x.kind == "role_flip") == 1
    assert next(x.judged_real for x in found.counts if x.kind == "leak") == 0


def test_a_profile_without_audit_and_text_is_left_out():
    _, found = audited(profile(people(60, 1)), profile(people(60, 2), "sim"))
    assert found == ()


def test_nothing_faulty_nothing_to_leave_out():
    _, (found,) = audited(profile(people(60, 1)), profile(flagged(people(60, 2)), "sim"))
    assert (found.faulty, found.effects) == (0, ())


def test_the_audit_changes_no_draw():
    plain = profile(people(60, 2), "sim")
    marked = profile(flagged(people(60, 2), loop={3}), "sim")
    assert row_digests(plain.table).tolist() == row_digests(marked.table).tolist()
    real = profile(people(60, 1))
    one, other = (compare(real, x, measures=MEASURES, replicates=200).rows for x in (plain, marked))
    assert one == other


def test_the_audit_survives_comparison_json():
    rows = flagged(people(60, 2), leak={0, 1})
    comparison, found = audited(profile(people(60, 1)), profile(rows, "sim"))
    written = json.loads(json.dumps(to_json(replace(comparison, faults=found)), allow_nan=False))
    assert from_json(written).faults == found
    del written["faults"]
    assert from_json(written).faults == ()


@pytest.mark.parametrize("kind", [pa.int8(), pa.int64()])
def test_unknown_flags_are_no_faults(kind):
    rows = [{**row, "faults.loop": None if at else 1} for at, row in enumerate(people(60, 2))]
    simulated = profile(rows, "sim")
    place = simulated.table.column_names.index("faults.loop")
    table = simulated.table.set_column(
        place, "faults.loop", simulated.table["faults.loop"].cast(kind)
    )
    _, (found,) = audited(profile(people(60, 1)), replace(simulated, table=table))
    counts = {each.kind: each for each in found.counts}
    assert (counts["loop"].simulated, counts["loop"].judged_simulated) == (1, 1)
    assert counts["leak"].judged_simulated == 0
