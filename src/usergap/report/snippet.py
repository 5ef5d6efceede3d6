"""Comparisons and profiles in a notebook cell or a prompt: compact HTML and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from usergap.compare import Comparison, Row
from usergap.profiles import Profile
from usergap.report.contrast import contrast
from usergap.report.hostile import one_line, shorten
from usergap.report.numbers import count, distance, interval, p_value, significant
from usergap.report.sides import headline_rows
from usergap.report.wording import GLYPHS, plain, tally_sentence, words_for

HEAD = ("Simulator", "Measure", "Real → simulated", "Distance", "Floor (95 %)", "Interval",
        "p (Holm)", "Verdict")  # fmt: skip
LONGEST_NAME = 60
NOT_MEASURED = ("dialogue", "group")
"""Running numbers, which no mean says anything about."""


def comparison_html(comparison: Comparison) -> str:
    """A table of the rows over all domains, for ``Comparison._repr_html_``."""
    rows = headline_rows(comparison)
    lines = [Markup("<p><b>{}</b>: {}</p>").format(name, sentence)
             for name, sentence in _sentences(comparison)]  # fmt: skip
    lines.append(_table(HEAD, (_cells(row) for row in rows)))
    return "".join(lines)


def comparison_text(comparison: Comparison) -> str:
    """The comparison in a few lines, for ``Comparison.__repr__``."""
    rows = headline_rows(comparison)
    domains = len({row.domain for row in comparison.rows} - {None})
    simulators, measures = len(comparison.simulators), len({row.measure for row in rows})
    lines = [f"Comparison of {simulators} simulators on {measures} measures, {domains} domains"]
    lines += [f"  {name}: {sentence}" for name, sentence in _sentences(comparison)]
    lines += [f"  - {one_line(sentence)}" for sentence in comparison.headlines[:3]]
    return "\n".join(lines)


def profile_html(profile: Profile) -> str:
    """Measured columns with count, mean and range, for ``Profile._repr_html_``."""
    head = ("Column", "Dialogues", "Mean", "Lowest", "Highest")
    title = Markup("<p><b>{}</b>: {}</p>").format(*_profile_words(profile))
    return title + _table(head, _columns(profile))


def profile_text(profile: Profile) -> str:
    """The profile in one line, for ``Profile.__repr__``."""
    return "Profile {}: {}".format(*_profile_words(profile))


def _sentences(comparison: Comparison) -> list[tuple[str, str]]:
    rows = headline_rows(comparison)
    return [
        (_name(name), tally_sentence([row for row in rows if row.simulator == name]))
        for name in comparison.simulators
    ]


def _cells(row: Row) -> tuple[str, ...]:
    both = contrast(row)
    floor = distance(row.floor, row.distance)
    return (
        _name(row.simulator),
        words_for(row.measure).title,
        f"{both.real} → {both.simulated} {both.what}" if both else "–",
        distance(row.reported, row.distance),
        f"{floor} ({distance(row.floor95, row.distance)})",
        interval(row.low, row.high, row.distance),
        p_value(row.p_holm),
        f"{GLYPHS[row.verdict]} {row.verdict.value}",
    )


def _profile_words(profile: Profile) -> tuple[str, str]:
    columns = count(profile.table.num_columns)
    return _name(profile.name), f"{count(len(profile))} dialogues, {columns} columns, no text"


def _columns(profile: Profile) -> Iterable[tuple[str, ...]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    for name in profile.table.column_names:
        column = profile.table.column(name)
        number = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
        if name in NOT_MEASURED or not number:
            continue
        ends = pc.min_max(column).as_py()
        numbers = (pc.mean(column).as_py(), ends["min"], ends["max"])
        known = count(len(column) - column.null_count)
        yield (plain(name), known, *(significant(number) for number in numbers))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    top = Markup("").join(Markup('<th scope="col">{}</th>').format(cell) for cell in head)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(escape(one_line(c))) for c in cells)
        )
        for cells in rows
    )
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(top, body)


def _name(name: str) -> str:
    return shorten(one_line(name), LONGEST_NAME)
