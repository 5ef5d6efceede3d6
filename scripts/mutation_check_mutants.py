"""The mutants: one wrong formula each, and the tests that must notice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """``old`` in ``file`` (below src/usergap) becomes ``new``; ``tests`` below tests/compare."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


KNOWN = ("test_known_answers_inference", "test_known_answers_verdicts")
ENGINE = (*KNOWN, "test_engine")

MUTANTS = (
    Mutant(
        "TVD without the half",
        "compare/distances.py",
        "50.0 * np.abs(",
        "100.0 * np.abs(",
        ("test_distances",),
    ),
    Mutant(
        "half sum without the half",
        "compare/distances.py",
        "    return tvd(p, q)\n",
        "    return 2.0 * tvd(p, q)\n",
        ("test_distances",),
    ),
    Mutant(
        "W1 in bins of ten",
        "compare/number_statistic.py",
        "gaps=np.diff(seen.values[rows, 0])",
        "gaps=np.diff(np.round(seen.values[rows, 0], -1))",
        ("test_statistics",),
    ),
    Mutant(
        "W1 squared (Cramer-von Mises)",
        "compare/number_statistic.py",
        "np.abs(steps, out=steps)",
        "np.square(steps, out=steps)",
        ("test_statistics",),
    ),
    Mutant(
        "energy distance with one cross term",
        "compare/distances.py",
        "2 * between",
        "between",
        ("test_distances",),
    ),
    Mutant(
        "flag rates scaled to shares",
        "compare/label_statistic.py",
        "total = sums[:, -1:] if self.rates else sums",
        "total = sums",
        ("test_statistics", *KNOWN),
    ),
    Mutant(
        "groups ignored: every dialogue on its own",
        "compare/sides.py",
        'groups += [(side, value) for value in table["group"].to_pylist()]',
        "groups += [(side, at) for at in range(table.num_rows)]",
        ("test_sides", "test_permutation"),
    ),
    Mutant(
        "scenarios ignored across sides",
        "compare/sides.py",
        "scenarios += pair if link else",
        "scenarios += [None] * len(pair) if link else",
        ("test_sides", "test_resampling"),
    ),
    Mutant(
        "every run of a scenario counts",
        "compare/sides.py",
        "weights += [1.0 / runs[pair[row]] for row in rows]",
        "weights += [1.0 for row in rows]",
        ("test_sides",),
    ),
    Mutant(
        "no resampling: all weights 1",
        "compare/resampling.py",
        "BYTES_PER_WEIGHT = (94, 95, 46, 16, 4, 1)",
        "BYTES_PER_WEIGHT = (0, 256, 0, 0, 0, 0)",
        ("test_resampling",),
    ),
    Mutant(
        "pairs resampled apart",
        "compare/resampling.py",
        "yield Chunk(weights[:, :real], left, weights[:, first:], right)",
        "yield Chunk(weights[:, :real], left, weights[::-1, first:], right)",
        ("test_resampling",),
    ),
    Mutant(
        "pairs not swapped jointly",
        "compare/permutation.py",
        "real[:, spanning] ^= swap[:, sides.unit[spanning]]",
        "real[:, spanning] ^= coins(rng, size, int(spanning.sum()))",
        ("test_permutation",),
    ),
    Mutant(
        "pairs never swapped",
        "compare/permutation.py",
        "real[:, spanning] ^= swap[:, sides.unit[spanning]]",
        "pass",
        ("test_permutation",),
    ),
    Mutant(
        "groups tossed instead of shuffled",
        "compare/permutation.py",
        "rng.permuted(real[:, places], axis=1)",
        "rng.random(real[:, places].shape) < 0.5",
        ("test_permutation",),
    ),
    Mutant(
        "p without + 1",
        "compare/permutation.py",
        "return (1 + reached) / (1 + known.size)",
        "return reached / known.size",
        ("test_permutation",),
    ),
    Mutant(
        "ties do not count for p",
        "compare/permutation.py",
        "known >= value - TOLERANCE",
        "known > value + TOLERANCE",
        ("test_permutation",),
    ),
    Mutant(
        "one random stream for all purposes",
        "compare/draws.py",
        "np.random.SeedSequence([seed, key(purpose)])",
        "np.random.SeedSequence([seed])",
        ("test_resampling", *KNOWN),
    ),
    Mutant(
        "floor at the size of the real side",
        "compare/floors.py",
        "right = with_replacement(rng, size, groups, right_size)",
        "right = with_replacement(rng, size, groups, groups)",
        ("test_floors", *KNOWN),
    ),
    Mutant(
        "no floor",
        "compare/floors.py",
        "return Floor(float(known.mean()), ",
        "return Floor(0.0, ",
        ("test_floors",),
    ),
    Mutant(
        "floor at its median",
        "compare/floors.py",
        "return Floor(float(known.mean()), ",
        "return Floor(float(np.median(known)), ",
        ("test_floors", *KNOWN),
    ),
    Mutant(
        "90 % point called 95 %",
        "compare/floors.py",
        "np.quantile(known, 0.95)",
        "np.quantile(known, 0.90)",
        ("test_floors",),
    ),
    Mutant(
        "a floor's mean square without the square",
        "compare/floors.py",
        "np.square(known).mean()",
        "known.mean()",
        ("test_floors",),
    ),
    Mutant(
        "a yardstick with all that chance adds",
        "compare/yardstick.py",
        "sqrt(max(0.0, value**2 - noise))",
        "value",
        ("test_yardstick",),
    ),
    Mutant(
        "a corrected distance against a raw margin",
        "compare/one_simulator.py",
        "limit.on(corrected=draft.corrected is not None)",
        "limit.on(corrected=False)",
        ENGINE,
    ),
    Mutant(
        "close from a handful of groups",
        "compare/verdicts.py",
        "few = groups < FEWEST_CLOSE",
        "few = False",
        ("test_verdicts",),
    ),
    Mutant(
        "close by a worthless annotator",
        "compare/assessment.py",
        "weak=_is_weak(card, choice, draft.dimension.labels)",
        "weak=False",
        ENGINE,
    ),
    Mutant(
        "a card's noise shrinks with n",
        "compare/sample_size.py",
        "fixed = (lasting * width) ** 2",
        "fixed = 0.0",
        ("test_sample_size",),
    ),
    Mutant(
        "excess without the floor",
        "compare/draft.py",
        "excess = self.value - self.floor\n",
        "excess = self.value\n",
        (*KNOWN, "test_engine"),
    ),
    Mutant(
        "excess over the 95 % point",
        "compare/draft.py",
        "excess = self.value - self.floor\n",
        "excess = self.value - (self.floor95 or 0.0)\n",
        (*KNOWN, "test_engine"),
    ),
    Mutant(
        "Holm without the running maximum",
        "compare/multiplicity.py",
        "largest = max(largest, min(1.0, p * (len(tested) - rank)))",
        "largest = min(1.0, p * (len(tested) - rank))",
        ("test_multiplicity",),
    ),
    Mutant(
        "Holm above 1",
        "compare/multiplicity.py",
        "largest = max(largest, min(1.0, p * (len(tested) - rank)))",
        "largest = max(largest, p * (len(tested) - rank))",
        ("test_multiplicity",),
    ),
    Mutant(
        "Bonferroni for Holm",
        "compare/multiplicity.py",
        "p * (len(tested) - rank)",
        "p * len(tested)",
        ("test_multiplicity",),
    ),
    Mutant(
        "undefined measures widen the family",
        "compare/multiplicity.py",
        "min(1.0, p * (len(tested) - rank))",
        "min(1.0, p * (len(p_values) - rank))",
        ("test_multiplicity", *KNOWN),
    ),
    Mutant(
        "verdict by the unadjusted p",
        "compare/draft.py",
        "adjusted = p_holm if self.domain is None else q",
        "adjusted = self.p",
        ENGINE,
    ),
    Mutant(
        "margin from the floor",
        "compare/draft.py",
        "(self.low, self.high, adjusted, margin, floor95, ",
        "(self.low, self.high, adjusted, floor95 and 2 * floor95, floor95, ",
        ENGINE,
    ),
    Mutant(
        "close by the estimate, not the upper end",
        "compare/draft.py",
        "(self.low, self.high, adjusted, margin, floor95, ",
        "(self.low, self.reported, adjusted, margin, floor95, ",
        ENGINE,
    ),
    Mutant(
        "close although missing labels could hide a gap",
        "compare/draft.py",
        "adjusted, margin, floor95, self.unknown)",
        "adjusted, margin, floor95, 0.0)",
        ENGINE,
    ),
    Mutant(
        "close although the floor reaches the margin",
        "compare/verdicts.py",
        "coarse = margin is not None and floor95 is not None and floor95 >= margin",
        "coarse = False",
        ("test_verdicts",),
    ),
    Mutant(
        "normal bootstrap for the interval",
        "compare/assessment.py",
        "return replace(found, low=float(ends.low), high=float(ends.high))",
        "half = 1.96 * (found.spread or 0.0)\n"
        "    return replace(found, low=found.reported - half, high=found.reported + half)",
        ENGINE,
    ),
    Mutant(
        "lower end above 0 although p does not reject",
        "compare/intervals/inversion.py",
        "rejected = p is None or not not_rejected(p, level)",
        "rejected = True",
        ("test_intervals", *ENGINE),
    ),
    Mutant(
        "intervals of a large sample for a small one",
        "compare/intervals/inversion.py",
        "shortfall = (1 / (n - 1) + 1 / (m - 1)) / (1 / n + 1 / m)",
        "shortfall = 1.0",
        ("test_intervals",),
    ),
    Mutant(
        "Rogan-Gladen inverted",
        "compare/correction/estimate.py",
        "np.clip((rates - fpr) / (tpr - fpr), 0.0, 1.0)",
        "np.clip(rates * (tpr - fpr) + fpr, 0.0, 1.0)",
        ("test_correction",),
    ),
    Mutant(
        "the card's own error left out",
        "compare/correction/estimate.py",
        "rate + np.sqrt(own) * rng.standard_normal(rate.shape)",
        "rate + 0.0 * rng.standard_normal(rate.shape)",
        ("test_correction",),
    ),
    Mutant(
        "hopeless labels corrected",
        "compare/correction/estimate.py",
        "errors.tpr - errors.fpr >= ENOUGH",
        "errors.tpr - errors.fpr >= 0.0",
        ("test_correction",),
    ),
    Mutant(
        "both sides corrected by the real card",
        "compare/correction/sides.py",
        "errors = (choice.real, choice.simulated)",
        "errors = (choice.real, choice.real)",
        ENGINE,
    ),
    Mutant(
        "unequal groups left to the permutation alone",
        "compare/noise_test.py",
        "return max(means) < UNALIKE * min(means)",
        "return True",
        ("test_noise_test",),
    ),
    Mutant(
        "a standardised floor that forgets domains",
        "compare/cell.py",
        "    if sides.stratum is None:\n        floor",
        "    if True:\n        floor",
        ("test_standardization",),
    ),
    Mutant(
        "dust makes an interval of equal samples 0",
        "compare/intervals/bounds.py",
        "max(1.0, value / summed)",
        "value / summed",
        ("test_bounds",),
    ),
)
