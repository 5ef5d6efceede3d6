"""Real dialogues that a simulator was made from are left out before probes look."""

from __future__ import annotations

import pytest

import usergap
from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.probes import without_seeds

from .talks import talk

REAL = tuple(
    talk(f"r{i}", f"{'maybe' if i < 5 else 'real'} {i}", scenario_id=f"s{i}") for i in range(30)
)


def made(seeds, count=30):
    """A simulator's dialogues, the first of which list what it was made from."""
    stated = {"simulation": {"seeds": {"ids": list(seeds), "digest": "d"}}}
    return tuple(
        talk(f"x{i}", f"made {i}", scenario_id=f"s{i}", extra=stated) for i in range(count)
    )


def test_seeds_and_their_partners_are_left_out_and_counted():
    real, (sims,), left_out = without_seeds(
        Corpus("real", REAL), [Corpus("bot", made(["r1", "r2"]))]
    )
    assert [d.id for d in real] == [d.id for d in REAL if d.id not in ("r1", "r2")]
    assert {d.scenario_id for d in sims}.isdisjoint({"s1", "s2"})
    assert len(sims) == 28
    assert any("2 of 30 real dialogues are left out" in sentence for sentence in left_out)


def test_one_that_was_made_from_nothing_keeps_all():
    plain = Corpus("bot", tuple(talk(f"x{i}", "hi", scenario_id=f"s{i}") for i in range(30)))
    assert without_seeds(Corpus("real", REAL), [plain]) == (REAL, (plain,), ())
    assert without_seeds(None, [plain]) == ((), (plain,), ())


def test_where_all_is_barred_it_is_told():
    with pytest.raises(InputError, match="all 30 are barred"):
        without_seeds(Corpus("real", REAL), [Corpus("bot", made([d.id for d in REAL]))])


def test_the_api_leaves_them_out_and_says_so():
    sims = Corpus("bot", made([f"r{i}" for i in range(5)]))
    (found,) = usergap.probe("messiness", Corpus("real", REAL), sims, replicates=100)
    assert any("5 of 30" in sentence for sentence in found.left_out)
    assert any("5 of 30" in sentence for sentence in found.to_json()["left_out"])
    # the five that are left out are those that hedge
    assert found.measured.tables[0].rows[0] == ("hedges", 0.0, 0.0)
