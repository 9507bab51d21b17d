"""XML that is read as it stands, and XML that is meant to do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.exchange.xml_text import MOST_BYTES, MOST_DEPTH, parse_xml, read_xml

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>
<a b="&y;"/>"""
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "{}">]><a>&x;</a>'


def told(content: bytes) -> str:
    with pytest.raises(ScenarioError) as caught:
        parse_xml(content, "some.xml")
    return str(caught.value)


def test_elements_know_their_places() -> None:
    root = parse_xml(b'<a>\n  <b x="1"/>text<c/>\n  <b x="2"/>\n</a>')
    assert (root.tag, root.line, root.column) == ("a", 1, 1)
    assert [(child.tag, child.line, child.column) for child in root.children] == [
        ("b", 2, 3),
        ("c", 2, 17),
        ("b", 3, 3),
    ]
    assert [child.attributes["x"] for child in root.all("b")] == ["1", "2"]
    assert root.first("d") is None


def test_entities_are_never_declared(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("nobody should read this")
    for content in (LAUGHS, OUTSIDE.format(secret.as_uri()), '<!DOCTYPE a SYSTEM "elsewhere.dtd"><a/>'):
        assert "a document type declaration" in told(content.encode())
    assert "undefined entity" in told(b"<a>&x;</a>")


def test_the_five_entities_of_xml_itself_are_read() -> None:
    assert parse_xml(b'<a b="R&amp;D &lt; 3 &#228;"/>').attributes["b"] == "R&D < 3 ä"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings_are_read_as_the_file_says(encoding: str) -> None:
    said = "iso-8859-1" if encoding == "latin-1" else encoding.removesuffix("-sig")
    content = f'<?xml version="1.0" encoding="{said}"?><a b="ä"/>'.encode(encoding)
    assert parse_xml(content).attributes["b"] == "ä"


@pytest.mark.parametrize(
    "content, problem",
    [
        (b"", "some.xml:1:1: no XML: no element found"),
        (b"name: yaml", "some.xml:1:1: no XML: syntax error"),
        (b"<a>\n</b>", "some.xml:2:3: no XML: mismatched tag"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "some.xml:1:"),
        (b"\xff\xfe\xfd", "some.xml:"),
        (b'<a b="1" b="2"/>', "some.xml:1:10: no XML: duplicate attribute"),
    ],
)
def test_what_is_no_xml_is_told_with_its_place(content: bytes, problem: str) -> None:
    assert told(content).startswith(problem)


def test_depth_and_size_have_bounds(tmp_path) -> None:
    parse_xml(b"<a>" * MOST_DEPTH + b"</a>" * MOST_DEPTH)
    assert f"more than {MOST_DEPTH} elements" in told(b"<a>" * 100_000)
    big = tmp_path / "big.xml"
    big.write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(ScenarioError, match="larger than 10 MB"):
        read_xml(big)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told_and_nothing_else(content: bytes) -> None:
    try:
        found = parse_xml(b'<a b="' + content + b'"/>').tag
    except ScenarioError as error:
        found = error.problems[0].message
    assert found == "a" or found.startswith("no XML")
