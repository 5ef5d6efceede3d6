"""Measure and compare: profiles of dialogues, and what lies between them."""

from __future__ import annotations

from collections.abc import Mapping
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
) -> Profile:
    """The profile of ``source``: one row per dialogue, without any text.

    A profile, or a file that holds one, is returned as it is. ``plan`` says what
    to measure and with which annotators (default: ``default_plan()``); ``jobs``
    how many processes. Raises ``InputError`` where nothing can be read.
    """
    if isinstance(source, Profile):
        return source
    if isinstance(source, str | Path) and is_profile(source):
        return read_profile(source, name)
    corpus = source if isinstance(source, Corpus) else read(source, name=name)
    return measure_corpus(corpus, plan or default_plan(), jobs=jobs, progress=progress)


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
) -> Comparison:
    """Compare real users with one or more simulators on all measures.

    ``real`` may be left None where ``reference`` names a shipped profile of real
    users (``wildchat``, ``lmsys``, ``all``). The other options are those of
    ``usergap.compare.compare``. Real dialogues that a simulator was made from are left
    out, and named in the notes. Raises ``InputError``.
    """
    sides = tuple(measure(each, plan=plan, jobs=jobs) for each in simulated)
    base = (
        load_reference(reference or "all") if real is None else measure(real, plan=plan, jobs=jobs)
    )
    base, sides, barred = bar_seeds(base, *sides)
    comparison = compare_profiles(
        base,
        *sides,
        by=by,
        where=where,
        pairs=pairs,
        margins=margins,
        cards=default_cards(),
        yardstick=None if yardstick is None else measure(yardstick, plan=plan, jobs=jobs),
        standardize=standardize,
        seed=seed,
        replicates=replicates,
    )
    return examine(comparison.noting(barred), base, *sides)
