"""brief.html: a page of its own, with a style of its own for paper."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from usergap.compare import Comparison
from usergap.probes.finding import Finding
from usergap.report.brief.claim import claim
from usergap.report.brief.evidence import numbers
from usergap.report.brief.limits import limits
from usergap.report.numbers import count
from usergap.report.page import environment_of, policy, style_of
from usergap.report.sides import colours, headline_rows


def render_brief(comparison: Comparison, *, findings: Sequence[Finding] = ()) -> str:
    """The page as text; it holds no text of a conversation."""
    style = style_of("brief.css")
    rows = headline_rows(comparison)
    sizes = [
        (name, colour, count(max((r.n_simulated for r in rows if r.simulator == name), default=0)))
        for name, colour in colours(comparison).items()
    ]
    return (
        environment_of()
        .get_template("brief.html.j2")
        .render(
            policy=policy(style),
            style=Markup(style),  # noqa: S704
            claim=claim(comparison),
            numbers=numbers(comparison, findings),
            limits=limits(comparison),
            sizes=sizes,
            real=count(max((row.n_real for row in rows), default=0)),
            inputs=comparison.inputs,
            version=comparison.version,
        )
    )
