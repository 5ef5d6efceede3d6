"""The model of a fine-tuning run: loaded, given what it lacks, saved as a simulated user."""

from __future__ import annotations

import importlib
import importlib.util
import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from usergap.errors import EnvironmentFailure
from usergap.llm.local import CausalModel
from usergap.llm.local.loading import libraries, load
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.users.hf import TRAINED, Training
from usergap.writing import write_text


def need(*libraries: str) -> None:
    """Raises EnvironmentFailure for the first library that is not installed."""
    for name in libraries:
        if importlib.util.find_spec(name) is None:
            raise EnvironmentFailure(
                f"training a model needs {name}, found none: pip install 'usergap[train]'"
            )


class Student:
    """A causal model in training; ``model`` is what is trained, with adapters where there are any.

    Weights are trained in single precision and saved in the precision that they came in.
    """

    def __init__(self, name: str, device: str = "cpu") -> None:
        tokenizer, model = load("AutoModelForCausalLM", name, device)
        self.causal = CausalModel(name, tokenizer, model)
        self.name, self.tokenizer, self.model = name, tokenizer, model
        self._precision = model.dtype
        self._adapted = False

    def prepare(self, rank: int | None, seed: int) -> None:
        """Give all weights a token that ends a dialogue, or the model adapters of ``rank``.

        With adapters, embeddings are not trained: the end token stays spelled in ordinary ones.
        """
        torch, transformers = libraries()
        transformers.set_seed(seed)
        self.model.float()
        if rank is not None:
            peft = importlib.import_module("peft")
            config = peft.LoraConfig(
                r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM"
            )
            self.model = peft.get_peft_model(self.model, config)
            self._adapted = True
        elif len(self.end()) > 1:
            self.tokenizer.add_special_tokens(
                {"additional_special_tokens": [END_TOKEN]}, replace_extra_special_tokens=False
            )
            rows = self.model.get_input_embeddings().weight.shape[0]
            if len(self.tokenizer) > rows:
                self.model.resize_token_embeddings(len(self.tokenizer), mean_resizing=False)
            with torch.no_grad():  # the mean of all tokens: likely nowhere, far from none
                for part in (self.model.get_input_embeddings(), self.model.get_output_embeddings()):
                    if part is not None:
                        part.weight[len(self.tokenizer) - 1] = part.weight[:rows].mean(0)
        self.model.train()

    def end(self) -> list[int]:
        """The tokens of the end token."""
        return list(self.tokenizer(END_TOKEN, add_special_tokens=False)["input_ids"])

    def finish(self, stop: int) -> None:
        """Merge adapters, return to the weights' own precision, know ``stop`` as an end."""
        if self._adapted:
            self.model = self.model.merge_and_unload()
        self.model.to(self._precision)
        settings = self.model.generation_config
        own = settings.eos_token_id
        known = own if isinstance(own, list) else [own] if own is not None else []
        settings.eos_token_id = [*known, *([] if stop in known else [stop])]
        self.model.eval()

    def save(self, folder: Path, training: Training) -> None:
        """Write weights, tokenizer and what ``hf:PATH`` must know, which comes last."""
        self.model.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
        write_text(folder / TRAINED, json.dumps(training.record(), ensure_ascii=False) + "\n")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' own bars and warnings off the terminal; errors are raised anyway."""
    logging = libraries()[1].utils.logging
    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=FutureWarning)  # between the libraries
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
