"""POT and scipy: Wasserstein distances, one by one and under permutation."""

# ruff: noqa: ANN001, ANN201, ANN202

import numpy as np
import ot
from scipy import stats
from timing import main

REPEATS, PERMUTATIONS = 300, 1000


def prepare(given):
    real, simulated = (np.array(given[x]["words"], float) for x in ("real", "simulated"))

    def by_scipy():
        return [float(stats.wasserstein_distance(real, simulated)) for _ in range(REPEATS)].pop()

    def by_pot():
        return [float(ot.wasserstein_1d(real, simulated)) for _ in range(REPEATS)].pop()

    def null_by_scipy():
        found = stats.permutation_test(
            (real, simulated),
            stats.wasserstein_distance,
            n_resamples=PERMUTATIONS,
            alternative="greater",
            rng=np.random.default_rng(0),
        )
        return float(found.pvalue)

    def null_by_pot():
        rng = np.random.default_rng(0)
        pooled = np.concatenate([real, simulated])
        drawn = rng.permuted(np.tile(pooled, (PERMUTATIONS, 1)), axis=1).T
        seen = float(ot.wasserstein_1d(real, simulated))
        many = ot.wasserstein_1d(drawn[: real.size], drawn[real.size :])
        return float((1 + (many >= seen - 1e-9).sum()) / (1 + PERMUTATIONS))

    return {
        "w1": by_pot,
        "w1_scipy": by_scipy,
        "w1_null": null_by_pot,
        "w1_null_scipy": null_by_scipy,
    }


main(prepare)
