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


def tell_lacking(options: ProbeOptions, sources: Sequence[str], reference: str | None) -> None:
    """Say on stderr, before minutes of measuring, which probes cannot run for want of text."""
    from usergap.profiles import is_profile

    if options.probes is None:
        return
    probes = chosen_probes(options.probes)
    real = sources[:1] if reference is None else [f"reference {reference}"]
    simulated = sources[1:] if reference is None else sources
    mute = [source for source in simulated if is_profile(source)]
    if mute and len(mute) < len(simulated):
        _say_mute(f"none can run on {', '.join(mute)}", mute)
    if simulated and len(mute) == len(simulated):
        _say_mute("none can run", mute)
    elif reference is not None or any(map(is_profile, real)):
        able = [probe.id for probe in probes if not probe.needs_real]
        if len(able) < len(probes):
            which = f"only {', '.join(able)} of {len(probes)}" if able else "none"
            _say_mute(f"{which} can run", real)


def _say_mute(what: str, sources: Sequence[str]) -> None:
    named = ", ".join(sources)
    typer.echo(f"--probes: {what}: no text in {named}; give the dialogues themselves", err=True)


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
