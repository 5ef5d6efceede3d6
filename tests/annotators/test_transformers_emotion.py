"""Emotion by a text classifier: the rule on plain figures, and a tiny random model."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from usergap.annotators.llm.annotator import LlmAnnotator
from usergap.annotators.llm.asking import LocalAsker
from usergap.annotators.llm.choice import Reach, annotators_of
from usergap.annotators.transformers_emotion import TransformersEmotion
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError

os.environ.setdefault("HF_HUB_OFFLINE", "1")
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
EKMAN = ("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")
WORDS = ["<pad>", "<unk>", "<bos>", "<eos>", "good", "bad", "day", "a", "the", "is", "."]


class Said:
    """A classifier that finds in a sentence the label and probability written there."""

    name = "folder/of/a-model"
    labels = EKMAN

    def scores(self, texts):
        found = []
        for text in texts:
            label, share = text.rstrip(".").split()
            found.append({x: int(share) / 100 if x == label else 0.0 for x in EKMAN})
        return found


def dialogue(text: str, language: str | None = "en") -> Dialogue:
    return Dialogue("d", (Message("user", text), Message("assistant", "x"), Message("user", "")),
                    language=language)  # fmt: skip


def test_below_the_confidence_a_sentence_is_neutral():
    made = TransformersEmotion(Said())
    (found,) = made.annotate([dialogue("joy 75. joy 74. anger 99. neutral 40.")])
    assert found.units["emotion"] == (("joy",), ("neutral",), ("anger",), ("neutral",))
    assert (made.name, made.version) == ("transformers:a-model", "1-0.75")
    assert TransformersEmotion(Said(), confidence=0.5).version == "1-0.5"


def test_another_language_is_missing():
    (found,) = TransformersEmotion(Said()).annotate([dialogue("joy 99. joy 99.", "de")])
    assert found.units["emotion"] == (None, None)
    free = TransformersEmotion(Said(), languages=frozenset())
    assert free.annotate([dialogue("joy 99.", "de")])[0].units["emotion"] == (("joy",),)


@pytest.mark.parametrize("labels", [("joy", "anger"), ("LABEL_0", "LABEL_1"), (*EKMAN, "happy")])
def test_a_model_with_other_labels_is_refused(labels):
    model = Said()
    model.labels = labels
    with pytest.raises(InputError, match="expected labels among"):
        TransformersEmotion(model)


def test_other_spellings_of_the_labels_are_known():
    model = Said()
    model.labels = ("Anger", "HAPPINESS", "neutral")
    assert TransformersEmotion(model).label({"HAPPINESS": 0.9, "Anger": 0.1}) == ("joy",)


def tokenizer(transformers):
    from tokenizers import Tokenizer, models, pre_tokenizers

    raw = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token="<pad>", unk_token="<unk>", bos_token="<bos>",
        eos_token="<eos>", model_max_length=64,
    )  # fmt: skip


@pytest.fixture(scope="module")
def tools():
    torch = pytest.importorskip("torch", reason="needs torch (extra local)")
    return torch, pytest.importorskip("transformers", reason="needs transformers (extra local)")


@pytest.fixture(scope="module")
def classifier(tools, tmp_path_factory) -> Path:
    torch, transformers = tools
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("models") / "tiny-emotion"
    config = transformers.DistilBertConfig(
        vocab_size=len(WORDS), dim=16, hidden_dim=16, n_layers=1, n_heads=2, pad_token_id=0,
        max_position_embeddings=64, num_labels=7, id2label=dict(enumerate(EKMAN)),
        label2id={x: i for i, x in enumerate(EKMAN)},
    )  # fmt: skip
    transformers.DistilBertForSequenceClassification(config).save_pretrained(folder)
    tokenizer(transformers).save_pretrained(folder)
    return folder


def test_a_random_classifier_labels_every_sentence(classifier):
    (made,) = annotators_of(f"transformers:{classifier}", ["emotion"], Reach())
    one = dialogue("the day is good. a bad day! is the")
    (found,) = made.annotate([one])
    # random weights are never sure: all neutral by the rule, and named after the folder alone
    assert found.units["emotion"] == (("neutral",),) * 3
    assert made.name == "transformers:tiny-emotion"
    made.confidence = 0.0
    assert set(made.annotate([one])[0].units["emotion"]) <= {(label,) for label in EKMAN}
    with pytest.raises(InputError, match="expected the dimension emotion"):
        annotators_of("transformers", ["intent"], Reach())


def test_a_random_causal_model_answers_nothing_that_is_believed(tools, tmp_path):
    torch, transformers = tools
    torch.manual_seed(0)
    config = transformers.GPT2Config(
        vocab_size=len(WORDS), n_positions=64, n_embd=16, n_layer=1, n_head=2,
        bos_token_id=2, eos_token_id=3, pad_token_id=0,
    )  # fmt: skip
    folder = tmp_path / "tiny-causal"
    transformers.GPT2LMHeadModel(config).save_pretrained(folder)
    tokenizer(transformers).save_pretrained(folder)  # no chat template: a base model
    (made,) = annotators_of(f"local:{folder}", ["intent"], Reach(max_tokens=8))
    assert isinstance(made, LlmAnnotator)
    (found,) = made.annotate([dialogue("the day is good.")])
    assert found.units["intent"] == (None, None)
    assert made.outcome.missing_share == {"intent": 1.0}
    assert made.outcome.problems["no JSON object"] == 1
    assert made.name == "local:tiny-causal"


def test_a_local_model_is_asked_like_an_endpoint():
    from tests.annotators.llm_answers import answering
    from usergap.testing import Call

    class Model:
        name = "m"

        def generate(self, prompts, **_settings):
            script = answering()
            return [
                script(Call(0, "", {}, {"messages": [{"role": m.role, "content": m.content}
                                                     for m in prompt]}, 0.0))
                for prompt in prompts
            ]  # fmt: skip

    made = LlmAnnotator(LocalAsker(Model()), "local:m", ("intent",))
    assert made.annotate([dialogue("the day.")])[0].units["intent"] == (("none",), ("none",))


def test_a_greedy_local_model_that_fails_is_asked_again_warmly():
    """It says prose whenever it takes the likeliest token, and the right form at seed 2 only."""
    from tests.annotators.llm_answers import answering
    from usergap.testing import Call

    ways = []

    class Model:
        name = "m"

        def generate(self, prompts, *, temperature, seed, **_settings):
            ways.append((len(prompts), temperature, seed))
            said = [[{"role": m.role, "content": m.content} for m in p] for p in prompts]
            calls = [Call(0, "", {}, {"messages": messages}, 0.0) for messages in said]
            return [answering()(call) if seed == 2 else "prose" for call in calls]

    made = LlmAnnotator(LocalAsker(Model()), "local:m", ("intent",), ask_again=3)
    assert made.annotate([dialogue("the day.")] * 2)[0].units["intent"] == (("none",), ("none",))
    assert ways == [(2, 0.0, 0), (2, 0.7, 1), (2, 0.7, 2)]


def test_answers_of_requests_of_several_kinds_keep_their_order():
    from usergap.llm import Request

    class Model:
        name = "m"

        def generate(self, prompts, *, temperature, **_settings):
            return [f"{p[0].content} at {temperature:g}" for p in prompts]

    mixed = [Request.of("a"), Request.of("b", temperature=0.5), Request.of("c")]
    assert [r.text for r in LocalAsker(Model())(mixed)] == ["a at 0", "b at 0.5", "c at 0"]
