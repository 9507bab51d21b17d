"""Figures inside a page: SVG that is checked, made smaller, and whose names cannot collide with another figure's.

Only what a drawing needs is let through, so that a file that somebody else has put into a folder of results cannot
bring a script or a link with it. Outlines of letters, which every figure has, are kept once for the whole page.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from sim.errors import InputError

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ELEMENTS = frozenset(
    ("svg", "g", "path", "use", "defs", "clipPath", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image",
     "style", "title", "desc", "pattern", "text", "tspan", "linearGradient", "radialGradient", "stop", "symbol")
)  # fmt: skip
ATTRIBUTES = frozenset(
    ("id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "viewBox",
     "transform", "style", "points", "fill", "stroke", "clip-path", "clip-rule", "fill-rule", "opacity",
     "patternUnits", "href", "preserveAspectRatio", "offset", "gradientUnits", "stroke-width", "type", "version")
)  # fmt: skip
_GLYPH = re.compile(r"(?:DejaVu|Cmr|Stix|STIX)\w*-\w+$")
_USE = re.compile(r"(?:href=\"#|url\(#)([\w.-]+)")
_LONG = re.compile(r"-?\d+\.\d{4,}")
_STYLE = "*{stroke-linejoin: round; stroke-linecap: butt}"
"""What Matplotlib says of all lines; it stands in the page's own style."""


class Inliner:
    """Turns the figures of one page into parts of it."""

    def __init__(self) -> None:
        self._glyphs: dict[str, ElementTree.Element] = {}
        self._figures = 0
        self._used: set[str] = set()

    def add(self, text: str, label: str) -> str:
        """An SVG file as an element of the page that says `label` to those who cannot see it.

        Raises InputError for a text that is no SVG, or that holds anything but a drawing.
        """
        self._figures += 1
        try:
            root = ElementTree.fromstring(_without_doctype(text))
        except ElementTree.ParseError as error:
            raise InputError(f"a figure is no SVG: {error}") from error
        if root.tag != f"{{{SVG}}}svg":
            raise InputError("a figure is no SVG")
        prefix = f"f{self._figures}-"
        self._used = set(_USE.findall(text))
        clean = self._clean(root, prefix)
        assert clean is not None
        for name in ("width", "height", "version"):
            clean.attrib.pop(name, None)
        clean.attrib |= {"role": "img", "aria-label": label}
        return ElementTree.tostring(clean, encoding="unicode", short_empty_elements=True)

    def shared(self) -> str:
        """The outlines of letters that all figures use."""
        root = ElementTree.Element("svg", {"class": "letters", "aria-hidden": "true", "focusable": "false"})
        defs = ElementTree.SubElement(root, "defs")
        defs.extend(self._glyphs[name] for name in sorted(self._glyphs))
        return ElementTree.tostring(root, encoding="unicode")

    def _clean(self, element: ElementTree.Element, prefix: str) -> ElementTree.Element | None:
        name = str(element.tag).removeprefix(f"{{{SVG}}}")
        if "}" in name:
            return None  # metadata of other vocabularies
        if name not in ELEMENTS:
            if name == "metadata":
                return None
            raise InputError(f"a figure holds <{name or '?'}>, which is no part of a drawing")
        if name == "style":
            if (element.text or "").strip() != _STYLE:
                raise InputError("a figure brings a style of its own")
            return None
        identity = element.get("id", "")
        if name == "path" and _GLYPH.match(identity):
            self._glyphs.setdefault(identity, ElementTree.Element("path", _attributes(element, "", glyph=True)))
            return None
        copy = ElementTree.Element(name, _attributes(element, prefix))
        if identity and identity not in self._used:
            del copy.attrib["id"]  # nothing refers to it
        self._used.discard(identity)  # a name that stands twice is the first's
        if name in ("title", "desc", "text", "tspan"):
            copy.text = element.text
        for child in element:
            found = self._clean(child, prefix)
            if found is not None:
                copy.append(found)
        if name == "defs" and not len(copy):
            return None
        return copy


def _attributes(element: ElementTree.Element, prefix: str, *, glyph: bool = False) -> dict[str, str]:
    found = {}
    for full, value in element.attrib.items():
        name = full.removeprefix(f"{{{XLINK}}}")
        if name.startswith("{"):
            continue
        if name not in ATTRIBUTES:
            raise InputError(f"a figure has an attribute '{name}', which is no part of a drawing")
        if name == "href":
            value = _reference(element, value, prefix)
        elif "url(" in value.replace(" ", "").lower():
            value = re.sub(r"url\(#([\w.-]+)\)", rf"url(#{prefix}\1)", value)
            if re.search(r"url\((?!#)", value, re.IGNORECASE):
                raise InputError("a figure refers to something outside itself")
        elif name == "id":
            value = prefix + value
        if not glyph and name in ("d", "transform", "x", "y", "width", "height", "viewBox"):
            value = _LONG.sub(lambda match: f"{float(match[0]):.3f}".rstrip("0").rstrip("."), value)
        found[name] = " ".join(value.split()) if name == "d" else value
    return found


def _reference(element: ElementTree.Element, value: str, prefix: str) -> str:
    if value.startswith("data:image/png;base64,") and element.tag == f"{{{SVG}}}image":
        return "".join(value.split())
    if not re.fullmatch(r"#[\w.-]+", value):
        raise InputError("a figure refers to something outside itself")
    return value if _GLYPH.match(value[1:]) else f"#{prefix}{value[1:]}"


def _without_doctype(text: str) -> str:
    """Without the declaration of a document type, in which entities could be defined."""
    if "<!ENTITY" in text:
        raise InputError("a figure defines entities")
    return re.sub(r"<!DOCTYPE[^>\[]*>", "", text, count=1)
