"""Site: what the pages share: the store, templates, clock and limits."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from usergap.study.records import Study
from usergap.study.reports import Report, report_of
from usergap.study.store import Member, Role, Store
from usergap.study.web.limits import Limits
from usergap.study.web.sessions import KEPT, who


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
    """One served store. ``secure``: cookies for https alone; ``base``: its address in browsers."""

    store: Store
    secure: bool = False
    base: str | None = None
    clock: Callable[[], float] = time.time
    templates: Environment = field(default_factory=_environment)

    def __post_init__(self) -> None:
        self.answers = Limits(rate=4, burst=20, clock=self.clock)
        self.reads = Limits(rate=10, burst=100, clock=self.clock)
        self.wrong_doors = Limits(rate=0.2, burst=20, clock=self.clock)
        # two hundred raters may sit behind one address, and come at once
        self.joins = Limits(rate=2, burst=300, clock=self.clock)
        self._studies: dict[str, Study] = {}
        self._reports: dict[str, tuple[tuple[int, int, int], Report]] = {}

    def study(self, name: str) -> Study:
        """A study, read once. Raises InputError where there is none."""
        if name not in self._studies:
            self._studies[name] = self.store.studies.get(name)
        return self._studies[name]

    def study_as_it_is(self, name: str) -> Study:
        """A study with the items that it may have got since it was read.

        Once a rater has a list it gets no more: to be asked before each list is made, and
        for the owner.
        """
        if self.store.studies.size(name) != len(self.study(name).items):
            self._studies.pop(name, None)
        return self.study(name)

    def now(self) -> str:
        """The time in UTC, to the second."""
        return spelled(self.clock())

    def report(self, study: Study) -> Report:
        """The study's report; made anew when there are other answers or items than before."""
        state = (*self.store.answers.state(study.id), len(study.items))
        known = self._reports.get(study.id)
        if known is None or known[0] != state:
            known = (state, report_of(study, self.store.answers.of(study.id)))
            self._reports[study.id] = known
        return known[1]

    def who(
        self, request: Request, role: Role, study: str | None = None
    ) -> tuple[Member, str] | None:
        """The member of this role who asks, and their session's secret; sessions end."""
        since = spelled(self.clock() - KEPT)
        return who(request, self.store, role, secure=self.secure, since=since, study=study)

    def page(
        self, name: str, values: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> HTMLResponse:
        """A rendered page."""
        return HTMLResponse(self.templates.get_template(name).render(values or {}), status)

    def message(self, text: str, *, status: int) -> HTMLResponse:
        """A page of one sentence."""
        return self.page("message.html.j2", {"text": text}, status=status)


def spelled(clock: float) -> str:
    """Seconds of the clock as a time in UTC, to the second."""
    return datetime.fromtimestamp(clock, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def client_of(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else "unknown"


def site_of(request: Request) -> Site:
    """The site that serves a request."""
    site: Site = request.app.state.site
    return site
