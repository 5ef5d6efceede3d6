"""Single dialogues are read once in a run, and never taken for another."""

from __future__ import annotations

from usergap.annotators import Annotation
from usergap.probes import Probe, Tools, probe_named, run_probes
from usergap.probes.finding import Measured
from usergap.probes.remembering import Memory, Remembered

from .talks import many, talk


class Counting:
    """An annotator that counts what it labels."""

    name, version, dimensions, languages = "own", "1", ("intent",), frozenset()

    def __init__(self):
        self.read = []

    def annotate(self, dialogues):
        self.read += [d.id for d in dialogues]
        return [Annotation({"intent": ((d.id,),)}) for d in dialogues]


def test_a_function_reads_a_dialogue_once_and_equal_ones_apart():
    read = []

    def find(dialogue):
        read.append(dialogue.id)
        return [dialogue.id]

    one, twin, other = talk("a", "hi"), talk("a", "hi"), talk("b", "hi")
    memory = Memory()
    assert memory.each(find, [one, other]) == [["a"], ["b"]]
    again = memory.each(find, [other, twin, one])
    assert again == [["b"], ["a"], ["a"]]
    assert read == ["a", "b", "a"]  # the twin is another dialogue
    assert memory.each(len, [one.turns]) == [1]  # another function asks anew


def test_an_annotator_labels_a_dialogue_once_whatever_the_order():
    own = Counting()
    remembered = Remembered(own)
    talks = [talk(name, "hi") for name in "abc"]
    assert [a.units["intent"] for a in remembered.annotate(talks[:2])] == [(("a",),), (("b",),)]
    told = remembered.annotate([talks[2], talks[0], talks[2]])
    assert [a.units["intent"][0][0] for a in told] == ["c", "a", "c"]
    assert own.read == ["a", "b", "c"]
    assert (remembered.name, remembered.dimensions) == ("own", ("intent",))


def test_real_dialogues_are_labelled_once_for_all_simulators():
    own = Counting()

    def ask(material):
        assert len(material.annotations) == 12
        return Measured(())

    probe = Probe("own", "Own", "Is it so?", "none", "1", ask)
    sides = {"x": many("x", 6, "a"), "y": many("y", 6, "b")}
    run_probes([probe, probe], many("r", 6, "c"), sides, tools=Tools(annotator=own))
    assert len(own.read) == len(set(own.read)) == 18


def test_what_one_simulator_was_told_is_told_beside_another():
    real, one, two = many("r", 12, "maybe so", "ok"), many("x", 12, "so"), many("y", 12, "no", "so")
    chosen = [probe_named(name) for name in ("messiness", "faults", "stereotype", "discriminator")]
    alone = run_probes(chosen, real, {"y": two}, replicates=60)
    both = run_probes(chosen, real, {"x": one, "y": two}, replicates=60)[len(chosen) :]
    for first, second in zip(alone, both, strict=True):
        assert first.measured.figures == second.measured.figures
