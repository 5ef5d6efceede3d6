"""Following an invitation: a door with a button (so that link previews do not use it up)."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from usergap.study.store import Invitation
from usergap.study.web.pages.forms import SLOWER, check_form, member_of, posted
from usergap.study.web.sessions import form_token, from_elsewhere, sign_in
from usergap.study.web.site import client_of, site_of

USED = "This invitation is not, or no longer, valid. Please ask whoever sent it for a new one."


def door(request: Request) -> Response:
    """The door; who has a session of this study already goes straight in."""
    site = site_of(request)
    found = site.store.people.invitation(request.path_params["token"])
    if found is not None and (back := _back_in(request, found)) is not None:
        return back
    if found is None or not found.open:
        return _shut(request)
    study = None if found.study is None else site.study(found.study)
    values = {"token": request.path_params["token"], "role": found.role, "study": study}
    return site.page("door.html.j2", values)


def enter(request: Request) -> Response:
    """Follow the invitation; a second time in the same browser makes no second member."""
    site = site_of(request)
    if from_elsewhere(request, site.base):
        raise HTTPException(403, "Please open the link itself.")
    token = request.path_params["token"]
    found = site.store.people.invitation(token)
    if found is not None and (back := _back_in(request, found)) is not None:
        return back
    if found is not None and found.open and not site.joins.allow(client_of(request)):
        raise HTTPException(429, SLOWER)
    joined = None if found is None else site.store.people.join(token, now=site.now())
    if joined is None:
        return _shut(request)
    member, session = joined
    response = RedirectResponse("/owner" if member.role == "owner" else "/consent", 303)
    sign_in(response, member, session, secure=site.secure)
    return response


def _back_in(request: Request, found: Invitation) -> Response | None:
    site = site_of(request)
    known = site.who(request, found.role, found.study)
    if known is None:
        return None
    response = RedirectResponse("/owner" if found.role == "owner" else "/task", 303)
    sign_in(response, *known, secure=site.secure)
    return response


def _shut(request: Request) -> Response:
    site = site_of(request)
    status = 410 if site.wrong_doors.allow(client_of(request)) else 429
    return site.message(USED, status=status)


def ask_consent(request: Request) -> Response:
    """What a rater agrees to."""
    site = site_of(request)
    member, session = member_of(request, "rater")
    if member.consented:
        return RedirectResponse("/task", 303)
    study = site.study(member.study or "")
    return site.page("consent.html.j2", {"study": study, "form_token": form_token(session)})


async def consent(request: Request) -> Response:
    """The rater agreed."""
    site = site_of(request)
    member, session = await run_in_threadpool(member_of, request, "rater")
    check_form(request, session, await posted(request))
    await run_in_threadpool(site.store.people.consent, member.id, now=site.now())
    return RedirectResponse("/task", 303)


def home(request: Request) -> Response:
    """To where one belongs."""
    site = site_of(request)
    if site.who(request, "owner"):
        return RedirectResponse("/owner", 303)
    if site.who(request, "rater"):
        return RedirectResponse("/task", 303)
    return site.message("To take part, open the invitation link that you were sent.", status=200)


ROUTES = (
    Route("/", home),
    Route("/join/{token}", door),
    Route("/join/{token}", enter, methods=["POST"]),
    Route("/consent", ask_consent),
    Route("/consent", consent, methods=["POST"]),
)
