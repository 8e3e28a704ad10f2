"""The page template of a letterhead: what it may say is checked before it is compiled, and it is drawn in a sandbox.

A template is somebody's file. Jinja's sandbox keeps it from reaching out, but not from running for ever, some of it even
while it is compiled; so only what a page needs is let through: its names, choices between them, and HTML that loads and
runs nothing. Names that stand for marked-up words keep to the text: inside a tag, a quotation mark in them would end an
attribute.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes

LONGEST = 100_000
"""Characters of a template; ours have a thousand."""
DEEPEST = 20
"""Choices inside choices."""
PLAIN = frozenset(
    (
        "direction",
        "emblem",
        "emblem_alt",
        "embargoed",
        "kind_name",
        "locale",
        "medium",
        "other_languages",
        "script",
        "skip",
    )
)
"""Names whose words are escaped for attributes too."""
ELEMENTS = frozenset(
    (  # noqa: SIM905
        "html head body title header main footer nav section article aside div p span h1 h2 h3 h4 h5 h6 ul ol li dl "
        "dt dd hr br img a strong em b i small sup sub bdi bdo time table caption thead tbody tfoot tr th td colgroup "
        "col address figure figcaption blockquote abbr cite q wbr"
    ).split()
)
ATTRIBUTES = frozenset(
    "alt class colspan datetime dir headers href hreflang id lang role rowspan scope src style title width height".split()  # noqa: SIM905
)
NUMBERS = frozenset({"colspan", "rowspan", "width", "height"})
LINK = re.compile(r"#[\w-]*|https://[^\s/]\S*|mailto:[^\s@]+@\S+|tel:\+?[\d().\s-]+")
STYLE = re.compile(r"url|\\|@|expression|src\s*\(|image-set", re.IGNORECASE)
HELD = re.compile("a\ue000(\\w+)\ue001")
"""A name of the template in the HTML that is looked at; as a word may, it begins with a letter."""
SELVES = frozenset({"self", "super", "caller", "loop", "varargs", "kwargs"})
"""Names that Jinja fills by itself."""


class PageTemplateError(ValueError):
    """What a template may not say: on which `line`, or, of HTML, in which words; the first `words` that stand there count."""

    def __init__(self, message: str, line: int = 0, words: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.line, self.words = line, words

    def line_in(self, source: str) -> int:
        """The line of the source, counted from 1; 0 if it is not known."""
        places = (source.lower().find(words.lower()) for words in self.words)
        place = next((place for place in places if place >= 0), None)
        return self.line if place is None else source.count("\n", 0, place) + 1


@functools.lru_cache(maxsize=8)
def compiled(source: str) -> Template:
    """Compile a template that can see its context and nothing else: no globals, no attributes that lead out.

    Raises:
        PageTemplateError: it says what no page needs.
        jinja2.TemplateSyntaxError: it cannot be read.
    """
    environment = _environment()
    if len(source) > LONGEST:
        raise PageTemplateError(f"it is longer than {LONGEST} characters")
    try:
        tree = environment.parse(source)
        _check(tree, 0)
    except RecursionError:
        raise PageTemplateError("it is nested too deep", _deepest_line(source)) from None
    _check_html("".join(_shown(tree)))
    return environment.from_string(source)


def _deepest_line(source: str) -> int:
    """The line with the most that opens, for want of a better one: Python does not say where it gave up."""
    lines = source.split("\n")
    return 1 + max(range(len(lines)), key=lambda line: sum(map(lines[line].count, ("{%", "(", "[", "{{"))))


@functools.cache
def _environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    for names in (environment.globals, environment.filters, environment.tests):
        names.clear()
    return environment


# --- what Jinja would run ----------------------------------------------------------------------------------------------


@functools.cache
def _allowed() -> tuple[type[nodes.Node], ...]:
    from jinja2 import nodes

    return (
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const),
        *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    )


def _check(node: nodes.Node, depth: int) -> None:
    if type(node) not in _allowed():
        raise PageTemplateError(f"{_called(node)} cannot stand in a page template", _line(node))
    if depth > DEEPEST:
        raise PageTemplateError("it is nested too deep", _line(node))
    if isinstance(node, _name()) and node.name in SELVES:
        raise PageTemplateError(f"`{node.name}` cannot stand in a page template", node.lineno)
    for child in node.iter_child_nodes():
        _check(child, depth + 1)


def _line(node: nodes.Node) -> int:
    """The line of a node; some have none, but what is in them does."""
    return node.lineno or next((child.lineno for child in node.iter_child_nodes() if child.lineno), 0)


def _name() -> type[nodes.Name]:
    from jinja2 import nodes

    return nodes.Name


def _called(node: nodes.Node) -> str:
    """The node as an author knows it: `Getattr` is read as "getattr"."""
    return f"`{type(node).__name__.lower()}`"


# --- what a browser would do -------------------------------------------------------------------------------------------


def _shown(node: nodes.Node) -> Iterator[str]:
    """The HTML of all branches, with each name as a mark."""
    from jinja2 import nodes

    match node:
        case nodes.TemplateData(data=data):
            yield data
        case nodes.Name(name=name):
            yield f"a\ue000{name}\ue001"
        case nodes.Const(value=value):
            yield str(value)
        case nodes.If(body=body, elif_=others, else_=otherwise):
            for child in (*body, *others, *otherwise):
                yield from _shown(child)
        case nodes.CondExpr(expr1=first, expr2=second):
            for branch in filter(None, (first, second)):
                yield from _shown(branch)
        case _:
            for child in node.iter_child_nodes():
                yield from _shown(child)


def _check_html(text: str) -> None:
    """Read the HTML as WeasyPrint and browsers do, and refuse what loads or runs something."""
    import tinyhtml5

    for element in tinyhtml5.parse(text, namespace_html_elements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag not in ELEMENTS:
            tag = HELD.sub(_braced, element.tag.rpartition("}")[2])[:40]
            raise PageTemplateError(f"the element `<{tag}>` cannot stand in a page template", words=[f"<{tag}"])
        for name, value in element.attrib.items():
            fault = _attribute_fault(element.tag, str(name), value)
            if fault:
                shown = HELD.sub(_braced, f'{name[:30]}="{value[:60]}"')
                whole = HELD.sub(_braced, f'{name}="{value}"')
                words = [whole, HELD.sub(_braced, f"<{element.tag} {name}"), HELD.sub(_braced, value) or str(name)]
                raise PageTemplateError(f"`{shown}` {fault}", words=words)


def _attribute_fault(tag: str, name: str, value: str) -> str:
    """What is wrong with an attribute, or nothing."""
    marked = next((held for held in HELD.findall(value) if held not in PLAIN), "")
    is_known = name in ATTRIBUTES or re.fullmatch(r"(data|aria)-[a-z-]+", name)
    if HELD.search(name) or not is_known:
        return "cannot stand in a page template"
    if marked:
        return f"holds `{marked}`, which is marked up and can stand in the text only"
    if name == "src" and (tag, value) != ("img", "a\ue000emblem\ue001"):
        return "asks for a file: the one picture of a page is `{{ emblem }}`"
    if name == "href" and (tag != "a" or not LINK.fullmatch(value)):
        return "leads to what is not `#…`, `https://…`, `mailto:…` or `tel:…`"
    if name == "style" and STYLE.search(value):
        return "asks for a file"
    if name in NUMBERS and not re.fullmatch(r"\d{1,3}", value):
        return "is no number below 1000"
    return ""


def _braced(held: re.Match[str]) -> str:
    return f"{{{{ {held[1]} }}}}"
