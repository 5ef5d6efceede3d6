"""``usergap suite`` and ``usergap accept``: real processes, real HTTP, and one line for trouble."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from usergap.cli import app
from usergap.formats import read
from usergap.testing import FakeServer, Reply


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "cache.sqlite"))
    monkeypatch.setenv("COLUMNS", "72")
    monkeypatch.chdir(tmp_path)


def generated(*more: object) -> int:
    return app.run(["suite", "generate", "-n", "2", "-o", "s.jsonl", *map(str, more)])


def ran(*more: object, bot: str = "scripted") -> int:
    return app.run(["suite", "run", "s.jsonl", "--assistant", bot, "-o", "r.json", *map(str, more)])


def accepted(*more: object) -> int:
    return app.run(["accept", "real.jsonl", "-o", "a.json", *map(str, more)])


def results(name: str = "r.json") -> dict:
    return json.loads(Path(name).read_text("utf-8"))


def real(number: int = 12, origin: str | None = "real") -> None:
    rows = []
    for n in range(number):
        row = {
            "id": f"d{n}",
            "conversation_id": f"c{n // 2}",
            "solved": n % 4 != 0,
            "expected": f"Town{n}",
            "messages": [
                {"role": "user", "content": f"What is the capital of country {n}?"},
                {"role": "assistant", "content": f"It is Town{n}."},
                {"role": "user", "content": "And how large is it?"},
                {"role": "assistant", "content": "Large."},
            ],
        }
        if origin:
            row["provenance"] = {"origin": origin}
        rows.append(json.dumps(row))
    Path("real.jsonl").write_text("\n".join(rows) + "\n", "utf-8")


def test_from_a_suite_to_the_gate(capsys) -> None:
    assert generated() == 0
    assert ran("--markdown", "r.md", "--name", "night") == 0
    out = capsys.readouterr().out
    assert "night: UNIT TEST on made-up items" in out
    assert "acceptance" not in out
    assert max(map(len, out.splitlines()[4:])) <= 72
    assert Path("r.md").read_text().startswith("## night: unit test\n")
    assert Counter(item["category"] for item in results()["items"])["jailbreak"] == 2
    made = read("r.dialogues.jsonl").dialogues
    assert {each.provenance.origin for each in made} == {"synthetic"}
    assert not Path("r.json.journal").exists()
    Path("p.toml").write_text("[[suite]]\nsuite='night'\nat_least=0.9\n")
    assert app.run(["gate", "p.toml", "--suite", "r.json"]) == 1
    assert "unit test pass rate" in capsys.readouterr().out
    assert app.run(["ledger", "add", "s.jsonl", "--ledger", "book"]) == 0
    assert "16" in capsys.readouterr().out


def test_what_there_is_to_choose_from(capsys) -> None:
    assert app.run(["suite", "generate", "--list"]) == 0
    out = capsys.readouterr().out
    assert "prompt injection: " in out
    assert "own opening (needs --seeds)" in out


def test_some_categories_and_a_limit(capsys) -> None:
    assert generated("--categories", "jailbreak,ambiguity") == 0
    assert ran("--categories", "ambiguity", "--limit", "1") == 0
    assert [item["category"] for item in results()["items"]] == ["ambiguity"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["suite", "generate", "-o", "s.json"], "expected a name ending in .jsonl, found .json"),
        (["suite", "generate", "-o", "x.jsonl", "--categories", "nice"], "found 'nice'"),
        (["suite", "generate", "-o", "x.jsonl", "--seeds", "none.jsonl"], "none.jsonl"),
        (["suite", "run", "none.jsonl", "--assistant", "scripted", "-o", "r.json"], "none.jsonl"),
        (["suite", "run", "s.jsonl", "--assistant", "scripted", "-o", "r.txt"], "ending in .json"),
        (["suite", "run", "s.jsonl", "--assistant", "nobody", "-o", "r.json"], "found 'nobody'"),
        (["suite", "run", "s.jsonl", "--assistant", "chat:x", "-o", "r.json"], "--base-url"),
        (["suite", "run", "s.jsonl", "--assistant", "scripted", "-o", "no/r.json"], "no folder"),
        (["suite", "run", "s.jsonl", "--assistant", "scripted", "-o", "r.json", "--categories",
          "nice"], "found 'nice'"),
        (["suite", "run", "real.jsonl", "--assistant", "scripted", "-o", "r.json"],
         "expected synthetic, as a suite's items are, found real"),
        (["accept", "s.jsonl", "--by", "outcome", "-o", "a.json"], "found 16 synthetic"),
        (["accept", "r.dialogues.jsonl", "--by", "follow-up", "-o", "a.json"], "synthetic"),
        (["accept", "bare.jsonl", "--by", "outcome", "-o", "a.json"], "found 3 not recorded"),
        (["accept", "real.jsonl", "-o", "a.json"], "--by: expected one of outcome"),
        (["accept", "real.jsonl", "--by", "outcome", "--field", "x", "-o", "a.json"],
         "x: expected a labelled outcome in the dialogues, found none"),
        (["accept", "real.jsonl", "--by", "outcome", "--assistant", "scripted", "-o", "a.json"],
         "expected no --assistant beside it"),
        (["accept", "real.jsonl", "--by", "outcome", "--checker", "ls", "-o", "a.json"],
         "--checker: expected it with --by checker alone"),
        (["accept", "real.jsonl", "--checker", "nowhere:f", "-o", "a.json"], "nowhere"),
        (["accept", "real.jsonl", "--by", "outcome", "--judge-card", "c", "-o", "a.json"],
         "--judge-card: expected --judge MODEL"),
        (["accept", "real.jsonl", "--by", "outcome", "--judge-base-url", "c", "-o", "a.json"],
         "--judge-base-url: expected --judge MODEL"),
        (["accept", "real.jsonl", "--by", "outcome", "--field", "solved", "--criterion", "x", "-o",
          "a.json"], "--criterion: expected --judge MODEL"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line_and_2(capsys, arguments: list[str], told: str) -> None:
    real(3, None)
    Path("real.jsonl").rename("bare.jsonl")
    real(3)
    generated()
    ran()
    capsys.readouterr()
    assert app.run(arguments) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def process(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "usergap", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
    )  # fmt: skip


def until(holds, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_cut_off_asks_nothing_twice(how: signal.Signals) -> None:
    generated("-n", "6", "--categories", "jailbreak,rare-intents")
    free = 6  # answers, and no more before it is cut off

    def script(call) -> Reply | str:
        return Reply.hang() if call.number >= free else "Let me see."

    with FakeServer(script, latency=0.05) as server:
        line = ("suite", "run", "s.jsonl", "--assistant", "chat:bot", "--base-url", server.url,
                "-o", "r.json", "--concurrency", "2")  # fmt: skip
        run = process(*line)
        until(lambda: server.requests >= 6)
        run.send_signal(how)
        _, told = run.communicate(timeout=120)
        free = 1000
        assert run.returncode == (-9 if how is signal.SIGKILL else 130)
        if how is signal.SIGINT:
            assert "run the same command again to go on" in told
            assert "Traceback" not in told
        assert not Path("r.json").exists()
        assert Path("r.json.journal").exists()
        again = process(*line)
        out, told = again.communicate(timeout=120)
        assert again.returncode == 0, told
        whole = Counter(server.answers.values())
        # what was in flight when it was cut off may have been asked twice: two at most
        assert sum(server.answers.values()) <= 24 + 2, whole
        assert len(server.answers) == 24
    assert "UNIT TEST" in out
    assert len(results()["items"]) == 12
    assert all(item["passed"] is False for item in results()["items"])


def test_a_ceiling_stops_and_a_higher_one_goes_on(capsys) -> None:
    generated("--categories", "jailbreak")
    with FakeServer("Let me see.") as server:
        bot = ("--base-url", server.url, "--concurrency", "1")
        assert ran(*bot, "--max-calls", "2", bot="chat:bot") == 3
        assert "a ceiling" in capsys.readouterr().err
        assert ran(*bot, bot="chat:bot") == 0
        assert server.requests == 4


def test_the_next_run_asks_anew(capsys) -> None:
    generated("--categories", "jailbreak")
    with FakeServer("Let me see.") as server:
        for _ in range(2):
            assert ran("--base-url", server.url, bot="chat:bot") == 0
        assert server.requests == 8


def test_an_item_without_an_answer_is_undecided_and_tried_again(capsys) -> None:
    generated("--categories", "jailbreak,ambiguity")
    broken = [True]

    def answer(call):
        return Reply.too_long("x") if broken[0] and "raffle" in call.messages[0][1] else "Which?"

    with FakeServer(answer) as server:
        bot = ("--base-url", server.url)
        assert ran(*bot, bot="chat:bot") == 0
        out = capsys.readouterr().out
        assert "2 items got no answer" in out
        assert "2 of 4 items are undecided and did not pass" in out
        assert sum(item["passed"] is None for item in results()["items"]) == 2
        broken[0] = False
        assert ran(*bot, bot="chat:bot") == 0
        assert "2 items were finished by an earlier run" in capsys.readouterr().out
    assert not any(item["passed"] is None for item in results()["items"])


def judge_or_bot(call):
    head = call.messages[0]
    if head[0] == "system" and head[1].startswith("You grade"):
        ticket = head[1].rpartition("nothing else: ")[2].split()[0]
        return f"{ticket} {'PASS' if 'Town' in call.prompt else 'FAIL'}"
    return f"It is Town{call.prompt.split()[-1].strip('?')}."


def test_a_judge_in_the_place_of_the_checks(capsys) -> None:
    generated("--categories", "ambiguity")
    with FakeServer(judge_or_bot) as server:
        line = ("--base-url", server.url, "--judge", "gpt-judge")
        assert ran(*line, bot="chat:gpt-bot") == 0
    out = capsys.readouterr().out
    assert "passed by: judge gpt-judge" in out
    assert "warning: the judge gpt-judge and the chatbot gpt-bot are both GPT" in out
    assert [item["passed"] for item in results()["items"]] == [True, True]
    assert [item["by_checks"] for item in results()["items"]] == [False, False]


@pytest.mark.parametrize(("least", "code"), [(0.4, 0), (0.75, 1), (0.99, 1)])
def test_an_acceptance_score_of_labelled_dialogues(capsys, least: float, code: int) -> None:
    real(40)
    assert accepted("--by", "outcome", "--field", "solved", "--at-least", least) == code
    out = capsys.readouterr().out
    assert "ACCEPTANCE on real users' requests\nscore 75.0 % (95 %" in out
    assert "in 20 groups" in out
    told = {0.4: "accepted: the", 0.75: "cannot tell whether", 0.99: "is below 0.99"}
    assert told[least] in out
    found = results("a.json")
    assert found["kind"] == "acceptance"
    assert found["score"]["value"] == 0.75
    assert {item["origin"] for item in found["items"]} == {"real"}
    Path("p.toml").write_text(f"[[suite]]\nkind='acceptance'\nat_least={least}\n")
    assert app.run(["gate", "p.toml", "--suite", "a.json"]) == code


@pytest.mark.parametrize("replay", [False, True])
def test_a_chatbot_answers_what_real_users_asked(capsys, replay: bool) -> None:
    real()
    with FakeServer(judge_or_bot) as server:
        line = ["--assistant", "chat:bot", "--base-url", server.url, "--by", "expected"]
        assert accepted(*line, *(["--replay"] if replay else [])) == 0
        assert server.requests == (24 if replay else 12)
    out = capsys.readouterr().out
    assert f"asked: {'all user turns' if replay else 'opening turns'}, bot" in out
    # the last answer counts: with --replay it is that to the second question
    assert results("a.json")["score"]["value"] == (0.0 if replay else 1.0)
    assert {each.provenance.origin for each in read("a.dialogues.jsonl").dialogues} == {"synthetic"}
    assert not any("users' requests" in line and "UNIT" in line for line in out.splitlines())


def test_what_the_chatbot_made_of_real_requests_is_no_real_set(capsys) -> None:
    real()
    assert accepted("--assistant", "scripted", "--by", "expected") == 0
    assert app.run(["accept", "a.dialogues.jsonl", "--by", "follow-up", "-o", "b.json"]) == 2


def test_a_judge_with_its_card(capsys) -> None:
    real()
    card = {"judge": "j", "right": {"passed": 95, "of": 100}, "wrong": {"passed": 4, "of": 100}}
    Path("card.json").write_text(json.dumps(card))
    with FakeServer(judge_or_bot) as server:
        line = ("--assistant", "chat:bot", "--base-url", server.url, "--judge", "j")
        assert accepted(*line, "--judge-card", "card.json", "--at-least", "0.9") == 1
    out = capsys.readouterr().out
    assert "the judge passes 95 of 100 that people call right and 4 of 100 that" in out
    assert "cannot tell whether the corrected for the judge" not in out
    assert "corrected score" in out


def test_the_ledger_keeps_training_out(capsys) -> None:
    real(12, None)
    assert app.run(["ledger", "add", "real.jsonl", "--ledger", "book", "--set", "origin=real"]) == 0
    lines = Path("real.jsonl").read_text().splitlines(keepends=True)
    Path("train.jsonl").write_text("".join(lines[:2]))
    add = ["ledger", "add", "train.jsonl", "--ledger", "book", "--set", "split=train"]
    assert app.run(add) == 0
    line = ("--by", "outcome", "--field", "solved", "--ledger", "book")
    assert accepted(*line) == 2
    assert "2 in a training split of the ledger (d0, d1)" in capsys.readouterr().err
    assert accepted(*line, "--leave-out") == 0
    assert "left out: 2 in a training split" in capsys.readouterr().out
    assert len(results("a.json")["items"]) == 10


@pytest.mark.parametrize("by", ["expected", "checker", "judge"])
def test_a_request_without_an_answer_counts_as_not_passed(capsys, by: str) -> None:
    real()
    Path("always_g1.py").write_text("def well(d):\n    return True\n")
    given = {
        "expected": ("--by", "expected"),
        "checker": ("--checker", "always_g1:well"),
        "judge": ("--judge", "j"),
    }

    def answer(call):
        lost = "country 3" in call.prompt and call.messages[0][0] == "user"
        return Reply.too_long("x") if lost else judge_or_bot(call)

    with FakeServer(answer) as server:
        line = ("--assistant", "chat:bot", "--base-url", server.url, *given[by])
        assert accepted(*line) == 0
    out = capsys.readouterr().out
    assert "11 of 12 passed" in out
    assert "1 undecided, which did not pass" in out
    assert "1 requests got no answer" in out
    assert {item["id"]: item["passed"] for item in results("a.json")["items"]}["d3"] is None
    assert Path("a.json.journal").exists()
