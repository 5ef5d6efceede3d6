"""What a fine-tuning run tells of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from usergap.dialogues import Dialogue
from usergap.simulate.prompt_room import FORM, RULE
from usergap.train.run_card import data_record, how_to_use, versions
from usergap.train.sft.encoding import Samples
from usergap.train.sft.settings import FineTuning, data_hash

NOT_MEASURED: Final = (
    "whether dialogues with this user resemble real ones: simulate with it and compare",
    "side effects on what was not trained: the ten measures and the probes, before and after",
    "whether the model recites training turns word for word: probe memorisation",
    "other seeds: one run says nothing about the spread between runs",
)


def sft_card(
    *,
    model: str,
    folder: Path,
    weights: tuple[str, str],
    parameters: int,
    settings: FineTuning,
    ran: Mapping[str, Any],
    data: Mapping[str, Sequence[Dialogue]],
    held_out_sources: Sequence[str],
    samples: Samples,
    course: Mapping[str, float],
    perplexity: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The card. ``weights``: hashes before and after; ``ran``: device and longest sample."""
    encoded = samples.encoded
    missing = [] if perplexity else ["perplexity: no held-out dialogues were given"]
    return {
        "what": f"fine-tuning of {Path(model).name} on the user's side of dialogues",
        "use": how_to_use(f"hf:{folder}"),
        "users": {"before": f"hf:{model}", "after": f"hf:{folder}"},
        "base": {"name": model, "weights": weights[0]},
        "trained": {"weights": weights[1], "parameters": parameters},
        "settings": {**asdict(settings), "learning_rate": settings.rate, **ran},
        "prompts": {"version": FORM, "rule": RULE},
        "data": {name: data_record(part) for name, part in data.items()},
        "data_hash": {name: data_hash(part) for name, part in data.items()},
        "held_out_sources": list(held_out_sources),
        "samples": {
            "train": len(encoded),
            "ends": sum(each.sample.ends for each in encoded),
            "tokens": sum(len(each.ids) for each in encoded),
            "tokens_with_loss": sum(each.target for each in encoded),
            "without_intent": sum(not each.sample.intent for each in encoded),
            **samples.record(),
        },
        "course": dict(course),
        "held_out_perplexity": perplexity,
        "versions": versions(),
        "not_measured": [*NOT_MEASURED, *missing],
    }
