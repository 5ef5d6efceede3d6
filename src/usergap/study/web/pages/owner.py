"""The owner's pages: studies, invitations, results as they come in, export."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from usergap.study.records import Study
from usergap.study.reports import report_of
from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.sessions import form_token
from usergap.study.web.site import site_of


def overview(request: Request) -> Response:
    """All studies."""
    site = site_of(request)
    member_of(request, "owner")
    rows = []
    for name in site.store.studies.names():
        raters = site.store.people.raters(name)
        rows.append((site.study(name), len(raters), len(site.store.answers.of(name))))
    return site.page("owner.html.j2", {"rows": rows})


def one(request: Request) -> Response:
    """One study."""
    return _page(request, "")


def _page(request: Request, link: str) -> Response:
    site = site_of(request)
    _, session = member_of(request, "owner")
    study = site.study(request.path_params["study"])
    values = _results(request, study) | {"form_token": form_token(session), "link": link}
    return site.page("owner_study.html.j2", values)


def results(request: Request) -> Response:
    """The results alone; the page asks for them every few seconds."""
    member_of(request, "owner")
    site = site_of(request)
    study = site.study(request.path_params["study"])
    return site.page("owner_results.html.j2", _results(request, study))


def _results(request: Request, study: Study) -> dict[str, object]:
    site = site_of(request)
    answers = site.store.answers.of(study.id)
    report = report_of(study, answers)
    return {
        "study": study, "raters": len(site.store.people.raters(study.id)),
        "answers": len(answers), "report": report, "template": f"results/{report.template}",
    }  # fmt: skip


async def invite(request: Request) -> Response:
    """Make an invitation link: for one rater, or for whoever has the link."""
    site = site_of(request)
    _, session = await run_in_threadpool(member_of, request, "owner")
    form = await posted(request)
    check_form(request, session, form)
    study = await run_in_threadpool(site.study, request.path_params["study"])
    uses = 1 if form.get("uses") == ("1",) else None
    token = await run_in_threadpool(
        site.store.people.invite, "rater", study.id, now=site.now(), uses=uses
    )
    base = str(request.base_url).rstrip("/")
    return await run_in_threadpool(_page, request, f"{base}/join/{token}")


def export(request: Request) -> Response:
    """All answers of a study with what the items held, as CSV: numbers and names, no text."""
    member_of(request, "owner")
    site = site_of(request)
    study = site.study(request.path_params["study"])
    text = report_of(study, site.store.answers.of(study.id)).csv()
    headers = {"Content-Disposition": f'attachment; filename="{study.id}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


ROUTES = (
    Route("/owner", overview),
    Route("/owner/{study}", one),
    Route("/owner/{study}/results", results),
    Route("/owner/{study}/export.csv", export),
    Route("/owner/{study}/invite", invite, methods=["POST"]),
)
