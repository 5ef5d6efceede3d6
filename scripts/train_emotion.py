"""Train the linear emotion model; writes shipped/emotion.npz and emotion.json.

    python scripts/train_emotion.py [--data DIR]

Per label the mean of two linear classifiers over naive-Bayes-scaled features (Wang and
Manning 2012): logistic regression and a linear SVM. Thresholds, calibration and the
confidence below which a sentence is neutral come from cross-validation inside the training
comments; the development comments are scored once, at the end, with the 8-bit weights
that ship. Deterministic. Needs scikit-learn; some ten minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from usergap.annotators.emotion_features import BITS, features
from usergap.annotators.emotion_model import LABELS, EmotionModel, packed

FOLDS = 4
FEWEST = 5  # comments that a feature must have been seen in
RARITY_UNIT = 2.5  # idf² in 1/2.5ths fits a byte: idf is at most 1 + ln(43,410 / 5)


def load(path: Path) -> tuple[list[str], np.ndarray]:
    """Comments and their labels (comments × 7, in the order of LABELS)."""
    names = (path.parent / "labels.txt").read_text("utf-8").split()
    column = [LABELS.index(name) for name in names]
    texts, rows = [], []
    for line in path.read_text("utf-8").rstrip("\n").split("\n"):
        text, numbers, _ = line.split("\t")
        row = np.zeros(len(LABELS), dtype=bool)
        row[[column[int(number)] for number in numbers.split(",")]] = True
        texts.append(text)
        rows.append(row)
    return texts, np.array(rows)


def counts(texts: list[str]) -> sp.csr_matrix:
    """How often each column occurs in each text."""
    rows, columns = [], []
    for found, first, last in features(texts):
        size = last - first
        row = np.repeat(np.arange(len(texts)), size)
        start = np.repeat(first - (np.cumsum(size) - size), size)
        rows.append(row)
        columns.append(found[start + np.arange(len(row))])
    at = np.concatenate(rows), np.concatenate(columns)
    matrix = sp.csr_matrix((np.ones(len(at[0]), np.float32), at), shape=(len(texts), 1 << BITS))
    matrix.sum_duplicates()
    return matrix


def fit(matrix: sp.csr_matrix, gold: np.ndarray) -> dict[str, np.ndarray]:
    """Weights on length-scaled counts: kept columns, rarity, weights (× 7), bias."""
    seen = np.bincount(matrix.indices, minlength=matrix.shape[1])
    kept = np.flatnonzero(seen >= FEWEST)
    idf = np.log(len(gold) / seen[kept]) + 1
    rarity = np.rint(idf**2 * RARITY_UNIT).astype(np.uint8)
    used = matrix[:, kept]
    length = np.sqrt(np.maximum(used @ rarity.astype(np.float64), 1))
    scaled = (sp.diags(1 / length) @ used.multiply(idf)).tocsr()
    there = (used > 0).astype(np.float64)
    total = np.asarray(there.sum(axis=0)).ravel()
    weights, bias = np.zeros((len(kept), len(LABELS))), np.zeros(len(LABELS))
    for k in range(len(LABELS)):
        with_label = np.asarray(there[gold[:, k]].sum(axis=0)).ravel() + 1
        without = total - with_label + 2
        ratio = np.log(with_label / with_label.sum()) - np.log(without / without.sum())
        inputs = (scaled @ sp.diags(ratio)).tocsr()
        for model in (
            LogisticRegression(C=2, solver="liblinear", tol=1e-3, random_state=0),
            LinearSVC(C=0.15, tol=1e-3, random_state=0),
        ):
            model.fit(inputs, gold[:, k])
            spread = 2 * model.decision_function(inputs).std()
            weights[:, k] += model.coef_[0] * ratio * idf / spread
            bias[k] += model.intercept_[0] / spread
    return {"kept": kept, "rarity": rarity, "weights": weights, "bias": bias}


def pack(model: dict[str, np.ndarray]) -> EmotionModel:
    """The model with 8-bit weights; calibration and thresholds still to come."""
    peak = np.quantile(np.abs(model["weights"]), 0.9999, axis=0)
    codes = np.clip(np.rint(model["weights"] / peak * 127), -127, 127).astype(np.int8)
    ones = np.ones(len(LABELS))
    return EmotionModel(
        packed(model["kept"], codes, model["rarity"]),
        scale=peak / 127, bias=model["bias"], slope=ones, offset=0 * ones,
        thresholds=ones / 2, confidence=0.0,
    )  # fmt: skip


def scores(model: EmotionModel, texts: list[str]) -> np.ndarray:
    """Uncalibrated scores."""
    probability = np.vstack(
        [model.probabilities(texts[at : at + 2000]) for at in range(0, len(texts), 2000)]
    )
    return (np.log(probability / (1 - probability)) - model.offset) / model.slope


def f1(chosen: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """F1 per label."""
    return 2 * (chosen & gold).sum(axis=0) / np.maximum(chosen.sum(axis=0) + gold.sum(axis=0), 1)


def best_thresholds(
    probability: np.ndarray, gold: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Per label the threshold of the best F1: mean over 30 bootstrap samples."""
    found = np.zeros((30, len(LABELS)))
    grid = np.linspace(0.02, 0.9, 177)
    for draw in range(len(found)):
        rows = rng.integers(0, len(gold), len(gold))
        for k in range(len(LABELS)):
            p, y = probability[rows, k], gold[rows, k]
            order = np.searchsorted(grid, p, side="right")
            hits = np.bincount(order[y], minlength=len(grid) + 1)[::-1].cumsum()[::-1][1:]
            made = np.bincount(order, minlength=len(grid) + 1)[::-1].cumsum()[::-1][1:]
            found[draw, k] = grid[(2 * hits / (made + y.sum())).argmax()]
    return found.mean(axis=0)


