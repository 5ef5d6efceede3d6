"""The flat API behind ``import usergap``: files, corpora and profiles in, objects out."""

from __future__ import annotations

from usergap.api.comparing import compare, measure
from usergap.api.probing import faults, probe
from usergap.api.simulating import scenarios, simulate
from usergap.compare import Comparison
from usergap.formats import read
from usergap.probes import Finding
from usergap.profiles import Profile
from usergap.report import (
    comparison_html,
    comparison_text,
    finding_text,
    profile_html,
    profile_text,
)

__all__ = ["compare", "faults", "measure", "probe", "read", "scenarios", "simulate"]

# A room may not import the report, which comes after it; here the views are at hand.
for _kind, _text, _page in (
    (Comparison, comparison_text, comparison_html),
    (Profile, profile_text, profile_html),
):
    setattr(_kind, "__repr__", _text)  # noqa: B010 - a type checker allows no other way
    setattr(_kind, "_repr_html_", _page)  # noqa: B010

setattr(Finding, "__repr__", finding_text)  # noqa: B010 - as above
