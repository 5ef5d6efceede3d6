"""``usergap probe``: names, files in, findings out."""

from __future__ import annotations

import json

from usergap.cli.app import run


def corpus(path, name, turns):
    rows = [
        {"id": f"{name}{i}", "messages": [{"role": "user", "content": t} for t in turns]}
        for i in range(8)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_findings_are_printed_and_written(tmp_path, capsys):
    real = corpus(tmp_path / "real.jsonl", "r", ["maybe the red one.", "Show me the boats."])
    bot = corpus(tmp_path / "bot.jsonl", "s", ["Show me the red one.", "Show me the boats."])
    out = tmp_path / "found.json"
    assert run(["probe", "messiness", real, bot, "-o", str(out)]) == 0
    told = capsys.readouterr().out
    assert "bot" in told
    assert "differs" in told
    assert "needs an assistant to run conversations again: --assistant" in " ".join(told.split())
    (found,) = json.loads(out.read_text("utf-8"))["findings"]
    figures = {f["name"]: f["value"] for f in found["measured"]["figures"]}
    assert figures["messiness.hedging"] == -50


def test_the_list_names_every_probe(capsys):
    assert run(["probe", "list"]) == 0
    assert "messiness" in capsys.readouterr().out


def test_what_is_not_a_probe_or_lacks_a_side_is_told(tmp_path, capsys):
    assert run(["probe", "nothing", "a", "b"]) == 2
    assert "expected one of" in capsys.readouterr().err
    assert run(["probe", "messiness", "a"]) == 2
    assert "REAL and at least one SIM" in capsys.readouterr().err


def test_a_survey_s_answers_need_no_dialogues(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")  # wide enough to keep a title in one line
    answers = tmp_path / "survey.csv"
    rows = [
        f"p{i},{origin},all,q{item},{(i + item) % (5 if origin == 'real' else 2)}"
        for origin in ("real", "simulated")
        for i in range(12)
        for item in range(4)
    ]
    answers.write_text("\n".join(["respondent,origin,group,item,answer", *rows]), "utf-8")
    assert run(["probe", "stereotype", "--set", f"stereotype.answers={answers}"]) == 0
    told = capsys.readouterr().out
    assert "survey" in told
    assert "spread within a group" in told
    assert run(["probe", "messiness", "--set", f"stereotype.answers={answers}"]) == 2
    assert "found 'stereotype.answers'" in capsys.readouterr().err


def test_what_a_simulator_was_made_from_is_not_probed_and_the_number_told(tmp_path, capsys):
    real = corpus(tmp_path / "real.jsonl", "r", ["maybe the red one.", "Show me the boats."])
    rows = [
        {
            "id": f"s{i}",
            "messages": [{"role": "user", "content": "Show me the red one."}],
            "simulation": {"seeds": {"ids": ["r1", "r2"], "digest": "d"}},
        }
        for i in range(8)
    ]
    bot = tmp_path / "bot.jsonl"
    bot.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "found.json"
    assert run(["probe", "messiness", real, str(bot), "-o", str(out)]) == 0
    assert "2 of 8 real dialogues are left out" in capsys.readouterr().err
    (found,) = json.loads(out.read_text("utf-8"))["findings"]
    assert "2 of 8 real dialogues" in found["left_out"][0]


def test_a_setting_that_is_not_the_probe_s_is_told_before_a_file_is_read(capsys):
    for verb in (
        ["probe", "validity", "none.jsonl", "none.jsonl"],
        ["compare", "none.jsonl", "none.jsonl", "--probes", "validity"],
    ):
        assert run([*verb, "--set", "validity.rate=1"]) == 2
        told = " ".join(capsys.readouterr().err.split())
        assert "expected one of validity.scores, validity.rating; found 'validity.rate'" in told
