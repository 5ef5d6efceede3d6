"""A training run that stands still at a step, to be killed there: FOLDER MODEL STEP."""

from __future__ import annotations

import sys
import time

from tests.train.sft.runs import DATA, SETTINGS
from usergap.llm.local.loading import libraries
from usergap.train.sft.finetuning import finetune


def main() -> None:
    folder, model, last = sys.argv[1], sys.argv[2], int(sys.argv[3])

    def wait(step: int, _steps: int, _values: object) -> None:
        if step == last:
            sys.stdout.write("here\n")
            sys.stdout.flush()
            time.sleep(120)

    libraries()[0].set_num_threads(1)
    finetune(DATA, model, folder, SETTINGS, on_log=wait)


if __name__ == "__main__":
    main()
