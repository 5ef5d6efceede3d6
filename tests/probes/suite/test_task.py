"""Task view: pass^k exactly, outcomes on both sides, difficulty bins by hand."""

from __future__ import annotations

import pytest

from usergap.annotators import Annotation
from usergap.compare import Verdict
from usergap.formats import read
from usergap.probes import Tools, probe_named, run_probes

from ..talks import talk


class Spelled:
    """An annotator that takes a turn's only word for its feedback."""

    name, version, dimensions, languages = "spelled", "1", ("feedback",), frozenset()

    def annotate(self, dialogues):
        return [
            Annotation({"feedback": tuple(frozenset({t.text}) for t in d.turns)}) for d in dialogues
        ]


def trials(name, successes, count, last="no_feedback", tasks=20):
    return tuple(
        talk(f"{name}{t}-{i}", "no_feedback", last, scenario_id=f"t{t}", extra={"reward": i < s})
        for t, s in zip(range(tasks), successes, strict=True)
        for i in range(count)
    )


def run(real, simulated):
    (found,) = run_probes(
        [probe_named("task")], real, {"bot": simulated}, tools=Tools(annotator=Spelled())
    )
    return found, {figure.name: figure for figure in found.measured.figures}


def test_simulated_users_alone_give_pass_k():
    # half of the tasks 4 of 4, half 2 of 4: pass^2 = (1 + C(2,2)/C(4,2)) / 2 = 7/12
    found, figures = run((), trials("s", [4] * 10 + [2] * 10, 4))
    assert figures["task.success"].value == 75
    rows = {row[0]: row[2] for row in found.measured.tables[0].rows}
    assert rows["pass^1"] == 75
    assert rows["pass^2"] == pytest.approx(100 * 7 / 12)
    assert rows["pass^4"] == 50
    assert "pass^5" not in rows
    # 10 tasks at 1 and 10 at 1/6: the error of the mean is (5/6) / 2 / sqrt(20) = 9.3 points
    told = figures["task.pass_2"]
    assert told.value == rows["pass^2"]
    assert told.high - told.low == pytest.approx(2 * 1.96 * 9.3, rel=0.2)
    assert "task.pass_5" not in figures


def test_always_passing_leaves_room_for_chance():
    _, figures = run((), trials("s", [4] * 20, 4))
    # 20 of 20 tasks: Clopper and Pearson's lower end is .025^(1/20)
    assert (figures["task.pass_4"].low, figures["task.pass_4"].high) == (
        pytest.approx(100 * 0.025 ** (1 / 20)), 100
    )  # fmt: skip


def test_success_by_difficulty_and_its_error():
    # real: 10 tasks at 0, 10 at 1; simulated: all at 1/2 -> both bins are off by a half
    real = trials("r", [0] * 10 + [4] * 10, 4)
    found, figures = run(real, trials("s", [2] * 20, 4))
    assert figures["task.success_gap"].value == 0
    table = found.measured.tables[1]
    assert table.rows[0] == ("0 to 0.2", 10, 0.0, 50.0)
    assert table.rows[1] == ("0.8 to 1", 10, 100.0, 50.0)
    assert len(table.rows) == 2
    told = figures["task.calibration"]
    assert told.value == pytest.approx(50)
    assert told.low <= 50 <= told.high
    # people are alike in every trial: no error among themselves, so all of it is excess
    assert told.beside[0].value == 0
    assert figures["task.calibration_excess"].value == pytest.approx(50)
    assert figures["task.calibration_excess"].low > 0


def test_praise_after_a_failure_is_found():
    real = trials("r", [0] * 20, 1, last="explicit_negative")
    _, figures = run(real, trials("s", [0] * 20, 1, last="explicit_positive"))
    assert figures["task.praise_after_failure"].value == 100
    assert figures["task.complain_after_failure"].value == -100
    assert figures["task.praise_after_failure"].verdict is Verdict.DIFFERS
    assert "task.praise_after_success" not in figures


def test_the_published_powers_of_gpt_4o_on_the_airline_tasks(data):
    # tau-bench's repository states pass^1 to pass^4 of .420, .273, .220 and .200
    corpus = read(data / "tau" / "tau_bench_gpt4o_airline.json")
    (found,) = run_probes([probe_named("task")], (), {"gpt-4o": corpus.dialogues})
    powers = [row[2] for row in found.measured.tables[0].rows]
    assert powers == pytest.approx([42.0, 27.3, 22.0, 20.0], abs=0.05)
