"""The report on disk: the page, the same numbers for machines, and the profiles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from usergap.compare import Comparison
from usergap.compare.comparison_json import write_json, write_rows_csv, write_whole
from usergap.probes import Finding
from usergap.probes.findings_json import write_findings
from usergap.profiles import Profile, write_profile
from usergap.report.brief import render_brief
from usergap.report.page import render_html
from usergap.report.section import Section


def write_report(
    comparison: Comparison,
    directory: Path | str,
    *,
    profiles: Sequence[Profile] = (),
    text: bool = True,
    title: str | None = None,
    extra: Sequence[Section] = (),
    findings: Sequence[Finding] = (),
    brief: bool = False,
) -> Path:
    """Write index.html, comparison.json, rows.csv and ``profiles/`` into ``directory``.

    ``findings`` of probes get a section of the page, and probes.json beside it; ``brief``
    adds brief.html, one page to print, which never holds text of a conversation.

    The folder is made where missing. ``text=False`` leaves out every quoted turn and
    every extra section that holds text. Returns the page's path. Each file is written
    beside its place and moved there, so a reader never sees half of it; the page comes
    last. Raises OSError where the folder cannot be written.
    """
    if not text:
        comparison = replace(comparison, evidence=())
        extra = [section for section in extra if not section.holds_text]
    page = render_html(comparison, title=title, extra=extra, findings=findings, text=text)
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    for name, profile in zip(file_names([p.name for p in profiles]), profiles, strict=True):
        write_profile(profile, folder / "profiles" / f"{name}.parquet")
    write_json(comparison, folder / "comparison.json")
    write_rows_csv(comparison, folder / "rows.csv")
    if findings:
        write_findings(findings, folder / "probes.json")
    if brief:
        write_whole(render_brief(comparison, findings=findings), folder / "brief.html")
    return write_whole(page, folder / "index.html")


def file_names(names: Sequence[str]) -> list[str]:
    """Names as file names: no separator, no leading dot, no two alike whatever the case."""
    taken: set[str] = set()
    found = []
    for name in names:
        base = re.sub(r"[^\w.-]+", "-", name).strip(".-")[:80] or "profile"
        safe, place = base, 2
        while safe.casefold() in taken:
            safe, place = f"{base}-{place}", place + 1
        taken.add(safe.casefold())
        found.append(safe)
    return found
