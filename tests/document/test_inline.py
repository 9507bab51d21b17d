"""Figures inside a page: only drawings get in, and their names cannot collide."""

import re

import pytest
from matplotlib.figure import Figure

from sim.document.inline import Inliner
from sim.errors import InputError
from sim.report.save import as_svg
from sim.report.style import styled

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


def drawing() -> str:
    with styled():
        ax = Figure(figsize=(3, 2)).subplots()
        ax.plot([0, 1.23456789], [0, 1])
        ax.set_title("A line")
        return as_svg(ax)


def svg(inside: str) -> str:
    return f"{HEAD}{inside}</svg>"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path d="M 0 0" onclick="alert(1)"/>',
        "<foreignObject><p>text</p></foreignObject>",
        '<a href="https://example.org"><path d="M 0 0"/></a>',
        '<use xlink:href="https://example.org/x.svg#y"/>',
        '<use href="javascript:alert(1)"/>',
        '<image href="https://example.org/x.png"/>',
        '<image href="data:text/html;base64,AAAA"/>',
        "<style>@import url(https://example.org/x.css)</style>",
        '<rect style="fill: url(https://example.org/x.svg#y)"/>',
        '<rect fill="URL( https://example.org/x )"/>',
        '<rect><animate attributeName="href"/></rect>',
    ],
)
def test_what_is_no_drawing_is_refused(inside: str) -> None:
    with pytest.raises(InputError, match="a figure"):
        Inliner().add(svg(inside), "x")


@pytest.mark.parametrize(
    "text",
    ["no svg", "<html></html>", "<svg></svg>", '<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<title>&a;</title>")],
)
def test_what_is_no_svg_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="a figure"):
        Inliner().add(text, "x")


def test_a_figure_of_ours_passes_and_says_what_it_shows() -> None:
    inliner = Inliner()
    text = inliner.add(drawing(), 'A "line" <up>')
    assert text.startswith("<svg")
    assert 'role="img"' in text
    assert 'aria-label="A &quot;line&quot; &lt;up&gt;"' in text
    assert "http://www.w3.org" not in text


def test_names_are_different_in_every_figure_and_letters_are_kept_once() -> None:
    inliner = Inliner()
    one, other = inliner.add(drawing(), "a"), inliner.add(drawing(), "b")
    names = [set(re.findall(r' id="([^"]+)"', text)) for text in (one, other)]
    assert names[0]
    assert names[1]
    assert not names[0] & names[1]
    letters = set(re.findall(r' id="([^"]+)"', inliner.shared()))
    used = set(re.findall(r'href="#([^"]+)"', one + other))
    assert used <= letters | names[0] | names[1]
    assert used & letters
    clips = set(re.findall(r"url\(#([^)]+)\)", one + other))
    assert clips <= names[0] | names[1]
    assert len(re.findall("<path", inliner.shared())) == len(letters)


def test_coordinates_lose_what_no_eye_can_see() -> None:
    text = Inliner().add(svg('<path d="M 1.23456789 2" transform="scale(0.095)"/>'), "x")
    assert 'd="M 1.235 2"' in text
    assert "scale(0.095)" in text
