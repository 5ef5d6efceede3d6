"""Scoring: how likely a model finds each user turn, token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.llm.local.loading import libraries
from usergap.train.sft.encoding import IGNORED, Encoded

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """Per sample: −Σ log p of the words' tokens (nats), their number, and log p of ending.

    ``ending``: log p that the message begins as the end token does, at the message's start.
    """

    surprise: Floats
    tokens: Floats
    ending: Floats


def score(
    model: Any, encoded: Sequence[Encoded], *, pad: int, end: int, batch_size: int = 8
) -> Scores:
    """Score samples under a causal model; what pads them (``pad``) changes nothing.

    ``end``: the first token of the end token. Raises nothing.
    """
    torch, _ = libraries()
    surprise, tokens, ending = (np.zeros(len(encoded)) for _ in range(3))
    order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
    was = model.training
    model.eval()
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        ids, mask, _ = padded([encoded[place] for place in batch], pad, torch)
        with torch.inference_mode():
            logits = model(
                input_ids=ids.to(model.device), attention_mask=mask.to(model.device)
            ).logits
        for row, place in enumerate(batch):
            each = encoded[place]
            first = len(each.ids) - each.target
            # What predicts token t stands at t - 1; without a prompt the first has no predictor.
            at = range(max(first, 1), first + each.words)
            told = logits[row, max(first, 1) - 1 : first + each.words - 1].double().log_softmax(-1)
            chosen = torch.tensor([each.ids[t] for t in at], device=told.device)
            found = told.gather(1, chosen[:, None])
            surprise[place] = -float(found.sum())
            tokens[place] = len(at)
            ending[place] = float(told[0, end]) if len(at) and first else np.nan
    model.train(was)
    return Scores(surprise, tokens, ending)


def padded(encoded: Sequence[Encoded], pad: int, torch: Any) -> tuple[Any, Any, Any]:
    """Ids, attention mask and labels of several samples, padded on the right."""
    longest = max(len(each.ids) for each in encoded)
    gaps = [longest - len(each.ids) for each in encoded]
    pairs = list(zip(encoded, gaps, strict=True))
    ids = [[*each.ids, *[pad] * gap] for each, gap in pairs]
    mask = [[1] * len(each.ids) + [0] * gap for each, gap in pairs]
    labels = [[*each.labels, *[IGNORED] * gap] for each, gap in pairs]
    return torch.tensor(ids), torch.tensor(mask), torch.tensor(labels)
