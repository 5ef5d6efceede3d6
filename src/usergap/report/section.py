"""The record by which a part of the report declares itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Section:
    """One part of the page: where it is linked, what it says, which template draws it.

    ``id`` is the anchor (ASCII letters, digits, hyphens), ``template`` a file under
    ``report/templates``, rendered with autoescape and ``context``. ``holds_text`` is
    True where the section quotes conversations: then the page warns at its top.
    Later rooms add sections through ``render_html(…, extra=[Section(…)])``.
    """

    id: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    holds_text: bool = False
