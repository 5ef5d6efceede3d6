"""Dataset card: a README with YAML metadata as the Hugging Face Hub reads it."""

from __future__ import annotations

import json
from typing import Any

from usergap.ledger.croissant import Samples, limits, missing, uses
from usergap.ledger.licences import hub_licence
from usergap.ledger.tallies import Tallies
from usergap.version import __version__

#: The Hub's size classes: the largest number of samples of each.
_SIZES = (
    (10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"), (10**8, "10M<n<100M"),
)  # fmt: skip
_MOST = 20


def dataset_card(samples: Samples, counts: Tallies) -> str:
    """The card's text. YAML values are JSON, which every YAML reader takes as it stands."""
    front = "\n".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in _metadata(samples, counts).items()
    )
    return f"---\n{front}\n---\n\n{_body(samples, counts)}"


def _metadata(samples: Samples, counts: Tallies) -> dict[str, Any]:
    licences, name = hub_licence(counts.recorded("licence"))
    origins = counts.values["origin"]
    made = [
        word
        for origin, word in (("real", "found"), ("synthetic", "machine-generated"))
        if origins[origin]
    ]
    found: dict[str, Any] = {
        "pretty_name": samples.name,
        "license": licences if len(licences) > 1 else licences[0],
        "license_name": name,
        "license_link": "README.md" if name else None,
        "language_creators": made or None,
        "size_categories": [_size(counts.samples)],
        "tags": [
            "conversations",
            "usergap",
            *sorted(v for v in origins if v in ("real", "synthetic")),
        ],
        "configs": [{"config_name": "default", "data_files": samples.file}],
    }
    return {key: value for key, value in found.items() if value is not None}


def _size(count: int) -> str:
    return next((name for limit, name in _SIZES if count < limit), "100M<n<1B")


def _body(samples: Samples, counts: Tallies) -> str:
    words = "Words are not included."
    if samples.texts:
        words = f"What was said is in `messages` of {samples.texts} samples."
    parts = [
        f"# {_inline(samples.name)}",
        _inline(samples.told),
        f"{counts.samples} samples in `{samples.file}`, each with its provenance. {words}",
        "## Where they come from",
        *(_table(counts, tag) for tag in ("origin", "family", "generator", "domain", "split")),
        "## Licences",
        _table(counts, "licence"),
        "## Not recorded",
        "\n".join(f"- {line}" for line in missing(counts)) or "Every tag is recorded.",
        "## Uses",
        "\n".join(f"- {line}" for line in uses(counts)),
        "## Limits",
        "\n".join(f"- {line}" for line in limits(counts)),
        "## The ledger",
        _traced(samples),
    ]
    return "\n\n".join(parts) + "\n"


def _traced(samples: Samples) -> str:
    return (
        f"Exported by usergap {__version__} from a ledger of {samples.entries} entries with the "
        f"head `{samples.head}`. SHA-256 of `{samples.file}`: `{samples.sha256}`."
    )


def _table(counts: Tallies, tag: str) -> str:
    rows = counts.values[tag].most_common()
    told = [(_inline(value), count) for value, count in rows[:_MOST]]
    if rest := sum(count for _, count in rows[_MOST:]):
        told.append(("others", rest))
    lines = [f"| {tag} | samples |", "|---|---:|"]
    return "\n".join([*lines, *(f"| {value} | {count} |" for value, count in told)])


def _inline(text: str) -> str:
    """Text from the data as plain words on one line: no markup, no table of its own."""
    plain = " ".join(text.split())
    for sign in "\\`*_{}[]<>|#":
        plain = plain.replace(sign, f"\\{sign}" if sign not in "<>" else f"&{'lg'[sign == '>']}t;")
    return plain
