import csv
import json
from dataclasses import fields, replace

import pytest

from tests.compare.made_profiles import MEASURES, people, profile
from usergap.compare import Row, compare, read_json, to_json, write_json, write_rows_csv
from usergap.compare.comparison import Evidence
from usergap.errors import InputError


@pytest.fixture(scope="module")
def comparison():
    real, other = profile(people(30, 1)), profile(people(30, 2, praise=0.5), "sim", dropped=3)
    return compare(real, other, by="domain", measures=MEASURES, replicates=200)


def test_there_and_back(comparison, tmp_path):
    path = write_json(comparison, tmp_path / "new" / "comparison.json")
    again = read_json(path)
    assert again == comparison
    assert not list(path.parent.glob("*.part"))


def test_the_contract(comparison, tmp_path):
    found = json.loads(write_json(comparison, tmp_path / "c.json").read_text(encoding="utf-8"))
    assert {"version", "settings", "inputs", "rows"} <= set(found)
    assert set(found["inputs"][0]) == {"name", "path", "sha256", "dialogues", "dropped"}
    assert found["inputs"][1]["dropped"] == 3
    assert list(found["rows"][0]) == [field.name for field in fields(Row)]
    assert found["rows"][0]["verdict"] in {"differs", "close", "cannot tell", "undefined"}
    assert found["settings"]["by"] == "domain"


def test_no_text_is_written(comparison, tmp_path):
    shown = Evidence("words", "sim", None, "sim", "3", "d1", 1, "SECRET", "ANSWER")
    path = write_json(replace(comparison, evidence=(shown,)), tmp_path / "c.json")
    assert "SECRET" not in path.read_text(encoding="utf-8")
    assert read_json(path).evidence == ()


def test_a_number_that_is_none_is_never_written(comparison, tmp_path):
    broken = replace(comparison, rows=(replace(comparison.rows[0], value=float("nan")),))
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(broken, tmp_path / "c.json")
    assert not (tmp_path / "c.json").exists()


def test_rows_csv(comparison, tmp_path):
    path = write_rows_csv(comparison, tmp_path / "rows.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(comparison.rows)
    for written, row in zip(rows, comparison.rows, strict=True):
        assert written["verdict"] == row.verdict.value
        assert written["value"] == ("" if row.value is None else str(row.value))
        assert written["domain"] == (row.domain or "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "expected JSON"),
        ("[]", "expected a JSON object"),
        ("{}", "expected the field 'version'"),
        ('{"version": "1", "settings": {}, "inputs": [], "rows": [{}]}', "'verdict'"),
        ('{"version": "1", "settings": {}, "inputs": [3], "rows": []}', "a comparison by usergap"),
    ],
)
def test_what_is_no_comparison_is_named(tmp_path, text, said):
    path = tmp_path / "c.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"c\.json") as error:
        read_json(path)
    assert said in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="readable file"):
        read_json(tmp_path / "none.json")


def test_later_versions_may_add_keys(comparison, tmp_path):
    found = to_json(comparison)
    found["rows"][0]["novelty"] = 1
    found["more"] = 2
    path = tmp_path / "c.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    assert read_json(path) == comparison
