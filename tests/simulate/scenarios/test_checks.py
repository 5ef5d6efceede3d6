"""What a model says of a user is kept only if it is short, its own words and nobody's detail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators import shipped_annotator
from usergap.dialogues import Dialogue, Message
from usergap.formats import read
from usergap.simulate.scenarios.checks import (
    LONGEST_RUN,
    Told,
    _spaced,
    longest_run,
    personas_objection,
    public_words,
    scenario_objection,
    told_by,
)

SAID = "my name is Bo Kettle and I live in upper Marl. Keels matter. Write to Dunmore, in Python"
TOLD = Told(
    texts=(
        SAID,
        "Hello Bo, at 14 Reed Lane a keel keeps a boat from going sideways in wind",
    ),
    user=(SAID,),
    disclosing=("my name is Bo Kettle and I live in upper Marl. Keels matter.",),
    public=frozenset({"python", "marl"}),
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "learn what a keel does",
        "Keels are to be explained",  # a sentence's start explains the capital
        "fix a script in Python",  # many users name it
        "learn why a keel keeps a boat on course",  # five words in a row
        "compare SQL and XML",  # an abbreviation is no name
        "learn 3 knots",  # a number that the conversation does not hold
        "find out what I want",
    ],
)
def test_a_scenario_in_own_words_passes(text):
    assert scenario_objection(text, TOLD) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "not of the asked form"),
        (["learn"], "not of the asked form"),
        ("", "not of the asked form"),
        ("w " * 20, "more than 19 words"),
        ("x" * 300, "more than 19 words"),
        ("learn knots. Then sail away", "more than one sentence"),
        ("learn knots\nand sails", "more than one sentence"),
        ("学习打结。然后出海", "more than one sentence"),
        ("write to bo@marl.example", "an address"),
        ("read www.marl.example", "an address"),
        ("find 14 lanes", "a number of the conversation"),
        ("help Bo with keels", "a name of the conversation"),
        ("write to Dunmore about keels", "a name of the conversation"),
        ("Dunmore is to get a letter", "a name of the conversation"),
        ("ask where upper Marl lies", "a name of the conversation"),
        ("say that somebody does live in upper marl", "tells about themselves"),
        ("learn that a keel keeps a boat from going anywhere", "word for word"),
    ],
)
def test_what_copies_or_discloses_is_refused(text, why):
    assert why in scenario_objection(text, TOLD)


def test_an_objection_repeats_nothing_of_the_dialogue():
    for text in ("help Bo with keels", "find 14 lanes", "write to bo@marl.example"):
        objection = scenario_objection(text, TOLD)
        assert "Bo" not in objection
        assert "14" not in objection


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ("a sailor", "form"),
        (["a sailor", ""], "form"),
        (["a sailor"], "it had not 2 personas"),
        (["a sailor", "w " * 13], "more than 12 words"),
        (["a retired old sailor", "the retired old sailor"], "nearly the same"),
        (["a sailor", "a friend of Bo"], "a name"),
        (["a sailor", "a boy of 14"], "a number"),
    ],
)
def test_personas_are_short_distinct_and_nobody(texts, why):
    assert why in personas_objection(texts, 2, TOLD)


def test_personas_that_differ_pass():
    assert personas_objection(["a sailor", "a bored teacher of 40"], 2, TOLD) is None


@given(
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=12),
    st.lists(st.sampled_from("abcdef"), max_size=12),
)
def test_the_longest_run_is_what_a_search_of_all_runs_finds(words, source):
    def occurs(run):
        size = len(run)
        return any(source[at : at + size] == run for at in range(len(source) - size + 1))

    sizes = [
        end - start
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if occurs(words[start:end])
    ]
    assert longest_run(" ".join(words), [_spaced(" ".join(source))]) == max(sizes, default=0)


def test_chinese_characters_are_half_a_word():
    assert longest_run("学习 knots", [_spaced("学习 KNOTS")]) == 2.0
    assert LONGEST_RUN == 5


def test_a_turn_that_is_not_judged_may_disclose():
    dialogue = Dialogue("d", (Message("user", "bonjour"), Message("user", "well")))
    told = told_by(dialogue, (None, ("none",)), frozenset())
    assert told.disclosing == ("bonjour",)
    assert told_by(dialogue, (("none",), ("past", "future")), frozenset()).disclosing == ("well",)


def test_a_word_is_public_from_five_dialogues_on():
    dialogues = [Dialogue(str(i), (Message("user", "In PYTHON python"),)) for i in range(5)]
    assert "python" in public_words(dialogues)
    assert "python" not in public_words(dialogues[:4])
    answered = [Dialogue(str(i), (Message("assistant", "Python"),)) for i in range(9)]
    assert not public_words(answered)


def test_most_sentences_that_a_model_wrote_of_real_dialogues_pass_at_once(data):
    # written without these rules in mind: 66 % pass, and a second try is told the reason
    corpus = read(data / "realsim" / "real.jsonl")
    public = public_words(corpus)
    annotations = shipped_annotator(("identity",)).annotate(corpus.dialogues)
    objections = [
        scenario_objection(dialogue.scenario, told_by(dialogue, found.units["identity"], public))
        for dialogue, found in zip(corpus, annotations, strict=True)
    ]
    assert 0.60 * len(corpus) <= objections.count(None) <= 0.75 * len(corpus)
