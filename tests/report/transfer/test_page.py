import json

import pytest

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.report.transfer import render_transfer, transfer_lines, write_transfer
from usergap.report.transfer.wording import percent_of, shown, signed_shown
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.experiment import transfer
from usergap.train.transfer.planted import heterogeneous, homogeneous, planted

EFFORT = Effort(seeds=3, steps=8, contexts=6, group=4, samples=3, test=8)


@pytest.fixture(scope="module")
def found():
    real, simulated = planted(heterogeneous(), homogeneous, scenarios=40)
    return transfer(real, simulated, simulator="<b>sim</b>", effort=EFFORT)


def test_the_page_says_the_claim_the_numbers_and_what_to_beware_of(found):
    page = render_transfer(found)
    assert f"<h1>{found.claim}</h1>" in page
    assert "What it can learn from one scenario" in page
    assert page.count('class="band') == 2
    assert page.count('<td class="h') == 4
    rest = found.sentence.partition(": ")[2]
    assert rest[1:] in page


def test_the_page_is_self_contained_and_escapes_names(found):
    page = render_transfer(found)
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "&lt;b&gt;sim&lt;/b&gt;" in page
    assert "<b>sim</b>" not in page


def test_no_reply_is_on_the_page(found):
    _, simulated = planted(heterogeneous(), homogeneous, scenarios=40)
    page = render_transfer(found)
    assert not any(dialogue.turns[0].text in page for dialogue in simulated)


def test_the_same_numbers_are_written_for_machines(found, tmp_path):
    assert write_transfer(found, tmp_path / "out").name == "index.html"
    told = json.loads((tmp_path / "out" / "transfer.json").read_text("utf-8"))
    assert told["verdict"] == found.verdict.value
    assert told["sentence"] == found.sentence
    assert len(told["bands"][0]["mean"]) == 8


def test_lines_for_the_terminal(found):
    lines = transfer_lines(found)
    assert " ".join(lines).startswith(found.claim)
    assert any(line.strip().startswith("simulated → real") for line in lines)
    assert max(map(len, lines)) <= 120


def test_numbers_as_they_are_written():
    assert signed_shown(Estimate(-0.0001, -0.2, 0.3)) == "+0.000 [−0.200, +0.300]"
    assert percent_of(Estimate(0.731, 0.6, 0.9)) == "73 % [60, 90]"
    assert percent_of(None) == shown(None) == "–"
