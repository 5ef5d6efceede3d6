"""Whole dialogues: drawn with known chances, and the only sample that judges identity."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.annotators.annotator import Annotation
from usergap.annotators.sampling.sheet import read_sheet, write_sheet
from usergap.annotators.sampling.units import units_of
from usergap.annotators.sampling.whole import whole_dialogues
from usergap.annotators.sidecar import SidecarRow, read_sidecar, write_sidecar
from usergap.annotators.validation.cards import card_of
from usergap.annotators.validation.people import by_dialogue, population_shares
from usergap.annotators.validation.scores import compare_with_gold
from usergap.dialogues import Corpus, Dialogue, Message

TOLD, NOTHING = ("demographic",), ("none",)


def dialogue(number: int, turns: int) -> Dialogue:
    said = [Message("user", f"Turn {turn} of {number}.") for turn in range(turns)]
    return Dialogue(f"d{number}", tuple(said), language="en")


# Every fifth dialogue tells something in its last turn; the annotator misses every second of
# these, and sees something in every tenth of the others.
DIALOGUES = [dialogue(number, 1 + number % 4) for number in range(100)]
CORPUS = Corpus("made", tuple(DIALOGUES))


def labels(number: int, told: bool) -> tuple[tuple[str, ...], ...]:
    return (*[NOTHING] * (number % 4), TOLD if told else NOTHING)


GOLD = [labels(number, number % 5 == 0) for number in range(100)]
FOUND = [
    Annotation({"identity": labels(n, n % 10 == 0 if n % 5 == 0 else n % 10 == 3)})
    for n in range(100)
]
UNITS = units_of(DIALOGUES, FOUND, ["identity"])


def test_every_turn_of_a_drawn_dialogue_and_no_other():
    drawn = whole_dialogues(UNITS, 12, seed=1)
    rows = [UNITS.places[at] for at in drawn.units.tolist()]
    chosen = sorted({row for row, _ in rows})
    assert len(chosen) == 12
    assert rows == [(row, t.number) for row in chosen for t in DIALOGUES[row].turns]
    for (row, _), share in zip(UNITS.places, drawn.inclusion.tolist(), strict=True):
        first = UNITS.places.index((row, 1))
        assert share == drawn.inclusion[first]
    heads = [at for at, (_, turn) in enumerate(UNITS.places) if turn == 1]
    assert drawn.inclusion[heads].sum() == pytest.approx(12)
    assert len(whole_dialogues(UNITS, 500, seed=1).units) == len(UNITS.places)


def test_dialogues_are_drawn_as_often_as_is_said_and_the_rare_ones_more_often():
    hits = np.zeros(100)
    for seed in range(2000):
        drawn = whole_dialogues(UNITS, 20, seed)
        hits[list({UNITS.places[at][0] for at in drawn.units.tolist()})] += 1
    inclusion = drawn.inclusion[[UNITS.places.index((row, 1)) for row in range(100)]]
    assert np.abs(hits / 2000 - inclusion).max() < 0.05  # SD of a share: .011 at most
    assert inclusion[0] > 1.5 * inclusion[1]  # 0 has a label of the annotator, 1 has none


def people(drawn) -> list[SidecarRow]:
    rows = []
    for at in drawn.units.tolist():
        number, turn = UNITS.places[at]
        share = float(drawn.inclusion[at])
        given = {"identity": GOLD[number][turn - 1]}
        rows.append(SidecarRow(f"d{number}", turn, given, None, "p", share, share))
    return rows


def test_the_share_of_dialogues_is_unbiased():
    """Truth: 20 of 100. The annotator says 20 too: 10 hits and 10 false alarms."""
    found = []
    for seed in range(300):
        gold = people(whole_dialogues(UNITS, 20, seed))
        shares = population_shares(CORPUS, gold, FOUND, "identity")
        found.append(shares["demographic"].people.value)
        assert shares["demographic"].annotator == pytest.approx(0.20)
    assert np.mean(found) == pytest.approx(0.20, abs=4 * np.std(found) / 300**0.5)


def test_a_card_of_identity_from_a_sample_is_weighted_to_all_dialogues():
    counts = np.zeros(4)
    for seed in range(200):
        gold = people(whole_dialogues(UNITS, 30, seed))
        (judged,) = compare_with_gold(CORPUS, gold, FOUND, ["identity"], "real")
        assert judged.unit == "dialogue"
        assert len(judged.weight) == 30
        card = card_of([judged], [CORPUS], ("a", "1"), "people")["identity"]
        one = card.real.labels["demographic"]
        counts += [one.tp, one.fp, one.fn, one.tn]
    # by hand: of 20 that tell 10 are found; of 80 that do not, 10 are taken for such
    assert counts / 200 == pytest.approx([10, 10, 10, 70], abs=1.5)


def test_turns_drawn_one_by_one_do_not_judge_a_dialogue():
    """Also where they happen to make a whole one: how rarely they do is not known."""
    drawn = whole_dialogues(UNITS, 30, 0)
    by_turn = [SidecarRow(x.dialogue_id, x.turn, x.labels, None, "p", 0.5) for x in people(drawn)]
    assert compare_with_gold(CORPUS, by_turn, FOUND, ["identity"], "real") == []
    assert not by_dialogue(by_turn, "identity")
    assert by_dialogue(people(drawn), "identity")
    assert not by_dialogue(people(drawn), "intent")


def test_a_dialogue_with_an_empty_row_is_left_out():
    gold = people(whole_dialogues(UNITS, 100, 0))
    (judged,) = compare_with_gold(CORPUS, gold[1:], FOUND, ["identity"], "real")
    assert len(judged.weight) == 99


def test_the_sheet_says_that_whole_dialogues_were_drawn(tmp_path):
    path = tmp_path / "sheet.tsv"
    drawn = whole_dialogues(UNITS, 7, 0)
    write_sheet(path, DIALOGUES, UNITS, drawn, ["identity"], whole=True)
    header, *lines = [x.split("\t") for x in path.read_text("utf-8").splitlines()]
    assert header[-2:] == ["inclusion_p", "dialogue_p"]
    for line in lines:
        line[header.index("identity")] = "none"
    path.write_text("\n".join("\t".join(x) for x in (header, *lines)) + "\n", "utf-8")
    rows = read_sheet(path)
    assert len({row.dialogue_id for row in rows}) == 7
    assert all(row.dialogue_p == row.inclusion_p for row in rows)
    write_sidecar(tmp_path / "people.tsv", rows)
    assert read_sidecar(tmp_path / "people.tsv") == rows
