"""Stereotype: are simulated people flatter than a group of real ones, and do bundles leak?

Flattening: spread within a group, simulated over real. Agreement with people on items that the
population predicts and on idiosyncratic ones, against the agreement of people among
themselves. Entropy of attributes that no prompt named, against real users. Bundle leakage: what
else moves when one named attribute does (minimal pairs). From dialogues, or from a survey's
answers (``--set stereotype.answers=answers.csv``).
"""

from __future__ import annotations

from usergap.errors import InputError
from usergap.probes.finding import Figure, Measured, Quote, Table
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.stereotyping.answers import read_answers
from usergap.probes.stereotyping.bundle_figures import entropies, shifts
from usergap.probes.stereotyping.described import answers_of, within_personas
from usergap.probes.stereotyping.group_figures import group_figures, persona_figure


def run(material: Material) -> Measured:
    """Figures of a survey's answers where one is given, else of the dialogues."""
    given = material.settings.get("stereotype.answers")
    if given:
        scale = material.settings.get("stereotype.scale")
        if scale not in (None, "nominal"):
            raise InputError(f"stereotype.scale: expected nominal; found {str(scale)!r}")
        found = group_figures(material, read_answers(given, nominal=scale is not None))
        material.need(bool(found.figures), "no group has real and simulated respondents")
        return found
    figures: list[Figure] = []
    tables: list[Table] = []
    quotes: tuple[Quote, ...] = ()
    seen = ""
    if material.real:
        answers = answers_of(material)
        found = group_figures(material, answers)
        figures, tables, seen = list(found.figures), list(found.tables), found.seen
        personas = within_personas(material, answers)
        if personas is not None:
            figures.append(persona_figure(material, personas))
        more, table, quotes = entropies(material)
        figures += more
        tables += [table]
    moved = shifts(material)
    figures += moved
    material.need(
        bool(figures),
        "needs real dialogues, or personas that differ in one named attribute"
        " (minimal pairs), or answers (--set stereotype.answers=FILE)",
    )
    known = [f for f in moved if f.value is not None]
    if not seen and known:
        most = max(known, key=lambda f: f.value or 0.0)
        seen = f"{most.title}: {most.value:.0f} of 100 labels move"
    return Measured(tuple(figures), seen, tuple(tables), quotes=quotes)


PROBE = Probe(
    id="stereotype",
    title="Stereotype",
    question="Are simulated people flatter than real groups, and does more move than was named?",
    citation="flattening: Wang, Morgenstern and Dickerson 2025 (arXiv 2402.01908)",
    version="1",
    run=run,
    lever="simulate --persona informed with several personas a group; --match",
    needs_real=False,
    settings=("answers", "scale", "group", "named"),
)
