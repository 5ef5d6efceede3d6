"""What else a reader must know before believing a comparison: four further looks."""

from __future__ import annotations

from dataclasses import replace

from usergap.compare.across_domains.correlating import across_domains
from usergap.compare.comparison import Comparison
from usergap.compare.confounds.weighing import confounds
from usergap.compare.faults.leaving_out import fault_audits
from usergap.compare.ranking.scoring import rank_simulators
from usergap.compare.workers import one_blas_thread
from usergap.profiles import Profile


@one_blas_thread()
def examine(
    comparison: Comparison, real: Profile, *simulated: Profile, jobs: int | None = None
) -> Comparison:
    """The comparison with its confounds, domains, faults and a ranking of its simulators.

    ``real`` and ``simulated`` are the profiles that were compared, in their order. The
    draws hang on the comparison's own seed. Domains need a comparison ``by`` a field, a
    ranking more than one simulator. ``jobs``: how many simulators are looked at side by
    side, in threads (None: one a core); it changes no result.
    """
    settings = comparison.settings
    seed = int(settings.get("seed", 0))
    ranked = None
    if len(comparison.simulators) > 1:
        ranked = rank_simulators(
            real,
            *simulated,
            where=settings.get("where"),
            pairs=settings.get("pairs", "auto"),
            margins=settings.get("ranking_units", settings.get("margins")),
            seed=seed,
            jobs=jobs,
        )
    return replace(
        comparison,
        confounds=confounds(real, *simulated, comparison=comparison, seed=seed, jobs=jobs),
        across_domains=()
        if settings.get("by") is None
        else across_domains(real, *simulated, comparison=comparison, seed=seed, jobs=jobs),
        ranking=ranked,
        faults=fault_audits(real, *simulated, comparison=comparison, seed=seed, jobs=jobs),
    )
