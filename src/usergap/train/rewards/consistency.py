"""What the three consistency rewards share: the judge, and a candidate's own lines."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.probes.consistency_judges.judge import Judge
from usergap.probes.consistency_judges.llm import LlmJudge
from usergap.probes.consistency_judges.rules import RuleJudge
from usergap.train.rewards.reward import Candidate, Materials

CITATION = "Abdulhai et al. 2025, arXiv 2511.00222; C = 1 - J, J a judge of contradiction"
GAMED = "lines that say nothing of oneself; to recite the persona (see the probe's parrot check)"


def judge_of(materials: Materials) -> Judge:
    """The model as judge where there is one, else the offline rules (English)."""
    return RuleJudge() if materials.ask is None else LlmJudge(materials.ask)


def lines(candidate: Candidate) -> list[str]:
    """The user's own messages with words, the reply last."""
    return [*(line for line in candidate.earlier if line.strip()), candidate.reply]


def with_persona(candidates: Sequence[Candidate]) -> list[tuple[Candidate, str]]:
    """Candidates that have a persona, and it."""
    return [(c, c.persona) for c in candidates if c.persona and c.persona.strip()]
