"""Read a posted form of a member's: limited, not forged."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from usergap.study.store import Member, Role
from usergap.study.tasks import Form
from usergap.study.web.sessions import forged, from_elsewhere
from usergap.study.web.site import site_of

NO_SESSION = "Please open your invitation link again: this browser has no session here."
SLOWER = "Too much in a short time. Please wait a moment."


def member_of(request: Request, role: Role) -> tuple[Member, str]:
    """Who asks, and their session; HTTP error 403 where nobody of that role, 429 for too much."""
    site = site_of(request)
    found = site.who(request, role)
    if found is None:
        raise HTTPException(403, NO_SESSION)
    if not site.reads.allow(found[1]):
        raise HTTPException(429, SLOWER)
    return found


async def posted(request: Request) -> Form:
    """The fields of a form, each with all its values."""
    data = await request.form()
    return {name: tuple(str(value) for value in data.getlist(name)) for name in data}


def check_form(request: Request, session: str, form: Form) -> None:
    """HTTP error 403 for a forged form, 429 for too many."""
    token = form.get("token", ("",))[0]
    site = site_of(request)
    if from_elsewhere(request, site.base) or forged(session, token):
        raise HTTPException(403, "This form was not made for this session. Please reload the page.")
    if not site.answers.allow(session):
        raise HTTPException(429, SLOWER)
