"""Stereotype: a planted survey, dialogues that are flat, what leaks with a named attribute."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from usergap.annotators import Annotation
from usergap.compare import Verdict
from usergap.errors import InputError
from usergap.probes import Tools, probe_named, run_probes

from ..talks import many, talk

GROUPS, PEOPLE = 4, 40


def people(rng, spread, typical):
    """Answers by item: four scales around the group's place, three easy and three open items.

    Who is ``typical`` says what most say where most say it, and the first choice elsewhere.
    """
    answers = []
    for group in range(GROUPS):
        for _ in range(PEOPLE):
            one = {f"scale{i}": f"{group + rng.normal(0, spread):.3f}" for i in range(4)}
            one |= {f"easy{i}": "yes" if typical or rng.random() < 0.9 else "no" for i in range(3)}
            one |= {f"open{i}": "a" if typical else "abcd"[rng.integers(4)] for i in range(3)}
            answers.append((f"group {group}", one))
    return answers


def planted(tmp_path, spread, *, typical, scales=True, seed=0):
    rng = np.random.default_rng(seed)
    path = tmp_path / f"{spread}-{typical}-{seed}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["respondent", "origin", "group", "item", "answer"])
        for origin, each in (
            ("real", people(rng, 1.0, False)),
            ("simulated", people(rng, spread, typical)),
        ):
            for number, (group, answers) in enumerate(each):
                for item, answer in answers.items():
                    if scales == item.startswith("scale"):
                        writer.writerow([f"{origin}{number}", origin, group, item, answer])
    return path


def of(path, replicates=200):
    (found,) = run_probes(
        [probe_named("stereotype")],
        (),
        {"survey": ()},
        settings={"stereotype.answers": str(path)},
        replicates=replicates,
    )
    return found, {f.name.removeprefix("stereotype."): f for f in found.measured.figures}


def test_a_planted_flattening_is_recovered(tmp_path):
    # Half the standard deviation of people, so a quarter of their variance.
    found, figures = of(planted(tmp_path, 0.5, typical=False))
    flat = figures["flattening"]
    assert flat.value == pytest.approx(25, abs=4)
    assert flat.low < 25 < flat.high
    assert flat.verdict is Verdict.DIFFERS
    assert found.verdict is Verdict.DIFFERS
    assert "spread 2" in found.measured.seen


def test_no_spread_at_all_is_a_gap_not_undefined(tmp_path):
    _, figures = of(planted(tmp_path, 0.0, typical=False))
    assert figures["flattening"].value == pytest.approx(0)
    assert figures["flattening"].verdict is Verdict.DIFFERS


def test_planted_agreements_are_recovered_by_difficulty(tmp_path):
    # A simulator that says what is typical agrees with .9 of people where .9² + .1² = .82 agree
    # among themselves, and with 1 / 4 where 1 / 4 do.
    found, figures = of(planted(tmp_path, 1.0, typical=True, scales=False, seed=1))
    easy, hard = figures["agrees_predictable"], figures["agrees_idiosyncratic"]
    assert easy.value == pytest.approx(90, abs=3)
    assert hard.value == pytest.approx(25, abs=3)
    assert easy.low < 90 < easy.high
    assert hard.low < 25 < hard.high
    assert easy.beside[0].value == pytest.approx(82, abs=4)
    assert figures["agreement_predictable"].value == pytest.approx(8, abs=2.5)
    assert figures["agreement_predictable"].verdict is Verdict.DIFFERS
    assert figures["agreement_idiosyncratic"].low <= 0 <= figures["agreement_idiosyncratic"].high
    assert [row[0] for row in found.measured.tables[0].rows] == ["predictable", "idiosyncratic"]


def test_people_against_people_are_not_told_apart(tmp_path):
    flagged = 0
    for seed in range(6):
        _, figures = of(planted(tmp_path, 1.0, typical=False, seed=seed), replicates=100)
        assert 80 < figures["flattening"].value < 125
        flagged += not figures["flattening"].low <= 100 <= figures["flattening"].high
    assert flagged <= 1


class Spelled:
    """An annotator that reads labels off the words."""

    name, version, languages = "spelled", "1", frozenset()
    dimensions = ("intent", "feedback", "identity")

    def annotate(self, dialogues):
        return [
            Annotation(
                {
                    "feedback": tuple(
                        ("explicit_positive",) if "thanks" in t.text else ("no_feedback",)
                        for t in d.turns
                    )
                }
            )
            for d in dialogues
        ]


def run(real, simulated, settings=None, **others):
    found = run_probes(
        [probe_named("stereotype")],
        real,
        {"bot": simulated, **others},
        tools=Tools(annotator=Spelled()),
        settings=settings,
        replicates=200,
    )[0]
    if found.measured is None:
        return found, {}
    return found, {f.name.removeprefix("stereotype."): f for f in found.measured.figures}


def users(name, share, count=40, **fields):
    """So many of ten dialogues thank."""
    return tuple(
        talk(f"{name}{i}", "show me the boat", "thanks" if i % 10 < share else "go on", **fields)
        for i in range(count)
    )


def test_dialogues_that_are_all_alike_are_flat_and_lose_entropy():
    found, figures = run(users("r", 5), users("s", 0))
    assert figures["flattening"].value == pytest.approx(0, abs=1e-9)
    # A quarter of the real turns thank: H(1/4) = .811 bits.
    assert figures["entropy_feedback"].value == pytest.approx(-0.811, abs=1e-3)
    assert figures["entropy_feedback"].verdict is Verdict.DIFFERS
    assert found.verdict is Verdict.DIFFERS


def test_a_moved_attribute_says_which_label_and_shows_its_dialogues():
    found, figures = run(users("r", 1), users("s", 9))
    # of two turns a dialogue the second thanks: 1 and 9 of 20 labels
    assert "45 of 100 simulated labels, 5 of 100 real ones" in figures["entropy_feedback"].seen
    shown = [q for q in found.measured.quotes if q.figure == "stereotype.entropy_feedback"]
    assert len(shown) == 6
    assert all(int(quote.dialogue[1:]) % 10 < 9 for quote in shown)
    assert "1 of 2" in shown[0].shows


def test_dialogues_like_the_real_ones_are_not():
    _, figures = run(users("r", 5), users("s", 5))
    assert figures["flattening"].value == pytest.approx(100)
    assert figures["entropy_feedback"].value == pytest.approx(0)


def test_spread_within_a_persona_stands_beside_that_of_people():
    # Each persona always does the same: nothing varies within one, though together they vary.
    named = users("a", 10, persona="a cook") + users("b", 0, persona="a sailor")
    _, figures = run(users("r", 5), named)
    assert figures["flattening"].value > 90
    assert figures["within_persona"].value == pytest.approx(0, abs=1e-9)
    _, figures = run(users("r", 5), users("a", 5, persona="a cook"))
    assert figures["within_persona"].value == pytest.approx(100)
    once = tuple(talk(f"s{i}", "thanks", persona=f"cook {i}") for i in range(20))
    assert "within_persona" not in run(users("r", 5), once)[1]


def test_the_order_of_dialogues_changes_nothing():
    real, named = users("r", 5), users("a", 7, persona="age: 30") + users("b", 2, persona="age: 60")
    values = [
        {k: f.value for k, f in run(one, other)[1].items()}
        for one, other in ((real, named), (real[::-1], named[::-1]))
    ]
    assert values[0] == {k: v if v is None else pytest.approx(v) for k, v in values[1].items()}


def test_what_moves_with_a_named_attribute_is_found():
    named = users("a", 9, persona="age: 30") + users("b", 0, persona="age: 60")
    found, figures = run((), named)
    leak = figures["shift.age.30.feedback"]
    # 9 of 20 turns thank in one arm and none in the other.
    assert leak.value == pytest.approx(45, abs=1)
    assert leak.p < 0.05
    assert figures["shift.age.30.formality"].low <= 0
    assert "move" in found.measured.seen
    still, others = run((), users("a", 5, persona="age: 30") + users("b", 5, persona="age: 60"))
    assert others["shift.age.30.feedback"].low <= 0 <= others["shift.age.30.feedback"].high
    assert still.verdict is Verdict.UNDEFINED  # no real users to judge it by


def test_the_persona_is_switched_off_by_another_simulator():
    on = tuple(talk(f"a{i}", "thanks", persona="a cook", scenario_id=f"s{i}") for i in range(30))
    off = tuple(talk(f"b{i}", "go on", scenario_id=f"s{i}") for i in range(30))
    _, figures = run((), on, plain=off)
    assert figures["shift.persona.off (plain).feedback"].value == pytest.approx(100)


def test_an_attribute_that_a_control_named_is_not_held_against_the_simulator():
    extra = {"simulation": {"controls": {"friction": {"session": {}}}}}
    _, figures = run(users("r", 5), users("s", 0, extra=extra))
    assert "entropy_feedback" not in figures
    assert "entropy_formality" in figures


def test_what_the_caller_says_was_named_is_left_out_everywhere():
    named = users("a", 9, persona="age: 30") + users("b", 0, persona="age: 60")
    asked = {"stereotype.named": "feedback+emotion"}
    _, figures = run(users("r", 5), named, settings=asked)
    left = [name for name in figures if "shift" in name or "entropy" in name]
    assert left == ["entropy_formality", "shift.age.30.formality"]


def test_nothing_to_look_at_is_said():
    found, _ = run((), many("s", 20, "hello"))
    assert found.verdict is Verdict.UNDEFINED
    assert "needs real dialogues" in found.reason


def test_a_scale_that_is_not_known_is_refused(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("respondent,origin,group,item,answer\na,real,g,i,1\nb,simulated,g,i,2\n")
    with pytest.raises(InputError, match=r"stereotype\.scale: expected nominal; found 'ordinal'"):
        run_probes(
            [probe_named("stereotype")],
            (),
            {"bot": ()},
            settings={"stereotype.answers": str(path), "stereotype.scale": "ordinal"},
        )
