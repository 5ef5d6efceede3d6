"""Tables of false alarms, swapped pairs and mutants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]
ALPHA = 0.05


def splits(results: Sequence[Result]) -> str:
    """One row per measure; columns by design: p < .05, after Holm, verdicts, turns permuted."""
    grouped = [x for x in results if x["kind"] == "false alarms"]
    turns = {tuple(x["dialogues"]): x for x in results if x["kind"] == "turns permuted"}
    parts = []
    for x in grouped:
        wrong = turns.get(tuple(x["dialogues"]), {"alarms": {}})
        checked = x.get("engine")
        lines = [
            (
                f"**{x['dialogues'][0]} against {x['dialogues'][1]} real dialogues**, "
                f"{x['splits']:,} splits of {sum(x['groups'])} groups, {x['replicates']:,} "
                f"permutations; bar 5 % + 3 Monte-Carlo errors = {_bar(x['alarms'])} %."
            ),
            "",
            (
                "| measure | p < .05, % | differs at most, % (Holm) | differs by `compare`, % "
                "| turns permuted: p < .05, % |"
            ),
            "|---|---|---|---|---|",
        ]
        for name, held in x["holm"].items():
            alone = _share(x["alarms"].get(name))
            verdict = _share(checked["differs"].get(name)) if checked else ""
            lines.append(
                f"| {name} | {alone} | {_share(held)} | {verdict} "
                f"| {_share(wrong['alarms'].get(name))} |"
            )
        if wrong["alarms"]:
            error = max(score["error"] for score in wrong["alarms"].values())
            lines += [
                "",
                f"Turns were permuted in {wrong['splits']:,} splits (error {100 * error:.1f}).",
            ]
        if checked:
            lines += [
                "",
                (
                    f"`compare` itself ran on {checked['splits']} of the splits; its p lies "
                    f"at most {checked['largest difference of p']:.3f} from the fast way's "
                    "(two sets of permutations)."
                ),
            ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def pairs(results: Sequence[Result]) -> str:
    """Rejections after random swaps, and the noise that pairing leaves."""
    swapped = [x for x in results if x["kind"] == "pairs swapped"]
    lines = []
    if swapped:
        heads = [f"{x['simulator']} ({x['dialogues'][0]} to {x['dialogues'][1]})" for x in swapped]
        lines = [
            (
                f"{swapped[0]['swaps']:,} swaps; {swapped[0]['pairs']} units; bar "
                f"{_bar(swapped[0]['alarms'])} %."
            ),
            "",
            f"| p < .05, % | {' | '.join(heads)} | by `compare` |",
            "|---" * (len(heads) + 2) + "|",
        ]
        for name in swapped[0]["alarms"]:
            cells = [_share(x["alarms"].get(name)) for x in swapped]
            checked = swapped[0].get("engine", {"alarms": {}})["alarms"].get(name)
            lines.append(f"| {name} | {' | '.join(cells)} | {_share(checked)} |")
    noise = [x for x in results if x["kind"] == "pairs noise"]
    if noise:
        lines += [
            "",
            "Noise variance that pairing leaves (1 = pairs do not help):",
            "",
            f"| | {' | '.join(noise[0]['left'])} |",
            "|---" * (len(noise[0]["left"]) + 1) + "|",
        ]
        lines += [
            f"| {x['simulator']} | {' | '.join(f'{v:.2f}' for v in x['left'].values())} |"
            for x in noise
        ]
    return "\n".join(lines)


def runs(results: Sequence[Result]) -> str:
    """One dialogue a scenario against five: alarms by measure, and of the worst domain."""
    uneven = [x for x in results if x["kind"] == "unequal runs"]
    domains = [x for x in results if x["kind"] == "domain alarm"]
    lines = []
    if uneven:
        lines = [
            f"{uneven[0]['splits']:,} comparisons a column; bar {_bar(uneven[0]['alarms'])} %.",
            "",
            f"| p < .05, % | {' | '.join(_design(x) for x in uneven)} |",
            "|---" * (len(uneven) + 1) + "|",
        ]
        for name in uneven[0]["alarms"]:
            cells = [_share(x["alarms"].get(name)) for x in uneven]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    if domains:
        lines += [
            "",
            (
                f"The worst-domain alarm over ten domains, {domains[0]['splits']:,} comparisons a "
                f"row; bar {_bar(domains[0]['alarms'])} %."
            ),
            "",
            "| scenarios x runs | any domain, % |",
            "|---|---|",
        ]
        lines += [f"| {_design(x)} | {_share(x['alarms']['any domain'])} |" for x in domains]
    floors = [x for x in results if x["kind"] == "excess"]
    if floors:
        lines += [
            "",
            (
                "Mean distance where nothing differs, as a share of its mean floor "
                f"({floors[0]['splits']:,} comparisons a row; 100 % would be right; the floor "
                "counts scenarios):"
            ),
            "",
            f"| scenarios x runs | {' | '.join(floors[0]['means'])} |",
            "|---" * (len(floors[0]["means"]) + 1) + "|",
        ]
        for x in floors:
            cells = [f"{100 * value / floor:.0f} %" for value, floor in x["means"].values()]
            lines.append(f"| {_design(x)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _design(x: Result) -> str:
    sides = [f"{n} x {k}" for n, k in zip(x["scenarios"], x["runs"], strict=True)]
    said = " against ".join(sides) + (", paired" if x["paired"] else "")
    return said + (f", {100 * x['same']:.0f} % repeated" if max(x["runs"]) > 1 else "")


def missed(results: Sequence[Result]) -> list[str]:
    """Shares above the bar; turns permuted must miss it, or the warning shows nothing."""
    lines = []
    for x in results:
        place = f"{x['kind']}, {' against '.join(str(n) for n in x.get('dialogues', ()))}"
        if "scenarios" in x:
            place = f"{x['kind']}, {_design(x)}"
        scores = dict(x.get("alarms", {}))
        if x["kind"] == "turns permuted":
            lines += [f"{place}, {name}: is not wrong" for name, y in scores.items() if y["meets"]]
            continue
        scores |= {f"{name} (Holm)": y for name, y in x.get("holm", {}).items()}
        checked = x.get("engine", {})
        for part in ("differs", "alarms"):
            scores |= {f"{name} by compare": y for name, y in checked.get(part, {}).items()}
        lines += [f"{place}, {name}: {_share(y)} %" for name, y in scores.items() if not y["meets"]]
    return lines


def mutations(results: Sequence[Result]) -> str:
    """One row per mutant and the test that noticed it."""
    lines = ["| broken on purpose | in | noticed by |", "|---|---|---|"]
    lines += [
        f"| {x['mutant']} | {x['file']} | {x['killed_by'] or '**nothing**'} |" for x in results
    ]
    return "\n".join(lines)


def survivors(results: Sequence[Result]) -> list[str]:
    """Mutants that no test notices."""
    return [f"no test notices: {x['mutant']}" for x in results if not x["killed_by"]]


def _share(score: Result | None) -> str:
    if score is None:
        return ""
    text = f"{100 * score['share']:.1f}"
    return text if score["meets"] else f"**{text}**"


def _bar(scores: Mapping[str, Result]) -> str:
    first = next(iter(scores.values()))
    return f"{100 * (ALPHA + 3 * first['error']):.1f}"
