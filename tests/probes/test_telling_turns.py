"""Turns that show a gap: of simulated users alone, one a dialogue, six at most."""

from __future__ import annotations

from usergap.probes.material import Material
from usergap.probes.telling_turns import QUOTED, telling, turns_that, usual_ends

from .talks import talk


def material(real, made):
    return Material(tuple(real), tuple(made), "bot")


def test_one_turn_a_dialogue_in_the_order_given():
    seen = material([talk("r", "a")], [talk(f"s{i}", "a", "b") for i in range(9)])
    found = [(0, 1, "real")] + [(place, n, f"{n}") for place in range(9, 0, -1) for n in (2, 1)]
    quotes = telling(seen, found, "name")
    assert [(q.dialogue, q.turn, q.text, q.shows) for q in quotes] == [
        (f"s{i}", 2, "b", "2") for i in range(8, 8 - QUOTED, -1)
    ]
    assert {(q.side, q.figure) for q in quotes} == {("bot", "name")}


def test_the_first_turn_that_holds_it():
    seen = material([talk("r", "thanks")], [talk("s", "a", "thanks", "thanks"), talk("t", "a")])
    quotes = turns_that(seen, lambda text: text == "thanks", "thanks")
    assert [(q.dialogue, q.turn) for q in quotes] == [("s", 2)]


def test_the_commonest_length_is_shown_where_people_have_it_less_often():
    made = [talk("s", "a", "b"), talk("t", "a", "c"), talk("u", "a")]
    people = [talk("r", "a"), talk("q", "a", "b"), talk("p", "a", "b", "c")]
    quotes = usual_ends(material(people, made), "endings.turns")
    assert [(q.dialogue, q.turn, q.text) for q in quotes] == [("s", 2, "b"), ("t", 2, "c")]
    assert "in 67 of 100 simulated dialogues and 33 of 100 real ones" in quotes[0].shows
    # people as often: nothing to show
    assert usual_ends(material(people, people), "") == ()
