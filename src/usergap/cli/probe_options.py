"""Options by which probes are chosen and given stronger models, spelled once for both verbs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from usergap.probes import Probe, Tools


@dataclass(frozen=True)
class ToolOptions:
    """Stronger models for probes, as the command line names them."""

    reference_model: Annotated[
        str | None,
        typer.Option(
            "--reference-model", help="For surprise: hf:PATH, or a model at --base-url that echoes."
        ),
    ] = None
    judge: Annotated[
        str | None,
        typer.Option("--judge", help="Answers probes' prompts: hf:PATH, or a model at --base-url."),
    ] = None
    nli: Annotated[
        str | None, typer.Option("--nli", help="Judges contradictions: hf:PATH of a classifier.")
    ] = None
    assistant: Annotated[
        str | None,
        typer.Option(
            "--assistant",
            help="Runs conversations again (messiness): hf:PATH, or a model at --base-url.",
        ),
    ] = None

    @property
    def calls(self) -> bool:
        """Whether a model at an endpoint is asked for."""
        return any(
            spec and not spec.startswith("hf:")
            for spec in (self.reference_model, self.judge, self.assistant)
        )

    def tools(self, base_url: str | None, key_env: str | None, cache: Path | None = None) -> Tools:
        """The tools; a model is loaded when a probe first asks. Raises ``InputError``."""
        from usergap.probes.tool_specs import tools_from

        return tools_from(
            reference_model=self.reference_model,
            judge=self.judge,
            nli=self.nli,
            assistant=self.assistant,
            base_url=base_url,
            key_env=key_env,
            cache=cache,
        )


def chosen_probes(name: str) -> list[Probe]:
    """The probes that a NAME names: one, several, or ``all``. Raises InputError."""
    from usergap.probes import probes_named

    return probes_named(name)


@contextmanager
def watched() -> Iterator[Callable[[str], None]]:
    """Says on stderr which probe runs, where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _what: None
        return
    from rich.console import Console

    with Console(stderr=True).status("probing") as status:
        yield lambda what: status.update(f"probing: {what}")
