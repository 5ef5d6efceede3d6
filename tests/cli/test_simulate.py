"""``usergap simulate``: real processes, real HTTP, and one clear line for each trouble."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from usergap.cli import app
from usergap.formats import read, write
from usergap.formats.samples import sample
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.scenarios.scenario import Scenario, scenario_lines
from usergap.testing import FakeServer, Reply

NUMBER = 6
WANTS = [Scenario(f"s{i}", f"learn to tie knot {i}", "sea", ("a sailor",)) for i in range(NUMBER)]


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "cache.sqlite"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    Path("s.jsonl").write_text(scenario_lines(WANTS), "utf-8")
    write(sample("generic")[:30], "real.jsonl")


def run(*more: object, output: str = "x.jsonl") -> int:
    return app.run(["simulate", "--scenarios", "s.jsonl", *map(str, more), "-o", output])


MARKOV = ("--user", "markov:real.jsonl", "--assistant", "scripted")


def plays_user(call) -> bool:
    return call.messages[0][0] == "system"


def both(call) -> str:
    """Both sides by one server: a user that ends as soon as it may, a chatbot that answers."""
    if not plays_user(call):
        return f"Answer {len(call.messages)}."
    if END_TOKEN in call.messages[0][1]:
        return END_TOKEN
    knot = re.search(r"knot (\d)", call.messages[0][1])
    return f"Knot {knot[1]}, question {len(call.messages)}?"


def told(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    said = capsys.readouterr()
    return said.out, said.err


def test_real_dialogues_to_scenarios_to_simulated_ones_to_a_report(data, capsys):
    real = read(data / "realsim" / "real.jsonl").dialogues
    write(real[:200], "fitted.jsonl")
    write(real[200:260], "held_out.jsonl")
    assert app.run(["scenarios", "held_out.jsonl", "-o", "s.jsonl"]) == 0
    user = ("--user", "markov:fitted.jsonl", "--assistant", "scripted")
    assert run(*user, output="sims.jsonl") == 0
    out, _ = told(capsys)
    assert "Next: usergap compare REAL sims.jsonl" in out
    made = read("sims.jsonl")
    assert made.reading.dropped == 0
    assert len(made) == len(Path("s.jsonl").read_text("utf-8").splitlines()) > 40
    assert app.run(["compare", "held_out.jsonl", "sims.jsonl", "-o", "report"]) == 0
    found = json.loads(Path("report/comparison.json").read_text("utf-8"))
    assert {row["simulator"] for row in found["rows"]} == {"markov"}
    assert any(row["paired"] for row in found["rows"])
    assert "markov" in Path("report/index.html").read_text("utf-8")
    # of the dialogues that it was fitted on none is left to compare it with
    assert app.run(["compare", "fitted.jsonl", "sims.jsonl", "-o", "barred"]) == 2


def test_two_endpoints_under_one_set_of_ceilings(capsys):
    with FakeServer(both, models=["u"]) as first, FakeServer(both, models=["b"]) as second:
        who = ("--user", "chat:u", "--assistant", "chat:b", "--persona", "informed")
        where = ("--base-url", first.url, "--assistant-base-url", second.url)
        prices = ("--price", "u=1,2", "--price", "b=3,4", "--max-cost", "1")
        # 4 questions and an end of each user, 4 answers: 9 calls a conversation, 54 in all
        cut = run(*who, *where, *prices, "--max-calls", "40", "--concurrency", "2")
        assert cut == 3
        assert first.requests + second.requests == 40
        _, err = told(capsys)
        assert "a ceiling on calls, tokens or money was reached" in err
        done = re.search(r"(\d) of 6 conversations are finished; x.jsonl is not written", err)
        assert done
        assert 3 <= int(done[1]) <= 4  # 40 calls are four conversations and a bit
        assert not Path("x.jsonl").exists()
        assert run(*who, *where, *prices, "--max-calls", "14", "--concurrency", "2") == 0
        assert first.requests + second.requests == 54
    out, _ = told(capsys)
    assert re.search(r"calls +14, \d+ \+ \d+ tokens", out)
    assert re.search(r"cost +0\.\d{4}", out)
    made = read("x.jsonl")
    assert len(made) == NUMBER
    assert {(d.simulator, d.assistant_model, d.persona) for d in made} == {("u", "b", "a sailor")}
    assert made[0].messages[0].content == "Knot 0, question 2?"
    assert all(d.ended and len(d.turns) == 4 for d in made)


def test_what_is_finished_is_written_at_a_ceiling_where_asked_for(capsys):
    with FakeServer(both) as server:
        who = ("--user", "chat:u", "--assistant", "chat:b", "--base-url", server.url)
        assert run(*who, "--max-calls", "25", "--concurrency", "1", "--partial") == 3
    assert "x.jsonl holds those\nevery turn so far is kept" in told(capsys)[1].replace("\n  ", "\n")
    assert [d.id for d in read("x.jsonl")] == ["s0", "s1"]  # 9 calls each, 7 of the third


def test_a_conversation_that_fails_is_named_and_tried_again(capsys):
    broken = [True]

    def script(call):
        last = call.messages[0][1]
        return Reply.bad_request("too long") if broken[0] and "knot 2" in last else both(call)

    with FakeServer(script) as server:
        who = ("--user", "chat:u", "--assistant", "scripted", "--base-url", server.url)
        assert run(*who, "--concurrency", "1") == 0
        out, _ = told(capsys)
        assert re.search(r"conversations +5 of 6", out)
        assert re.search(r"failed +1\n +s2: user failed: NoAnswerError: bad_request", out)
        assert "Run the same command again to try the failed ones" in out
        broken[0] = False
        assert run(*who, "--concurrency", "1") == 0
    out, _ = told(capsys)
    assert "6 of 6, 5 of them finished by an earlier run" in out
    assert "failed" not in out
    assert len(read("x.jsonl")) == NUMBER


def test_a_lost_endpoint_ends_the_run_with_3_and_keeps_what_it_has(capsys):
    with FakeServer(both) as server:
        port = server.port
        who = ("--user", "chat:u", "--assistant", "scripted", "--base-url", server.url)
        assert run(*who, "--limit", "2") == 0
    assert run(*who, "--partial") == 3
    _, err = told(capsys)
    assert "not one conversation came to its end: NoAnswerError: unreachable" in err
    assert "2 of 6 conversations are finished; x.jsonl holds those" in err
    assert len(read("x.jsonl")) == 2  # --partial
    with FakeServer(both, port=port) as server:
        assert run(*who) == 0
        assert server.requests == 4 * 5  # of the two that were finished none
    out, _ = told(capsys)
    assert "6 of 6, 2 of them" in out


def test_ctrl_c_keeps_what_is_finished_and_the_same_command_goes_on():
    command = [sys.executable, "-m", "usergap", "simulate", "--scenarios", "s.jsonl"]
    free = 30  # calls: two conversations are over by then, and never all six

    def script(call) -> Reply | str:
        return Reply.hang() if call.number >= free else both(call)

    with FakeServer(script) as server:
        command += ["--user", "chat:u", "--assistant", "chat:b", "--base-url", server.url]
        command += ["--concurrency", "1"]
        cut = subprocess.Popen(
            [*command, "-o", "x.jsonl"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        journal = Path("x.jsonl.journal")
        until = time.monotonic() + 60
        while time.monotonic() < until and (
            not journal.exists() or journal.read_bytes().count(b'"stop"') < 2
        ):
            time.sleep(0.01)
        cut.send_signal(signal.SIGINT)
        out, err = cut.communicate(timeout=60)
        free = 1000
        assert cut.returncode == 130, err
        assert err.startswith("usergap: interrupted\n")
        told = re.search(r"(\d) of 6 conversations are finished; x.jsonl is not written", err)
        assert told
        assert 0 < int(told[1]) < NUMBER
        assert "run the same command again to go on" in err
        assert "Traceback" not in err
        assert out == ""
        assert not Path("x.jsonl").exists()
        for name in ("x.jsonl", "uninterrupted.jsonl"):
            environ = os.environ | {"USERGAP_CACHE": f"{name}.cache"}
            done = subprocess.run([*command, "-o", name], env=environ, capture_output=True)
            assert done.returncode == 0, done.stderr
    resumed, whole = read("x.jsonl"), read("uninterrupted.jsonl")
    assert [d.messages for d in resumed] == [d.messages for d in whole]
    assert [d.provenance.settings_hash for d in resumed] == [
        d.provenance.settings_hash for d in whole
    ]


def test_a_few_first_then_all_and_never_a_journal_of_other_settings(capsys):
    assert run(*MARKOV, "--limit", "2") == 0
    assert len(read("x.jsonl")) == 2
    assert run(*MARKOV) == 0
    assert "6 of 6, 2 of them" in told(capsys)[0]
    assert run(*MARKOV, "--seed", "1") == 2
    assert "(--restart) to begin anew" in told(capsys)[1]
    first = read("x.jsonl")
    assert run(*MARKOV, "--seed", "1", "--restart") == 0
    assert [d.messages for d in read("x.jsonl")] != [d.messages for d in first]


def test_controls_and_guardrails_reach_the_dialogues(capsys):
    asked = ("--control", "friction:0.9", "--guardrails", "repeat", "--max-turns", "3")
    assert run(*MARKOV, *asked, "--min-turns", "1", "--journal", "own.journal") == 0
    out, _ = told(capsys)
    assert "own.journal" in out
    made = read("x.jsonl")
    assert all(len(d.turns) <= 3 for d in made)
    assert all("friction" in d.extra["simulation"]["controls"] for d in made)


def test_what_only_its_owner_knows_is_recorded_and_resumes_with_another_word(capsys):
    said = ("--provenance", "licence=CC BY 4.0, with thanks", "--provenance", "split=test")
    assert run(*MARKOV, *said) == 0
    (first,) = {d.provenance.licence for d in read("x.jsonl")}
    assert first == "CC BY 4.0, with thanks"
    assert {d.provenance.split for d in read("x.jsonl")} == {"test"}
    assert {d.provenance.consent for d in read("x.jsonl")} == {"not recorded"}
    before = [d.messages for d in read("x.jsonl")]
    capsys.readouterr()
    assert run(*MARKOV, "--provenance", "consent=given") == 0  # changes nothing that is said
    assert f"{NUMBER} of them finished by an earlier run" in told(capsys)[0]
    assert [d.messages for d in read("x.jsonl")] == before
    assert {d.provenance.consent for d in read("x.jsonl")} == {"given"}


def test_every_kind_is_listed(capsys):
    assert app.run(["simulate", "--list"]) == 0
    out, _ = told(capsys)
    for word in ("--user SPEC", "markov:FILE", "--assistant SPEC", "scripted:[FILE]", "--control"):
        assert word in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("--user", "nobody", "--assistant", "scripted"), 2, "user: expected one of "),
        (("--user", "markov:no.jsonl", "--assistant", "scripted"), 2, "no.jsonl: expected a file"),
        (("--user", "chat:m", "--assistant", "scripted"), 2, "give --base-url"),
        ((*MARKOV, "--persona", "me"), 2, "--persona: expected generic or informed"),
        ((*MARKOV, "--guardrails", "loud"), 2, "guardrails: expected userlm, none or some of"),
        ((*MARKOV, "--min-turns", "9", "--max-turns", "3"), 2, "turns: expected 1 <= least"),
        ((*MARKOV, "--control", "nothing"), 2, "control: expected one of"),
        ((*MARKOV, "--provenance", "CC0"), 2, "--provenance: expected FIELD=TEXT"),
        ((*MARKOV, "--provenance", "license=x"), 2, "provenance: expected task, licence,"),
        ((*MARKOV, "--provenance", "task=", "--seed", "1"), 2, "provenance: task: expected text"),
        ((*MARKOV, *["--provenance", "task=x"] * 2), 2, "--provenance: expected task once"),
        ((*MARKOV, "--price", "cheap"), 2, "--price: expected two numbers"),
        ((*MARKOV, "--price", "1,nan"), 2, "--price: expected two numbers"),
        ((*MARKOV, "--price", "1,2", "--price", "3,4"), 2, "--price: expected one for all"),
        ((*MARKOV, "--journal", "s.jsonl", "--restart"), 2, "s.jsonl: expected a journal"),
        ((*MARKOV, "--match", "no.parquet"), 2, "no.parquet"),
    ],
)  # fmt: skip
def test_each_wrong_input_is_one_line(arguments, code, line, capsys):
    assert run(*arguments) == code
    _, err = told(capsys)
    assert err.startswith("usergap: ")
    assert line in err
    assert err.count("\n") == 1
    assert not Path("x.jsonl").exists()


def test_a_missing_key_or_price_is_told_before_any_call(capsys):
    with FakeServer(both) as server:
        who = ("--user", "chat:m", "--assistant", "scripted", "--base-url", server.url)
        assert run(*who, "--key-env", "NO_SUCH_KEY") == 3
        assert "NO_SUCH_KEY" in told(capsys)[1]
        assert run(*who, "--max-cost", "1", "--price", "other=1,2") == 2
        assert "--price m=IN,OUT" in told(capsys)[1]
        assert server.requests == 0


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("no.jsonl", None, "no.jsonl: cannot be read: No such file"),
        ("bad.jsonl", "{}\n", "bad.jsonl:1: id: expected text"),
        ("bad.yaml", "- id: a\n  scenario: [x\n", "bad.yaml:3: expected YAML"),
    ],
)
def test_a_bad_scenario_file_is_told_with_its_line(name, text, line, capsys):
    if text is not None:
        Path(name).write_text(text)
    assert app.run(["simulate", "--scenarios", name, *MARKOV, "-o", "x.jsonl"]) == 2
    assert told(capsys)[1].startswith(f"usergap: {line}")


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("x.txt", "expected a name ending in .jsonl"),
        ("no/such/x.jsonl", "no folder to put it in"),
        ("s.jsonl", "found the scenarios"),
    ],
)
def test_an_output_that_cannot_be_is_told_at_once(output, line, capsys):
    assert run(*MARKOV, output=output) == 2
    assert line in told(capsys)[1]


def test_the_fault_audit_is_told_when_it_is_asked_for(capsys):
    assert run(*MARKOV, "--max-turns", 4) == 0
    assert "Role flip" not in "".join(told(capsys))
    assert run(*MARKOV, "--max-turns", 4, "--fault-audit") == 0
    out, _ = told(capsys)
    assert f"of {NUMBER} dialogues are faulty" in out
    assert "Role flip" in out
