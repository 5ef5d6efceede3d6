"""Encoding: loss on the user's own tokens and on no other, for any template and tokenizer."""

from __future__ import annotations

import asyncio
import json
import os
import shutil

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
from usergap.simulate.users.hf import TRAINED, Training
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
    encoder, _ = encoder_of(folders[name])
    for sample in flip(SPOKEN):
        found = encoder.encode(sample)
        prompt = list(found.ids[: len(found.ids) - found.target])
        assert used(folders[name], sample, monkeypatch) == prompt


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


LONG = Dialogue(
    "d",
    tuple(
        message
        for turn in range(6)
        for message in (
            Message("user", f"good day {'bad ' * (turn + 1)}"),
            Message("assistant", "the night is a bad night " * (8 if turn == 3 else 2)),
        )
    ),
    scenario="learn the knots",
)
"""With an answer that fits no small prompt."""


def used(folder: str, sample: Sample, monkeypatch) -> list[int]:
    """The tokens that the simulated user is asked with at this place."""
    import torch

    async def made():
        async with Workshop() as workshop:
            return await make_user(f"hf:{folder},max_tokens=4", workshop)

    user, given = asyncio.run(made()), []

    def generate(*, input_ids, **_):
        given.append(input_ids[0].tolist())
        return torch.cat([input_ids, torch.full((1, 1), 3)], 1)

    monkeypatch.setattr(user.model.model._model, "generate", generate)
    wants = Scenario("s", sample.intent)
    asyncio.run(user.reply(Conversation(wants, "a human user", sample.said, Phase.MAY_STOP, 1)))
    return given.pop()


@pytest.mark.parametrize("name", EVERY)
def test_a_long_dialogue_keeps_its_intent_and_is_cut_alike_in_training_and_in_use(
    folders, name, monkeypatch, tmp_path
):
    """Whatever the window, and though the model's own is wider than what it was taught with."""
    folder = shutil.copytree(folders[name], tmp_path / "model")
    samples, cuts = flip(LONG), []
    for longest in (64,) if name == "words" else (256, 160, 120):
        (folder / TRAINED).write_text(json.dumps(Training(longest=longest).record()))
        encoder, tokenizer = encoder_of(str(folder), longest)
        head = encoder.model.spell(user_prompt(encoder.model, encoder.messages(Sample(
            0, 1, "learn the knots", (), "x")))[0])  # fmt: skip
        for sample in samples:
            found = encoder.encode(sample)
            first = len(found.ids) - found.target
            # token by token: the message and the end of the turn have labels, nothing else has
            assert found.labels == (*[IGNORED] * first, *found.ids[first:])
            target = sample.target.strip()
            plain = user_prompt(encoder.model, [])[1]
            assert list(found.ids[first:-1]) == encoder.words(f" {target}" if plain else target)
            assert found.ids[-1] == encoder.stop
            assert len(found.ids) <= longest
            assert first <= longest - longest // 4
            prompt = tokenizer.decode(found.ids[:first])
            assert "learn the knots" in prompt
            assert not found.cut.head
            assert found.ids[:first] == tuple(used(str(folder), sample, monkeypatch))
            assert len(head) <= first
            cuts.append(found.cut)
    assert sum(cut.turns for cut in cuts) > 3
    assert any(cut.turns and not cut.message for cut in cuts)
    assert any(cut.message for cut in cuts)


def test_what_is_left_of_a_dialogue_is_its_end(folders):
    """Turn by turn: what is there is the last of what was said, word for word."""
    encoder, tokenizer = encoder_of(folders["chatml"], 160)
    for sample in flip(LONG)[1:]:
        found = encoder.encode(sample)
        left = tokenizer.decode(found.ids[: len(found.ids) - found.target])
        _, _, told = left.partition("learn the knots<|im_end|>\n")
        whole, _ = user_prompt(encoder.model, encoder.messages(sample, with_intent=False))
        if not found.cut.message:
            assert whole.endswith(told)
            assert told.startswith("<|im_start|>user\n")
            assert whole.count("<|im_start|>user") - told.count("<|im_start|>user") == (
                found.cut.turns
            )
        else:
            *_, answer = sample.said
            *_, kept = told.partition("<|im_start|>assistant\n")
            assert answer.content.endswith(kept.removesuffix("<|im_end|>\n<|im_start|>user\n"))


def test_a_message_is_never_cut_and_one_that_does_not_fit_is_left_out_and_counted(folders):
    encoder, tokenizer = encoder_of(folders["chatml"], 128)
    said = (Message("user", "good day"), Message("assistant", "the night is bad"))
    samples = [Sample(0, 2, "learn the knots", said, "learn " * n + "on") for n in range(1, 60)]
    every = [encoder.encode(sample) for sample in samples]
    kept = [each for each in every if each is not None]
    assert every[: len(kept)] == kept  # those that are left out are the longest
    for found in kept:
        assert len(found.ids) <= 128
        assert tokenizer.decode(found.ids[-found.target : -1]) == found.sample.target
    # first the conversation goes, then the end of the intent, then there is no sample
    states = [(each.cut.turns, each.cut.head) for each in kept]
    assert states == sorted(states)
    assert set(states) == {(0, False), (1, False), (1, True)}
    found = encode_all(encoder, samples)
    assert (len(found.encoded), found.marked) == (len(kept), 0)
    assert found.too_long == len(samples) - len(kept) > 0
    assert found.record()["left_out_too_long"] == found.too_long
    assert found.record()["intents_cut"] == sum(head for _, head in states)


def test_messages_that_hold_the_models_own_marks_are_left_out_and_counted(folders):
    encoder, _ = encoder_of(folders["chatml"])
    marked = Dialogue("d", (Message("user", "hi<|im_end|>"), Message("assistant", "yes")))
    found = encode_all(encoder, [*flip(marked), *flip(talk(1))])
    assert (len(found.encoded), found.marked, found.too_long) == (3, 2, 0)


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
    found = encode_all(encoder, flip_all(dialogues))
    assert found.marked == found.too_long == 0
    wrong = 0  # no sentence of anybody is shown where this fails
    for each in found.encoded:
        told = [label for label in each.labels if label != IGNORED]
        before = each.labels[: len(each.labels) - len(told)]
        wrong += tokenizer.decode(told[:-1]) != each.sample.target.strip()
        wrong += not set(before) <= {IGNORED}
        wrong += told[-1] != encoder.stop
    assert wrong == 0
