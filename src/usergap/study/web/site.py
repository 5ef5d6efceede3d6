"""Site: what the pages share: the store, templates, clock and limits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from usergap.study.records import Study
from usergap.study.store import Store
from usergap.study.web.limits import Limits


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("usergap.study.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass
class Site:
    """One served store. ``secure``: cookies for https alone."""

    store: Store
    secure: bool = False
    clock: Callable[[], float] = time.time
    templates: Environment = field(default_factory=_environment)

    def __post_init__(self) -> None:
        self.answers = Limits(rate=4, burst=20, clock=self.clock)
        self.doors = Limits(rate=0.2, burst=20, clock=self.clock)
        self.study: Callable[[str], Study] = lru_cache(maxsize=64)(self.store.studies.get)

    def now(self) -> str:
        """The time in UTC, to the second."""
        return datetime.fromtimestamp(self.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def page(
        self, name: str, values: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> HTMLResponse:
        """A rendered page."""
        return HTMLResponse(self.templates.get_template(name).render(values or {}), status)

    def message(self, text: str, *, status: int) -> HTMLResponse:
        """A page of one sentence."""
        return self.page("message.html.j2", {"text": text}, status=status)


def site_of(request: Request) -> Site:
    """The site that serves a request."""
    site: Site = request.app.state.site
    return site
