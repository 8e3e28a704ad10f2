"""What we rely on in WeasyPrint beyond its documentation: each private name, and each thing that only its source says.

When one of these fails with a new version, `render.tagging` or `render.fit` no longer does what it says; the version is
pinned at both ends until somebody has looked.
"""

from __future__ import annotations

import ast
import importlib.metadata
import inspect
import pathlib
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags

from communique import fonts

ROOT = pathlib.Path(__file__).parents[2]
PRIVATE = {"_build_box_tree", "_page_box", "_box"}


def laid_out(source: str) -> Any:
    fonts.prepare()
    return weasyprint.HTML(string=f"<html lang=en>{source}").render()


def private_names(path: pathlib.Path) -> Iterator[str]:
    """The private attributes that a module asks other objects than its own for, by a dot or by `getattr`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                continue
            case (
                ast.Attribute(attr=name)
                | ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_])
            ):
                if re.match("_[a-z]", name):
                    yield name
            case _:
                continue


def test_the_private_names_in_use_are_those_tested_here() -> None:
    modules = [*(ROOT / "src/communique/render").glob("*.py"), *(ROOT / "src/communique").glob("*.py")]
    users = [path for path in modules if re.search("weasyprint|pydyf", path.read_text("utf-8"))]
    assert {"tagging.py", "fit.py", "pdf.py"} <= {path.name for path in users}
    assert {name for path in users for name in private_names(path)} == PRIVATE


def test_both_ends_of_the_version_are_pinned_and_the_lock_lies_between() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [one for one in project["dependencies"] if one.startswith("weasyprint")] == ["weasyprint>=70,<71"]
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (version,) = re.findall(r"^weasyprint==([\d.]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
        assert version.partition(".")[0] == importlib.metadata.version("weasyprint").partition(".")[0] == "70"


def test_weasyprint_still_builds_its_structure_tree_as_we_listen_to_it() -> None:
    arguments = ["box", "parent", "pdf", "page_number", "nums", "annotations", "tags"]
    assert [*inspect.signature(tags._build_box_tree).parameters] == arguments  # noqa: SLF001 - that is what is tested
    assert inspect.isgeneratorfunction(tags._build_box_tree)  # noqa: SLF001
    assert "_build_box_tree" in tags.add_tags.__code__.co_names


def test_weasyprint_still_knows_the_box_of_a_link() -> None:
    page = laid_out("<p><a href='https://example.org/'>a <b>link</b></a>").pages[0]
    assert {link[-1].element.tag for link in page.links} == {"a", "b"}


def test_weasyprint_still_ends_a_broken_word_with_a_hyphen_and_knows_the_element_of_a_line() -> None:
    source = "<p style='hyphens: auto; font-family: Noto Serif; width: 6em'>responsibilities"
    page = laid_out(source).pages[0]._page_box  # noqa: SLF001 - that is what is tested
    texts = [box for box in page.descendants() if isinstance(box, boxes.TextBox)]
    assert texts[0].text.endswith("\N{HYPHEN}")
    assert texts[0].element.tag == "p"


def test_weasyprint_still_keeps_the_laid_out_page_with_its_text_first() -> None:
    page = laid_out("<style>@page { @bottom-center { content: 'foot' } }</style><p>words").pages[0]._page_box  # noqa: SLF001
    assert isinstance(page, boxes.PageBox)
    text, *margins = page.children
    assert "words" in "".join(box.text for box in text.descendants() if isinstance(box, boxes.TextBox))
    assert {type(box) for box in margins} == {boxes.MarginBox}
    assert page.content_box_y() + page.height > max(box.position_y for box in text.descendants())


def test_weasyprint_still_puts_a_placeholder_around_a_box_that_is_placed_freely() -> None:
    page = laid_out("<p style='position: absolute'>words").pages[0]._page_box  # noqa: SLF001
    (body,) = page.children[0].children
    (placeholder,) = body.children
    assert isinstance(placeholder, AbsolutePlaceholder)
    assert placeholder._box.element.tag == "p"  # noqa: SLF001


def test_every_piece_of_a_page_is_told_with_its_element_and_its_mark(monkeypatch: Any) -> None:
    """What `tagging` hears: the box, its HTML element, the page, and the marks that are left."""
    heard = []
    original = tags._build_box_tree  # noqa: SLF001

    def listen(box: Any, *rest: Any) -> Iterator[Any]:
        for made in original(box, *rest):
            heard.append((getattr(getattr(box, "_box", box).element, "tag", None), rest[2], str(made["S"])))
            yield made

    monkeypatch.setattr(tags, "_build_box_tree", listen)
    laid_out("<h1>a</h1><p style='break-before: page'>b").write_pdf(pdf_tags=True)
    assert ("h1", 0, "/H1") in heard
    assert ("p", 1, "/P") in heard
