"""Croissant: the metadata of exported samples as JSON-LD, with its responsible-AI fields.

Croissant 1.0 (Akhtar et al. 2024, arXiv 2403.19546; https://docs.mlcommons.org/croissant)
and its RAI vocabulary (Jain et al. 2024, arXiv 2407.16883). What the ledger does not know is
left out: nothing here is made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from usergap.dialogues import NOT_RECORDED
from usergap.ledger.licences import licence_page
from usergap.ledger.tags import TAGS
from usergap.ledger.tallies import Tallies
from usergap.version import __version__

_TERMS = (
    "citeAs column conformsTo equivalentProperty extract field fileProperty fileObject fileSet "
    "format includes isLiveDataset jsonPath key md5 parentField path recordSet references regex "
    "repeated replace samplingRate separator source subField transform"
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in _TERMS.split()},
    "conformsTo": "dct:conformsTo",
}


@dataclass(frozen=True, slots=True)
class Samples:
    """The exported file: what people call it, its hash and size, and the ledger's head.

    ``texts`` counts samples with their words, ``published`` is an ISO 8601 date, ``cite`` BibTeX.
    """

    name: str
    description: str
    url: str
    file: str
    sha256: str
    size: int
    entries: int
    head: str
    texts: int
    published: str = ""
    cite: str = ""

    @property
    def told(self) -> str:
        """The description, or one in general words."""
        return self.description or "Conversations with users, and where each comes from."


def croissant(samples: Samples, counts: Tallies) -> dict[str, Any]:
    """The JSON-LD document; values are what the samples' tags say, counted."""
    licences = [licence_page(licence) for licence in counts.recorded("licence")]
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [
            "http://mlcommons.org/croissant/1.0",
            "http://mlcommons.org/croissant/RAI/1.0",
        ],
        "name": samples.name,
        "description": samples.told,
        "url": samples.url or None,
        "license": licences or None,
        "version": "1.0.0",
        "datePublished": samples.published or None,
        "citeAs": samples.cite or None,
        "keywords": ["conversations", *counts.recorded("origin"), *counts.recorded("domain")[:20]],
        "distribution": [_file(samples)],
        "recordSet": [_records(samples)],
        **_responsible(samples, counts),
    }
    return {name: value for name, value in found.items() if value is not None}


def _file(samples: Samples) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": samples.file,
        "name": samples.file,
        "description": "One sample a line, with its provenance.",
        "contentUrl": samples.file,
        "contentSize": f"{samples.size} B",
        "encodingFormat": "application/jsonlines",
        "sha256": samples.sha256,
    }


def _records(samples: Samples) -> dict[str, Any]:
    columns = {
        "id": ("sc:Text", "The dialogue's id in the file that it came from."),
        "sample": ("sc:Text", "The sample's name in the ledger."),
        "content_sha256": ("sc:Text", "SHA-256 of what was said, by whom."),
        "occurrence": ("sc:Integer", "Counts exact duplicates within one file from 1."),
    }
    fields = [_field(samples, name, *told) for name, told in columns.items()]
    for name in TAGS:
        kind = "sc:Integer" if name == "seed" else "sc:Text"
        one = _field(samples, name, kind, f"Provenance: {name.replace('_', ' ')}.", "provenance")
        one["source"]["transform"] = {"jsonPath": f"$.{name}"}
        if name == "parents":
            one["repeated"] = True
        fields.append(one)
    if samples.texts:
        fields.append(_messages(samples))
    return {
        "@type": "cr:RecordSet",
        "@id": "samples",
        "name": "samples",
        "description": "The samples, one a record.",
        "key": {"@id": "samples/sample"},
        "field": fields,
    }


def _messages(samples: Samples) -> dict[str, Any]:
    parts = []
    for name, told in (("role", "Who said it."), ("content", "What was said.")):
        part = _field(samples, name, "sc:Text", told, "messages")
        part["@id"] = f"samples/messages/{name}"
        part["source"]["transform"] = {"jsonPath": f"$.{name}"}
        parts.append(part)
    return {
        "@type": "cr:Field",
        "@id": "samples/messages",
        "name": "messages",
        "description": "The messages in order.",
        "repeated": True,
        "subField": parts,
    }


def _field(
    samples: Samples, name: str, kind: str, told: str, column: str | None = None
) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"samples/{name}",
        "name": name,
        "description": told,
        "dataType": kind,
        "source": {
            "fileObject": {"@id": samples.file},
            "extract": {"column": column or name},
        },
    }


def _responsible(samples: Samples, counts: Tallies) -> dict[str, Any]:
    """The RAI fields that a ledger can fill."""
    origins = counts.values["origin"]
    frame = [counts.first, counts.last] if counts.first else None
    return {
        "rai:dataCollection": (
            f"{counts.samples} conversations: {shares(counts, 'origin')}. "
            f"Families: {shares(counts, 'family')}. Generators: {shares(counts, 'generator')}."
        ),
        "rai:dataCollectionType": _types(counts),
        "rai:dataCollectionTimeframe": frame,
        "rai:dataCollectionMissingData": "; ".join(missing(counts)) or None,
        "rai:dataUseCases": uses(counts),
        "rai:dataLimitations": limits(counts),
        "rai:dataBiases": [f"Domains: {shares(counts, 'domain')}."],
        "rai:personalSensitiveInformation": [_people(samples, origins["real"])],
        "rai:dataReleaseMaintenancePlan": (
            f"Exported by usergap {__version__} from a hash-chained ledger of {samples.entries} "
            f"entries with the head {samples.head}."
        ),
    }


def shares(counts: Tallies, tag: str, most: int = 10) -> str:
    """Values of a tag with their counts, as one line."""
    found = counts.values[tag].most_common()
    rest = sum(count for _, count in found[most:])
    told = [f"{value} {count}" for value, count in found[:most]]
    return ", ".join([*told, f"others {rest}"] if rest else told)


def missing(counts: Tallies) -> list[str]:
    """Tags that some samples lack, with how many."""
    return [f"{tag}: {NOT_RECORDED} for {count}" for tag, count in counts.lacking.most_common()]


def uses(counts: Tallies) -> list[str]:
    """What such samples may be used for: an acceptance test needs real users."""
    found = ["Training and testing of conversational systems, by the licences stated."]
    if counts.values["origin"]["synthetic"]:
        found.append(
            "Synthetic samples: unit tests and training mixes; an acceptance test needs real users."
        )
    return found


def limits(counts: Tallies) -> list[str]:
    """What is known to be wrong with such samples."""
    found = ["Tags are as they were recorded; the ledger proves that they were not changed since."]
    if counts.values["origin"]["synthetic"]:
        found.append(
            "Synthetic users differ from real ones; a model trained on samples of its own family "
            "may take over traits that no text filter shows (Cloud et al. 2025, arXiv 2507.14805)."
        )
    return found


def _types(counts: Tallies) -> list[str] | None:
    origins = counts.values["origin"]
    found = ["User-Generated Content Data"] if origins["real"] else []
    return [*found, "Others"] if origins["synthetic"] else found or None


def _people(samples: Samples, real: int) -> str:
    words = "with what was said" if samples.texts else "without what was said, as hashes"
    return (
        f"{real} samples are of real users, exported {words}. A hash is no anonymisation: who "
        "guesses a text can test the guess."
    )
