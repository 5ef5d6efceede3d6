"""``usergap study ask, rank, choices, proxy`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")
pytest.importorskip("starlette", reason="needs the extra study")

from usergap.cli import app
from usergap.study.assignment import assign
from usergap.study.store import open_store

NOW = "2026-01-01T00:00:00Z"


@pytest.fixture
def there(tmp_path, monkeypatch) -> Path:
    """A folder with two systems' conversations of the same scenarios."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)  # lines of results stay whole
    for name in ("old", "new"):
        rows = [
            {
                "id": f"{name}{at}",
                "scenario_id": f"s{at}",
                "messages": [
                    {"role": "user", "content": f"my lamp number {at} does not work"},
                    {"role": "assistant", "content": f"this is what {name} says"},
                ],
            }
            for at in range(4)
        ]
        Path(f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def run(line: str) -> int:
    return app.run(["study", *line.split()])


def answer(name: str, value_of, raters: int = 3) -> None:
    store = open_store("study.db")
    study = store.studies.get(name)
    for _ in range(raters):
        member, _ = store.people.join(store.people.invite("rater", name, now=NOW), now=NOW)
        number = member.number
        store.answers.assign_once(
            member,
            lambda given, number=number: assign(
                study.items, given, count=4, checks=0, seed=0, rater=number
            ),
        )
        clock = 0.0
        for one in store.answers.assignments(member.id):
            store.answers.next_assignment(member.id, clock=clock)
            clock += 200.0
            item = study.items[one.item]
            store.answers.record(member, one.position, value_of(item, one), now=NOW, clock=clock)
    store.close()


def trust(item, _one):
    high = 6 if item.truth["group"] == "new" else 3
    asked = ("rely", "check", "honest", "wary", "matters")
    return {f"trust.{name}": 8 - high if name in ("check", "wary") else high for name in asked}


def test_from_a_questionnaire_to_its_results(there, capsys):
    assert run("ask trust --about old=old.jsonl --about new=new.jsonl") == 0
    assert "5 questions, 8 conversations" in capsys.readouterr().out
    answer("questionnaire", trust)
    assert run("results questionnaire --json found.json") == 0
    said = capsys.readouterr().out
    assert "trust, trust: new 6.00 of 1-7" in said
    assert "none says whether it is right" in said
    found = json.loads(Path("found.json").read_text("utf-8"))
    assert found["people"]["differences"][0]["difference"]["value"] == pytest.approx(3)
    assert found["people"]["differences"][0]["p"] is None, "nobody differs: nothing to test by"


def test_a_proxy_is_told_apart_and_leaves_no_trace(there, capsys):
    run("ask trust --about old=old.jsonl --about new=new.jsonl")
    answer("questionnaire", trust)
    capsys.readouterr()
    run("results questionnaire")
    before = capsys.readouterr().out
    row = {"model": "m", "group": "new", "answers": {"trust.rely": 7, "trust.check": 1,
                                                      "trust.wary": 1}}  # fmt: skip
    Path("filled.jsonl").write_text(json.dumps(row), "utf-8")
    assert run("proxy questionnaire filled.jsonl --json proxy.json") == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Filled by a model, not by people")
    assert said[1] == "proxy m: new: trust, trust: 7.00 of 1-7 (1 sheets)"
    assert list(json.loads(Path("proxy.json").read_text("utf-8"))) == ["proxy"]
    run("results questionnaire")
    assert capsys.readouterr().out == before
    Path("filled.jsonl").write_text(json.dumps({**row, "rater": "r"}), "utf-8")
    assert run("proxy questionnaire filled.jsonl") == 2
    assert "filled.jsonl:1: rater: expected" in capsys.readouterr().err


def test_raters_agree_to_what_they_will_see(there):
    run("ask trust --name bare")
    run("ask trust --name shown --about old=old.jsonl")
    store = open_store("study.db")
    said = {name: store.studies.get(name).settings["consent"] for name in ("bare", "shown")}
    store.close()
    assert said["shown"].startswith("You will read conversations")
    assert "conversations" not in said["bare"]
    assert "delete it" in said["bare"]


def test_questions_after_another_study(there, capsys):
    text = Path("new.jsonl").read_text("utf-8")
    Path("new.jsonl").write_text(text.replace("my lamp", "a lamp of mine"), "utf-8")
    assert run("new pairs old.jsonl new.jsonl -n 4 --checks 0") == 0
    assert run("ask satisfaction --after pairs") == 0
    assert "4 questions at its end" in capsys.readouterr().out
    assert run("ask satisfaction --after pairs") == 2
    assert "has its questionnaires already" in capsys.readouterr().err
    assert run("results pairs") == 0


def test_from_two_teachers_to_the_audit_s_ranking(there, capsys):
    assert run("rank old=old.jsonl new=new.jsonl --checks 0") == 0
    assert "4 items and 0 attention checks" in capsys.readouterr().out
    assert run("choices teachers") == 2
    assert "expected choices, found none yet" in capsys.readouterr().err

    def newer(item, one):
        right = item.truth["b"] == "new"
        return {"choice": "right" if right != one.flipped else "left"}

    answer("teachers", newer)
    assert run("choices teachers -o choices.jsonl") == 0
    assert "choices.jsonl: 12 choices of 3 raters" in capsys.readouterr().out
    assert app.run(["mix", "audit", "--choices", "choices.jsonl", "--json"]) == 0
    ranking = json.loads(capsys.readouterr().out)["choices"]
    assert [one["teacher"] for one in ranking] == ["new", "old"]
    assert run("results teachers") == 0
    assert "old 0 : 12 new, 0 ties" in capsys.readouterr().out


def test_questions_after_choices_do_not_get_in_their_way(there, capsys):
    run("rank old=old.jsonl new=new.jsonl --checks 0")
    assert run("ask trust --after teachers") == 0
    answer("teachers", lambda item, one: trust(item, one) if item.closing else {"choice": "left"})
    assert run("choices teachers -o choices.jsonl --without-flagged") == 0
    assert "12 choices of 3 raters" in capsys.readouterr().out
    assert run("results teachers") == 0
    assert "trust, trust: all 3.00 of 1-7 (3 sheets, 3 raters)" in capsys.readouterr().out


def test_questions_after_labelling_do_not_get_in_its_way(there, capsys):
    run("labelling old.jsonl -n 4 --dimensions feedback")
    assert run("ask trust --after labels") == 0

    def labelled(item, one):
        if item.closing:
            return trust(item, one)
        return {
            "labels": {str(turn): {"feedback": ["no_feedback"]} for turn in item.shown["turns"]}
        }

    answer("labels", labelled)
    capsys.readouterr()
    assert run("results labels") == 0
    assert "trust, trust: all 3.00 of 1-7 (3 sheets, 3 raters)" in capsys.readouterr().out
    assert run("labels labels -o out") == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ask pmq19", "pmq, satisfaction, trust"),
        ("ask trust --of robot", "--of"),
        ("ask trust --name No", "--name"),
        ("ask trust trust", "each once"),
        ("ask trust --after pairs --about a=old.jsonl", "found both"),
        ("ask trust --about old.jsonl", "--about: expected NAME=VALUE"),
        ("rank old=old.jsonl", "two or more"),
        ("rank old=old.jsonl new=new.jsonl --asks worse", "--asks"),
    ],
)
def test_what_is_wrong_is_told(there, capsys, line, said):
    assert run(line) == 2
    assert said in capsys.readouterr().err


def test_a_study_of_another_task_is_refused(there, capsys):
    run("ask trust")
    assert run("choices questionnaire") == 2
    run("rank old=old.jsonl new=new.jsonl")
    Path("filled.jsonl").write_text("{}", "utf-8")
    assert run("proxy teachers filled.jsonl") == 2
    said = capsys.readouterr().err
    assert "expected a study of choices, found questionnaire" in said
    assert "expected one with questionnaires, found choices" in said
