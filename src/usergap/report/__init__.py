"""HTML, terminal, JSON and CSV views of a comparison; nothing is computed here."""

from usergap.report.fixes import Fix, fixes
from usergap.report.fixes_terminal import render_fixes
from usergap.report.folder import write_report
from usergap.report.page import render_html, sections
from usergap.report.probes_terminal import finding_text, render_findings, render_summary
from usergap.report.section import Section
from usergap.report.snippet import comparison_html, comparison_text, profile_html, profile_text
from usergap.report.terminal import render_terminal

__all__ = [
    "Fix",
    "Section",
    "comparison_html",
    "comparison_text",
    "finding_text",
    "fixes",
    "profile_html",
    "profile_text",
    "render_findings",
    "render_fixes",
    "render_html",
    "render_summary",
    "render_terminal",
    "sections",
    "write_report",
]
