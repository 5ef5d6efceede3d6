"""Stronger models by name, loaded when a probe asks; with tiny random ones made here."""

from __future__ import annotations

import math

import pytest

from tests.llm.local.test_local import causal_folder, tokenizer, tools  # noqa: F401
from usergap.errors import EnvironmentFailure, InputError
from usergap.llm import Request
from usergap.probes import Tools, probe_named, run_probes, tools_from

from .talks import talk

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]


def test_nothing_named_is_the_offline_default():
    assert tools_from() == Tools()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reference_model": "some-model"}, "--base-url beside"),
        ({"judge": "some-model"}, "--base-url beside"),
        ({"nli": "some-model"}, "nli: expected hf:PATH"),
        ({"reference_model": "hf: "}, "expected hf:PATH"),
        ({"base_url": "http://127.0.0.1:9/v1"}, "found none"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_read(given, said):
    with pytest.raises(InputError, match=said):
        tools_from(**given)


def test_a_key_that_is_not_there_is_told_at_once(monkeypatch):
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    url = "http://127.0.0.1:9/v1"
    for option in ("reference_model", "judge"):
        with pytest.raises(EnvironmentFailure, match="NO_SUCH_KEY"):
            tools_from(**{option: "m"}, base_url=url, key_env="NO_SUCH_KEY")


def test_a_model_is_loaded_when_it_is_asked_and_not_before():
    pytest.importorskip("torch", reason="needs torch (extra local)")
    pytest.importorskip("transformers", reason="needs transformers (extra local)")
    model = tools_from(reference_model="hf:/no/such/folder").language_model
    with pytest.raises(EnvironmentFailure, match="/no/such/folder"):
        model.mean_logprobs(["a"])


def test_surprise_by_a_local_model(causal_folder):  # noqa: F811
    chosen = tools_from(reference_model=f"hf:{causal_folder}")
    real = [talk(f"r{i}", "good day", "the night is bad " * (1 + i % 3)) for i in range(8)]
    simulated = [talk(f"s{i}", "a day", "the day is good") for i in range(8)]
    (found,) = run_probes(
        [probe_named("surprise")], real, {"bot": simulated}, tools=chosen, replicates=100
    )
    assert str(causal_folder) in found.measured.notes[0]
    rows = {row[0]: row for row in found.measured.tables[0].rows}
    # an untrained model of 11 tokens gives each about 1 in 11
    assert rows["real"][2] == pytest.approx(-math.log(11), abs=0.3)


def test_a_local_judge_answers_requests(causal_folder):  # noqa: F811
    judge = tools_from(judge=f"hf:{causal_folder}").judge
    (told,) = judge([Request.of("good day", max_tokens=3)])
    assert told.ok
    assert told.model == str(causal_folder)


def test_local_entailment_gives_the_probability_of_a_contradiction(tools, tmp_path):  # noqa: F811
    torch, transformers = tools
    torch.manual_seed(2)
    config = transformers.BertConfig(
        vocab_size=11, hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=8, max_position_embeddings=32, pad_token_id=0, num_labels=3,
        id2label={0: "entailment", 1: "neutral", 2: "CONTRADICTION"},
        label2id={"entailment": 0, "neutral": 1, "CONTRADICTION": 2},
    )  # fmt: skip
    made = transformers.BertForSequenceClassification(config)
    made.save_pretrained(tmp_path)
    tokenizer(transformers).save_pretrained(tmp_path)
    nli = tools_from(nli=f"hf:{tmp_path}").nli
    pairs = [("good day", "bad day"), ("the night", "the night is bad")]
    told = nli(pairs)
    assert len(told) == 2
    assert all(0 < each < 1 for each in told)
    assert nli(pairs[::-1]) == pytest.approx(told[::-1], abs=1e-6)
    made.config.id2label = {0: "a", 1: "b", 2: "c"}
    made.save_pretrained(tmp_path)
    with pytest.raises(InputError, match="contradiction"):
        tools_from(nli=f"hf:{tmp_path}").nli(pairs)
