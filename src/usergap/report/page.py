"""The HTML report: one file that opens anywhere, asks for nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from usergap.compare import Comparison
from usergap.probes.finding import Finding
from usergap.report.hostile import visible
from usergap.report.numbers import DASH, significant
from usergap.report.section import Section
from usergap.report.sections.across_domains import across_domains
from usergap.report.sections.cards import cards
from usergap.report.sections.confounds import confounds
from usergap.report.sections.evidence import evidence
from usergap.report.sections.faults import faults
from usergap.report.sections.fixes import fix_first
from usergap.report.sections.guide import guide
from usergap.report.sections.headline import headline
from usergap.report.sections.heatmap import heatmap
from usergap.report.sections.pictures import pictures
from usergap.report.sections.probes import probes
from usergap.report.sections.quality import quality
from usergap.report.sections.ranking import ranking
from usergap.report.sections.table import table
from usergap.report.sides import colours

TITLE = "Simulated users against real ones"


def sections(
    comparison: Comparison,
    extra: Sequence[Section] = (),
    findings: Sequence[Finding] = (),
    *,
    text: bool = True,
) -> list[Section]:
    """The parts of the page in order; ``extra`` ones stand before the annotators' cards."""
    probed = probes(findings, colours(comparison), text=text)
    found = [headline(comparison), fix_first(comparison, findings, text=text), table(comparison),
             ranking(comparison), pictures(comparison), heatmap(comparison),
             across_domains(comparison), confounds(comparison), faults(comparison), probed,
             evidence(comparison), *extra, cards(comparison), quality(comparison),
             guide(comparison)]  # fmt: skip
    return [section for section in found if section is not None]


def render_html(
    comparison: Comparison,
    *,
    title: str | None = None,
    extra: Sequence[Section] = (),
    findings: Sequence[Finding] = (),
    text: bool = True,
) -> str:
    """The whole page as text; the same comparison always gives the same page.

    ``text=False`` quotes no turn that ``findings`` of probes hold.
    """
    environment = environment_of()
    parts = sections(comparison, extra, findings, text=text)
    style = style_of("style.css")
    bodies = [Markup(environment.get_template(s.template).render(s.context)) for s in parts]  # noqa: S704
    return environment.get_template("page.html.j2").render(
        title=title or TITLE,
        policy=policy(style),
        style=Markup(style),  # noqa: S704
        parts=list(zip(parts, bodies, strict=True)),
        holds_text=any(section.holds_text for section in parts),
        simulators=colours(comparison),
        version=comparison.version,
    )


def policy(style: str) -> str:
    """A content-security policy that allows this very style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def style_of(name: str) -> str:
    """A style sheet that ships with the templates."""
    return resources.files(__package__).joinpath(f"templates/{name}").read_text("utf-8").strip()


@lru_cache(maxsize=1)
def environment_of() -> Environment:
    """The template engine: escapes by itself, and prints no None and no NaN."""
    return Environment(
        loader=PackageLoader("usergap.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any) -> Any:
    """What a template may print: harmless text; no None, no NaN."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return visible(value)
    if value is None:
        return DASH
    if isinstance(value, float):
        return significant(value)
    return value
