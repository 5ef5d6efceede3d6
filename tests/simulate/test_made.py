"""Provenance: every fact that is known is on the dialogue, and survives the file."""

from __future__ import annotations

from usergap.formats import read, write
from usergap.simulate.loop import Rules, Start
from usergap.simulate.made import dialogue_of, fingerprint
from usergap.simulate.participant import END_TOKEN

from .talks import SCENARIO, Echo, Lines, talk


def test_the_dialogue_says_where_it_comes_from(tmp_path):
    user = Lines("a", END_TOKEN, "b", "c", f"d {END_TOKEN}")
    user.parents = ("real-1", "seed-2")
    outcome, _ = talk(user)
    start = Start(SCENARIO, "a human user", 7)
    made = dialogue_of(
        start,
        outcome,
        user,
        Echo(),
        Rules(),
        settings_hash="h",
        created="2026-01-01T00:00:00+00:00",
    )
    assert made.ended
    assert made.provenance.parents == ("real-1", "seed-2")
    assert made.provenance.prompt_hash == fingerprint([SCENARIO.text, "a human user", "p"])
    assert (made.provenance.origin, made.provenance.seed) == ("synthetic", 7)
    assert made.extra["simulation"] == {
        "stop": "user_ended", "interventions": {"early_end": 1}, "scenario_made_by": "hand",
        "min_turns": 4,
        "seeds": {"count": 2, "digest": "9832aeb777bb1167", "ids": ["real-1", "seed-2"]},
    }  # fmt: skip
    (again,) = read(write([made], tmp_path / "sims.jsonl"))
    assert again == made
    assert again.extra == made.extra
