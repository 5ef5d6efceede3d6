"""Which rows are compared: simulators told apart, filters, and cells by a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from usergap.compare.canonical import DIGEST, ROW, row_digests
from usergap.compare.pairing import keep_pairs, shared_pairs
from usergap.compare.sides import column
from usergap.compare.simulator_names import unique_names
from usergap.errors import InputError
from usergap.profiles import Profile

FIELDS = ("domain", "source", "assistant_model", "language")


def with_row_numbers(profile: Profile) -> pa.Table:
    """The table with each row's place in it, so that its text can be found again.

    Beside it stands the digest of the row, which every cell that holds it asks for.
    """
    table = profile.table.append_column(ROW, pa.array(range(len(profile)), pa.int64()))
    return table.append_column(DIGEST, pa.array(row_digests(table), pa.uint64()))


def split_by_simulator(profile: Profile) -> Iterator[tuple[str, pa.Table]]:
    """Each simulator of a profile by the ``simulator`` column, else the profile's name."""
    table = with_row_numbers(profile)
    names = [str(name or profile.name) for name in column(table, "simulator")]
    for name in dict.fromkeys(names):
        yield name, choose(table, [other == name for other in names])


def named_simulators(profiles: Iterable[Profile]) -> Iterator[tuple[Profile, str, pa.Table]]:
    """Every simulator of several profiles under a name of its own, with its rows.

    Names that several profiles hold are told apart by the rule of ``unique_names``.
    """
    entries = [
        (profile, name, table)
        for profile in profiles
        for name, table in split_by_simulator(profile)
    ]
    unique = unique_names([(profile.name, name) for profile, name, _ in entries])
    for (profile, _, table), name in zip(entries, unique, strict=True):
        yield profile, name, table


def keep_where(table: pa.Table, where: Mapping[str, str], side: str, real: bool) -> pa.Table:
    """Rows whose fields have the wanted values, compared as text.

    A simulated side that does not record a field is kept whole: the filter then
    chooses among real users. ``simulator`` filters the simulated side alone.
    Raises InputError for an unknown field, or where no dialogue is left.
    """
    for name, wanted in where.items():
        if name not in (*FIELDS, "simulator"):
            raise InputError(
                f"where: expected one of {', '.join(FIELDS)}, simulator; found {name!r}"
            )
        values = column(table, name)
        if (real and name == "simulator") or (not real and not any(values)):
            continue
        table = choose(table, [value is not None and str(value) == wanted for value in values])
        if real and not table.num_rows:
            raise InputError(f"where: expected {name}={wanted} in {side}, found no such dialogue")
    return table


def cells(
    real: pa.Table, simulated: pa.Table, by: str, paired: bool
) -> Iterator[tuple[str, pa.Table, pa.Table]]:
    """Both sides' rows for every value of a field, in the order of the values.

    A simulated dialogue that does not record the field takes its real partner's
    value: where real runs of one scenario have several, it meets each of them in
    its cell, whatever the order of rows. Without partners, where no simulated dialogue
    records it, all of them are compared with each cell of real ones. Values that only
    one side has give a cell with an empty other side. Raises InputError for an unknown
    field.
    """
    if by not in FIELDS:
        raise InputError(f"by: expected one of {', '.join(FIELDS)}; found {by!r}")
    here, there = column(real, by), column(simulated, by)
    values = [set() if value is None else {value} for value in there]
    if paired:
        lent: dict[object, set[object]] = {}
        for pair, value in zip(column(real, "pair"), here, strict=True):
            lent.setdefault(pair, set()).update(() if value is None else (value,))
        values = [
            own or lent.get(pair, set())
            for own, pair in zip(values, column(simulated, "pair"), strict=True)
        ]
    unrecorded = not any(values)
    found = {value for value in (*here, *there) if value is not None}
    for value in sorted(found, key=str):
        mine = choose(real, [x == value for x in here])
        theirs = simulated if unrecorded else choose(simulated, [value in own for own in values])
        if paired:
            shared = shared_pairs(mine, theirs)
            mine, theirs = keep_pairs(mine, shared), keep_pairs(theirs, shared)
        yield str(value), mine, theirs


def choose(table: pa.Table, kept: Sequence[bool]) -> pa.Table:
    """The rows that are kept, in their order."""
    return table.filter(pa.array(kept, pa.bool_()))
