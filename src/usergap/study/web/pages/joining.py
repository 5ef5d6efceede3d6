"""Following an invitation: a door with a button (so that link previews do not use it up)."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.sessions import form_token, sign_in, who
from usergap.study.web.site import site_of

USED = "This invitation is not, or no longer, valid. Please ask whoever sent it for a new one."


def door(request: Request) -> Response:
    """The door; who has a session of this kind already goes straight in."""
    return site_of(request).page("door.html.j2", {"token": request.path_params["token"]})


async def enter(request: Request) -> Response:
    """Follow the invitation."""
    site = site_of(request)
    client = request.client.host if request.client else "unknown"
    joined = await run_in_threadpool(
        site.store.people.join, request.path_params["token"], now=site.now()
    )
    if joined is None:
        # only failures count: two hundred raters may sit behind one address
        status = 410 if site.doors.allow(client) else 429
        return site.message(USED, status=status)
    member, session = joined
    response = RedirectResponse("/owner" if member.role == "owner" else "/consent", 303)
    sign_in(response, member.role, session, secure=site.secure)
    return response


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
    if who(request, site.store, "owner"):
        return RedirectResponse("/owner", 303)
    if who(request, site.store, "rater"):
        return RedirectResponse("/task", 303)
    return site.message("To take part, open the invitation link that you were sent.", status=200)


ROUTES = (
    Route("/", home),
    Route("/join/{token}", door),
    Route("/join/{token}", enter, methods=["POST"]),
    Route("/consent", ask_consent),
    Route("/consent", consent, methods=["POST"]),
)
