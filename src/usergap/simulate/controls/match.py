"""Match: conversations planned from what was measured of real users."""

from __future__ import annotations

import asyncio
import json

from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec, read_text
from usergap.simulate.matching.control import Match
from usergap.simulate.matching.correction import NONE, Correction
from usergap.simulate.matching.target import read_target


async def _make(spec: Spec, making: Making) -> Match:  # noqa: ARG001 - needs no model
    path = spec.options.get("correction")
    correction = NONE if path is None else _read_correction(path)
    return Match(await asyncio.to_thread(read_target, spec.argument), correction)


def _read_correction(path: str) -> Correction:
    try:
        return Correction.from_record(json.loads(read_text(path, "match: correction")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            f"match: correction: {path}: expected an object with words, remarks and kinds, as"
            " a calibration records it"
        ) from None


KIND = Kind(
    name="match",
    argument="REFERENCE",
    options=("correction",),
    summary="as many words, turns, remarks and self-disclosures as real users in REFERENCE:"
    " a profile, real dialogues, or wildchat, lmsys, all",
    make=_make,
)
