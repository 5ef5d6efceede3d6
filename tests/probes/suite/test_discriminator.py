"""Discriminator: planted signs per view, artefacts that must not tell, words by name."""

from __future__ import annotations

import random

import pytest

from usergap.compare import Verdict
from usergap.probes import probe_named, run_probes
from usergap.probes.discrimination.views import cleaned

from ..talks import talk

WORDS = ["boat", "keel", "sail", "mast", "deck", "rope", "wind", "port", "tide", "hull"]


def users(name, seed, count=30, extra="", turns=(2, 3, 4, 5)):
    rng = random.Random(seed)
    return tuple(
        talk(
            f"{name}{i}",
            *(
                " ".join(rng.choices(WORDS, k=rng.randint(3, 9))) + extra
                for _ in range(rng.choice(turns))
            ),
        )
        for i in range(count)
    )


def run(simulated):
    (found,) = run_probes(
        [probe_named("discriminator")], users("r", 1), {"bot": simulated}, replicates=200
    )
    return found, {f.name.removeprefix("discriminator."): f for f in found.measured.figures}


def test_a_word_of_one_side_gives_it_away_and_is_named():
    found, figures = run(users("s", 2, extra=" splendid"))
    for view in ("words", "characters"):
        assert figures[view].value > 0.95
        assert figures[view].verdict is Verdict.DIFFERS
    assert figures["turns"].verdict is not Verdict.DIFFERS
    assert found.measured.tables[0].rows[0][0] == "splendid"
    assert found.measured.tables[0].rows[0][1:] == (0.0, 100.0)


def test_the_number_of_turns_alone_can_tell():
    _, figures = run(users("s", 2, turns=(8, 9)))
    assert figures["turns"].value > 0.95
    assert figures["turns"].verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("plain", "artefact"), [("", " **"), ("", "  "), (" name", " NAME_1"), (" 7", " 8")]
)
def test_what_is_stripped_tells_nothing(plain, artefact):
    real = users("r", 1, extra=plain)
    values = []
    for extra in (plain, artefact):
        simulated = {"bot": users("s", 2, extra=extra)}
        (found,) = run_probes([probe_named("discriminator")], real, simulated, replicates=100)
        figures = {f.name.removeprefix("discriminator."): f.value for f in found.measured.figures}
        values.append({view: figures[view] for view in ("characters", "words", "length", "turns")})
    assert values[0] == values[1]


def test_cleaning_takes_shapes_and_case_not_words():
    assert cleaned("“It’s  *OK*” — NAME_12 says… 40") == '"it\'s ok " - name says. 00'
