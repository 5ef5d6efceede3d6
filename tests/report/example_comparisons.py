"""Comparisons invented for the report's tests; no number and no sentence is from data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from usergap.compare.comparison import Comparison, Evidence, Input, Row, Verdict

LABELS: dict[str, dict[str, tuple[float, float]]] = {
    "intent": {
        "info_retrieval": (0.21, 0.34), "info_understanding": (0.17, 0.22),
        "method_guidance": (0.09, 0.13), "content_generation": (0.24, 0.11),
        "content_modification": (0.16, 0.08), "system_management": (0.04, 0.005),
        "none": (0.12, 0.15),
    },
    "feedback": {
        "no_feedback": (0.61, 0.48), "explicit_positive": (0.021, 0.234),
        "explicit_negative": (0.06, 0.014), "regeneration_request": (0.188, 0.071),
        "continuation_request": (0.05, 0.09), "requesting_clarification": (0.04, 0.06),
        "providing_clarification": (0.07, 0.08),
    },
    "emotion": {
        "anger": (0.02, 0.004), "disgust": (0.006, 0.001), "fear": (0.012, 0.02),
        "joy": (0.07, 0.17), "sadness": (0.02, 0.012), "surprise": (0.03, 0.05),
        "neutral": (0.842, 0.743),
    },
    "identity": {
        "demographic": (0.11, 0.26), "physical": (0.03, 0.06),
        "interpersonal_relationships": (0.09, 0.24), "general_preferences": (0.14, 0.31),
        "past": (0.12, 0.33), "future": (0.08, 0.22), "worldview": (0.05, 0.07),
    },
}  # fmt: skip

NUMBERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "words": (
        {"mean": 151.2, "sd": 210.0, "median": 84, "q05": 14, "q25": 41, "q75": 176, "q95": 512},
        {"mean": 78.4, "sd": 31.0, "median": 74, "q05": 36, "q25": 56, "q75": 97, "q95": 137},
    ),
    "turns": (
        {"mean": 7.04, "sd": 5.9, "median": 5, "q05": 2, "q25": 3, "q75": 9, "q95": 18},
        {"mean": 5.23, "sd": 1.2, "median": 5, "q05": 4, "q25": 4, "q75": 6, "q95": 7},
    ),
    "fk_grade": (
        {"mean": 7.31, "sd": 5.1, "median": 6.6, "q05": 0.9, "q25": 4.0, "q75": 9.4, "q95": 16.2},
        {"mean": 6.42, "sd": 2.2, "median": 6.3, "q05": 3.0, "q25": 4.9, "q75": 7.7, "q95": 10.2},
    ),
    "mtld": (
        {"mean": 53.0, "sd": 28.0, "median": 49, "q05": 16, "q25": 33, "q75": 67, "q95": 104,
         "beside": {"short_share": 0.58}},
        {"mean": 54.1, "sd": 27.0, "median": 50, "q05": 18, "q25": 34, "q75": 68, "q95": 103,
         "beside": {"short_share": 0.81}},
    ),
    "errors": (
        {"mean": 9.52, "sd": 14.0, "median": 5, "q05": 0, "q25": 2, "q75": 12, "q95": 34,
         "beside": {"errors_per_100_words": 6.1}},
        {"mean": 2.17, "sd": 2.1, "median": 2, "q05": 0, "q25": 1, "q75": 3, "q95": 6,
         "beside": {"errors_per_100_words": 2.8}},
    ),
}  # fmt: skip

# measure: dimension, distance, value, corrected, floor, floor95, low, high, p, margin, verdict
FACTS: dict[str, tuple[Any, ...]] = {
    "intent": ("intent", "tvd", 16.1, 18.4, 3.9, 6.0, 12.2, 24.9, 0.0005, 6.3, "differs"),
    "feedback": ("feedback", "tvd", 27.3, 29.6, 3.4, 5.2, 23.8, 35.7, 0.0005, 5.0, "differs"),
    "emotion": ("emotion", "tvd", 12.4, None, 2.8, 4.1, 8.8, 16.3, 0.0005, 3.1, "differs"),
    "identity": ("identity", "half_sum", 43.6, None, 9.1, 15.7, 31.0, 57.2, 0.0005, None,
                 "differs"),
    "knowledge": ("knowledge", "energy", None, None, None, None, None, None, None, None,
                  "undefined"),
    "words": ("length", "w1", 78.9, None, 21.0, 44.3, 41.6, 118.0, 0.001, 42.0, "differs"),
    "turns": ("length", "w1", 2.06, None, 0.48, 0.93, 1.12, 3.05, 0.0015, 0.9, "differs"),
    "fk_grade": ("style", "w1", 1.55, None, 0.71, 1.34, 0.0, 3.1, 0.062, 1.0, "cannot tell"),
    "mtld": ("style", "w1", 1.9, None, 1.4, 2.3, 0.0, 4.6, 0.31, 6.5, "close"),
    "errors": ("errors", "w1", 7.41, None, 1.3, 2.6, 4.9, 10.2, 0.0005, 2.0, "differs"),
}  # fmt: skip

REASONS = {"knowledge": "embedding versions differ: real 1, simulated 2"}
DOMAINS = ("cooking", "travel", "software", "health")


def sides(measure: str, factor: float = 1.0) -> tuple[dict[str, Any], dict[str, Any]]:
    """The real and the simulated side of a measure, the latter moved by a factor."""
    if measure in LABELS:
        real = {label: pair[0] for label, pair in LABELS[measure].items()}
        gap = {label: pair[1] - pair[0] for label, pair in LABELS[measure].items()}
        simulated = {label: max(0.0, real[label] + factor * gap[label]) for label in real}
        if measure == "identity":
            return {"rates": real}, {"rates": simulated}
        return _shares_and_rates(real), _shares_and_rates(simulated)
    if measure in NUMBERS:
        real, simulated = NUMBERS[measure]
        moved: dict[str, Any] = {
            key: max(0.1, start + factor * (simulated[key] - start))
            for key, start in real.items()
            if key != "beside"
        }
        moved |= {"beside": simulated["beside"]} if "beside" in simulated else {}
        return dict(real), moved
    return {}, {}


def _shares_and_rates(rates: dict[str, float]) -> dict[str, Any]:
    total = sum(rates.values())
    return {
        "shares": {label: rate / total for label, rate in rates.items()},
        "rates": rates,
        "rates_low": {label: 0.8 * rate for label, rate in rates.items()},
        "rates_high": {label: 1.2 * rate for label, rate in rates.items()},
    }


def row(simulator: str, measure: str, domain: str | None = None, factor: float = 1.0) -> Row:
    """One row; ``factor`` scales the gap, a domain raises floor and p."""
    dimension, kind, value, corrected, floor, floor95, low, high, p, margin, verdict = FACTS[
        measure
    ]
    noise = 1.0 if domain is None else 2.6
    scaled = None if value is None else round(value * factor, 3)
    real, simulated = sides(measure, factor)
    verdict = Verdict(verdict)
    if domain is not None and verdict is Verdict.DIFFERS and scaled < floor95 * noise:
        verdict = Verdict.CANNOT_TELL
    reported = scaled if corrected is None or domain else round(corrected * factor, 3)
    return Row(
        simulator=simulator, domain=domain, dimension=dimension, measure=measure, distance=kind,
        value=scaled,
        corrected=None if corrected is None or domain else reported,
        floor=None if floor is None else round(floor * noise, 3),
        floor95=None if floor95 is None else round(floor95 * noise, 3),
        excess=None if scaled is None else round(reported - floor * noise, 3),
        low=None if low is None else round(low * factor, 3),
        high=None if high is None else round(high * factor * (noise**0.5), 3),
        p=p, p_holm=None if p is None or domain else min(1.0, p * 8),
        q=None if p is None or domain is None else _q(scaled, floor95 * noise),
        margin=margin, verdict=verdict, reason=REASONS.get(measure, ""),
        n_needed=410 if verdict is Verdict.CANNOT_TELL else None,
        paired=domain is None, n_real=126 if domain is None else 9,
        n_simulated=126 if domain is None else 9,
        undefined_real=0.031 if measure == "mtld" else 0.0, undefined_simulated=0.0,
        annotator=f"linear {measure} 1" if measure in LABELS else None,
        annotator_unverified=measure == "emotion",
        real=real, simulated=simulated,
    )  # fmt: skip


def side_of_card(f1: float) -> dict[str, Any]:
    """One side of an annotator's card as JSON."""
    labels = {
        "explicit_positive": {"tp": 41, "fp": 9, "fn": 12, "tn": 970, "tpr_se": 0.06,
                              "fpr_se": 0.003},
        "explicit_negative": {"tp": 0, "fp": 2, "fn": 0, "tn": 1030, "tpr_se": 0.0,
                              "fpr_se": 0.002},
    }  # fmt: skip
    return {"unit": "user turn", "units": 1032, "groups": 311, "domains": ["a", "b"],
            "languages": ["en"], "labels": labels, "macro_f1": f1}  # fmt: skip


