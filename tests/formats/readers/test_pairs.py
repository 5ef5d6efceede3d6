"""MirrorBench records and pairs, PersonaChat pairs, SPADE tables: things with a pair key."""

import csv
import json
from pathlib import Path

import pytest

from usergap.errors import InputError
from usergap.formats import read
from usergap.formats.readers.personachat import normalise

from ..conftest import Put
from ..made import ANSWER, ASK, MORE, chat, only, said


def test_mirrorbench(put: Put) -> None:
    row = {
        "dataset": "arena", "conversation_id": "c1", "task_description": "a letter",
        "turns": chat(ASK, ANSWER), "metadata": {"language": "en", "judge": "x"},
    }  # fmt: skip
    corpus = read(put([row], lines=True))
    dialogue = only(corpus)
    assert corpus.reading.format == "mirrorbench"
    assert (dialogue.id, dialogue.scenario_id, dialogue.source) == ("c1", "c1", "arena")
    assert (dialogue.scenario, dialogue.language) == ("a letter", "en")


PAIR = {
    "sample_id": "proxy:vendor/model-x|dataset:d|0::c1",
    "dataset_name": "d",
    "real_conversation": chat(ASK, ANSWER),
    "synthetic_conversation": chat(MORE, ANSWER),
    "human_label": 0.5,
}


def test_mirrorbench_pairs(put: Put) -> None:
    path = put([PAIR], lines=True)
    real, simulated = only(read(f"{path}#real")), only(read(f"{path}#simulated"))
    assert real.scenario_id == simulated.scenario_id == PAIR["sample_id"]
    assert (real.simulator, simulated.simulator) == (None, "vendor/model-x")
    assert (real.turns[0].text, simulated.turns[0].text) == (ASK, MORE)
    with pytest.raises(InputError, match=r"file#real or .*file#simulated"):
        read(path)


def test_a_file_whose_name_ends_like_a_side(put: Put) -> None:
    path = put([{"messages": chat(ASK)}], "odd#real")
    assert len(read(str(path))) == 1


PERSONA = {
    "id": "p1",
    "partner_persona": ["i like tea .", "i sing ."],
    "self_persona": ["i run ."],
    "human": [
        {"role": "partner", "content": "hello , how 's it going ?"},
        {"role": "self", "content": "great !"},
    ],
    "synthetic": [
        {"role": "partner", "content": "Hello, how's it going?"},
        {"role": "self", "content": "Great!"},
    ],
}


def test_personachat_sides_are_brought_to_one_form(put: Put) -> None:
    path = put([PERSONA], lines=True)
    real, simulated = only(read(f"{path}#real")), only(read(f"{path}#simulated"))
    assert said(real) == said(simulated) == [("u", "hello, how's it going?"), ("a", "great!")]
    assert real.scenario_id == simulated.scenario_id == "p1"
    assert real.persona == "i like tea .\ni sing ."
    assert read(f"{path}#real").reading.notes["messages normalised (case, spacing)"] == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I ' m", "i ' m"),
        ("it 's  fine ( really ) .", "it's fine (really)."),
        ("We don’t , do n't we ?", "we don't, don't we?"),
        ("", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected
    assert normalise(expected) == expected


SPADE = """{header}
0,{cells}"user: I need a room.
system: For how many?
user: For two.
With parking.
System: Done."
"""


def test_spade_pairs_by_the_new_number(put: Put) -> None:
    human = SPADE.format(header=",dia_no,new_dia_no,new_goal,dia", cells="7,3,a room,")
    simulated = SPADE.format(header=",dia_no,dia", cells="3,")
    real, sim = read(put(human, "human.csv")), read(put(simulated, "sim.csv"))
    assert real.reading.format == sim.reading.format == "multiwoz_csv"
    assert only(real).id == "7"
    assert only(real).scenario_id == only(sim).scenario_id == "3"
    assert said(only(real)) == [
        ("u", "I need a room."), ("a", "For how many?"), ("u", "For two.\nWith parking."),
        ("a", "Done."),
    ]  # fmt: skip
    assert only(real).scenario == "a room"
    assert real.reading.notes["lines without a speaker joined to the one before"] == 1


def test_a_transcript_that_opens_without_a_speaker_is_dropped(put: Put) -> None:
    text = 'dia_no,dia\n1,"user: hello there"\n2,"Let me see.\nuser: hm"\n'
    corpus = read(put(text))
    (remark,) = corpus.reading.remarks
    assert (remark.line, remark.field) == (3, "dia")


def table(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_spade_development_data(data: Path) -> None:
    human = table(data / "spade" / "cleaned_hotel_goal_dia.csv")
    real = read(data / "spade" / "cleaned_hotel_goal_dia.csv")
    assert len(real) == len(human) == 304
    assert [d.scenario_id for d in real] == [row["new_dia_no"] for row in human]
    assert sum(d.id != d.scenario_id for d in real) == 193  # the silent wrong join
    users = sum(line.startswith("user:") for row in human for line in row["dia"].split("\n"))
    assert sum(len(d.turns) for d in real) == users
    keys = {d.scenario_id for d in real}
    for name in ("E2E_Convo_gpt_gpt", "G2D_gpt", "Missing_Sentence_gpt", "Par_full_chatbot_gpt"):
        rows = table(data / "spade" / f"{name}.csv")
        corpus = read(data / "spade" / f"{name}.csv")
        assert len(corpus) + corpus.reading.dropped == len(rows) == 308
        # Dropped: transcripts that open without a speaker.
        openings = sum(not row["dia"].lower().startswith(("user:", "system:")) for row in rows)
        assert corpus.reading.dropped == openings
        assert keys - {d.scenario_id for d in corpus} <= {
            row["dia_no"] for row in rows if not row["dia"].lower().startswith(("user:", "system:"))
        }


def rows_of(path: Path) -> list[dict[str, list[dict[str, str]]]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_mirrorbench_development_data(data: Path) -> None:
    total = 0
    for name in ("chatbot_arena", "clariq", "oasst1", "qulac"):
        path = data / "mirrorbench" / f"{name}_mirror.jsonl"
        rows = rows_of(path)
        corpus = read(path)
        total += len(corpus)
        assert len(corpus) == len(rows)
        users = sum(m["role"] == "user" for row in rows for m in row["turns"])
        assert sum(len(d.turns) for d in corpus) == users
    assert total == 795


@pytest.mark.parametrize(
    ("file", "columns", "user"),
    [
        ("mirrorbench/pairs.jsonl", ("real_conversation", "synthetic_conversation"), "user"),
        ("personachat/pairs_human_vs_synthetic.jsonl", ("human", "synthetic"), "partner"),
    ],
)
def test_pairs_development_data(data: Path, file: str, columns: tuple[str, str], user: str) -> None:
    rows = rows_of(data / file)
    sides = [read(f"{data / file}#{side}") for side in ("real", "simulated")]
    assert [d.scenario_id for d in sides[0]] == [d.scenario_id for d in sides[1]]
    for corpus, column in zip(sides, columns, strict=True):
        assert len(corpus) == len(rows)
        users = sum(m["role"] == user for row in rows for m in row[column])
        assert sum(len(d.turns) for d in corpus) == users
