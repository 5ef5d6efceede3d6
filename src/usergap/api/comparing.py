"""Measure and compare: profiles of dialogues, and what lies between them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Literal

from usergap.api.sources import Source
from usergap.compare import Comparison, bar_seeds, examine
from usergap.compare import compare as compare_profiles
from usergap.dialogues import Corpus
from usergap.formats import read
from usergap.profiles import (
    Plan,
    Profile,
    default_cards,
    default_plan,
    is_profile,
    load_reference,
    read_profile,
)
from usergap.profiles.measure import Progress, measure_corpus


def measure(
    source: Source,
    *,
    plan: Plan | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    name: str | None = None,
    cache: str | Path | None = None,
) -> Profile:
    """The profile of ``source``: one row per dialogue, without any text.

    A profile, or a file that holds one, is returned as it is. ``plan`` says what
    to measure and with which annotators (default: ``default_plan()``); ``jobs``
    how many processes. ``cache``: a folder for measured rows (no text), so that the
    same dialogues are not measured again; None, the default, writes nothing. With a
    ``plan`` of your own its annotators must look at a dialogue's text alone, and change
    their version when their labels change. A folder that cannot be used is warned of
    and done without. Raises ``InputError`` where nothing can be read.
    """
    if isinstance(source, Profile):
        return source
    if isinstance(source, str | Path) and is_profile(source):
        return read_profile(source, name)
    corpus = source if isinstance(source, Corpus) else read(source, name=name)
    return measure_corpus(
        corpus, plan or default_plan(), jobs=jobs, progress=progress, cache=_usable(cache)
    )


def _usable(cache: str | Path | None) -> Path | None:
    if cache is None:
        return None
    from usergap.profiles.caching import usable

    if (trouble := usable(Path(cache))) is not None:
        warnings.warn(f"{trouble}; measuring without", stacklevel=3)
        return None
    return Path(cache)


def compare(
    real: Source | None,
    *simulated: Source,
    reference: str | None = None,
    by: str | None = None,
    where: Mapping[str, str] | None = None,
    pairs: Literal["auto", "only", "off"] = "auto",
    margins: Mapping[str, float] | None = None,
    yardstick: Source | None = None,
    standardize: Literal["domain"] | None = None,
    seed: int = 0,
    replicates: int = 2000,
    plan: Plan | None = None,
    jobs: int | None = None,
    cache: str | Path | None = None,
) -> Comparison:
    """Compare real users with one or more simulators on all measures.

    ``real`` may be left None where ``reference`` names a shipped profile of real
    users (``wildchat``, ``lmsys``, ``all``). ``plan`` and ``cache`` as in ``measure``;
    ``jobs``: how many processes measure, and how many threads compare (None: as pays). The
    other options are those of ``usergap.compare.compare``. Real dialogues that a
    simulator was made from are left out, and named in the notes. Raises ``InputError``.
    """
    measured = partial(measure, plan=plan, jobs=jobs, cache=cache)
    sides = tuple(map(measured, simulated))
    base = load_reference(reference or "all") if real is None else measured(real)
    base, sides, barred = bar_seeds(base, *sides)
    comparison = compare_profiles(
        base,
        *sides,
        by=by,
        where=where,
        pairs=pairs,
        margins=margins,
        cards=default_cards(),
        yardstick=None if yardstick is None else measured(yardstick),
        standardize=standardize,
        seed=seed,
        replicates=replicates,
        jobs=jobs,
    )
    return examine(comparison.noting(barred), base, *sides, jobs=jobs)
