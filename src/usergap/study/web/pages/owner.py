"""The owner's pages: all studies, and the results of one as they come in."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from usergap.study.records import Study
from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.sessions import form_token, sign_out
from usergap.study.web.site import site_of


def overview(request: Request) -> Response:
    """All studies."""
    site = site_of(request)
    _, session = member_of(request, "owner")
    counts = site.store.people.counts()
    rows = [
        (site.study_as_it_is(name), *counts.get(name, (0, 0)), site.store.studies.closed(name))
        for name in site.store.studies.names()
    ]
    return site.page("owner.html.j2", {"rows": rows, "form_token": form_token(session)})


def one(request: Request) -> Response:
    """One study."""
    return study_page(request, "")


def study_page(request: Request, link: str) -> Response:
    """The page of a study; ``link``: a new invitation to show once."""
    site = site_of(request)
    _, session = member_of(request, "owner")
    study = site.study_as_it_is(request.path_params["study"])
    values = _results(request, study) | {
        "form_token": form_token(session), "link": link,
        "invitations": site.store.people.invitations(study.id),
        "members": site.store.people.raters(study.id),
    }  # fmt: skip
    return site.page("owner_study.html.j2", values)


def results(request: Request) -> Response:
    """The results alone; the page asks for them every few seconds."""
    member_of(request, "owner")
    site = site_of(request)
    study = site.study_as_it_is(request.path_params["study"])
    return site.page("owner_results.html.j2", _results(request, study))


def _results(request: Request, study: Study) -> dict[str, object]:
    site = site_of(request)
    report = site.report(study)
    raters, answers = site.store.people.counts().get(study.id, (0, 0))
    return {
        "study": study, "raters": raters, "answers": answers, "report": report,
        "template": f"results/{report.template}", "closed": site.store.studies.closed(study.id),
    }  # fmt: skip


def export(request: Request) -> Response:
    """All answers of a study with what the items held, as CSV: numbers and names, no text."""
    member_of(request, "owner")
    site = site_of(request)
    study = site.study_as_it_is(request.path_params["study"])
    text = site.report(study).csv()
    headers = {"Content-Disposition": f'attachment; filename="{study.id}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


async def leave(request: Request) -> Response:
    """End the owner's session."""
    site = site_of(request)
    member, session = await run_in_threadpool(member_of, request, "owner")
    check_form(request, session, await posted(request))
    await run_in_threadpool(site.store.people.sign_out, member.id)
    response = RedirectResponse("/", 303)
    sign_out(response, member, secure=site.secure)
    return response


ROUTES = (
    Route("/owner", overview),
    Route("/owner/leave", leave, methods=["POST"]),
    Route("/owner/{study}", one),
    Route("/owner/{study}/results", results),
    Route("/owner/{study}/export.csv", export),
)
