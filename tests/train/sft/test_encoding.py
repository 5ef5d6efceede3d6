"""Encoding: loss on the user's own tokens and on no other, for any template and tokenizer."""

from __future__ import annotations

import asyncio
import os

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
pytest.importorskip("torch", reason="needs torch (extra train)")

from tests.train.talks import talk, talks, words
from usergap.dialogues import Dialogue, Message
from usergap.errors import InputError
from usergap.formats import read
from usergap.formats.samples import sample as embedded
from usergap.llm.local import load_causal
from usergap.simulate.making import Workshop
from usergap.simulate.model import user_prompt
from usergap.simulate.participant import END_TOKEN, Conversation, Phase
from usergap.simulate.registry import make_user
from usergap.simulate.scenarios.scenario import Scenario
from usergap.testing.tiny_models import (
    CHATML,
    GEMMA,
    LLAMA,
    MERGING,
    save_byte_model,
    save_word_model,
)
from usergap.train.flipping.samples import Sample, flip, flip_all
from usergap.train.sft.encoding import IGNORED, Encoder, encode_all
from usergap.train.sft.scoring import padded

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
TEXTS = words(talks(8))
# Of these templates the text is spelled at once, by others' trainers, with tokens across seams.
TEMPLATES = {"chatml": CHATML, "llama": LLAMA, "gemma": GEMMA, "merging": MERGING, "none": None}


def spaced(folder) -> str:
    """A tokenizer as SentencePiece's: words with the space before them, <bos> put in front."""
    import transformers
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    raw = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    raw.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    raw.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    letters = sorted({*"".join(TEXTS), *"▁:<|>YWS.{}"} - {" "})
    every = ["<pad>", "<bos>", "<eos>", "<unk>", *(f"<0x{byte:02X}>" for byte in range(256))]
    trainer = trainers.BpeTrainer(
        vocab_size=420, special_tokens=every, initial_alphabet=letters, show_progress=False
    )
    raw.train_from_iterator(TEXTS, trainer)
    raw.post_processor = processors.TemplateProcessing(
        single="<bos> $A", special_tokens=[("<bos>", raw.token_to_id("<bos>"))]
    )
    made = transformers.PreTrainedTokenizerFast(
        tokenizer_object=raw, pad_token="<pad>", bos_token="<bos>", eos_token="<eos>",
        unk_token="<unk>", model_max_length=256,
    )  # fmt: skip
    made.chat_template = MERGING
    made.save_pretrained(folder)
    config = transformers.LlamaConfig(
        vocab_size=len(made), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
        num_attention_heads=2, max_position_embeddings=256,
    )  # fmt: skip
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, str]:
    place = tmp_path_factory.mktemp("models")
    found = {
        name: str(save_byte_model(place / name, TEXTS, template=template))
        for name, template in TEMPLATES.items()
    }
    found["words"] = str(save_word_model(place / "words"))
    found["spaced"] = spaced(place / "spaced")
    return found


def encoder_of(folder: str, longest: int = 256) -> tuple[Encoder, object]:
    model = load_causal(folder)
    return Encoder(model, model._tokenizer, longest), model._tokenizer


EVERY = [*TEMPLATES, "words", "spaced"]
SPOKEN = Dialogue(
    "d",
    (Message("user", "good day"), Message("assistant", "the night is bad"),
     Message("user", " learn a knots "), Message("assistant", "a day")),
    scenario="learn the knots",
)  # fmt: skip


@pytest.mark.parametrize("name", EVERY)
def test_labels_are_the_users_own_tokens_and_the_end_of_the_turn(folders, name):
    encoder, tokenizer = encoder_of(folders[name])
    for sample in flip(SPOKEN):
        found = encoder.encode(sample)
        assert len(found.labels) == len(found.ids)
        first = len(found.ids) - found.target
        # token by token: nothing before the user's words, every token from there on
        assert set(found.labels[:first]) <= {IGNORED}
        assert found.labels[first:] == found.ids[first:]
        *said, end = found.labels[first:]
        assert end == encoder.stop
        if sample.ends and name == "words":  # it has one token for it, which it does not show
            assert said == [tokenizer.convert_tokens_to_ids(END_TOKEN)]
        else:
            assert tokenizer.decode(said).strip() == " ".join(sample.target.split())
        assert found.words == len(said)
        assert not found.cut


@pytest.mark.parametrize("name", EVERY)
def test_the_prompt_is_the_very_one_that_a_simulated_user_is_given(folders, name, monkeypatch):
    async def made():
        async with Workshop() as workshop:
            return await make_user(f"hf:{folders[name]},max_tokens=4", workshop)

    user = asyncio.run(made())
    import torch

    given: list[list[int]] = []

    def generate(*, input_ids, **_):
        given.append(input_ids[0].tolist())
        return torch.cat([input_ids, torch.full((1, 1), 3)], 1)

    monkeypatch.setattr(user.model.model._model, "generate", generate)
    encoder, _ = encoder_of(folders[name])
    for sample in flip(SPOKEN):
        scenario = Scenario("s", sample.intent)
        asyncio.run(
            user.reply(Conversation(scenario, "a human user", sample.said, Phase.MAY_STOP, 1))
        )
        found = encoder.encode(sample)
        assert given.pop() == list(found.ids[: len(found.ids) - found.target])


