"""Validity: planted orders and scales, and what people say of the systems of SimulatorArena."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.compare import Verdict
from usergap.errors import InputError
from usergap.formats import read
from usergap.probes import probe_named, run_probes
from usergap.probes.system_scores import agreement
from usergap.probes.system_scores.scores import rated, read_scores

from ..talks import talk

PEOPLE = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0)


def table(path, simulated, noise=0.5, n=40, seed=1):
    rng = np.random.default_rng(seed)
    lines = ["system,side,score"]
    for side, means in (("real", PEOPLE), ("simulated", simulated)):
        for place, mean in enumerate(means):
            lines += [f"s{place},{side},{x:.4f}" for x in mean + noise * rng.standard_normal(n)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def found(path):
    (finding,) = run_probes(
        [probe_named("validity")], (), {"bot": ()}, settings={"validity.scores": path}
    )
    return finding


def figures(finding):
    return {f.name.partition(".")[2]: f for f in finding.measured.figures}


def test_the_same_order_on_the_same_scale_is_close(tmp_path):
    finding = found(table(tmp_path / "scores.csv", PEOPLE, n=400))
    own = figures(finding)
    assert finding.verdict is Verdict.CLOSE
    assert own["order"].reason == "order-preserving"
    assert own["scale"].reason == "scale-stable"
    assert own["order"].value == 1
    assert own["r"].value > 0.99
    assert own["displacement"].value == 0


def test_a_shifted_scale_keeps_the_order(tmp_path):
    own = figures(found(table(tmp_path / "scores.csv", [x + 1 for x in PEOPLE])))
    assert own["order"].verdict is Verdict.CLOSE
    assert own["scale"].verdict is Verdict.DIFFERS
    assert own["scale"].value == pytest.approx(2, abs=0.3)  # one point, SD of a half
    assert own["mae"].value == pytest.approx(1, abs=0.2)


def test_few_and_noisy_scores_of_one_order_are_not_called_out(tmp_path):
    # scores as far apart within a system as systems are: correlations are low between any two
    told = [
        figures(found(table(tmp_path / f"{n}.csv", PEOPLE, noise=3.0, n=3, seed=n)))["order"]
        for n in range(30)
    ]
    low = [each for each in told if each.high < 0.8]
    assert low  # by the interval alone they would be
    assert sum(each.verdict is Verdict.DIFFERS for each in told) <= 4  # .05 of 30 and 2 SD
    assert all(each.reason.startswith("so few") for each in low if each.p >= 0.05)


def test_a_reversed_order_on_the_same_scale(tmp_path):
    own = figures(found(table(tmp_path / "scores.csv", PEOPLE[::-1])))
    assert own["order"].value == -1
    assert own["order"].reason == "not order-preserving"
    assert own["scale"].verdict is not Verdict.DIFFERS
    assert own["displacement"].value == 3  # (5 + 3 + 1 + 1 + 3 + 5) / 6


def test_few_noisy_scores_tell_nothing(tmp_path):
    own = figures(found(table(tmp_path / "scores.csv", PEOPLE, noise=6.0, n=3)))
    assert own["order"].verdict is Verdict.CANNOT_TELL


def test_the_reason_for_standing_apart_is_told(tmp_path):
    assert "apart from realism" in found(table(tmp_path / "s.csv", PEOPLE)).measured.notes[0]


def test_agreement_by_hand():
    real, simulated = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 3.0, 2.0]])
    # centred (-1, 0, 1) and (-1, 1, 0): products sum to 1, squares to 2 and 2
    assert agreement.pearson(real, simulated)[0] == pytest.approx(0.5)
    assert agreement.spearman(real, simulated)[0] == pytest.approx(0.5)
    assert agreement.displacement(real, simulated)[0] == pytest.approx(2 / 3)
    assert agreement.mean_error(real, simulated)[0] == pytest.approx(2 / 3)
    assert agreement.shift(real, simulated + 1)[0] == pytest.approx(1)
    assert np.isnan(agreement.pearson(real, np.ones((1, 3)))[0])


def test_ratings_of_dialogues_serve_by_system():
    def side(name, shift):
        return [
            talk(f"{name}{m}{i}", "hi", assistant_model=f"m{m}", extra={"stars": m + shift + i % 2})
            for m in range(4)
            for i in range(4)
        ]

    scores = rated(side("r", 0), side("s", 1), "stars")
    assert scores.systems == ("m0", "m1", "m2", "m3")
    (finding,) = run_probes(
        [probe_named("validity")], side("r", 0), {"bot": side("s", 1)},
        settings={"validity.rating": "stars"}, replicates=200,
    )  # fmt: skip
    assert figures(finding)["order"].value == 1
    assert figures(finding)["mae"].value == 1


def test_what_cannot_be_said_is_undefined_with_the_reason():
    real = [talk("a", "hi"), talk("b", "hi")]
    (finding,) = run_probes([probe_named("validity")], real, {"bot": real})
    assert "validity.rating=FIELD" in finding.reason
    rating = [talk(f"a{i}", "hi", assistant_model="one", extra={"rating": i}) for i in range(3)]
    (finding,) = run_probes([probe_named("validity")], rating, {"bot": rating})
    assert "found 1" in finding.reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("system,score\na,1", "no side"),
        ("system,side,score\na,people,1", "line 2: side"),
        ("system,side,score\na,real,nan", "line 2: score"),
        ("system,side,score\n,real,1", "line 2: system"),
    ],
)
def test_a_table_that_is_wrong_is_told_where(tmp_path, text, said):
    path = tmp_path / "scores.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_scores(path)


def test_the_human_side_of_simulatorarena_against_itself_is_never_called_invalid(data):
    corpus = read(data / "chats" / "simulatorarena_document_creation.json")
    people = corpus.dialogues
    scores = rated(people, people, "overall_interaction_rating")
    assert len(scores.systems) == 8
    assert sum(map(len, scores.real)) == 51
    (finding,) = run_probes(
        [probe_named("validity")], people, {"people": people},
        settings={"validity.rating": "overall_interaction_rating"},
    )  # fmt: skip
    assert figures(finding)["order"].value == 1
    assert finding.verdict is not Verdict.DIFFERS
