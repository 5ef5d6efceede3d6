"""The owner settles what raters differ on, and takes the labels home."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from usergap.annotators.sidecar import sidecar_text
from usergap.dimensions import Labels
from usergap.errors import InputError
from usergap.study.labelling.codebook import chapter
from usergap.study.labelling.export import Export, final_rows, rater_rows
from usergap.study.labelling.settled import (
    Dispute,
    decided_labels,
    disputes,
    letters,
    part_of,
)
from usergap.study.labelling.units import Unit, given_units
from usergap.study.records import Study
from usergap.study.tasks import Form
from usergap.study.tasks.labels import label_view, read_labels
from usergap.study.web.pages.forms import check_form, member_of, posted
from usergap.study.web.sessions import form_token
from usergap.study.web.site import site_of

KIND = "labels"


def adjudicate(request: Request) -> Response:
    """The first turn that is open, or the one asked for."""
    return _page(request)


def _page(request: Request, notice: str = "", place: int = 0, status: int = 200) -> Response:
    site = site_of(request)
    _, session = member_of(request, "owner")
    study = _study(request)
    found, decided = _disputes(request, study)
    asked = place or _number(request.query_params.get("place", ""))
    places = [at for at, one in enumerate(found, 1) if one.open]
    here = asked if 0 < asked <= len(found) else next(iter(places), 0)
    values = {
        "study": study, "total": len(found), "done": len(found) - len(places),
        "notice": notice, "form_token": form_token(session),
        "shown": _shown(study, found, here, decided) if here else None,
    }  # fmt: skip
    return site.page("adjudicate.html.j2", values, status=status)


def _shown(
    study: Study, found: Sequence[Dispute], place: int, decided: dict[tuple[int, str], Labels]
) -> dict[str, Any]:
    dispute = found[place - 1]
    names = letters(study, dispute)
    view = label_view(study, study.items[dispute.item])
    until = [one["turn"] for one in view["messages"]].index(dispute.turn) + 1
    return {
        "place": place,
        "before": place - 1,
        "after": place + 1 if place < len(found) else 0,
        "item": dispute.item,
        "turn": dispute.turn,
        "settled": not dispute.open,
        "messages": view["messages"][:until],
        "voices": [
            {
                "letter": letter,
                "fields": {unit.dimension: unit.given.get(rater, ()) for unit in dispute.units},
            }
            for rater, letter in sorted(names.items(), key=lambda pair: pair[1])
        ],
        "parts": [
            {
                "chapter": chapter(unit.dimension),
                "ticked": decided.get((dispute.item, part_of(dispute.turn, unit.dimension)), ()),
                "by": _by_label(unit, names),
            }
            for unit in dispute.units
        ],
    }


def _by_label(unit: Unit, names: dict[str, str]) -> dict[str, list[str]]:
    """The letters of those who gave each label."""
    found: dict[str, list[str]] = {}
    for letter, rater in sorted((letter, rater) for rater, letter in names.items()):
        for label in unit.given.get(rater, ()):
            found.setdefault(label, []).append(letter)
    return found


async def settle(request: Request) -> Response:
    """Keep the owner's labels of a turn, then show the next open one."""
    _, session = await run_in_threadpool(member_of, request, "owner")
    form = await posted(request)
    check_form(request, session, form)
    return await run_in_threadpool(_settle, request, form)


def _settle(request: Request, form: Form) -> Response:
    site, study = site_of(request), _study(request)
    number, turn, place = (_number(form.get(x, ("",))[0]) for x in ("item", "turn", "place"))
    found, _ = _disputes(request, study)
    dispute = next((one for one in found if (one.item, one.turn) == (number, turn)), None)
    if dispute is None:
        return _page(request, "On that turn raters do not differ, or no longer.", status=422)
    try:
        values = {
            part_of(turn, unit.dimension): read_labels(form, unit.dimension, unit.dimension, turn)
            for unit in dispute.units
        }
    except InputError as trouble:
        return _page(request, str(trouble), place, status=422)
    site.store.decisions.add(study.id, number, values, now=site.now())
    return RedirectResponse(f"/owner/{study.id}/adjudicate", 303)


def files(request: Request) -> Response:
    """The label files of a study."""
    member_of(request, "owner")
    study = _study(request)
    export = _export(request, study, own=False)
    rows = [(name, len(export.rows[name])) for name in export.rows]
    values = {"study": study, "rows": rows, "open": export.open}
    return site_of(request).page("labels_files.html.j2", values)


def file(request: Request) -> Response:
    """One label file."""
    member_of(request, "owner")
    study = _study(request)
    which = request.path_params["which"]
    export = _export(request, study, own=which == "raters")
    place = request.path_params["source"]
    if which not in ("final", "raters") or place >= len(export.rows):
        raise HTTPException(404)
    text = sidecar_text(list(export.rows.values())[place])
    headers = {"Content-Disposition": f'attachment; filename="{study.id}-{place}-{which}.tsv"'}
    return Response(text, media_type="text/tab-separated-values; charset=utf-8", headers=headers)


def _export(request: Request, study: Study, *, own: bool) -> Export:
    store = site_of(request).store
    answers = store.answers.of(study.id)
    if own:
        return rater_rows(study, answers)
    return final_rows(study, answers, decided_labels(store.decisions.of(study.id)))


def _disputes(
    request: Request, study: Study
) -> tuple[list[Dispute], dict[tuple[int, str], Labels]]:
    store = site_of(request).store
    decided = decided_labels(store.decisions.of(study.id))
    return disputes(given_units(study, store.answers.of(study.id)), decided), decided


def _study(request: Request) -> Study:
    study = site_of(request).study(request.path_params["study"])
    if study.kind != KIND:
        raise HTTPException(404)
    return study


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


ROUTES = (
    Route("/owner/{study}/adjudicate", adjudicate),
    Route("/owner/{study}/adjudicate", settle, methods=["POST"]),
    Route("/owner/{study}/labels", files),
    Route("/owner/{study}/labels/{source:int}/{which}.tsv", file),
)