def test_a_template_that_merges_tokens_across_the_seam_is_no_trouble(folders):
    """Spelled at once, a token holds the template's space and the user's first letters."""
    encoder, tokenizer = encoder_of(folders["spaced"])
    sample = flip(SPOKEN)[0]
    prompt, _ = user_prompt(encoder.model, encoder.messages(sample))
    places = tokenizer(prompt + sample.target, return_offsets_mapping=True)["offset_mapping"]
    assert any(start < len(prompt) < end for start, end in places)
    found = encoder.encode(sample)
    assert tokenizer.decode(found.ids[-found.target : -1]).strip() == "good day"
    assert list(found.ids[: -found.target]) == encoder.model.spell(prompt)


@pytest.mark.parametrize("name", EVERY)
def test_the_end_of_a_turn_is_a_token_at_which_a_simulated_user_stops(folders, name):
    encoder, tokenizer = encoder_of(folders[name])
    expected = {"chatml": "<|im_end|>", "llama": "<|eot_id|>", "gemma": "<end_of_turn>",
                "words": "<|eot_id|>"}  # fmt: skip
    assert tokenizer.convert_ids_to_tokens(encoder.stop) == expected.get(name, "<eos>")


@pytest.mark.parametrize("name", EVERY)
def test_without_intent_the_model_sees_the_conversation_alone(folders, name):
    encoder, tokenizer = encoder_of(folders[name])
    sample = flip(SPOKEN)[1]
    with_, without = (encoder.encode(sample, with_intent=told) for told in (True, False))
    assert with_.labels[-with_.target :] == without.labels[-without.target :]
    assert len(without.ids) < len(with_.ids)
    bare = Sample(0, 2, "", sample.said, sample.target)
    assert encoder.encode(bare).ids == without.ids
    assert "chatbot" not in tokenizer.decode(without.ids)


def test_what_does_not_fit_loses_the_beginning_of_the_prompt_then_the_end_of_the_target(folders):
    encoder, _ = encoder_of(folders["chatml"])
    whole = encoder.encode(flip(SPOKEN)[1])
    for longest in (len(whole.ids), len(whole.ids) - 5, whole.target + 1):
        cut = encoder_of(folders["chatml"], longest)[0].encode(flip(SPOKEN)[1])
        assert cut.ids == whole.ids[-longest:]
        assert cut.labels == whole.labels[-longest:]
        assert cut.cut == (longest < len(whole.ids))
        assert cut.whole
    short = encoder_of(folders["chatml"], 8)[0].encode(Sample(0, 1, "", (), "learn " * 50))
    assert (len(short.ids), short.words, short.whole) == (8, 6, False)
    assert encoder.stop not in short.labels  # the message goes on: it does not end there


def test_messages_that_hold_the_models_own_marks_are_left_out_and_counted(folders):
    encoder, _ = encoder_of(folders["chatml"])
    marked = Dialogue("d", (Message("user", "hi<|im_end|>"), Message("assistant", "yes")))
    kept, left = encode_all(encoder, [*flip(marked), *flip(talk(1))])
    assert (len(kept), left) == (3, 2)


def test_padding_is_no_label(folders):
    encoder, tokenizer = encoder_of(folders["chatml"])
    encoded = [encoder.encode(each) for each in flip(talk(1))]
    import torch

    ids, mask, labels = padded(encoded, tokenizer.pad_token_id, torch)
    assert ids.shape == mask.shape == labels.shape
    for row, each in enumerate(encoded):
        size = len(each.ids)
        assert ids[row, :size].tolist() == list(each.ids)
        assert labels[row, :size].tolist() == list(each.labels)
        assert set(labels[row, size:].tolist()) <= {IGNORED}
        assert int(mask[row].sum()) == size


def test_a_tokenizer_that_can_end_nothing_is_refused(folders):
    model = load_causal(folders["none"])
    model._tokenizer.eos_token = None
    with pytest.raises(InputError, match="expected a token that ends a turn"):
        Encoder(model, model._tokenizer, 256)
    with pytest.raises(InputError, match="expected 8 tokens or more, found 4"):
        encoder_of(folders["chatml"], 4)


@pytest.mark.parametrize("name", ["chatml", "llama", "gemma", "merging"])
@pytest.mark.parametrize("source", ["embedded", "real"])
def test_masks_are_exact_on_whole_dialogues(folders, name, source, request):
    """Of hundreds of turns, with line breaks, code and other scripts, none is off by a token."""
    if source == "real":
        dialogues = read(request.getfixturevalue("data") / "realsim" / "real.jsonl").dialogues[::40]
    else:
        dialogues = embedded("generic").dialogues[::10]
    encoder, tokenizer = encoder_of(folders[name], 100_000)
    encoded, left = encode_all(encoder, flip_all(dialogues))
    assert left == 0
    wrong = 0  # no sentence of anybody is shown where this fails
    for each in encoded:
        told = [label for label in each.labels if label != IGNORED]
        before = each.labels[: len(each.labels) - len(told)]
        wrong += tokenizer.decode(told[:-1]) != each.sample.target.strip()
        wrong += not set(before) <= {IGNORED}
        wrong += told[-1] != encoder.stop
    assert wrong == 0
