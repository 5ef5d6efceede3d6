"""One hash for a model's weights: alike for the same, other for the least change."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs torch (extra train)")


def test_the_same_weights_have_the_same_hash_and_any_change_another():
    from usergap.train.weights import weights_hash

    def linear(dtype=None):
        torch.manual_seed(1)
        return torch.nn.Linear(3, 2, dtype=dtype)

    one, other = linear(), linear()
    assert weights_hash(one) == weights_hash(other)
    assert weights_hash(linear(torch.bfloat16)) != weights_hash(one)
    with torch.no_grad():
        other.weight[1, 2] += 1e-6
    assert weights_hash(one) != weights_hash(other)
