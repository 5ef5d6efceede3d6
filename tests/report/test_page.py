"""The whole page: safe, self-contained, complete, whatever went in."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.example_comparisons import DOMAINS, comparison, row, turn
from tests.report.parsed_page import Page
from usergap.compare import Comparison, Verdict
from usergap.report import Section, render_html, sections
from usergap.report.numbers import distance, interval, p_value

EMPTY = Comparison(version="0.1.0", settings={}, inputs=(), rows=())
ORDER = [
    "headline", "fix-first", "measures", "pictures", "by-domain", "turns", "annotators", "data",
    "reading",
]  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>body{display:none}</style>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eright to left\u2066",
    "\x1b[31mred\x00\x07",
    "\ud800 lone",
    "a" * 5000,
    "z\u0335\u0321\u0353" * 50,
)


def undefined_rows() -> tuple:
    base = row("sim", "knowledge")
    return tuple(
        replace(base, measure=name, reason="too few dialogues") for name in ("intent", "words")
    )


def with_hostile(text: str) -> Comparison:
    """The text in every place that a file or an argument can fill."""
    base = comparison(("sim",), ("cooking",))
    return replace(
        base,
        version=text,
        settings={text: text, "nested": {text: [text]}},
        inputs=tuple(replace(entry, name=text, path=text, sha256=text) for entry in base.inputs),
        rows=tuple(
            replace(r, simulator=text, reason=text, annotator=text, dimension=text,
                    domain=r.domain and text, real=_renamed(r.real, text),
                    simulated=_renamed(r.simulated, text))
            for r in (*base.rows, replace(base.rows[0], measure=text))
        ),
        headlines=(text,) * 4,
        notes=(text,),
        cards={text: {"annotator": text, "gold": text, "notes": [text], "version": text,
                      "real": {"unit": text, "labels": {text: {"tp": 1}}}}},
        evidence=(turn(text, text, text, dialogue=text, label=text, answer=text, domain=text,
                       measure=text),),
    )  # fmt: skip


def _renamed(side, text):
    first = {kind: {text if place == 0 else label: value for place, (label, value)
                    in enumerate(table.items())}
             for kind, table in side.items() if isinstance(table, dict)}  # fmt: skip
    return {**side, **first}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_tag_and_no_attribute(text: str) -> None:
    page, harmless = Page(render_html(with_hostile(text))), Page(render_html(with_hostile("calm")))
    assert [tag.name for tag in page.tags] == [tag.name for tag in harmless.tags]
    assert [sorted(tag.attributes) for tag in page.tags] == [
        sorted(tag.attributes) for tag in harmless.tags
    ]


@given(st.text(alphabet=st.characters(), max_size=40))
def test_any_text_leaves_the_shape_of_the_page_alone(text: str) -> None:
    quoted = replace(EMPTY, notes=(text,), evidence=(turn("sim", "sim", text or "-"),))
    calm = replace(EMPTY, notes=("calm",), evidence=(turn("sim", "sim", "calm"),))
    html = render_html(quoted)
    html.encode("utf-8")  # a lone surrogate would raise
    assert [t.name for t in Page(html).tags] == [t.name for t in Page(render_html(calm)).tags]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


def test_quoted_text_is_shown_as_written_and_isolated() -> None:
    text = "<b>bold</b> & שלום עולם"
    page = Page(render_html(replace(EMPTY, evidence=(turn("sim", "sim", text),))))
    (quote,) = page.named("blockquote")
    assert quote.text == text
    assert quote.attributes["dir"] == "auto"


def test_policy_allows_this_style_sheet_and_nothing_else() -> None:
    html = render_html(comparison())
    (policy,) = (
        tag.attributes["content"]
        for tag in Page(html).named("meta")
        if tag.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == f"'sha256-{digest}'"
    assert "script-src" not in rules
    assert html.index("Content-Security-Policy") < html.index("<style>")


def test_nothing_is_loaded_and_nothing_runs() -> None:
    html = render_html(comparison())
    page = Page(html)
    assert not page.named("script")
    assert not page.named("link")
    for tag in page.tags:
        assert not {"style", "src", "srcset"} & set(tag.attributes), tag
        assert not [name for name in tag.attributes if name.startswith("on")]
        assert tag.attributes.get("href", "#").startswith("#")
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)[0]
    assert "url(" not in style
    assert "@import" not in style


def test_every_headline_row_shows_all_its_numbers() -> None:
    compared = comparison()
    table = Page(render_html(compared)).classed("measures")[0].text
    for r in compared.select():
        kind = r.distance
        for number in (r.value, r.corrected, r.floor, r.floor95, r.margin):
            assert distance(number, kind) in table
        assert interval(r.low, r.high, kind) in table
        assert p_value(r.p_holm) in table
        assert r.verdict.value in table
        assert r.reason in table


def test_every_domain_row_is_in_the_map() -> None:
    compared = comparison()
    page = Page(render_html(compared))
    told = [tag.attributes.get("title", "") for tag in page.named("td")]
    for r in compared.rows:
        if r.domain is not None and r.value is not None:
            start = f"distance {distance(r.reported, r.distance)}, floor "
            assert any(title.startswith(start) for title in told), r


@pytest.mark.parametrize(
    "compared",
    [
        EMPTY,
        replace(EMPTY, rows=undefined_rows()),
        comparison(("one",), ()),
        comparison(tuple(f"simulator {i}" for i in range(7))),
        comparison(tuple(f"simulator {i}" for i in range(9)), ()),
        comparison(("симулятор", "模拟器", "مُحاكٍ", "🙂" * 20)),
    ],
    ids=["empty", "undefined", "one", "seven", "nine", "unicode"],
)
def test_page_is_whole_and_says_no_none_and_no_nan(compared: Comparison) -> None:
    page = Page(render_html(compared))
    body = page.named("body")[0].text
    assert not re.search(r"\b(None|nan|NaN|inf)\b", body)
    for tag in page.tags:
        assert not re.search(r"\b(None|nan|inf)\b", " ".join(tag.attributes.values())), tag
    for name in compared.simulators:
        assert name in body
    ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids))
    assert {tag.attributes["href"][1:] for tag in page.named("a")} <= set(ids)


def test_numbers_that_are_not_finite_are_dashes() -> None:
    bad = replace(row("sim", "words"), value=float("nan"), high=float("inf"), p_holm=None)
    body = Page(render_html(replace(EMPTY, rows=(bad,)))).named("body")[0].text
    assert not re.search(r"\b(nan|inf)\b", body)


def test_sections_come_in_order_with_a_heading_each() -> None:
    page = Page(render_html(comparison()))
    found = [tag.attributes["id"] for tag in page.named("section")]
    assert found == ORDER
    for tag in page.named("section"):
        assert page.with_id(tag.attributes["aria-labelledby"]).name == "h2"


def test_sections_without_content_are_left_out() -> None:
    found = [part.id for part in sections(comparison(("sim",), (), evidence=False))]
    assert found == [name for name in ORDER if name not in ("by-domain", "turns")]


def test_other_rooms_add_sections_before_the_annotators() -> None:
    part = Section("probes", "Probes", "quality.html.j2",
                   {"notes": ["<i>mine</i>"], "inputs": [], "undefined": []})  # fmt: skip
    page = Page(render_html(comparison(), extra=[part]))
    found = [tag.attributes["id"] for tag in page.named("section")]
    assert found.index("probes") == found.index("annotators") - 1
    assert "<i>mine</i>" in page.with_id("probes").text


def test_a_page_with_text_warns_and_one_without_says_so() -> None:
    warned = Page(render_html(comparison())).classed("privacy")[0].text
    silent = Page(render_html(comparison(evidence=False))).classed("privacy")[0].text
    assert "contains conversation text" in warned
    assert "no conversation text" in silent


def test_extra_section_with_text_warns_too() -> None:
    part = Section("x", "X", "quality.html.j2", {"notes": [], "inputs": [], "undefined": []}, True)
    page = Page(render_html(EMPTY, extra=[part]))
    assert "contains conversation text" in page.classed("privacy")[0].text


def test_accessible_names_are_there() -> None:
    page = Page(render_html(comparison()))
    assert page.named("html")[0].attributes["lang"] == "en"
    assert [len(page.named(name)) for name in ("main", "nav", "header", "footer", "h1")] == [1] * 5
    for tag in page.named("svg"):
        attributes = tag.attributes
        assert "aria-hidden" in attributes or attributes.get("role") == "img", tag
        assert "aria-hidden" in attributes or tag.text, tag
    for tag in page.named("th"):
        assert tag.attributes.get("scope") in ("col", "row", "rowgroup")


def test_small_and_the_same_every_time() -> None:
    names = tuple(f"domain {i}" for i in range(16))
    html = render_html(comparison(domains=names))
    assert len(html.encode()) < 300_000
    assert html == render_html(comparison(domains=names))


def test_title_is_escaped_and_shown() -> None:
    page = Page(render_html(EMPTY, title="A <b> title"))
    assert page.named("h1")[0].text == "A <b> title"


def test_verdict_of_every_kind_has_its_badge() -> None:
    rows = tuple(
        replace(row("sim", measure), verdict=verdict)
        for verdict, measure in zip(Verdict, ("words", "turns", "mtld", "errors"), strict=True)
    )
    table = Page(render_html(replace(EMPTY, rows=rows)))
    shown = {tag.text for tag in table.classed("badge")}
    assert {verdict.value for verdict in Verdict} <= shown
    assert DOMAINS
