"""What is compared with whom, and the page that shows it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One line: ``ours`` and ``theirs`` name the task on either side; ``differs`` says in
    what the two sides do not do the same, ``by`` whose code runs where not the peer's own."""

    what: str
    ours: str
    theirs: str
    differs: str = ""
    by: str = ""


@dataclass
class Peer:
    """A package, what pip is asked for, and its tasks; none: it is only named."""

    name: str
    needs: tuple[str, ...]
    tasks: tuple[Task, ...]
    version: str = ""


TALKS = "CPU of 40 simulated conversations of 5 exchanges, 400 calls"
TURNS = "turns as independent in both; a comparison of ours resamples whole conversations"
PEERS = (
    Peer(
        "lexicalrichness",
        ("lexicalrichness", "setuptools<81"),
        (
            Task(
                "MTLD, splitting words included",
                "mtld",
                "mtld",
                "it takes out digits and hyphens by patterns; we split words by the rules that "
                "all our measures share (curly apostrophes, other scripts)",
            ),
        ),
    ),
    Peer(
        "lexical-diversity",
        ("lexical-diversity", "setuptools<81"),
        (Task("MTLD, splitting words included", "mtld", "mtld"),),
    ),
    Peer(
        "textstat",
        ("textstat==0.7.4", "setuptools<81"),
        (
            Task(
                "Flesch-Kincaid grade",
                "grade",
                "grade",
                "it joins messages that end without a mark into one sentence",
            ),
        ),
    ),
    Peer(
        "textdescriptives",
        ("textdescriptives",),
        (
            Task(
                "Flesch-Kincaid grade",
                "grade",
                "grade",
                "it computes its other readability figures along with it",
            ),
        ),
    ),
    Peer(
        "POT",
        ("POT",),
        (
            Task("Wasserstein-1 of two samples, 300 times", "w1", "w1_scipy", by="scipy"),
            Task("Wasserstein-1 of two samples, 300 times", "w1", "w1"),
            Task("p of Wasserstein-1, 1,000 permutations", "w1_null", "w1_null_scipy", by="scipy"),
            Task("p of Wasserstein-1, 1,000 permutations", "w1_null", "w1_null"),
        ),
    ),
    Peer(
        "sdmetrics",
        ("sdmetrics", "pandas<3"),
        (
            Task("total variation of intent labels, counting included", "tvd", "tvd"),
            Task(
                "area of a classifier over all numbers and label counts",
                "detection",
                "detection",
                "three folds with it, five with us",
            ),
            Task(
                "the same, ours with a p from 200 refitted permutations",
                "detection_null",
                "detection",
                "it has no p: 3 fits against 1,005",
            ),
        ),
    ),
    Peer(
        "evidently",
        ("evidently", "pandas<3"),
        (
            Task(
                "p of the total variation of labels, 1,000 permutations",
                "tvd_null",
                "tvd_null",
                TURNS,
            ),
            Task(
                "drift of texts by a classifier",
                "text",
                "text",
                "it fits once and compares with random scores; we refit for each of 200 "
                "permutations",
            ),
            Task(
                "bytes of the HTML report",
                "report",
                "report",
                "it is given the same dialogues as measured columns and text, and shows the drift "
                "of each; ours holds charts, examples and notes",
            ),
        ),
    ),
    Peer(
        "deepeval",
        ("deepeval", "aiohttp"),
        (
            Task(
                TALKS,
                "simulate",
                "simulate",
                "its models through a client of ours, the leanest there is; it keeps nothing",
            ),
        ),
    ),
    Peer(
        "arksim",
        ("arksim", "aiohttp"),
        (
            Task(
                TALKS,
                "simulate",
                "simulate",
                "a client of ours for its user's model (its own speak other interfaces), "
                "its own for the assistant; one file at the end",
            ),
        ),
    ),
    Peer(
        "sdialog",
        ("sdialog",),
        (
            Task(
                TALKS,
                "simulate",
                "simulate",
                "one conversation after another: it runs no more at once; keeps nothing",
            ),
        ),
    ),
)

Line = tuple[Peer, Task, float, float]


def page(
    rows: Sequence[Line], missing: Sequence[tuple[Peer, str]], about: str, *, compiled: bool
) -> str:
    """The page as Markdown; a ratio above 1 says that usergap is ahead.

    ``compiled``: whether usergap's kernel in C was in use.
    """
    lines = [
        "# Beside other packages",
        "",
        "`python -m benchmarks.peers -o docs/peers.md` writes this page: each package in an",
        "environment of its own, the same data, one thread, one run. Figures are CPU seconds,",
        "the least of six runs of either side, by turns (of the report: bytes). A ratio above 1",
        "says how many times less usergap takes; below 1 it takes more, and the last column says",
        "what differs.",
        "",
        "| package | task | usergap | package | ratio | what differs |",
        "|---|---|---|---|---|---|",
    ]
    for peer, task, mine, theirs in rows:
        mine_said, theirs_said = (_said(task, x) for x in (mine, theirs))
        package = task.by or f"{peer.name} {peer.version}"
        ratio = f"{theirs / mine:.2g}" if theirs < 10 * mine else f"{theirs / mine:.0f}"
        lines.append(
            f"| {package} | {task.what} | {mine_said} | {theirs_said} | {ratio} | {task.differs} |"
        )
    kernel = "with" if compiled else "without"
    machine = f"Python {sys.version.split()[0]}, {os.cpu_count()} cores"
    lines += ["", f"{about.capitalize()}; {machine}, usergap {kernel} its compiled kernel.", ""]
    if missing:
        lines += ["Not measured:", ""]
        lines += [f"- {peer.name}: {reason}" for peer, reason in missing]
        lines += [""]
    behind = [
        f"- {task.by or peer.name}, {task.what}: {task.differs or 'nothing differs'}"
        for peer, task, mine, theirs in rows
        if theirs < mine
    ]
    if behind:
        lines += ["usergap takes more than:", "", *behind]
    elif rows:
        peer, task, mine, theirs = min(rows, key=lambda row: row[3] / row[2])
        closest = f"{task.by or peer.name}, {task.what}: {theirs / mine:.2f}"
        lines += [f"usergap takes less in every row; the closest is {closest}."]
    return "\n".join(lines) + "\n"


def _said(task: Task, figure: float) -> str:
    if task.ours == "report":
        return f"{figure / 1000:,.0f} kB"
    return f"{figure * 1000:.3g} ms" if figure < 1 else f"{figure:.2f} s"
