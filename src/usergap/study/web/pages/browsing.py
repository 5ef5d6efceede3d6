"""Leaf through a comparison: gaps, one gap with its turns, two dialogues side by side."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from usergap.study.browsing.address import Address
from usergap.study.browsing.beside_view import beside_view
from usergap.study.browsing.catalogue import Catalogue
from usergap.study.browsing.gap_view import gap_view
from usergap.study.browsing.gaps import choices, gaps
from usergap.study.browsing.labelled import ORDERS
from usergap.study.web.pages.forms import member_of
from usergap.study.web.site import site_of


def open_catalogue(app: Starlette, catalogue: Catalogue) -> None:
    """Let an app show a comparison, and lead its owner there."""
    app.state.catalogue = catalogue
    app.router.routes.insert(0, Route("/owner", _home))


def _home(_request: Request) -> Response:
    return RedirectResponse("/browse", 303)


def overview(request: Request) -> Response:
    """All gaps through the filters."""
    catalogue, address = _opened(request)
    values = {
        "address": address, "choices": choices(catalogue), "gaps": gaps(catalogue, address),
        "comparison": catalogue.comparison,
    }  # fmt: skip
    return site_of(request).page("browse/gaps.html.j2", values)


def gap(request: Request) -> Response:
    """One gap: labels, domains, turns."""
    catalogue, address = _opened(request)
    values = {
        "address": address, "choices": choices(catalogue), "view": gap_view(catalogue, address),
        "orders": ORDERS,
    }  # fmt: skip
    return site_of(request).page("browse/gap.html.j2", values)


def beside(request: Request) -> Response:
    """Two dialogues of one scenario."""
    catalogue, address = _opened(request)
    values = {"address": address, "view": beside_view(catalogue, address)}
    return site_of(request).page("browse/beside.html.j2", values)


def _opened(request: Request) -> tuple[Catalogue, Address]:
    """The comparison that is served, for its owner alone; HTTP error 404 where there is none."""
    member_of(request, "owner")
    catalogue: Catalogue | None = getattr(request.app.state, "catalogue", None)
    if catalogue is None:
        raise HTTPException(404)
    return catalogue, Address.of(request.query_params)


ROUTES = (
    Route("/browse", overview),
    Route("/browse/gap", gap),
    Route("/browse/beside", beside),
)
