import json

import pytest

from usergap.errors import InputError
from usergap.train.cross_simulator.scores import COLUMNS, Score, read_scores, write_scores

HEAD = ",".join(COLUMNS)


def test_what_is_written_is_read(tmp_path):
    scores = (Score("a", "b", "s1", 0.5), Score("a+b", "real", "s,2", -1.0))
    write_scores(scores, tmp_path / "scores.csv")
    assert read_scores(tmp_path / "scores.csv") == scores


def test_jsonl_and_further_columns(tmp_path):
    path = tmp_path / "scores.jsonl"
    row = {"tuned_on": "a", "tested_under": "b", "scenario": 7, "score": 1, "run": 3}
    path.write_text(json.dumps(row) + "\n\n", "utf-8")
    assert read_scores(path) == (Score("a", "b", "7", 1.0),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tuned_on,scenario,score\n", r":1: expected columns .* none named tested_under"),
        (f"{HEAD}\na,b,s,nan\n", r":2: score: expected a number, found 'nan'"),
        (f"{HEAD}\na,b,s,1\na,,s,1\n", r":3: tested_under: expected a name, found ''"),
        (f"{HEAD}\n", "expected rows of scores, found none"),
    ],
)
def test_errors_name_file_line_and_field(tmp_path, text, told):
    path = tmp_path / "scores.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=told):
        read_scores(path)


def test_broken_json_names_its_line(tmp_path):
    path = tmp_path / "scores.jsonl"
    path.write_text("[1]\n", "utf-8")
    with pytest.raises(InputError, match=r":1: expected a JSON object"):
        read_scores(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="expected a CSV or JSONL file"):
        read_scores(tmp_path / "none.csv")
