"""The development data's gold labels tell a known story (data/README.md)."""

import csv
import json
from collections import defaultdict

import pytest

from tests.compare.made_profiles import MEASURES, profile
from usergap.compare import Verdict, compare
from usergap.dialogues import connected_groups
from usergap.dimensions import tally


def gold(data, dialogues, labels, name):
    judged = defaultdict(dict)
    with (data / labels).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            judged[row["dialogue_id"]][int(row["turn"])] = row
    with (data / dialogues).open(encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream]
    groups = connected_groups(
        [x.get("conversation_id") for x in records], [x.get("scenario_id") for x in records]
    )
    rows = []
    for group, record in zip(groups, records, strict=True):
        texts = [x["content"] for x in record["messages"] if x["role"] == "user"]
        turns = [judged[record["id"]].get(turn) for turn in range(1, len(texts) + 1)]
        row = {
            "group": group,
            "pair": record.get("scenario_id"),
            "domain": record["domain"],
            "words": sum(len(text.split()) for text in texts),
            "turns": len(texts),
        }
        for measure in ("intent", "feedback", "identity"):
            units = [tuple(x[measure].split("+")) if x and x[measure] else None for x in turns]
            row |= tally(MEASURES[measure], units)
        rows.append(row)
    return profile(rows, name)


@pytest.fixture(scope="module")
def rows(data):
    comparison = compare(
        gold(data, "realsim/real.jsonl", "realsim/labels.tsv", "real"),
        gold(data, "simulated/generic.jsonl", "simulated/generic_labels.tsv", "generic"),
        gold(data, "simulated/informed.jsonl", "simulated/informed_labels.tsv", "informed"),
        measures=MEASURES,
    )
    return {(row.simulator, row.measure): row for row in comparison.rows}


@pytest.mark.parametrize(
    ("measure", "generic", "informed"),
    [("intent", 14.7, 18.5), ("feedback", 29.7, 36.4), ("identity", 44.8, 67.9)],
)
def test_paired_distances(rows, measure, generic, informed):
    for name, wanted in (("generic", generic), ("informed", informed)):
        row = rows[name, measure]
        assert row.value == pytest.approx(wanted, abs=0.05)
        assert row.paired
        assert row.n_real == row.n_simulated == 126
        assert row.verdict is Verdict.DIFFERS
        assert row.floor < row.value


def test_rates_and_means(rows):
    for name, turns, words in (("generic", 5.2, 75), ("informed", 6.3, 106)):
        feedback, simulated = rows[name, "feedback"], rows[name, "turns"]
        assert 0.225 < feedback.simulated["rates"]["explicit_positive"] < 0.255
        assert feedback.real["rates"]["explicit_positive"] < 0.025
        assert simulated.simulated["mean"] == pytest.approx(turns, abs=0.06)
        assert simulated.simulated["sd"] < 0.6 * simulated.real["sd"]
        assert rows[name, "words"].simulated["mean"] == pytest.approx(words, abs=1)
        assert rows[name, "words"].real["mean"] == pytest.approx(112, abs=1)
