"""The NLI judge, with a fake and with a tiny random model."""

from __future__ import annotations

import os

import pytest

from usergap.errors import InputError
from usergap.probes.consistency_judges.judge import Count
from usergap.probes.consistency_judges.nli import NliJudge, load_nli

os.environ.setdefault("HF_HUB_OFFLINE", "1")
WORDS = ["<pad>", "<unk>", "i", "like", "hate", "tea", "red", "blue"]


def fake(pairs):
    return [0.9 if {one[:1], other[:1]} == {"a", "b"} else 0.1 for one, other in pairs]


def test_a_line_contradicts_a_persona_if_it_does_any_sentence():
    held = NliJudge(fake).with_persona([["b", "c"], []], ["i: x. a.", "i"])
    assert held == [[Count(1, 1, 1, "contradiction"), Count(0, 1, 1)], []]


def test_each_earlier_line_is_a_judgement():
    (earlier,) = NliJudge(fake).with_earlier([["a", "b", "a", "c"]])
    assert [(c.flagged, c.judged) for c in earlier] == [(0, 0), (1, 1), (1, 2), (0, 3)]
    assert NliJudge(fake).with_earlier([]) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    torch = pytest.importorskip("torch", reason="needs torch (extra local)")
    transformers = pytest.importorskip("transformers", reason="needs transformers (extra local)")
    from tokenizers import Tokenizer, models, pre_tokenizers

    torch.manual_seed(0)
    raw = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token="<pad>", unk_token="<unk>", model_max_length=32
    )

    def made(labels):
        path = tmp_path_factory.mktemp("nli")
        config = transformers.BertConfig(
            vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=8, max_position_embeddings=32, num_labels=len(labels),
            id2label=dict(enumerate(labels)), label2id={n: i for i, n in enumerate(labels)},
        )  # fmt: skip
        transformers.BertForSequenceClassification(config).save_pretrained(path)
        tokenizer.save_pretrained(path)
        return str(path)

    return made


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_classifier_of_pairs(folder):
    nli = load_nli(folder(["entailment", "neutral", "Contradiction"]))
    pairs = [("i like tea", "i hate tea"), ("i hate tea", "i like tea"), ("red", "i like blue tea")]
    found = nli(pairs)
    assert len(found) == 3
    assert all(0 < score < 1 for score in found)
    assert nli(pairs[::-1]) == pytest.approx(found[::-1], abs=1e-6)
    # Both texts of a pair reach the model.
    assert nli([("i like tea", "red")]) != pytest.approx(nli([("i like tea", "blue")]), abs=1e-9)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_model_without_the_label_is_refused(folder):
    with pytest.raises(InputError, match="expected one label with 'contradict'"):
        load_nli(folder(["LABEL_0", "LABEL_1"]))
