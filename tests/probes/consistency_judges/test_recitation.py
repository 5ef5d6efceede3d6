"""How much of a persona a line recites."""

from __future__ import annotations

from usergap.probes.consistency_judges.recitation import content_words, others, recited


def test_share_of_content_words():
    assert content_words("I have two dogs and the red car.") == {"two", "dogs", "red", "car"}
    assert recited([["My two DOGS!", "hello", ""]], ["i have two dogs and the red car."]) == [
        [0.5, 0.0, 0.0]
    ]
    assert recited([["hello"]], ["i am"]) == [[None]]


def test_another_persona_is_the_next_one():
    assert others(["b", "a", "b", "c"]) == ["c", "b", "c", "a"]
    assert others(["a", "a"]) is None
