"""evidently: a permutation test of label shares, drift of texts, and a report."""

# ruff: noqa: ANN001, ANN201, ANN202

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.legacy.calculations.stattests import tvd_test
from evidently.legacy.calculations.stattests.registry import get_stattest
from evidently.legacy.utils.data_drift_utils import calculate_text_drift_score
from evidently.presets import DataDriftPreset
from timing import main


def prepare(given):
    real, simulated = given["real"], given["simulated"]
    test = get_stattest(pd.Series(real["labels"]), pd.Series(simulated["labels"]), "cat", tvd_test)

    def shares():
        np.random.seed(0)
        sides = pd.Series(real["labels"]), pd.Series(simulated["labels"])
        return float(test(*sides, "cat", 0.05).drift_score)

    def texts():
        sides = pd.Series(real["texts"]), pd.Series(simulated["texts"])
        found = calculate_text_drift_score(*sides, bootstrap=True)
        return float(found[0])

    def report():
        frames = [pd.DataFrame(x["numbers"]).assign(text=x["texts"]) for x in (real, simulated)]
        about = DataDefinition(numerical_columns=list(real["numbers"]), text_columns=["text"])
        sets = [Dataset.from_pandas(frame, data_definition=about) for frame in frames]
        found = Report([DataDriftPreset()]).run(sets[1], sets[0])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.html"
            found.save_html(str(path))
            return path.stat().st_size

    return {"tvd_null": shares, "text": texts, "report": report}


main(prepare)