def confidence(model: EmotionModel, probability: np.ndarray, gold: np.ndarray,
               rng: np.random.Generator) -> tuple[float, dict[str, float]]:  # fmt: skip
    """The highest confidence that costs no more macro-F1 than one standard error."""
    grid = np.round(np.arange(0.0, 0.76, 0.01), 2)
    chosen = {cut: replace(model, confidence=cut).judged(probability) for cut in grid}
    curve = {cut: f1(rows, gold).mean() for cut, rows in chosen.items()}
    best = max(curve, key=curve.__getitem__)
    draws = []
    for _ in range(100):
        rows = rng.integers(0, len(gold), len(gold))
        draws.append(f1(chosen[best][rows], gold[rows]).mean())
    limit = curve[best] - np.std(draws)
    cut = max(cut for cut, value in curve.items() if value >= limit)
    return float(cut), {f"{c:.2f}": round(float(v), 4) for c, v in curve.items() if c * 100 % 5 < 1}


def confusion(chosen: np.ndarray, gold: np.ndarray) -> dict[str, dict[str, float]]:
    """Counts per label; a comment is a cluster of its own."""
    out = {}
    for k, name in enumerate(LABELS):
        tp = int((chosen[:, k] & gold[:, k]).sum())
        fp = int((chosen[:, k] & ~gold[:, k]).sum())
        fn, tn = int(gold[:, k].sum()) - tp, int((~gold[:, k]).sum()) - fp
        tpr, fpr = tp / (tp + fn), fp / (fp + tn)
        out[name] = {
            "tp": tp, "fp": fp, "fn": fn, "tn": tn,
            "tpr_se": round((tpr * (1 - tpr) / (tp + fn)) ** 0.5, 5),
            "fpr_se": round((fpr * (1 - fpr) / (fp + tn)) ** 0.5, 5),
        }  # fmt: skip
    return out


def notes(inner: np.ndarray, before: np.ndarray, after: np.ndarray, cut: float) -> list[str]:
    """What a reader of the card must know."""
    gold = "trained and measured on forum comments; there is no gold emotion on chats"
    found = f"macro-F1 before rejection {before.mean():.3f}, after it {after.mean():.3f}"
    rule = f"a sentence whose surest emotion is below {cut:.2f} is neutral"
    return [
        f"{gold}, so shares are not corrected",
        f"{found} (before it, in cross-validation inside training: {inner.mean():.3f})",
        f"{rule}: the highest value that costs no more than one standard error of macro-F1",
    ]


