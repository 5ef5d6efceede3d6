"""From a model's labels and a card to a corrected row: the whole way, over HTTP."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest

pytest.importorskip("aiohttp", reason="needs aiohttp (extra llm)")

from tests.annotators.llm_answers import answering, entry, plain_turn
from usergap.annotators.llm.choice import Reach
from usergap.annotators.sidecar import SidecarRow, write_sidecar
from usergap.annotators.validation.cards import card_of, merged, write_cards
from usergap.annotators.validation.scores import compare_with_gold
from usergap.cli import app
from usergap.cli.annotate_sources import Sourcing, cards_with
from usergap.compare import compare
from usergap.compare.comparison_json import read_json
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.dimensions import HEADLINE
from usergap.formats import write
from usergap.profiles import Plan, measure_corpus
from usergap.testing import FakeServer

LABELS = ("info_retrieval", "info_discovery", "none")


def corpus(name: str, dialogues: int, asking: float, simulator: str | None = None) -> Corpus:
    """Dialogues of five turns; a share ``asking`` of them asks for a fact, the rest for tips."""
    made = []
    for number in range(dialogues):
        messages = []
        for turn in range(5):
            what = "fact" if chance(name, number, turn) < asking else "tips"
            text = f"Tell me {what} number {number}.{turn} of {name}."
            messages += [Message("user", text), Message("assistant", "Here you are.")]
        made.append(Dialogue(f"d{number}", tuple(messages), simulator=simulator, language="en"))
    return Corpus(name, tuple(made))


def chance(*what: object) -> float:
    return zlib.crc32(repr(what).encode()) / 2**32


def truth(text: str) -> str:
    return "info_retrieval" if " fact " in text else "info_discovery"


def model(number: int, text: str) -> dict:
    """Calls one fact in five a wish for tips, and one wish in ten a question of fact."""
    label, luck = truth(text), chance("model", text)
    if luck < (0.2 if label == "info_retrieval" else 0.1):
        label = LABELS[1 - LABELS.index(label)]
    return {**plain_turn(number, text), "intent": entry(label, "Tell me")}


def gold(of: Corpus) -> list[SidecarRow]:
    return [SidecarRow(d.id, t.number, {"intent": (truth(t.text),)}) for d in of for t in d.turns]


REAL, SIM = corpus("real", 120, 0.2), corpus("sim", 120, 0.8, "sim")


@pytest.fixture(scope="module")
def server():
    with FakeServer(answering(model)) as running:
        yield running


def sourcing(server: FakeServer) -> Sourcing:
    reach = Reach(base_url=server.url, model="m")
    return Sourcing(["real", "sim"], annotator=["intent=llm"], reach=reach)


@pytest.fixture(scope="module")
def rows(server, tmp_path_factory):
    """The intent row without a card, and with one made on other text of the same kind."""
    made = sourcing(server)
    others = [corpus("held out", 150, 0.3), corpus("other", 150, 0.6, "other")]
    cards = {}
    for one, side in zip(others, ("real", None), strict=True):
        (llm,) = [a for a in made.annotators("real", one) if a.name == "llm:m"]
        judged = compare_with_gold(one, gold(one), llm.annotate(one.dialogues), ["intent"], side)
        cards = merged(cards, card_of(judged, [one], (llm.name, llm.version), "planted"))
    path = tmp_path_factory.mktemp("cards") / "card.json"
    write_cards(path, cards)
    profiles = [measure_corpus(one, Plan(made.annotators(one.name, one))) for one in (REAL, SIM)]
    found = [
        compare(*profiles, cards=c, replicates=200, pairs="off")
        for c in (cards_with([]), cards_with([path]))
    ]
    assert [row.measure for row in found[0].select()] == list(HEADLINE)
    return [one.select(measure="intent")[0] for one in found]


@pytest.mark.parametrize(
    ("told", "verified"), [((), True), (("--trained-on", "sim"), False)], ids=["llm", "trained"]
)
def test_gold_on_the_very_simulator_verifies_a_model_that_never_learnt_from_it(
    server, tmp_path, monkeypatch, told, verified
):
    """The user's own way: annotate run, annotate validate, compare --labels --card."""
    monkeypatch.setenv("USERGAP_CACHE", str(tmp_path / "answers.sqlite"))
    reach = ["--annotator", "llm:m", "--base-url", server.url, "--dimensions", "intent"]
    card = tmp_path / "card.json"
    for one, side in ((REAL, ["--side", "real"]), (SIM, [])):
        chats, labels, people = (tmp_path / f"{one.name}.{x}" for x in ("jsonl", "tsv", "gold"))
        write(one, chats)
        write_sidecar(people, gold(one)[: 5 * 60])  # people labelled half of them
        assert cli("annotate", "run", chats, *reach, "-o", labels) == 0
        judge = ["annotate", "validate", chats, "--gold", people, "--labels", labels, "-o", card]
        assert cli(*judge, *side, *told) == 0
    pair = [tmp_path / "real.jsonl", tmp_path / "sim.jsonl"]
    labels = [x for name in ("real", "sim") for x in ("--labels", tmp_path / f"{name}.tsv")]
    out = tmp_path / "report"
    assert cli("compare", *pair, *labels, "--card", card, "-o", out, "--replicates", 200) == 0
    (row,) = read_json(out / "comparison.json").select(measure="intent")
    assert row.annotator_unverified != verified
    if verified:
        assert "unverified" not in row.reason
        assert row.corrected == pytest.approx(true_distance(), abs=8)
        assert row.low < true_distance() < row.high
    else:
        assert "trained on sim" in row.reason


def cli(*arguments: object) -> int:
    return app.run([*map(str, arguments)])


def true_distance() -> float:
    shares = [
        sum(truth(t.text) == "info_retrieval" for d in of for t in d.turns) / (5 * len(of))
        for of in (REAL, SIM)
    ]
    return 100 * abs(shares[0] - shares[1])


def test_without_a_card_the_row_is_unverified_and_shrunken(rows):
    plain, _ = rows
    assert plain.annotator == "llm:m prompts-1:intent"
    assert plain.annotator_unverified
    assert "unverified: the card is for usergap-linear" in plain.reason
    # errors of .2 and .1 leave TPR - FPR = .7 of the truth
    assert plain.value == pytest.approx(0.7 * true_distance(), abs=4)


def test_a_card_corrects_the_row_back_to_the_truth(rows):
    _, carded = rows
    assert not carded.annotator_unverified
    assert carded.corrected == pytest.approx(true_distance(), abs=5)
    assert carded.low < true_distance() < carded.high


def test_a_failed_call_leaves_the_measure_smaller_and_never_wrong(server):
    half = Sourcing(["real"], annotator=["intent=llm"],
                    reach=replace(sourcing(server).reach, model="m2"))  # fmt: skip
    with FakeServer(lambda call: "no" if call.number % 2 else answering(model)(call)) as broken:
        half.reach = replace(half.reach, base_url=broken.url, concurrency=1)
        table = measure_corpus(REAL, Plan(half.annotators("real", REAL))).table
    assert sum(table["intent.missing"].to_pylist()) == 5 * 60
    assert sum(table["intent.units"].to_pylist()) == 5 * 60
    assert sum(table["intent.none"].to_pylist()) == 0


def test_a_run_of_half_a_model_is_pickled_into_no_pool(server):
    assert sourcing(server).single_process
    assert not Sourcing(["real"]).single_process
