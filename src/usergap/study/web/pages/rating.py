"""The rater's page: one item at a time; the next shows when the last answer is on disk."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from usergap.errors import InputError
from usergap.study.assignment import assign
from usergap.study.store import Member, Standing
from usergap.study.tasks import Form, task_of
from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.sessions import form_token
from usergap.study.web.site import Site, site_of

GONE = 24 * 60 * 60
"""Seconds after which a rater who was shown nothing new counts as gone."""


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
    now = _standing(site, member)
    study = site.study(member.study or "")
    given = now.following
    if given is not None and not now.shown:
        if member.closed:
            given = None
        else:
            site.store.answers.next_assignment(member.id, clock=site.clock())
    values = {
        "study": study, "total": now.total, "done": now.done, "notice": notice,
        "form_token": form_token(session), "fragment": "hx-request" in request.headers,
    }  # fmt: skip
    if given is None:
        return site.page("done.html.j2", values, status=status)
    item = study.items[given.item]
    task = task_of(study, item)
    values |= {
        "task": task, "position": given.position,
        # of this rater alone: another one in the same browser never sends what it keeps
        "pending": f"{form_token(session)[:16]}/{given.position}",
        "view": task.view(study, item, given.flipped),
    }  # fmt: skip
    return site.page(f"tasks/{task.template}", values, status=status)


def _standing(site: Site, member: Member) -> Standing:
    """How far the rater is; with a list of their own from the first time on."""
    found = site.store.answers.standing(member.id)
    if found.total or member.closed:
        return found
    study = site.study_as_it_is(member.study or "")
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
        since=site.clock() - GONE,
    )
    return site.store.answers.standing(member.id)


async def answer(request: Request) -> Response:
    """Keep an answer; the next item follows, or the same one with what was missing."""
    return await run_in_threadpool(_keep, request, await posted(request))


def _keep(request: Request, form: Form) -> Response:
    site = site_of(request)
    member, session = member_of(request, "rater")
    check_form(request, session, form)
    study = site.study(member.study or "")
    position = _position(form)
    given = site.store.answers.shown(member.id, position)
    try:
        if given is None:
            raise InputError("That conversation was not shown to you yet.")
        item = study.items[given.item]
        value = task_of(study, item).read(study, item, form)
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


ROUTES = (
    Route("/task", show),
    Route("/task", answer, methods=["POST"]),
)
