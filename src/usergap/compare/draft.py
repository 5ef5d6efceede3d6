"""A row before its verdict: what one measure in one cell gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from usergap.compare.comparison import Row, Verdict
from usergap.compare.sample_size import FEWEST_FORESEEN, fewest_testable, n_needed
from usergap.compare.verdicts import DOUBTFUL, Judgement, judge, tail
from usergap.dimensions import Dimension, Kind


@dataclass(frozen=True)
class Draft:
    """The numbers of a row; ``undefined`` holds the reason where there are none.

    ``critical`` is the point that the raw distance must pass to be significant after
    adjustment, ``spread`` the SD of its bootstrap replicates, ``groups`` the
    number of groups a side, ``tests`` the number of measures in its cell, ``unknown`` how
    far missing labels could move the distance at worst.
    ``scale_floor`` and ``scale_floor95`` are the floor of the reported distance where
    that is corrected: correction stretches noise too. ``noise`` is that floor's mean
    square, ``lasting`` the share (0 to 1) of the reported interval's width that the
    annotator's card makes alone, however many dialogues there are. ``weak``: the card
    says that the annotator tells no label from the others.
    """

    simulator: str
    domain: str | None
    dimension: Dimension
    paired: bool
    n_real: int
    n_simulated: int
    undefined: str | None = None
    value: float | None = None
    corrected: float | None = None
    floor: float | None = None
    floor95: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    critical: float | None = None
    spread: float | None = None
    groups: tuple[int, int] = (0, 0)
    tests: int = 1
    unknown: float = 0.0
    scale_floor: float | None = None
    scale_floor95: float | None = None
    noise: float | None = None
    lasting: float = 0.0
    undefined_real: float = 0.0
    undefined_simulated: float = 0.0
    annotator: str | None = None
    unverified: bool = False
    weak: bool = False
    remark: str = ""
    real: Mapping[str, Any] = field(default_factory=dict)
    simulated: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reported(self) -> float | None:
        """The corrected distance where there is one, else the raw one."""
        return self.value if self.corrected is None else self.corrected

    @property
    def reported_floor(self) -> tuple[float | None, float | None]:
        """Mean and 95 % point of the floor on the scale of the reported distance."""
        if self.corrected is None:
            return self.floor, self.floor95
        return self.scale_floor, self.scale_floor95

    def row(
        self,
        p_holm: float | None,
        q: float | None,
        margin: float | None,
        *,
        doubtful: bool = False,
    ) -> Row:
        """Judge the draft by its adjusted p (Holm for headline rows, q for cells).

        ``margin`` is on the scale of the reported distance; ``doubtful``: it comes from a
        yardstick whose own distance may be chance.
        """
        adjusted = p_holm if self.domain is None else q
        floor95 = self.reported_floor[1]
        excess = None
        if self.value is not None and self.floor is not None:
            excess = self.value - self.floor
        if self.undefined is not None:
            judgement = Judgement(Verdict.UNDEFINED, self.undefined)
        else:
            judgement = judge(
                *(self.low, self.high, adjusted, margin, floor95, self.unknown),
                groups=min(self.groups),
                tail=tail(self.dimension.kind, min(self.groups), self.reported, self.high),
                weak=self.weak,
            )
        reasons = [judgement.reason]
        if doubtful and judgement.verdict is Verdict.CLOSE:
            reasons.append(DOUBTFUL)
        needed = None
        if judgement.verdict is Verdict.CANNOT_TELL and self.reported is not None:
            # No number of dialogues makes a weak annotator's labels close.
            reachable = None if self.weak else margin
            needed = self._needed(reachable, self.lasting)
            if min(self.groups) < FEWEST_FORESEEN:
                reasons.append("too few groups to foresee how many would settle it")
            elif needed is None and self._needed(reachable, 0.0) is not None:
                reasons.append("more dialogues alone would not settle it: the card is too unsure")
        return Row(
            simulator=self.simulator,
            domain=self.domain,
            dimension=self.dimension.part_of,
            measure=self.dimension.id,
            distance=self.dimension.distance,
            value=self.value,
            corrected=self.corrected,
            floor=self.floor,
            floor95=self.floor95,
            excess=excess,
            low=self.low,
            high=self.high,
            p=self.p,
            p_holm=p_holm,
            q=q,
            margin=margin,
            verdict=judgement.verdict,
            reason="; ".join(x for x in (*reasons, self.remark) if x),
            n_needed=needed,
            paired=self.paired,
            n_real=self.n_real,
            n_simulated=self.n_simulated,
            undefined_real=self.undefined_real,
            undefined_simulated=self.undefined_simulated,
            annotator=self.annotator,
            annotator_unverified=self.unverified,
            real=self.real,
            simulated=self.simulated,
        )

    def _needed(self, margin: float | None, lasting: float) -> int | None:
        """Significance is tested on raw distances, closeness judged on reported ones."""
        floor, floor95 = self.reported_floor
        return n_needed(
            tested=(self.value or 0.0) - (self.floor or 0.0),
            critical=self.critical,
            spread=self.spread,
            gap=(self.reported or 0.0) - (floor or 0.0),
            high=self.high,
            margin=margin,
            floor95=floor95,
            lasting=lasting,
            groups=self.groups,
            tailed=self.dimension.kind is Kind.NUMBER,
            fewest=fewest_testable(self.tests, self.paired),
        )
