"""Text classifiers, for instance of emotion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from usergap.llm.local.loading import libraries, load, window

# Hartmann (2022), "Emotion English DistilRoBERTa-base": Ekman's six emotions and neutral.
EMOTION_MODEL = "j-hartmann/emotion-english-distilroberta-base"


class TextClassifier:
    """A sequence classifier; ``labels`` in the model's order."""

    def __init__(self, name: str, tokenizer: Any, model: Any) -> None:
        self.name = name
        self._tokenizer, self._model = tokenizer, model
        id2label = model.config.id2label
        self.labels: tuple[str, ...] = tuple(str(id2label[i]) for i in range(len(id2label)))

    def scores(self, texts: Sequence[str], *, batch_size: int = 32) -> list[dict[str, float]]:
        """The probability of each label for each text, in the texts' order.

        They sum to 1, or stand alone where the model is multi-label. Texts longer
        than the model's window are cut at their end.
        """
        torch, _ = libraries()
        longest = window(self._tokenizer, self._model)
        # Texts of like length together: less padding.
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: dict[int, dict[str, float]] = {}
        many = self._model.config.problem_type == "multi_label_classification"
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            inputs = self._tokenizer(
                [texts[i] for i in batch],
                padding=True,
                truncation=True,
                max_length=longest,
                return_tensors="pt",
            ).to(self._model.device)
            with torch.inference_mode():
                logits = self._model(**inputs).logits.double()
            shares = logits.sigmoid() if many else logits.softmax(dim=-1)
            for i, row in zip(batch, shares.tolist(), strict=True):
                found[i] = dict(zip(self.labels, row, strict=True))
        return [found[i] for i in range(len(texts))]


def load_classifier(name: str = EMOTION_MODEL, *, device: str = "cpu") -> TextClassifier:
    """A classifier by name or path. Raises EnvironmentFailure if it cannot be loaded."""
    return TextClassifier(name, *load("AutoModelForSequenceClassification", name, device))
