"""Licences as others spell them: SPDX pages for Croissant, identifiers of the Hugging Face Hub."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: SPDX identifiers (https://spdx.org/licenses/) whose lower-case form the Hub knows too
#: (https://huggingface.co/docs/hub/repositories-licenses).
SPDX = (
    "Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-2.0", "CC-BY-2.5",
    "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-NC-2.0", "CC-BY-NC-3.0",
    "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-3.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-2.0",
    "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", "CDLA-Sharing-1.0", "CDLA-Permissive-1.0",
    "CDLA-Permissive-2.0", "ODC-By-1.0", "ODbL-1.0", "PDDL-1.0", "GPL-3.0", "AGPL-3.0",
)  # fmt: skip
_OF_HUB = {"odc-by-1.0": "odc-by", "odbl-1.0": "odbl", "pddl-1.0": "pddl"}
_KNOWN = {name.lower(): name for name in SPDX}


def licence_page(licence: str) -> str:
    """The SPDX page of a licence; what SPDX does not know stays as it was written."""
    known = _KNOWN.get(_spelled(licence))
    return f"https://spdx.org/licenses/{known}.html" if known else licence


def hub_licence(licences: Sequence[str]) -> tuple[list[str], str | None]:
    """Identifiers of the Hub and, where one licence has none, a name for ``license_name``."""
    spelled = [_spelled(licence) for licence in licences]
    if not licences:
        return ["unknown"], None
    if all(name in _KNOWN for name in spelled):
        return sorted({_OF_HUB.get(name, name) for name in spelled}), None
    name = re.sub(r"[^a-z0-9]+", "-", "-and-".join(spelled)).strip("-")
    return ["other"], name[:80] or "other"


def _spelled(licence: str) -> str:
    return re.sub(r"[\s_]+", "-", licence.strip().lower())
