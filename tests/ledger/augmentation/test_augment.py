from dataclasses import dataclass

import pytest

from usergap.annotators.annotator import Annotation
from usergap.dialogues import Dialogue, Message, Provenance
from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger.augmentation.augment import RULES, augment
from usergap.ledger.mixing.splitting import split


@dataclass
class Hears:
    """Labels a turn by what a function hears in it."""

    hear: object
    name: str = "fake"
    version: str = "1"
    dimensions: tuple[str, ...] = ("feedback",)
    languages: frozenset[str] = frozenset()

    def annotate(self, dialogues):
        return [
            Annotation({"feedback": tuple(self.hear(turn.text) for turn in d.turns)})
            for d in dialogues
        ]


def talk(name, *turns, **more):
    said = [m for t in turns for m in (Message("user", t), Message("assistant", f"re {t}"))]
    return Dialogue(name, tuple(said), **more)


FIRST = Hears(lambda text: (text.split()[0].lower(),))
PARENT = talk(
    "p", "One is not big.", "Two is not big.", "Three is not big.", domain="d", scenario_id="s",
    provenance=Provenance(origin="real", licence="CC0", task="chat"),
)  # fmt: skip


def made(rules, annotator=FIRST, dialogues=(PARENT,), seed=1):
    return augment(dialogues, annotator, rules, seed=seed, created="2026-01-01T00:00:00+00:00")


def test_family_parents_and_the_parent_s_rights_are_recorded():
    (child,) = made(["format"]).dialogues
    stated = child.provenance
    assert (stated.origin, stated.family, stated.generator) == ("synthetic", "rule", "rule:format")
    assert stated.parents == ("p",)
    assert (stated.licence, stated.task, stated.domain, stated.seed) == ("CC0", "chat", "d", 1)
    assert (child.id, child.scenario_id) == ("p+format", "s")


def test_a_changed_label_is_refused():
    case = Hears(lambda text: ("capital",) if text[0].isupper() else ("small",))
    one = [talk("o", "Send it.")]
    found = [made(["format"], case, one, seed) for seed in range(12)]
    # one draw of three takes the end mark alone and leaves the capital
    assert {sum(each.made.values()) for each in found} == {0, 1}
    assert all(each.made["format"] + each.refused["format"] == 1 for each in found)
    for each in found:
        assert all(child.messages[0].content == "Send it" for child in each.dialogues)


def test_a_turn_that_nobody_can_label_is_refused():
    assert made(["format"], Hears(lambda _: None)).refused == {"format": 1}


def test_reorder_moves_whole_exchanges_and_their_labels_and_keeps_the_last():
    for seed in range(6):
        (child,) = made(["reorder"], seed=seed).dialogues
        told = [m.content for m in child.messages]
        assert told == [
            "Two is not big.", "re Two is not big.", "One is not big.", "re One is not big.",
            "Three is not big.", "re Three is not big.",
        ]  # fmt: skip


def test_a_label_that_depends_on_the_place_refuses_the_reordering():
    class ByPlace(Hears):
        def annotate(self, dialogues):
            return [
                Annotation({"feedback": tuple((str(t.number),) for t in d.turns)})
                for d in dialogues
            ]

    assert made(["reorder"], ByPlace(None)).refused == {"reorder": 1}


def test_what_has_nothing_to_change_is_counted():
    found = made(["rephrase", "reorder"], dialogues=[talk("q", "hello there")])
    assert (found.dialogues, found.unchanged) == ((), {"rephrase": 1, "reorder": 1})


def test_assistants_and_context_are_never_touched():
    parent = Dialogue(
        "c", (*talk("x", "Shared Context").messages, *PARENT.messages), context_length=2
    )
    (child,) = made(["format"], dialogues=[parent]).dialogues
    assert child.messages[:2] == parent.messages[:2]
    assert [m for m in child.messages if m.role == "assistant"] == [
        m for m in parent.messages if m.role == "assistant"
    ]


def test_variants_of_the_held_out_do_not_enter_a_mix():
    people = [talk(f"r{i}", f"word{i} is not big at all in here today.") for i in range(10)]
    variants = made(["format"], dialogues=people).dialogues
    found = split(people, variants, share=0.8, seed=0)
    held = {people[place].id for place in found.held_out}
    of_held = {i for i, one in enumerate(variants) if set(one.provenance.parents) & held}
    assert of_held
    assert set(found.left_out) == of_held


def test_an_unknown_rule_is_named():
    with pytest.raises(InputError, match="found 'shout'"):
        made(["shout"])


def test_the_shipped_annotator_keeps_some_and_refuses_some(data):
    from usergap.annotators.offline import shipped_annotator

    dialogues = read(data / "simulated/generic.jsonl").dialogues[:40]
    found = made(RULES, shipped_annotator(), dialogues)
    for rule in RULES:
        assert found.made[rule] + found.refused[rule] + found.unchanged[rule] == 40
        assert found.made[rule] > 0
    assert sum(found.refused.values()) > 0
