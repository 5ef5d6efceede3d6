"""``compare --probes``: findings on the dialogues that are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from usergap.cli.options import assignments
from usergap.cli.probe_options import ToolOptions, chosen_probes, watched
from usergap.errors import InputError

if TYPE_CHECKING:
    from usergap.cli.annotate_options import ModelOptions
    from usergap.probes import Finding, Tools
    from usergap.profiles import Profile


@dataclass(frozen=True)
class ProbeOptions:
    """Which probes run beside a comparison, and with what settings."""

    probes: Annotated[
        str | None,
        typer.Option(
            "--probes", metavar="all|NAME,…", help="Also probe; `usergap probe list` names them."
        ),
    ] = None
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Of a probe. Repeat.")
    ] = None
    probe_replicates: Annotated[
        int, typer.Option("--probe-replicates", min=100, help="Resamples of each probe.")
    ] = 500


def prepared(options: ProbeOptions, tools: ToolOptions, reached: ModelOptions) -> Tools | None:
    """The tools, made and checked before anything is read. Raises ``InputError``."""
    if options.probes is not None:
        from usergap.probes import check_settings

        check_settings(chosen_probes(options.probes), assignments(options.setting, "--set"))
        labels = not tools.calls  # then the endpoint is that of labels alone
        return tools.tools(None if labels else reached.base_url, reached.key_env, reached.cache)
    if tools != ToolOptions() or options.setting:
        raise InputError("a setting or a model for probes: expected --probes beside it, found none")
    return None


def findings(
    options: ProbeOptions,
    tools: Tools | None,
    real: Profile,
    simulated: Sequence[Profile],
    *,
    where: Mapping[str, str],
    seed: int,
) -> tuple[Finding, ...]:
    """What the probes find; nothing where none is asked for."""
    if options.probes is None:
        return ()
    from usergap.probes import probe_profiles

    with watched() as told:
        return probe_profiles(
            chosen_probes(options.probes),
            real,
            simulated,
            where=where,
            tools=tools,
            settings=assignments(options.setting, "--set"),
            seed=seed,
            replicates=options.probe_replicates,
            progress=told,
        )