def main() -> None:
    """Cross-validate, fit, calibrate, write, and score the development comments."""
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    data = parser.parse_args().data or Path(os.environ.get("USERGAP_DATA", root / "../shared/data"))
    shipped = root / "src/usergap/annotators/shipped"
    texts, gold = load(data / "goemotions/train.tsv")
    matrix = counts(texts)
    rng = np.random.default_rng(0)
    fold = rng.permutation(len(texts)) % FOLDS
    held_out = np.zeros(gold.shape)
    began = time.monotonic()
    for number in range(FOLDS):
        model = pack(fit(matrix[fold != number], gold[fold != number]))
        rows = np.flatnonzero(fold == number)
        held_out[rows] = scores(model, [texts[row] for row in rows])
        print(f"fold {number + 1} of {FOLDS}: {time.monotonic() - began:.0f} s", flush=True)
    parts = fit(matrix, gold)
    model = pack(parts)
    slope, offset = np.zeros(len(LABELS)), np.zeros(len(LABELS))
    for k in range(len(LABELS)):
        platt = LogisticRegression(C=1e6).fit(held_out[:, [k]], gold[:, k])
        slope[k], offset[k] = platt.coef_[0, 0], platt.intercept_[0]
    model = replace(model, slope=slope, offset=offset)
    probability = 1 / (1 + np.exp(-(slope * held_out + offset)))
    model = replace(model, thresholds=best_thresholds(probability, gold, rng).round(3))
    inner = f1(model.multilabel(probability), gold)
    cut, curve = confidence(model, probability, gold, rng)
    model = replace(model, confidence=cut)

    flags = np.zeros(1 << BITS, dtype=bool)
    flags[parts["kept"]] = True
    codes = (model.packed[parts["kept"]].astype("<u8").view(np.uint8).reshape(-1, 8)).copy()
    np.savez_compressed(
        shipped / "emotion.npz",
        kept=np.packbits(flags),
        weights=(codes[:, :7].astype(np.int16) - 128).astype(np.int8),
        rarity=codes[:, 7],
        scale=model.scale, bias=model.bias, slope=slope, offset=offset,
        thresholds=model.thresholds, confidence=np.float64(cut),
    )  # fmt: skip

    dev_texts, dev_gold = load(data / "goemotions/dev.tsv")
    dev = np.vstack(
        [model.probabilities(dev_texts[i : i + 2000]) for i in range(0, len(dev_texts), 2000)]
    )
    before, after = f1(model.multilabel(dev), dev_gold), f1(model.judged(dev), dev_gold)
    record = {
        "gold": "GoEmotions, Ekman classes (Demszky et al. 2020), development comments",
        "notes": notes(inner, before, after, cut),
        "thresholds": dict(zip(LABELS, model.thresholds.tolist(), strict=True)),
        "confidence": cut,
        "curve": curve,
        "f1_cross_validation": dict(zip(LABELS, inner.round(4).tolist(), strict=True)),
        "f1_before_rejection": dict(zip(LABELS, before.round(4).tolist(), strict=True)),
        "comments": {
            "unit": "comment", "units": len(dev_gold), "groups": len(dev_gold),
            "domains": ["forum comments"], "languages": ["en"],
            "labels": confusion(model.judged(dev), dev_gold),
            "macro_f1": round(float(after.mean()), 4),
        },
    }  # fmt: skip
    (shipped / "emotion.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{(shipped / 'emotion.npz').stat().st_size / 1e6:.2f} MB, {len(parts['kept'])} features")
    for name, values in (("inner", inner), ("dev", before), ("dev, rejecting", after)):
        print(
            f"{name}: macro-F1 {values.mean():.4f}",
            dict(zip(LABELS, values.round(3).tolist(), strict=True)),
        )
    print("confidence", cut, curve)


if __name__ == "__main__":
    main()
