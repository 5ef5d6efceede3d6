"""An annotator against gold: alignment, weights, sides, the card and what compare makes of it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from usergap.annotators.annotator import Annotation
from usergap.annotators.sidecar import SidecarRow
from usergap.annotators.validation.agreement_intervals import Estimate, estimates
from usergap.annotators.validation.cards import card_of, merged, read_cards, write_cards
from usergap.annotators.validation.report import confusion, lines, report_side
from usergap.annotators.validation.scores import compare_with_gold
from usergap.dialogues import Corpus, Dialogue, Message, Provenance
from usergap.dimensions import MEASURES
from usergap.errors import InputError


def dialogue(name: str, turns: int = 2, **more) -> Dialogue:
    return Dialogue(
        name, (Message("user", "One. Two!"), Message("assistant", "ok")) * turns, **more
    )


def row(name, turn, p=None, sentence=None, **labels) -> SidecarRow:
    return SidecarRow(name, turn, {k: tuple(v.split("+")) for k, v in labels.items()}, sentence,
                      inclusion_p=p)  # fmt: skip


CORPUS = Corpus("chats", (dialogue("a", domain="x", language="en"), dialogue("b", scenario_id="s"),
                          dialogue("c", scenario_id="s")))  # fmt: skip
GOLD = [
    row("a", 1, intent="info_retrieval", identity="none"),
    row("a", 2, intent="info_retrieval+info_analysis", identity="past"),
    row("b", 1, intent="none", identity="none"),
    row("c", 1, intent="info_analysis", identity="none"),
    row("c", 2, intent="info_analysis", identity="none"),
]
IR, IA, NO = ("info_retrieval",), ("info_analysis",), ("none",)
FOUND = [
    Annotation({"intent": (IR, IR), "identity": (NO, ("past",)), "emotion": (("joy",),) * 4}),
    Annotation({"intent": (IA, IR), "identity": (NO, NO), "emotion": (None,) * 4}),
    Annotation({"intent": (IA, None), "identity": (("past",), NO), "emotion": (None,) * 4}),
]


def judged(dimension="intent", gold=GOLD, corpus=CORPUS, found=FOUND, side="real"):
    return compare_with_gold(corpus, gold, found, [dimension], side)


def test_units_are_lined_up_by_dialogue_and_turn():
    """Gold units: a1 a2 b1 c1 c2. c2 has no label: 1/5 missing. b2 has no gold."""
    (one,) = judged()
    assert one.missing == pytest.approx(0.2)
    at = {label: place for place, label in enumerate(one.labels)}
    assert one.gold[:, at["info_retrieval"]].tolist() == [True, True, False, False]
    assert one.given[:, at["info_retrieval"]].tolist() == [True, True, False, False]
    assert one.gold[:, at["info_analysis"]].tolist() == [False, True, False, True]
    assert one.given[:, at["info_analysis"]].tolist() == [False, False, True, True]
    assert one.cluster.tolist() == [0, 0, 1, 1]  # b and c share a scenario
    figures = report_side(one).labels
    assert figures["info_retrieval"]["f1"].value == 1.0
    assert figures["info_analysis"]["precision"].value == 0.5  # tp 1 (c1), fp 1 (b1), fn 1 (a2)
    assert figures["info_analysis"]["recall"].value == 0.5
    assert figures["method_guidance"]["f1"].value is None


def test_the_confusion_table_pairs_what_was_missed_with_what_was_given():
    """a1 IR=IR; a2 IR=IR and misses IA; b1 gold none, given IA; c1 IA=IA."""
    assert confusion(judged()[0]) == {
        "info_retrieval": {"info_retrieval": 2.0},
        "info_analysis": {"info_analysis": 1.0, "(nothing)": 1.0},
        "none": {"info_analysis": 1.0},
    }


def test_identity_is_judged_per_dialogue_where_all_turns_have_gold():
    """a: past found; c: past given wrongly; b has gold for one turn of two, so it is left out."""
    (one,) = judged("identity")
    assert (one.unit, len(one.weight)) == ("dialogue", 2)
    past = one.labels.index("past")
    assert one.gold[:, past].tolist() == [True, False]
    assert one.given[:, past].tolist() == [True, True]
    drawn = [row("a", n, p=0.5, identity="none") for n in (1, 2)]
    assert judged("identity", gold=drawn) == []


def test_sentences_are_units_of_emotion():
    gold = [row("a", 1, sentence=2, emotion="joy"), row("a", 2, sentence=1, emotion="anger")]
    (one,) = judged("emotion", gold=gold)
    joy = one.labels.index("joy")
    assert one.gold[:, joy].tolist() == [True, False]
    assert one.given[:, joy].tolist() == [True, True]


def test_units_weigh_one_over_their_inclusion_probability():
    """c1 (hit) drawn with 1, a2 (miss) with 1/4: recall of info_analysis 1/(1+4) = .2."""
    gold = [row("c", 1, intent="info_analysis"), row("a", 2, p=0.25, intent="info_analysis")]
    (one,) = judged(gold=gold)
    report = report_side(one)
    assert report.labels["info_analysis"]["recall"].value == pytest.approx(0.2)
    assert report.support["info_analysis"] == pytest.approx(5.0)
    card = card_of([one], [CORPUS], ("m", "1"), "people")["intent"]
    assert (card.real.labels["info_analysis"].tp, card.real.labels["info_analysis"].fn) == (1, 4)


def test_sides_are_kept_apart():
    mixed = Corpus("mix", (dialogue("a", simulator="gpt"), dialogue("b", simulator="bot"),
                           dialogue("c", provenance=Provenance(origin="real"))))  # fmt: skip
    sides = [one.side for one in judged(corpus=mixed, side=None)]
    assert sides == ["gpt", "bot", "real"]
    made = Corpus("made", (dialogue("a", provenance=Provenance(origin="synthetic")),))
    assert judged(corpus=made, found=FOUND[:1], side=None)[0].side == "made"
    with pytest.raises(InputError, match="give --side"):
        judged(side=None)


def test_gold_of_another_corpus_is_refused():
    with pytest.raises(InputError, match="found only others"):
        judged(gold=[row("z", 1, intent="none")])


def test_the_card_round_trips_and_takes_further_sides(tmp_path):
    real = card_of(judged(), [CORPUS], ("llm:m", "prompts-1"), "two people")
    other = card_of(judged(side="gpt"), [CORPUS], ("llm:m", "prompts-1"), "two people")
    path = tmp_path / "card.json"
    write_cards(path, merged(real, other))
    card = read_cards(path)["intent"]
    assert (card.annotator, card.version, card.gold) == ("llm:m", "prompts-1", "two people")
    assert card.real == real["intent"].real
    assert set(card.simulated) == {"gpt"}
    assert card.real.domains == ("x",)
    assert card.real.languages == ("en",)
    path.write_text(json.dumps({"cards": [{"annotator": 1}]}))
    with pytest.raises(InputError, match="card"):
        read_cards(path)
    with pytest.raises(InputError, match="found one for llm:m prompts-1"):
        merged(real, card_of(judged(), [CORPUS], ("llm:m", "prompts-2"), "two people"))


def test_a_rate_of_one_from_few_units_is_not_certain():
    (one,) = judged()
    card = card_of([one], [CORPUS], ("m", "1"), "people")["intent"]
    assert card.real.labels["info_retrieval"].tpr == 1.0
    assert card.real.labels["info_retrieval"].tpr_se > 0.1


def test_perfect_and_useless_annotators_at_the_ends():
    rng = np.random.default_rng(0)
    many = Corpus("many", tuple(dialogue(f"d{n}", 3) for n in range(40)))
    labels = [[IR if x else IA for x in rng.random(3) < 0.5] for _ in many]
    gold = [row(f"d{n}", t + 1, intent=labels[n][t][0]) for n in range(40) for t in range(3)]
    swap = {IR: IA, IA: IR}
    for change, f1, kappa in ((lambda x: x, 1.0, 1.0), (swap.get, 0.0, -1.0)):
        found = [Annotation({"intent": tuple(map(change, one))}) for one in labels]
        (one,) = compare_with_gold(many, gold, found, ["intent"], "real")
        figures = report_side(one, replicates=200).labels["info_retrieval"]
        assert figures["f1"].value == f1
        assert figures["kappa"].value == pytest.approx(kappa, abs=0.05)


def test_the_report_reads_well():
    (one,) = judged()
    report = report_side(one)
    said = "\n".join(lines(report))
    assert "intent, real users: 4 user turns in 2 groups, 20.0 % without a label" in said
    assert "1.0 x gold none, given info_analysis" in said
    assert max(map(len, said.splitlines())) <= 80
    assert "gold was drawn" not in said
    assert "nan" not in said
    assert "NaN" not in json.dumps(report.to_json(), allow_nan=False)


@pytest.mark.parametrize("name", ["intent", "feedback", "identity", "emotion"])
def test_every_label_of_every_dimension_fits_a_narrow_terminal(name):
    (one,) = judged()
    worst = dict.fromkeys(("precision", "recall", "f1"), Estimate(1.0, 0.95, 1.0))
    worst |= dict.fromkeys(("kappa", "alpha"), Estimate(-0.5, -0.75, -0.25))
    labels = MEASURES[name].labels
    figures = dict.fromkeys(labels, worst)
    support = dict.fromkeys(labels, 10_000.5)
    report = replace(report_side(one), labels=figures, support=support, confusion={})
    said = lines(report)
    assert max(map(len, said)) <= 80
    assert f"  {labels[0]:27} 1.00 [0.95,1.00] 1.00 [0.95,1.00] 1.00 [0.95,1.00]" in said
    assert "  gold was drawn: its counts stand for all turns, by 1 / inclusion_p" in said


def test_kappa_of_a_label_that_gold_never_has_claims_no_certainty():
    """One rater constant: kappa is 0 whatever is drawn, up to rounding (weights of 0.1)."""
    rng = np.random.default_rng(0)
    gold, given = np.zeros(40, bool), rng.random(40) < 0.3
    found = estimates(gold, given, np.full(40, 1 / 0.3), np.arange(40) // 2, seed=0)
    assert found["kappa"].value == pytest.approx(0.0, abs=1e-9)
    assert found["kappa"].low is None
