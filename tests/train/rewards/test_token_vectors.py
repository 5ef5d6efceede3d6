"""BERTScore by a model, held against the package bert-score on the same tiny model."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

pytest.importorskip("transformers", reason="needs the extra train")

from usergap.errors import EnvironmentFailure, InputError
from usergap.train.rewards.reward import Candidate, Materials
from usergap.train.rewards.suite.bertscore import REWARD, bertscore
from usergap.train.rewards.token_vectors import ModelVectors

WORDS = (
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "more", "rice", "soup",
    "please", "tell", "me", "a", "the", "of", "bowl", "hot",
)  # fmt: skip
REFERENCES = ["tell me more of rice please", "a hot bowl of soup", "more soup", "rice"]
REPLIES = ["please tell me more", "the hot rice", "tell me a bowl of the soup please", "soup soup"]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    import transformers

    folder = tmp_path_factory.mktemp("bert")
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=3, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=32,
    )  # fmt: skip
    transformers.BertModel(config).eval().save_pretrained(folder)
    transformers.BertTokenizer(str(folder / "vocab.txt"), model_max_length=32).save_pretrained(
        folder
    )
    return folder


def ours(model: Path, side: str, layer: int, idf: bool) -> list[float | None]:
    score = bertscore(
        ModelVectors(str(model), layer=layer, batch=2), side=side,
        idf_from=REFERENCES if idf else None,
    )  # fmt: skip
    pairs = zip(REPLIES, REFERENCES, strict=True)
    return score([Candidate(reply, reference=reference) for reply, reference in pairs])


@pytest.mark.parametrize("layer", [1, 3])
@pytest.mark.parametrize("idf", [False, True], ids=["plain", "idf"])
def test_equals_the_package(model: Path, layer: int, idf: bool) -> None:
    package = pytest.importorskip("bert_score", reason="the oracle is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = package.score(
            REPLIES, REFERENCES, model_type=str(model), num_layers=layer, idf=idf, device="cpu"
        )
    for side, theirs in zip(("precision", "recall", "f"), told, strict=True):
        assert ours(model, side, layer, idf) == pytest.approx(theirs.tolist(), abs=1e-5)


def test_the_registry_makes_it_from_a_path(model: Path) -> None:
    materials = Materials(
        real=tuple(map(Candidate, REFERENCES)), model=str(model),
        settings={"bertscore.layer": "1", "bertscore.idf": "on", "bertscore.side": "recall"},
    )  # fmt: skip
    pairs = zip(REPLIES, REFERENCES, strict=True)
    found = REWARD.make(materials)([Candidate(r, reference=x) for r, x in pairs])
    assert found == pytest.approx(ours(model, "recall", 1, True))


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(EnvironmentFailure, match="expected a folder"):
        ModelVectors("./no/such/folder")


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"bertscore.layer": "two"}, "bertscore.layer: expected a whole number, found 'two'"),
        ({"bertscore.side": "g"}, "bertscore.side: expected one of f, precision, recall"),
        ({"bertscore.idf": "on"}, "expected real replies to count words in, found none"),
    ],
)
def test_settings_that_cannot_be(model: Path, setting: dict[str, str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        REWARD.make(Materials(model=str(model), settings=setting))
