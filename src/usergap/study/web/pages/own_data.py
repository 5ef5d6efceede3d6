"""What is kept about a rater, for the rater: to download, and to delete."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.sessions import form_token, sign_out
from usergap.study.web.site import site_of


def mine(request: Request) -> Response:
    """What can be done with it."""
    member, session = member_of(request, "rater")
    site = site_of(request)
    done, _ = site.store.answers.progress(member.id)
    values = {"done": done, "form_token": form_token(session)}
    return site.page("mine.html.j2", values)


def download(request: Request) -> Response:
    """Everything that is kept about the rater."""
    member, _ = member_of(request, "rater")
    headers = {"Content-Disposition": 'attachment; filename="my-answers.json"'}
    return JSONResponse(site_of(request).store.people.data_of(member.id), headers=headers)


async def erase(request: Request) -> Response:
    """Delete the rater's answers and end the session."""
    site = site_of(request)
    member, session = await run_in_threadpool(member_of, request, "rater")
    check_form(request, session, await posted(request))
    gone = await run_in_threadpool(site.store.people.erase, member.id, now=site.now())
    said = f"{gone} answer{'s' if gone != 1 else ''} deleted. Thank you."
    response = site.message(said, status=200)
    sign_out(response, member, secure=site.secure)
    return response


ROUTES = (
    Route("/mine", mine),
    Route("/mine.json", download),
    Route("/erase", erase, methods=["POST"]),
)
