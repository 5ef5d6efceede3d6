"""Pictures of the pages for labelling and browsing, from the embedded sample.

Run: python -m benchmarks.study.labels_and_browse [--to docs/study]

Who labels here is a script: the shipped annotator's labels, one in six replaced at random. Both
sides of the comparison are simulators of the sample; no real user's text is shown.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.study.in_browser import chromium, served

from usergap.annotators.llm.choice import Reach, annotators_of
from usergap.annotators.sampling.units import linear_uncertainty, merged
from usergap.compare import compare
from usergap.dialogues import Corpus
from usergap.formats.samples import sample
from usergap.profiles import default_plan, measure_corpus
from usergap.study.assignment import assign
from usergap.study.browsing.catalogue import catalogue_of
from usergap.study.labelling.codebook import CODEBOOK_VERSION, DIMENSIONS, chapter
from usergap.study.labelling.items import Source, label_items
from usergap.study.records import Study
from usergap.study.store import Store, open_store
from usergap.study.web.app import create_app
from usergap.study.web.pages.browsing import open_catalogue
from usergap.study.web.site import Site

WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def take(to: Path) -> None:
    """Write the pictures into a folder."""
    to.mkdir(parents=True, exist_ok=True)
    corpora = [sample("generic"), sample("informed")]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        store = open_store(Path(folder) / "study.db", create=True)
        study, said = labelled(store, corpora)
        first, second = (measure_corpus(one, default_plan(), jobs=1) for one in corpora)
        comparison = compare(first, second, by="domain", replicates=200)
        catalogue = catalogue_of(comparison, first, [second])
        site = Site(store)
        with served(lambda _url: create_app(site)) as url:
            page = browser.new_page(viewport=WIDE)
            enter(page, url, store.people.invite("rater", study.id, now=site.now()))
            page.locator("button.primary").first.click()
            page.wait_for_selector(".said.now")
            page.keyboard.press("7")
            page.screenshot(path=to / "labelling.png")
            page.set_viewport_size(PHONE)
            page.keyboard.press("?")
            page.screenshot(path=to / "labelling-phone.png")
            page.set_viewport_size(WIDE)
            enter(page, url, store.people.invite("owner", None, now=site.now(), uses=1))
            page.wait_for_url("**/owner")
            page.goto(f"{url}/owner/{study.id}/adjudicate")
            page.wait_for_selector(".said.now")
            page.screenshot(path=to / "adjudicate.png")
        browsed = create_app(Site(store))
        open_catalogue(browsed, catalogue)
        with served(lambda _url: browsed) as url:
            enter(page, url, store.people.invite("owner", None, now=site.now(), uses=1))
            page.wait_for_selector("table.gaps")
            page.screenshot(path=to / "browse.png")
            page.goto(
                f"{url}/browse/gap?simulator={catalogue.comparison.simulators[0]}"
                "&measure=feedback&label=providing_clarification"
            )
            page.screenshot(path=to / "browse-gap.png")
            page.locator("section.simulated article a").first.click()
            page.wait_for_selector(".beside")
            page.screenshot(path=to / "browse-beside.png")
        store.close()
    print(f"{to}: {said} answers by a script")


def enter(page: Any, url: str, token: str) -> None:
    """Through the door of an invitation."""
    page.goto(f"{url}/join/{token}")
    page.locator("main button").first.click()


def labelled(store: Store, corpora: Sequence[Corpus]) -> tuple[Study, int]:
    """A study of 60 turns, and two scripted raters who answered all of them."""
    sources = []
    for corpus in corpora:
        each = [x.annotate(corpus.dialogues) for x in annotators_of("linear", DIMENSIONS, Reach())]
        found = [merged(annotations) for annotations in zip(*each, strict=True)]
        sources.append(Source(corpus, found, linear_uncertainty(corpus.dialogues, DIMENSIONS)))
    items = label_items(sources, DIMENSIONS, count=60, whole=False, seed=1)
    settings = {
        "dimensions": list(DIMENSIONS), "whole": False, "codebook": CODEBOOK_VERSION, "checks": 0,
        "consent": "You read conversations.", "per_rater": 60,
        "sources": {one.name: {} for one in corpora},
    }  # fmt: skip
    study = Study("labels", "labels", "Labels", 1, "2026-01-01T00:00:00Z", settings, tuple(items))
    store.studies.add(study)
    shipped = {
        (source.corpus.name, one.id): annotation
        for source in sources
        for one, annotation in zip(source.corpus, source.found, strict=True)
    }
    draw = random.Random(1)
    for _ in range(2):
        member, _session = store.people.join(
            store.people.invite("rater", study.id, now="2026-01-01T00:00:00Z"),
            now="2026-01-01T00:00:00Z",
        )  # type: ignore[misc]
        store.answers.assign_once(
            member,
            lambda given, number=member.number: assign(
                study.items, given, count=60, checks=0, seed=1, rater=number
            ),
        )
        for given in store.answers.assignments(member.id):
            item = study.items[given.item]
            annotation = shipped[item.truth["source"], item.truth["dialogue"]]
            labels = {
                str(turn): {
                    name: [draw.choice(chapter(name).labels)]
                    if draw.random() < 1 / 6
                    else list(annotation.units[name][turn - 1] or (chapter(name).labels[-1],))
                    for name in DIMENSIONS
                }
                for turn in item.shown["turns"]
            }
            store.answers.record(
                member, given.position, {"labels": labels}, now="2026-01-01T00:00:00Z", clock=0.0
            )
    return study, len(store.answers.of(study.id))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.study.labels_and_browse")
    parser.add_argument("--to", type=Path, default=Path("docs/study"))
    take(parser.parse_args().to)
