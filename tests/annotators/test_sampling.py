"""Draws with known probabilities: exact size, exact chances, unbiased estimates."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.annotator import Annotation
from usergap.annotators.sampling.drawing import FLOOR, draw, inclusion_probabilities, sizes
from usergap.annotators.sampling.estimates import horvitz_thompson, prediction_powered
from usergap.annotators.sampling.sheet import TEXT, read_sheet, write_sheet
from usergap.annotators.sampling.units import linear_uncertainty, units_of
from usergap.annotators.sidecar import read_sidecar, write_sidecar
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError

SIZES = st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=60)


@given(SIZES, st.integers(1, 70))
def test_probabilities_sum_to_n_within_their_bounds(size, n):
    p = inclusion_probabilities(np.array(size), n)
    assert p.sum() == pytest.approx(min(n, len(size)), rel=1e-6)
    assert p.max() <= 1 + 1e-9
    assert p.min() >= min(1.0, FLOOR * n / len(size)) - 1e-9


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=40), st.integers(1, 45),
       st.integers(0, 99))  # fmt: skip
def test_a_draw_has_exactly_n_different_units(strata, n, seed):
    drawn = draw(strata, np.linspace(0, 1, len(strata)), n, seed)
    assert len(drawn.units) == len(set(drawn.units.tolist())) == min(n, len(strata))


def test_units_are_drawn_as_often_as_is_said():
    """40 units, 8 drawn, 4,000 draws: the SD of a share is at most .008."""
    strata = ["common"] * 34 + ["rare"] * 6
    uncertainty = np.tile([0.1, 0.9], 20)
    hits = np.zeros(40)
    for seed in range(4000):
        drawn = draw(strata, uncertainty, 8, seed)
        hits[drawn.units] += 1
    assert np.abs(hits / 4000 - drawn.inclusion).max() < 0.04
    assert np.abs(hits / 4000 - drawn.inclusion).mean() < 0.01
    rare, common = drawn.inclusion[34:].mean(), drawn.inclusion[:34].mean()
    assert rare > 1.5 * common
    assert drawn.inclusion[1] > drawn.inclusion[0]


def test_strata_share_by_the_square_root_of_their_units():
    # 16 units and 4 units, all alike: totals 4 and 2, hence 4/16 = .25 and 2/4 = .5 a unit
    size = sizes(["a"] * 16 + ["b"] * 4, np.full(20, 0.5))
    assert size[0] == pytest.approx(0.25)
    assert size[-1] == pytest.approx(0.5)


def population(rng, clusters=150):
    """Gold labels, an annotator that misses half of a rare label, clusters of turns."""
    cluster = np.repeat(np.arange(clusters), rng.integers(1, 8, clusters))
    gold = (rng.random(cluster.size) < 0.12).astype(float)
    seen = np.where(gold > 0, rng.random(cluster.size) < 0.5, rng.random(cluster.size) < 0.1)
    return gold, seen.astype(float), cluster


def test_weighted_estimates_are_unbiased_and_the_plain_mean_is_not():
    """The mean of 1,500 draws must lie within four standard errors of the truth."""
    rng = np.random.default_rng(3)
    gold, seen, cluster = population(rng)
    uncertainty = rng.random(gold.size)
    strata = ["yes" if x else "no" for x in seen]
    truth, n, runs = gold.mean(), 80, 1500
    found = {"ht": [], "ppi": [], "plain": [], "annotator": [seen.mean()] * runs}
    covered = 0
    for seed in range(runs):
        drawn = draw(strata, uncertainty, n, seed)
        at, p = drawn.units, drawn.inclusion[drawn.units]
        found["ht"].append(horvitz_thompson(gold[at], p, gold.size, cluster[at]).value)
        one = prediction_powered(gold[at], seen[at], p, seen, cluster[at])
        covered += one.low <= truth <= one.high
        found["ppi"].append(one.value)
        found["plain"].append(gold[at].mean())
    for name in ("ht", "ppi"):
        values = np.array(found[name])
        assert abs(values.mean() - truth) < 4 * values.std() / runs**0.5, name
    plain = np.array(found["plain"])
    assert abs(plain.mean() - truth) > 20 * plain.std() / runs**0.5
    assert abs(seen.mean() - truth) > 0.01
    assert covered / runs >= 0.90  # .95 but for few positives among 80


def test_a_perfect_annotator_leaves_no_error():
    gold = np.array([1.0, 0, 0, 1, 0, 0, 0, 1])
    one = prediction_powered(gold[:4], gold[:4], np.full(4, 0.5), gold, np.arange(4))
    assert (one.value, one.error) == (pytest.approx(3 / 8), 0.0)


def dialogue(name: str, *texts: str, **more) -> Dialogue:
    said = [Message("assistant", "Reply\none\ttab"), *(Message("user", text) for text in texts)]
    return Dialogue(name, tuple(said), **more)


DIALOGUES = [
    dialogue("a", "=SUM(A1)", "plain", domain="x", simulator="s"),
    dialogue("b", "two\nlines\tand a tab", "\x1b[2J", domain="y"),
]
LABELS = [
    Annotation({"intent": (("none",), ("info_retrieval",))}),
    Annotation({"intent": (("none",), None)}),
]


def sheet(tmp_path: Path, n: int = 4) -> Path:
    path = tmp_path / "sheet.tsv"
    units = units_of(DIALOGUES, LABELS, ["intent"])
    write_sheet(path, DIALOGUES, units, draw(units.strata, units.uncertainty, n, 0), ["intent"])
    return path


def fill(path: Path, label: str, rows: int | None = None) -> None:
    header, *lines = [x.split("\t") for x in path.read_text("utf-8").splitlines()]
    for line in lines[:rows]:
        line[header.index("intent")] = label
        line[header.index("annotator")] = "people 1"
    path.write_text("\n".join("\t".join(x) for x in (header, *lines)) + "\n", "utf-8")


def test_strata_hold_simulator_and_rarest_label():
    units = units_of(DIALOGUES, LABELS, ["intent"])
    assert units.strata == [
        ("s", "intent.none"), ("s", "intent.info_retrieval"),
        ("", "intent.none"), ("", "intent.missing"),
    ]  # fmt: skip
    assert units.places == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert units.domains == ["x", "x", "y", "y"]


def test_a_sheet_shows_text_safely_and_no_label(tmp_path):
    lines = sheet(tmp_path).read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = [row[TEXT] for row in rows]
    assert texts == ["'=SUM(A1)", "plain", "two\\nlines    and a tab", "\ufffd[2J"]
    assert all(row["intent"] == "" for row in rows)
    assert {row["inclusion_p"] for row in rows} == {"1"}


def test_what_people_fill_in_comes_back_as_labels(tmp_path):
    path = sheet(tmp_path)
    fill(path, " Info_Retrieval, info_analysis ", rows=3)
    rows = read_sheet(path)
    assert [(row.dialogue_id, row.turn) for row in rows] == [("a", 1), ("a", 2), ("b", 1)]
    assert rows[0].labels == {"intent": ("info_retrieval", "info_analysis")}
    assert rows[0].annotator == "people 1"
    write_sidecar(tmp_path / "labels.tsv", rows)
    assert read_sidecar(tmp_path / "labels.tsv") == rows


@pytest.mark.parametrize("label", ["chat", "none+info_analysis", "+"])
def test_a_wrong_label_in_a_sheet_names_its_line(tmp_path, label):
    path = sheet(tmp_path)
    fill(path, label, rows=1)
    with pytest.raises(InputError, match=r"sheet.tsv:2: intent"):
        read_sheet(path)


def test_a_sheet_without_its_columns_is_refused(tmp_path):
    path = tmp_path / "sheet.tsv"
    path.write_text("dialogue_id\tturn\n", "utf-8")
    with pytest.raises(InputError, match="inclusion_p"):
        read_sheet(path)
    with pytest.raises(InputError, match="found none"):
        draw([], np.zeros(0), 3, 0)


def test_uncertainty_of_the_linear_model_is_a_rank_per_turn():
    found = linear_uncertainty(DIALOGUES, ["intent", "identity"])
    assert sorted(found.tolist()) == pytest.approx([0.125, 0.375, 0.625, 0.875])
    assert linear_uncertainty([], ["intent"]).size == 0


def test_a_sample_without_one_difference_is_not_certain():
    """20 clusters of one unit and equal weight, all right: 1 - .025^(1/20) = .1684 either way.

    With every unit drawn there is nothing left to be wrong about.
    """
    same, cluster = np.zeros(20), np.arange(20)
    rate = prediction_powered(same, same, np.full(20, 0.2), np.zeros(100), cluster)
    assert (rate.value, rate.low) == (0.0, 0.0)
    assert rate.high == pytest.approx(0.1684, abs=1e-4)
    half = prediction_powered(same, same, np.full(20, 0.2), np.repeat([0.0, 1.0], 50), cluster)
    assert (half.low, half.high) == pytest.approx((0.3316, 0.6684), abs=1e-4)
    whole = prediction_powered(same, same, np.ones(20), same, cluster)
    assert (whole.low, whole.high) == (0.0, 0.0)
