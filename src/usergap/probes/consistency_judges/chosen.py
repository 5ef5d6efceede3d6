"""Which judge a probe asks: the strongest at hand, or the one that a setting names."""

from __future__ import annotations

from usergap.errors import InputError
from usergap.probes.consistency_judges.judge import Judge
from usergap.probes.consistency_judges.llm import LlmJudge
from usergap.probes.consistency_judges.nli import NliJudge
from usergap.probes.consistency_judges.rules import RuleJudge
from usergap.probes.material import Material

SETTING = "consistency.judge"
NAMES = ("rules", "nli", "llm")


def chosen_judge(material: Material) -> Judge:
    """Raises InputError for a setting that names no judge, or one that is not at hand.

    The rule judge is English: UndefinedMeasureError where it would read another language.
    """
    tools = material.tools
    strongest = "llm" if tools.judge is not None else "nli" if tools.nli is not None else "rules"
    name = str(material.settings.get(SETTING, strongest))
    if name not in NAMES:
        raise InputError(f"{SETTING}: expected one of {', '.join(NAMES)}; found {name!r}")
    if name == "llm":
        if tools.judge is None:
            raise InputError(f"{SETTING}=llm: expected a model as judge; found none")
        return LlmJudge(tools.judge)
    if name == "nli":
        if tools.nli is None:
            raise InputError(f"{SETTING}=nli: expected an NLI model; found none")
        return NliJudge(tools.nli)
    english = all(d.language in (None, "en", "English") for d in material.dialogues)
    material.need(english, "the rule judge reads English, and some dialogues are not")
    return RuleJudge()
