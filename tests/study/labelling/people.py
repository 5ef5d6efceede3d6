"""Corpora to draw from, studies on them, and people who answer."""

from usergap.annotators.annotator import Annotation
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.study.assignment import assign
from usergap.study.labelling.items import Source, label_items
from usergap.study.records import Study

NONE = ("no_feedback",)


def corpus_of(name: str, dialogues: int, turns: int = 3) -> Corpus:
    """Dialogues whose ids are the same in every corpus."""
    said = [
        Message(role, f"{name} {role} says {number}")
        for number in range(turns)
        for role in ("user", "assistant")
    ]
    return Corpus(name, tuple(Dialogue(f"secret-id-{at}", tuple(said)) for at in range(dialogues)))


def source_of(corpus: Corpus, dimensions=("feedback",)) -> Source:
    found = [Annotation({x: (NONE,) * len(one.turns) for x in dimensions}) for one in corpus]
    return Source(corpus, found)


def study_on(*corpora, count=6, whole=False, dimensions=("feedback",), name="labels") -> Study:
    sources = [source_of(one, dimensions) for one in corpora]
    items = label_items(sources, dimensions, count=count, whole=whole, seed=0)
    settings = {
        "dimensions": list(dimensions), "whole": whole, "codebook": "prompts-1", "checks": 0,
        "consent": "Please read.", "sources": {one.name: {} for one in corpora},
        "per_rater": len(items),
    }  # fmt: skip
    return Study(name, "labels", "Labels", 0, "2026-01-01T00:00:00Z", settings, tuple(items))


def rate(store, study, labels_of) -> str:
    """One rater answers all: ``labels_of(item, turn, dimension)``; returns who it was."""
    token = store.people.invite("rater", study.id, now="t")
    member, _ = store.people.join(token, now="t")
    store.answers.assign_once(
        member,
        lambda given: assign(
            study.items, given, count=len(study.items), checks=0, seed=0, rater=member.number
        ),
    )
    for given in store.answers.assignments(member.id):
        item = study.items[given.item]
        said = {
            str(turn): {
                name: list(labels_of(item, turn, name)) for name in study.settings["dimensions"]
            }
            for turn in item.shown["turns"]
        }
        store.answers.record(member, given.position, {"labels": said}, now="t", clock=1.0)
    return member.id
