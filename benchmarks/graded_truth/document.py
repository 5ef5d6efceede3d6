"""The tables of ``docs/graded_truth.md``, made from the results between markers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- {name}: made by benchmarks.graded_truth -->", "<!-- end {name} -->"


def write_document(results: Mapping[str, Any], path: Path) -> None:
    """Replace what stands between each pair of markers. Raises ValueError where one is missing."""
    text = path.read_text("utf-8")
    for name, make in FRAGMENTS.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        if begin not in text or end not in text:
            raise ValueError(f"{path.name}: expected the markers {begin} and {end}")
        before, rest = text.split(begin, 1)
        after = rest.split(end, 1)[1]
        found = {key: part for key, part in results[name].items() if key != "made_with"}
        made = made_with(results[name]["made_with"])
        text = f"{before}{begin}\n{make(found)}\n\n{made}\n{end}{after}"
    path.write_text(text, "utf-8")


def made_with(found: Mapping[str, Any]) -> str:
    """One line: by which version and weights a table was made."""
    weights = ", ".join(f"{name} {digest}" for name, digest in found["weights"].items())
    return f"<sub>usergap {found['usergap']}; {'; '.join(found['annotators'])}; {weights}</sub>"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def number(value: float | None, digits: int = 2) -> str:
    """A number with a true minus sign; a dash for None."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return "−" + text[1:] if text.startswith("-") and float(text) else text.removeprefix("-")


def ends(low: float | None, high: float | None, digits: int = 2) -> str:
    """An interval."""
    if low is None or high is None:
        return "–"
    return f"{number(low, digits)} to {number(high, digits)}"


def small(p: float | None) -> str:
    """A p-value."""
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def spade(found: Mapping[str, Any]) -> str:
    """Scores, declared differences, and what the order rests on."""
    scores = table(
        ["simulation", "score", "95 %", "median", "unit: floor"],
        [
            [
                x["simulator"],
                number(x["score"]),
                ends(x["low"], x["high"]),
                number(x["median"]),
                number(y["score"]),
            ]
            for x in found["scores"]
            for y in found["in_units_of_the_floor"]["scores"]
            if x["simulator"] == y["simulator"]
        ],
    )
    differences = table(
        ["further − nearer", "difference", "simultaneous 95 %", "holds", "unit: floor"],
        [
            [
                f"{x['further']} − {x['nearer']}",
                number(x["difference"]),
                ends(x["low"], x["high"]),
                "yes" if x["holds"] else "no",
                "yes" if y["holds"] else "no",
            ]
            for x, y in zip(
                found["ordered"], found["in_units_of_the_floor"]["ordered"], strict=True
            )
        ],
    )
    names = list(found["components"])
    parts = table(
        ["measure", *names, "alone in order", "order without it"],
        [
            [
                measure,
                *(number(found["components"][name][measure]) for name in names),
                "yes" if found["order_by_measure"][measure] else "no",
                "holds" if found["order_without"][measure] else "fails",
            ]
            for measure in found["measures"]
        ],
    )
    bar = "met" if found["bar_met"] else "missed"
    return f"Bar: **{bar}**; {found['note']}.\n\n{scores}\n\n{differences}\n\n{parts}"


def tau_trait(found: Mapping[str, Any]) -> str:
    """The twelve hypotheses."""
    rows = [
        [
            x["trait"],
            x["measure"],
            "more" if x["expected"] > 0 else "fewer",
            number(x["mean"], 3),
            number(x["others"], 3),
            ends(x["low"], x["high"], 3),
            small(x["p_holm"]),
            x["outcome"],
        ]
        for x in found["rows"]
    ]
    head = ["trait", "measure", "declared", "trait", "others", "difference, 95 %", "p (Holm)"]
    bar = "met" if found["bar_met"] else "missed"
    told = f"{found['as_declared']} of {len(rows)} as declared, {found['refuted']} refuted"
    return f"Bar: **{bar}**; {told}.\n\n{table([*head, 'outcome'], rows)}"


def mirrorbench(found: Mapping[str, Any]) -> str:
    """r with the people's scores, whole and by measure."""

    def row(name: str, part: Mapping[str, Any]) -> list[str]:
        return [
            name,
            str(part["n"]),
            number(part["r"]),
            ends(*(part["interval"] or (None, None))),
            number(part["rho"]),
            ends(*(part["rho_interval"] or (None, None))),
        ]

    rows = [row("**all**", found), *(row(x, part) for x, part in found["by_measure"].items())]
    return table(["distance", "pairs", "r", "95 %", "ρ", "95 %"], rows)


def crs(found: Mapping[str, Any]) -> str:
    """The twelve, the families, and which family is nearer by which measure."""
    twelve = table(
        ["simulator", "score", "95 %", "may rank", "median", "without knowledge"],
        [
            [
                x["simulator"],
                number(x["score"]),
                ends(x["low"], x["high"]),
                f"{x['best']}–{x['worst']}",
                number(x["median"]),
                number(x["score_without_knowledge"]),
            ]
            for x in found["twelve"]["simulators"]
        ],
    )
    families = table(
        ["family", "score", "95 %", "median", "without knowledge", "same recommenders"],
        [
            [
                x["simulator"],
                number(x["score"]),
                ends(x["low"], x["high"]),
                number(x["median"]),
                number(x["score_without_knowledge"]),
                number(y["score"]),
            ]
            for x in found["families"]["simulators"]
            for y in found["families_same_recommenders"]["simulators"]
            if x["simulator"] == y["simulator"]
        ],
    )
    nearer = table(
        ["measure", *(f"{x['one']} / {x['two']}" for x in found["differences"])],
        [
            [measure, *(x["nearer"].get(measure, "cannot tell") for x in found["differences"])]
            for measure in found["families"]["measures"]
        ],
    )
    return (
        f"{found['families']['sentence']}.\n\n{families}\n\nWhich of two is nearer to people"
        f" (Holm p < .05):\n\n{nearer}\n\nThe twelve: {found['twelve']['sentence']}.\n\n{twelve}"
    )


def surface(found: Mapping[str, Any]) -> str:
    """r by feature and set of pairs."""
    names = list(found)
    features = [row["feature"] for row in found[names[0]]["rows"]]
    rows = []
    for place, feature in enumerate(features):
        cells = [found[name]["rows"][place] for name in names]
        rows.append([feature, *(f"{number(x['r'])} ({ends(x['low'], x['high'])})" for x in cells)])
    pairs = [str(found[name]["rows"][0]["n"]) for name in names]
    means = [number(found[name]["mean_r"]) for name in names]
    return table(["feature", *names], [["pairs", *pairs], *rows, ["mean r", *means]])


FRAGMENTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "spade": spade,
    "tau_trait": tau_trait,
    "mirrorbench": mirrorbench,
    "crs": crs,
    "surface": surface,
}
