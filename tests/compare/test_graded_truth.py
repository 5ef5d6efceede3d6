"""Data with a known order come out in it; and the pieces that such a trial is made of."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.graded_truth.__main__ import NAMES, RESULTS, rounded
from benchmarks.graded_truth.document import FRAGMENTS, write_document
from benchmarks.graded_truth.mirrorbench import run as run_mirrorbench
from benchmarks.graded_truth.spade import DEGREES, HUMAN, in_order
from benchmarks.graded_truth.tau_trait import paired_test

from usergap import compare
from usergap.compare.partners.surface_correlations import surface_correlations
from usergap.compare.sides import column
from usergap.dimensions import HEADLINE
from usergap.formats import read
from usergap.profiles import default_plan, measure_corpus

ROOT = Path(__file__).resolve().parents[2]


def test_spade_pairs_by_the_new_number_and_not_the_old(data: Path) -> None:
    """A paraphrase keeps the number of turns: only under the right key do all agree."""
    human, paraphrased = (
        {x.scenario_id: len(x.turns) for x in read(data / "spade" / file)}
        for file in (HUMAN, DEGREES["paraphrased"])
    )
    shared = set(human) & set(paraphrased)
    assert len(shared) == 304
    assert all(human[key] == paraphrased[key] for key in shared)


def test_surface_correlation_falls_with_the_degree_of_simulation(data: Path) -> None:
    def side(file: str):
        corpus = read(data / "spade" / file)
        return measure_corpus(corpus, default_plan(vectors=False), jobs=1)

    words = {"words": ("words", None, 1.0)}
    human = side(HUMAN)
    r = [surface_correlations(human, side(file), words)[0] for file in DEGREES.values()]
    assert r[0].low > r[1].high  # one sentence replaced, paraphrased
    assert r[1].low > max(r[2].high, r[3].high)  # one shot, end to end


def test_mirrorbench_distances_go_with_human_similarity(data: Path) -> None:
    found = run_mirrorbench(data)
    assert found["pairs"] == 43
    assert found["interval"][1] < 0


def test_paired_test_finds_a_planted_trait_and_nothing_else() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(60, 1)) + rng.normal(size=(60, 4))
    values[:, 2] += 1.0
    difference, p = paired_test(values, 2, draws=2000)
    others = values[:, [0, 1, 3]].mean(axis=1)
    assert difference == pytest.approx(float((values[:, 2] - others).mean()))
    assert p == 1 / 2001


def test_paired_test_keeps_its_level_where_arms_are_exchangeable() -> None:
    rng = np.random.default_rng(1)
    tasks = [rng.gamma(1.0, size=(20, 1)) * rng.gamma(1.0, size=(20, 4)) for _ in range(400)]
    p = [paired_test(values, 0, draws=399, seed=at)[1] for at, values in enumerate(tasks)]
    assert np.mean(np.array(p) < 0.05) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 400)


def test_order_wants_all_five_differences() -> None:
    names = list(DEGREES)
    assert in_order(dict(zip(names, (0.0, 1.0, 2.0, 2.0), strict=True)))
    assert in_order(dict(zip(names, (0.0, 1.0, 3.0, 2.0), strict=True)))
    assert not in_order(dict(zip(names, (0.0, 1.0, 3.0, 1.0), strict=True)))
    assert not in_order(dict(zip(names, (1.0, 1.0, 2.0, 2.0), strict=True)))


def test_the_document_is_made_from_the_results(tmp_path: Path) -> None:
    results = json.loads(RESULTS.read_text("utf-8"))
    assert set(results) == set(NAMES) == set(FRAGMENTS)
    committed = ROOT / "docs/graded_truth.md"
    again = tmp_path / "graded_truth.md"
    again.write_text(committed.read_text("utf-8"), "utf-8")
    write_document(results, again)
    assert again.read_text("utf-8") == committed.read_text("utf-8")


def test_a_document_without_markers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("no markers", "utf-8")
    with pytest.raises(ValueError, match="expected the markers"):
        write_document({}, path)


def test_results_keep_five_figures() -> None:
    assert rounded({"a": [1.234567, 3, None, "x"]}) == {"a": [1.2346, 3, None, "x"]}


def test_profiles_of_graded_data_keep_their_pair_keys(data: Path) -> None:
    corpus = read(data / "mirrorbench/pairs.jsonl#simulated")
    profile = measure_corpus(corpus, default_plan(vectors=False), jobs=1)
    assert len(set(column(profile.table, "pair"))) == 43


@pytest.mark.parametrize(
    ("real", "simulated", "paired"),
    [
        ("mirrorbench/pairs.jsonl#real", ("mirrorbench/pairs.jsonl#simulated",), True),
        (f"spade/{HUMAN}", (f"spade/{DEGREES['end to end']}",), True),
        (
            "crs/real_crsarena_open.json",
            ("crs/sim_KBRD_ReDial_ABUS_ReDial.json", "crs/sim_BARCOR_ReDial_ABUS_ReDial.json"),
            False,
        ),
    ],
)
def test_all_ten_rows_come_out_on_foreign_data(
    data: Path, real: str, simulated: tuple[str, ...], paired: bool
) -> None:
    found = compare(f"{data}/{real}", *(f"{data}/{file}" for file in simulated), replicates=100)
    assert len(found.simulators) == len(simulated)
    assert [row.measure for row in found.rows] == [*HEADLINE] * len(simulated)
    assert all(row.verdict != "undefined" and row.paired is paired for row in found.rows)
