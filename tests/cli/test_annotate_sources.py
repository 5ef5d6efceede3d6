"""Which labels serve which source of dialogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from usergap.annotators.llm.statements import StatementRow, write_statements
from usergap.annotators.sidecar import SidecarRow, write_sidecar
from usergap.annotators.validation.cards import write_cards
from usergap.cli.annotate_sources import Sourcing, cards_with, files_by_source
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.errors import InputError
from usergap.profiles import Plan, default_cards
from usergap.profiles.measure import measure_corpus

CHAT = (Message("user", "How do I bake rye bread?"), Message("assistant", "Slowly."))
REAL = Corpus("real", (Dialogue("a", CHAT), Dialogue("b", CHAT)))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    found = {}
    for name, label in (("real", "method_guidance"), ("sim", "info_retrieval")):
        path = tmp_path / f"{name}.tsv"
        rows = [SidecarRow(x, 1, {"intent": (label,)}, annotator="people 1") for x in "ab"]
        write_sidecar(path, rows)
        found[name] = str(path)
    statements = tmp_path / "real.jsonl"
    write_statements(statements, [StatementRow(x, 1, "not", "rye bread", "m 1") for x in "ab"])
    return {**found, "statements": str(statements)}


def test_files_belong_to_sources_in_order_or_by_name(files):
    sources = ["d/real.jsonl", "sim.jsonl#simulated"]
    both = [files["real"], files["sim"]]
    wanted = dict(zip(sources, map(Path, both), strict=True))
    assert files_by_source(both, sources, "--labels") == wanted
    for name in ("sim.jsonl#simulated", "sim#simulated"):
        found = files_by_source([f"{name}={files['sim']}"], sources, "--labels")
        assert found == {sources[1]: Path(files["sim"])}
    assert files_by_source([], sources, "--labels") == {}


@pytest.mark.parametrize("given", [["{real}"], ["nothing.tsv"], ["other={real}"], ["real=none"]])
def test_a_file_never_serves_a_source_by_chance(files, given):
    with pytest.raises(InputError, match="--labels"):
        files_by_source([g.format(**files) for g in given], ["real", "sim"], "--labels")


def test_ids_shared_by_both_sides_get_their_own_sides_labels(files):
    sourcing = Sourcing(["real", "sim"], labels=[files["real"], files["sim"]])
    shares = {}
    for source in ("real", "sim"):
        plan = Plan(sourcing.annotators(source, REAL), sourcing.measures(source))
        profile = measure_corpus(REAL, plan)
        assert profile.metadata["annotators"]["intent"] == "people 1"
        assert profile.metadata["annotators"]["feedback"].startswith("usergap-linear")
        shares[source] = profile.table["intent.method_guidance"].to_pylist()
    assert shares == {"real": [1, 1], "sim": [0, 0]}


def test_a_file_that_leaves_turns_out_is_told_of(files, tmp_path: Path, capsys):
    sourcing = Sourcing(["real"], labels=[files["real"]])
    sourcing.annotators("real", REAL)
    assert capsys.readouterr().err == ""
    path = tmp_path / "some.tsv"
    write_sidecar(path, [SidecarRow("a", 1, {"intent": ("none",)}, annotator="people 1")])
    Sourcing(["real"], labels=[str(path)]).annotators("real", REAL)
    assert "labels 1 of 2 user turns; the others are missing" in capsys.readouterr().err


def test_labels_of_another_corpus_are_refused(files):
    other = Corpus("other", (Dialogue("z", CHAT),))
    with pytest.raises(InputError, match="expected dialogues of other"):
        Sourcing(["real"], labels=[files["real"]]).annotators("real", other)


def test_statements_replace_the_measure_of_knowledge(files):
    sourcing = Sourcing(["real", "sim"], statements=[f"real={files['statements']}"])
    (measure,) = sourcing.measures("real")
    assert measure.version.endswith("statements by m 1")
    assert sourcing.measures("sim") == ()
    assert not sourcing.single_process


def test_annotators_are_made_once_for_all_sources():
    sourcing = Sourcing(["real", "sim"], annotator=["intent=linear"])
    assert sourcing.annotators("real", REAL)[0] is sourcing.annotators("sim", REAL)[0]


def test_given_cards_take_the_place_of_shipped_ones(tmp_path: Path):
    shipped = default_cards()
    mine = {"intent": shipped["feedback"].__class__("x", "1", "intent", "people")}
    path = tmp_path / "card.json"
    write_cards(path, mine)
    found = cards_with([path])
    assert found["intent"] == mine["intent"]
    assert found["feedback"] == shipped["feedback"]
    assert cards_with([]) == dict(shipped)


def test_a_card_of_another_annotator_does_not_displace_the_one_that_fits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The model labels intent only; its card also covers feedback, which stays linear's."""
    shipped = default_cards()
    made = {x: shipped[x].__class__("llm:m", "1", x, "people") for x in ("intent", "feedback")}
    path = tmp_path / "card.json"
    write_cards(path, made)
    linear = f"{shipped['feedback'].annotator} {shipped['feedback'].version}"
    found = cards_with([path], {"intent": "llm:m 1", "feedback": linear})
    assert found["intent"] == made["intent"]
    assert found["feedback"] == shipped["feedback"]
    assert not capsys.readouterr().err
    # where neither fits, the one that was named is the one that is spoken of
    assert cards_with([path], {"feedback": "people 1"})["feedback"] == made["feedback"]
    (said,) = capsys.readouterr().err.splitlines()
    assert said.endswith(
        "corrects nothing here: its feedback card is for llm:m 1, the labels are by people 1"
    )
