"""Small cards and error rates for tests."""

import numpy as np

from usergap.annotators.annotator import CardSide, Confusion
from usergap.compare.correction.transfer import Errors


def exact(tpr, fpr, se=0.0):
    """Errors with one standard error for all rates."""
    return Errors(*(np.array(x, float) for x in (tpr, fpr, [se] * len(tpr), [se] * len(tpr))))


def card_side(domains=("books",), se=0.02, **cells):
    """A card side from {label: (tp, fp, fn, tn)}."""
    judged = {name: Confusion(*cell, se, se) for name, cell in cells.items()}
    return CardSide("user turn", 100, 50, domains, ("en",), judged, 0.7)
