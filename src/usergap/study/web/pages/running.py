"""What an owner does to a study that runs: invite, revoke, close, erase a rater."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from usergap.study.records import Study
from usergap.study.tasks import Form
from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.pages.owner import study_page
from usergap.study.web.site import site_of


async def _asked(request: Request) -> tuple[Study, Form]:
    _, session = await run_in_threadpool(member_of, request, "owner")
    form = await posted(request)
    check_form(request, session, form)
    site = site_of(request)
    return await run_in_threadpool(site.study, request.path_params["study"]), form


def _back(study: Study) -> Response:
    return RedirectResponse(f"/owner/{study.id}", 303)


async def invite(request: Request) -> Response:
    """Make an invitation link: for one rater, or for whoever has the link."""
    study, form = await _asked(request)
    site = site_of(request)
    uses = 1 if form.get("uses") == ("1",) else None
    token = await run_in_threadpool(
        site.store.people.invite, "rater", study.id, now=site.now(), uses=uses
    )
    base = (site.base or str(request.base_url)).rstrip("/")
    return await run_in_threadpool(study_page, request, f"{base}/join/{token}")


async def revoke(request: Request) -> Response:
    """Nobody can follow an invitation any more."""
    study, form = await _asked(request)
    site = site_of(request)
    (name,) = form.get("invitation", ("",))[:1]
    await run_in_threadpool(site.store.people.revoke, name, study=study.id, now=site.now())
    return _back(study)


async def close(request: Request) -> Response:
    """Show no further items, or open the study again."""
    study, form = await _asked(request)
    site = site_of(request)
    if form.get("open") == ("yes",):
        await run_in_threadpool(site.store.studies.reopen, study.id)
    else:
        await run_in_threadpool(site.store.studies.close, study.id, now=site.now())
    return _back(study)


async def erase(request: Request) -> Response:
    """Delete the answers of a rater of this study who asked for it."""
    study, form = await _asked(request)
    site = site_of(request)
    names = {one.id for one in await run_in_threadpool(site.store.people.raters, study.id)}
    for name in names.intersection(form.get("rater", ())):
        await run_in_threadpool(site.store.people.erase, name, now=site.now())
    return _back(study)


ROUTES = (
    Route("/owner/{study}/invite", invite, methods=["POST"]),
    Route("/owner/{study}/revoke", revoke, methods=["POST"]),
    Route("/owner/{study}/close", close, methods=["POST"]),
    Route("/owner/{study}/erase", erase, methods=["POST"]),
)
