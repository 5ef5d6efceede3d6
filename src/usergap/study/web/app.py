"""The app: routes, errors and middleware. Pages are in ``pages/``, one file each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from usergap.errors import InputError
from usergap.study.store.studies import UnknownStudyError
from usergap.study.web.headers import HEADERS, SafeHeaders
from usergap.study.web.pages import (
    adjudicating,
    browsing,
    joining,
    own_data,
    owner,
    rating,
    running,
)
from usergap.study.web.site import Site, site_of

PAGES = (joining, rating, own_data, owner, running, adjudicating, browsing)


def create_app(
    site: Site, *, hosts: Sequence[str] = ("localhost", "127.0.0.1", "[::1]")
) -> Starlette:
    """The app of a site; ``hosts``: names under which it answers (against DNS rebinding)."""
    static = StaticFiles(directory=Path(__file__).parent / "static")
    routes = [route for page in PAGES for route in page.ROUTES]
    app = Starlette(
        routes=[Mount("/static", static), Route("/health", _health), *routes],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
        ],
        exception_handlers={
            HTTPException: _known,
            UnknownStudyError: _absent,
            InputError: _refused,
            Exception: _broken,
        },
    )
    app.state.site = site
    return app


def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


def _known(request: Request, trouble: Exception) -> Response:
    status = getattr(trouble, "status_code", 500)
    text = {404: "There is no such page.", 405: "That cannot be done here."}.get(
        status, getattr(trouble, "detail", "")
    )
    return site_of(request).message(text, status=status)


def _absent(request: Request, _trouble: Exception) -> Response:
    """Names no other study: those who ask may not know them."""
    return site_of(request).message("There is no study of that name.", status=404)


def _broken(_request: Request, _trouble: Exception) -> Response:
    """Says nothing of what broke; the server's log does."""
    return PlainTextResponse("Something went wrong on our side.", 500, HEADERS)


def _refused(request: Request, trouble: Exception) -> Response:
    return site_of(request).message(str(trouble), status=400)
