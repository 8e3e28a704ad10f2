"""Taking the text back out of a Word document, without the code that wrote it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BIDI_MARKS = "\u200e\u200f"


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml_parts(content: bytes) -> dict[str, etree._Element]:
    """The parts that are XML, parsed."""
    return {name: etree.fromstring(part) for name, part in parts(content).items() if name.endswith((".xml", ".rels"))}


def body(content: bytes) -> etree._Element:
    """The body of the document."""
    return next(xml_parts(content)["word/document.xml"].iter(f"{W}body"))


def value(element: etree._Element, path: str) -> str:
    """The `w:val` of a descendant such as `pPr/pStyle`; empty if there is none."""
    found = element.find("/".join(W + step for step in path.split("/")))
    return "" if found is None else str(found.get(f"{W}val", "on"))


def style_names(content: bytes) -> dict[str, str]:
    """The name of each style by its id."""
    styles = xml_parts(content)["word/styles.xml"].iter(f"{W}style")
    return {str(style.get(f"{W}styleId")): value(style, "name") for style in styles}


def words(element: etree._Element) -> str:
    """The words of a paragraph, also inside links; raised letters are plain, marks of direction left out."""
    pieces = {f"{W}br": "\n", f"{W}softHyphen": "\N{SOFT HYPHEN}"}
    texts = (str(one.text or "") if one.tag == f"{W}t" else pieces.get(str(one.tag), "") for one in element.iter())
    return "".join(texts).translate(dict.fromkeys(map(ord, BIDI_MARKS)))


def paragraphs(content: bytes, part: str = "word/document.xml") -> list[tuple[str, str]]:
    """The name of the style and the words of every paragraph, tables included, in order."""
    names = style_names(content)
    root = xml_parts(content)[part]
    return [(names[value(one, "pPr/pStyle") or "Normal"], words(one)) for one in root.iter(f"{W}p")]


def runs(content: bytes) -> Iterator[tuple[etree._Element, str]]:
    """Every run of the body with its words."""
    return ((run, words(run)) for run in body(content).iter(f"{W}r"))
