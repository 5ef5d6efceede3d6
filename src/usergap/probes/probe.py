"""The record by which a probe declares itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from usergap.probes.finding import Measured
from usergap.probes.material import Material


@dataclass(frozen=True)
class Probe:
    """One look at simulated users that the eight dimensions do not take.

    ``question`` is what it asks, in one plain sentence; ``citation`` where it comes
    from; ``lever`` what in ``usergap simulate`` acts on a gap that it finds. ``run``
    measures one simulator against the real users; it raises UndefinedMeasureError
    where the material does not allow it, which ends up in the finding's reason. Some look
    at simulated dialogues alone: they do not need real ones. ``apart``: why it is no gap
    in realism, and so is not ranked among them. ``settings``: what ``Material.settings`` may
    tell it, without its id: others are refused.
    """

    id: str
    title: str
    question: str
    citation: str
    version: str
    run: Callable[[Material], Measured] = field(repr=False)
    lever: str = ""
    needs_real: bool = True
    apart: str = ""
    settings: tuple[str, ...] = ()
