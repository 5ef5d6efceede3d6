"""SVG elements as escaped markup.

Horizontal positions are percentages and vertical ones pixels, and no picture has a
``viewBox``: so it fills any width while strokes, dots and type keep their size.
Colours come from classes, because the page's policy forbids style attributes.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from usergap.report.hostile import visible

Attribute = str | int | float


def element(name: str, *children: str, **attributes: Attribute) -> Markup:
    """One element; a trailing underscore of an attribute is cut, others become hyphens."""
    written = "".join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
    )
    inside = Markup("").join(escape(child) for child in children)
    # Names are ours and every value above is escaped.
    if not children:
        return Markup(f"<{name}{written}/>")  # noqa: S704
    return Markup(f"<{name}{written}>{inside}</{name}>")  # noqa: S704


def picture(*children: str, height: float, label: str, class_: str = "chart") -> Markup:
    """An SVG of full width with its description for those who do not see it."""
    return element(
        "svg", element("title", visible(label)), *children,
        class_=class_, width="100%", height=height, role="img",
    )  # fmt: skip


def line(x1: float, x2: float, y1: float, y2: float, class_: str) -> Markup:
    """A line from (x1 %, y1) to (x2 %, y2)."""
    return element("line", x1=at(x1), x2=at(x2), y1=y1, y2=y2, class_=class_)


def bar(x1: float, x2: float, y: float, height: float, class_: str, radius: float = 0) -> Markup:
    """A rectangle between two percentages."""
    return element(
        "rect", x=at(x1), width=at(max(0.0, x2 - x1)), y=y, height=height, rx=radius, class_=class_
    )


def dot(x: float, y: float, radius: float, class_: str) -> Markup:
    """A circle that stays round at any width."""
    return element("circle", cx=at(x), cy=y, r=radius, class_=class_)


def text(x: float, y: float, content: str, anchor: str = "middle") -> Markup:
    """A label that keeps its size at any width."""
    return element("text", content, x=at(x), y=y, text_anchor=anchor)


def at(percentage: float) -> str:
    """A percentage with at most two decimals."""
    return f"{round(percentage, 2):g}%"
