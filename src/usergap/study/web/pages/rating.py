"""The rater's page: one item at a time; the next shows when the last answer is on disk."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from usergap.errors import InputError
from usergap.study.assignment import assign
from usergap.study.records import Study
from usergap.study.store import Member
from usergap.study.tasks import Form, task_named
from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.sessions import COOKIES, form_token
from usergap.study.web.site import Site, site_of


def show(request: Request) -> Response:
    """The first item without an answer, or thanks."""
    member, session = member_of(request, "rater")
    if not member.consented:
        return RedirectResponse("/consent", 303)
    return _next(request, member, session)


def _next(
    request: Request, member: Member, session: str, *, notice: str = "", status: int = 200
) -> Response:
    site = site_of(request)
    study = site.study(member.study or "")
    _give_list(site, study, member)
    given = site.store.answers.next_assignment(member.id, clock=site.clock())
    done, total = site.store.answers.progress(member.id)
    values = {
        "study": study, "done": done, "total": total, "notice": notice,
        "form_token": form_token(session), "fragment": "hx-request" in request.headers,
    }  # fmt: skip
    if given is None:
        return site.page("done.html.j2", values, status=status)
    task = task_named(study.kind)
    values |= {
        "task": task, "position": given.position,
        "view": task.view(study, study.items[given.item], given.flipped),
    }  # fmt: skip
    return site.page(f"tasks/{task.template}", values, status=status)


def _give_list(site: Site, study: Study, member: Member) -> None:
    checks = sum(item.attention for item in study.items)
    site.store.answers.assign_once(
        member,
        lambda given: assign(
            study.items,
            given,
            count=study.settings.get("per_rater", len(study.items)),
            checks=min(checks, study.settings.get("checks", checks)),
            seed=study.seed,
            rater=member.number,
        ),
    )


async def answer(request: Request) -> Response:
    """Keep an answer; the next item follows, or the same one with what was missing."""
    member, session = await run_in_threadpool(member_of, request, "rater")
    form = await posted(request)
    check_form(request, session, form)
    return await run_in_threadpool(_keep, request, member, session, form)


def _keep(request: Request, member: Member, session: str, form: Form) -> Response:
    site = site_of(request)
    study = site.study(member.study or "")
    position = _position(form)
    items = {one.position: one.item for one in site.store.answers.assignments(member.id)}
    try:
        if position not in items:
            raise InputError("That conversation is not on your list.")
        value = task_named(study.kind).read(study, study.items[items[position]], form)
    except InputError as trouble:
        return _next(request, member, session, notice=str(trouble), status=422)
    kept = site.store.answers.record(member, position, value, now=site.now(), clock=site.clock())
    if "hx-request" not in request.headers:
        return RedirectResponse("/task", 303)
    notice = "" if kept.new or kept.value == value else "You had answered that one before."
    return _next(request, member, session, notice=notice)


def _position(form: Form) -> int:
    text = form.get("position", ("",))[0]
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def own_data(request: Request) -> Response:
    """Everything that is kept about the rater, for the rater."""
    member, _ = member_of(request, "rater")
    headers = {"Content-Disposition": 'attachment; filename="my-answers.json"'}
    return JSONResponse(site_of(request).store.people.data_of(member.id), headers=headers)


async def erase(request: Request) -> Response:
    """Delete the rater's answers and end the session."""
    site = site_of(request)
    member, session = await run_in_threadpool(member_of, request, "rater")
    check_form(request, session, await posted(request))
    gone = await run_in_threadpool(site.store.people.erase, member.id, now=site.now())
    response = site.message(f"Your {gone} answers were deleted. Thank you.", status=200)
    response.delete_cookie(COOKIES["rater"])
    return response


ROUTES = (
    Route("/task", show),
    Route("/task", answer, methods=["POST"]),
    Route("/mine.json", own_data),
    Route("/erase", erase, methods=["POST"]),
)
