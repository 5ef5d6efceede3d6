"""SDMetrics: total variation of labels, and logistic detection over numbers."""

# ruff: noqa: ANN001, ANN201, ANN202

import pandas as pd
from sdmetrics.single_column import TVComplement
from sdmetrics.single_table import LogisticDetection
from timing import main

REPEATS = 300


def prepare(given):
    frames = [pd.DataFrame(given[x]["numbers"]).astype(float) for x in ("real", "simulated")]
    labels = [pd.Series(given[x]["labels"]) for x in ("real", "simulated")]
    about = {"columns": {name: {"sdtype": "numerical"} for name in frames[0].columns}}

    def tvd():
        return [100 * (1 - TVComplement.compute(*labels)) for _ in range(REPEATS)].pop()

    def detection():
        return float(LogisticDetection.compute(*frames, metadata=about))

    return {"tvd": tvd, "detection": detection}


main(prepare)
