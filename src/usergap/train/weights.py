"""Weights: one hash of all of a model's parameters, by which a card names the model."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from usergap.llm.local.loading import libraries


def weights_hash(model: Any) -> str:
    """SHA-256 (hex) over names, types, shapes and bytes of the state, in the order of names."""
    torch, _ = libraries()
    found = sha256()
    for name, tensor in sorted(model.state_dict().items()):
        flat = tensor.detach().to("cpu").contiguous()
        found.update(f"{name} {flat.dtype} {tuple(flat.shape)}\n".encode())
        found.update(flat.reshape(-1).view(torch.uint8).numpy().data)
    return found.hexdigest()