CARD = {
    "annotator": "linear feedback", "version": "1", "dimension": "feedback",
    "gold": "labels by a language model, checked by hand on a sample",
    "real": side_of_card(0.652), "simulated": {"other-simulator": side_of_card(0.711)},
    "notes": ["Out-of-fold by conversation and scenario."],
}  # fmt: skip


def turn(simulator: str, side: str, text: str, **changes: Any) -> Evidence:
    """One quoted turn."""
    base = Evidence(
        measure="feedback", simulator=simulator, domain="cooking", side=side,
        label="explicit_positive", dialogue=f"{side}_12", turn=3, text=text,
        answer="… and let the dough rest for an hour before you shape it.",
    )  # fmt: skip
    return replace(base, **changes)


def comparison(
    names: tuple[str, ...] = ("sim-plain", "sim-persona"),
    domains: tuple[str, ...] = DOMAINS,
    *,
    evidence: bool = True,
) -> Comparison:
    """A whole comparison: ten measures, the given simulators and domains."""
    rows = [
        row(name, measure, None, _factor(i)) for i, name in enumerate(names) for measure in FACTS
    ]
    rows += [
        row(name, measure, domain, _factor(i) * (0.35 + 0.3 * ((d * 5 + m * 3) % 7)))
        for i, name in enumerate(names)
        for d, domain in enumerate(domains)
        for m, measure in enumerate(FACTS)
    ]
    quotes = [
        quote
        for name in names[:2]
        for quote in (
            turn(name, "real", "that did not work, the dough is still sticky??"),
            turn(name, "real", "ok. and with rye flour"),
            turn(name, name, "That is wonderful, thank you so much! Could you also explain why "
                 "resting matters?"),
            turn(name, name, "Great explanation! As a father of two, I really appreciate it."),
            turn(name, "real", "make it shorter, ten lines", measure="intent",
                 label="content_generation"),
        )
    ] if evidence else []  # fmt: skip
    return Comparison(
        version="0.1.0",
        settings={"seed": 0, "replicates": 2000, "pairs": "auto", "by": "domain", "level": 0.95,
                  "margin": None, "where": {}},
        inputs=(Input("real", "chats/real.jsonl", "3f" * 32, 719, 4),
                *(Input(name, f"chats/{name}.jsonl", "a7" * 32, 130, 0) for name in names)),
        rows=tuple(rows),
        headlines=(
            f"{names[0]} praises the chatbot in 23 % of turns, real users in 2 %",
            f"{names[0]} makes 2.2 language errors in a dialogue, real users 9.5",
            f"{names[-1]} tells about its past in 33 % of dialogues, real users in 12 %",
            f"{names[-1]} writes 78 words in a dialogue, real users 151",
        ) if names else (),
        notes=(
            "Only 126 shared scenarios are compared; 593 real dialogues were left out.",
            "Every simulated dialogue ends within 10 turns: real dialogues were not cut there.",
        ),
        cards={"feedback": CARD},
        evidence=tuple(quotes),
    )  # fmt: skip


def _q(value: float, floor95: float) -> float:
    return 0.012 if value > 1.4 * floor95 else 0.21


def _factor(place: int) -> float:
    return (1.0, 1.25, 0.6, 0.85, 1.4, 0.5, 1.1)[place % 7]
