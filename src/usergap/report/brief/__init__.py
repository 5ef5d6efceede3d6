"""One page to print, for people who are no statisticians: claim, evidence, limits."""

from usergap.report.brief.page import render_brief

__all__ = ["render_brief"]
