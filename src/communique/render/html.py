"""A release as one HTML file without scripts and without requests; and the same page, laid out for print, for the PDF.

The body is made in Python by `match`, so that the type checker proves that no kind of block is forgotten; the
letterhead's template draws the shell around it. Which elements are used is also what the PDF's structure tree is made
of, hence `div` and not `figure` around a quotation: a figure in a PDF must have an alternative text.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import html
import json
import traceback
from collections.abc import Mapping

from communique import fill, fonts, locales
from communique.diagnostics import Code, Diagnostic, Location, TextProblems
from communique.direction import isolate
from communique.model import (
    Block,
    Direction,
    Emphasis,
    Furniture,
    Heading,
    Inline,
    Isolate,
    Lead,
    Letterhead,
    LineBreak,
    Link,
    Listing,
    PageMark,
    Paragraph,
    Quotation,
    Release,
    Signature,
    Strong,
    Superscript,
    Table,
    Text,
    Typography,
    Unready,
)
from communique.render import page_template
from communique.render.addresses import address
from communique.render.fit import Step, steps

_LONGEST_DESCRIPTION = 300
"""Characters; search engines and messengers show no more."""


class Medium(enum.StrEnum):
    """What a page is drawn for; templates compare with it."""

    SCREEN = "screen"
    PRINT = "print"


def render(release: Release, letterhead: Letterhead) -> bytes:
    """Draw a release as one HTML file.

    Raises:
        TextProblems: the letterhead's template or style cannot be used (`C061`).
    """
    emblem = "data:image/svg+xml;base64," + base64.b64encode(letterhead.emblem).decode("ascii")
    return page(release, letterhead, Medium.SCREEN, letterhead.screen_css, emblem).encode()


def page(
    release: Release, letterhead: Letterhead, medium: Medium, css: str, emblem: str, step: Step | None = None
) -> str:
    """Draw the page of a release: the letterhead's template around the body, with `css` as its only style.

    Args:
        release: What is drawn.
        letterhead: Whose template is used.
        medium: Decides what a reader of paper has no use for: links to other languages, to skip, to other formats.
        css: The style sheet; the properties of the release (`_properties`) are put before it.
        emblem: The address of the emblem.
        step: The way of setting the text; as the language wants it if it is not given.

    Raises:
        TextProblems: the letterhead's template or style cannot be used (`C061`).
    """
    style = _style(release, letterhead, css, step or steps(release.typography)[0])
    head = _screen_head(release, style) if medium is Medium.SCREEN else _print_head(release, style)
    return _drawn(letterhead, _context(release, medium, head, emblem))


# --- the text --------------------------------------------------------------------------------------------------------


def blocks(content: tuple[Block, ...], unready: str) -> str:
    """Mark up the text of a release; `unready` is what stands before a block that is not fit to go out."""
    return "\n".join(_block(block, unready) for block in content)


def _block(block: Block, unready: str) -> str:
    match block:
        case Heading(name, level, content):
            return _element(f"h{level}", inlines(content), id=name)
        case Lead(name, content):
            return _element("p", inlines(content), id=name, class_="lead")
        case Paragraph(name, content):
            return _element("p", inlines(content), id=name)
        case Signature(name, content):
            return _element("p", inlines(content), id=name, class_="signature")
        case Quotation():
            return _quotation(block)
        case Listing(name, ordered, items):
            rows = "".join(_element("li", inlines(item)) for item in items)
            return _element("ol" if ordered else "ul", rows, id=name)
        case Table():
            return _table(block)
        case Unready(_, locale, direction, inner):
            mark = _element("p", escaped(unready), class_="unready-mark")
            source = _element("div", _block(inner, unready), lang=locale, dir=direction)
            return _element("div", mark + source, class_="unready")


def identifier(block: Block) -> str:
    """The id of a block; of the block inside, if it is not fit to go out."""
    return identifier(block.block) if isinstance(block, Unready) else block.id


def _quotation(quotation: Quotation[Inline]) -> str:
    paragraphs = "".join(_element("p", inlines(paragraph)) for paragraph in quotation.paragraphs)
    cite = quotation.cite if quotation.cite.startswith("https://") else ""
    quoted = _element("blockquote", paragraphs, cite=cite)
    attribution = _element("p", inlines(quotation.attribution), class_="attribution") if quotation.attribution else ""
    return _element("div", quoted + attribution, id=quotation.id, class_="quotation")


def _table(table: Table[Inline]) -> str:
    header = "".join(_element("th", inlines(cell), scope="col") for cell in table.header)
    rows = "".join(_element("tr", "".join(_element("td", inlines(cell)) for cell in row)) for row in table.rows)
    return _element("table", f"<thead><tr>{header}</tr></thead><tbody>{rows}</tbody>", id=table.id)


def inlines(content: tuple[Inline, ...]) -> str:
    """Mark up a finished text."""
    return "".join(map(_inline, content))


def _inline(node: Inline) -> str:
    match node:
        case Text(text):
            return escaped(text)
        case LineBreak():
            return "<br>"
        case Superscript(content):
            return _element("sup", inlines(content))
        case Strong(content):
            return _element("strong", inlines(content))
        case Emphasis(content):
            return _element("em", inlines(content))
        case Link(href, content):
            return _element("a", inlines(content), href=href)
        case Isolate(direction, content):
            return _element("bdi", inlines(content), dir=direction)


def plain(content: tuple[Inline, ...]) -> str:
    """The letters of a finished text, without any mark; a line break is a space."""
    return fill.plain(content).replace("\n", " ")


def escaped(text: str) -> str:
    """Write words so that none is taken for markup."""
    return html.escape(text, quote=False)


def _element(name: str, content: str, **attributes: str) -> str:
    """An element; empty attributes are left out, `class_` is `class`."""
    pairs = "".join(f' {key.rstrip("_")}="{html.escape(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{pairs}>{content}</{name}>"


# --- the words around it -----------------------------------------------------------------------------------------------


def _context(release: Release, medium: Medium, head: str, emblem: str) -> Mapping[str, str]:
    """All that a template can see: strings, those with markup marked as such."""
    from markupsafe import Markup

    furniture = release.furniture
    marked = {
        "head": head,
        "title": inlines(release.title),
        "body": blocks(release.blocks, furniture.unready),
        "dateline": _time(release.released.isoformat(), _line(furniture.dateline, release.direction)),
        "embargo": _embargo(release),
        "contact": "<br>\n".join(_contact_line(line, release.direction) for line in furniture.contact),
        "languages": _languages(release) if medium is Medium.SCREEN else "",
        **_lines(furniture, release.direction),
    }
    plain_words = {
        "medium": medium,
        "locale": release.locale,
        "direction": release.direction,
        "script": release.script,
        "kind_name": release.kind,
        "embargoed": "embargoed" if release.embargo else "",
        "emblem": emblem,
        "emblem_alt": furniture.emblem_alt,
        "skip": furniture.skip,
        "other_languages": furniture.other_languages,
    }
    return {key: str(value) for key, value in plain_words.items()} | {k: Markup(v) for k, v in marked.items()}  # noqa: S704 - made of escaped words only


def _lines(furniture: Furniture, base: Direction) -> dict[str, str]:
    texts = {
        "issuer": furniture.issuer,
        "kind": furniture.kind,
        "number": furniture.number,
        "end_mark": furniture.end_mark,
        "draft": furniture.draft,
    }
    return {name: _line(text, base) for name, text in texts.items()}


def _line(text: str, base: Direction) -> str:
    return inlines(isolate((Text(text),), base))


def _embargo(release: Release) -> str:
    line = _line(release.furniture.embargo, release.direction)
    return line if release.embargo is None else _time(release.embargo.isoformat(), line)


def _time(moment: str, words: str) -> str:
    return _element("time", words, datetime=moment)


def _contact_line(line: str, base: Direction) -> str:
    """A line of the contact block; one that is an address or a telephone number can be followed."""
    words, href = _line(line, base), address(line)
    kept_on_a_line = "nobr" if href.startswith("tel:") else ""
    return _element("span", _element("a", words, href=href, class_=kept_on_a_line) if href else words)


def _languages(release: Release) -> str:
    """Links to the same release in the other languages, each named in itself."""
    return "".join(_element("li", _language(release, locale)) for locale in release.locales if locale != release.locale)


def _language(release: Release, locale: str) -> str:
    name = escaped(locales.endonym(locale))
    direction = locales.direction(locale)
    return _element("a", name, href=_sibling(release, locale), lang=locale, hreflang=locale, dir=direction)


def _sibling(release: Release, locale: str) -> str:
    stem = release.name.replace(f".{release.locale}", f".{locale}", 1)
    return f"../{locale}/{stem}.html"


# --- the head --------------------------------------------------------------------------------------------------------


def _print_head(release: Release, style: str) -> str:
    """What the PDF takes its metadata from; the dates stand for the file's, so that no clock is read."""
    furniture = release.furniture
    names = {
        "author": furniture.issuer,
        "description": description(release),
        "keywords": ", ".join(filter(None, (furniture.kind, furniture.number))),
        "dcterms.created": release.released.isoformat(),
        "dcterms.modified": release.released.isoformat(),
    }
    return "\n".join((_META_CHARSET, _title(release), *map(_meta, names, names.values()), f"<style>{style}</style>"))


def _screen_head(release: Release, style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return "\n".join(
        (
            _META_CHARSET,
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            _meta("viewport", "width=device-width, initial-scale=1"),
            _meta("color-scheme", "light dark"),
            _title(release),
            _meta("description", description(release)),
            _meta("author", release.furniture.issuer),
            *([_meta("robots", "noindex")] if release.draft else []),
            *_alternates(release),
            *_open_graph(release),
            f'<script type="application/ld+json">{_news_article(release)}</script>',
            f"<style>{style}</style>",
        )
    )


_META_CHARSET = '<meta charset="utf-8">'


def _title(release: Release) -> str:
    return _element("title", escaped(plain(release.title)))


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{html.escape(content)}">'


def _alternates(release: Release) -> list[str]:
    """Links for machines: to this page, to every language, and to the other formats."""
    first = _sibling(release, release.locales[0])
    languages = {locale: _sibling(release, locale) for locale in release.locales} | {"x-default": first}
    return [
        f'<link rel="canonical" href="{release.name}.html">',
        *(f'<link rel="alternate" hreflang="{locale}" href="{href}">' for locale, href in languages.items()),
        *(
            f'<link rel="alternate" type="{media_type}" href="{release.name}.{ending}">'
            for ending, media_type in _OTHER_FORMATS.items()
        ),
    ]


_OTHER_FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _open_graph(release: Release) -> list[str]:
    properties = {
        "og:type": "article",
        "og:title": plain(release.title),
        "og:description": description(release),
        "og:site_name": release.furniture.issuer,
        "og:locale": _open_graph_locale(release.locale),
        "article:published_time": _published(release),
    }
    others = [("og:locale:alternate", _open_graph_locale(one)) for one in release.locales if one != release.locale]
    return [
        f'<meta property="{name}" content="{html.escape(value)}">' for name, value in (*properties.items(), *others)
    ]


def _open_graph_locale(locale: str) -> str:
    """A locale as the Open Graph protocol writes it: `ar_EG`, language and territory (https://ogp.me/#optional)."""
    return "_".join(filter(None, (locale.partition("-")[0], locales.territory(locale))))


def _news_article(release: Release) -> str:
    """The release for search engines, as https://schema.org/NewsArticle."""
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": plain(release.title),
        "description": description(release),
        "inLanguage": release.locale,
        "datePublished": _published(release),
        "dateModified": _published(release),
        "identifier": release.number,
        "publisher": {"@type": "GovernmentOrganization", "name": release.furniture.issuer},
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": media_type, "contentUrl": f"{release.name}.{ending}"}
            for ending, media_type in _OTHER_FORMATS.items()
        ],
        **_translations(release),
    }
    words = json.dumps({key: value for key, value in article.items() if value}, ensure_ascii=False)
    return words.replace("<", "\\u003c")  # otherwise a `</script>` in a title would end the element


def _translations(release: Release) -> dict[str, object]:
    """The other languages of the release; the first locale is what the others were translated from."""
    source, *translated = release.locales
    if release.locale == source:
        return {"workTranslation": [_work(release, locale) for locale in translated]}
    return {"translationOfWork": _work(release, source)}


def _work(release: Release, locale: str) -> dict[str, str]:
    return {"@type": "NewsArticle", "inLanguage": locale, "url": _sibling(release, locale)}


def _published(release: Release) -> str:
    return release.embargo.isoformat() if release.embargo else release.released.isoformat()


def description(release: Release) -> str:
    """The lead in at most 300 characters, cut between words; empty if the release has none."""
    lead = next((plain(block.content) for block in release.blocks if isinstance(block, Lead)), "")
    if len(lead) <= _LONGEST_DESCRIPTION:
        return lead
    cut = lead[:_LONGEST_DESCRIPTION]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"


# --- the style -------------------------------------------------------------------------------------------------------


def _style(release: Release, letterhead: Letterhead, css: str, step: Step) -> str:
    style = f"{_properties(release, letterhead, step)}\n{css}".replace("\r\n", "\n").replace("\r", "\n")
    if "</" in style:
        raise _problem(letterhead, "the style holds `</`, which ends a style sheet inside HTML", "write it as `<\\/`")
    return style


def _properties(release: Release, letterhead: Letterhead, step: Step) -> str:
    """What a language or a letterhead decides, as custom properties for the letterhead's own styles to use."""
    families = ", ".join(f'"{family}"' for family in fonts.families(release.script))
    properties = {
        "accent": letterhead.accent,
        "families": f"{families}, serif",
        "direction": release.direction,
        "page-line": _page_line(release.furniture.page, release.typography.page_counter),
        "draft": _css_string(release.furniture.draft),
        **_typography(release.typography),
        **step.properties,
    }
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in properties.items()) + "}"


def _typography(typography: Typography) -> dict[str, str]:
    return {
        "align": "justify" if typography.justify else "start",
        "hyphens": "auto" if typography.hyphenate else "manual",
        "emphasis": "italic" if typography.italics else "normal",
        "counter": typography.page_counter,
    }


def _page_line(line: tuple[str | PageMark, ...], counter: str) -> str:
    return " ".join(f"counter({part}, {counter})" if isinstance(part, PageMark) else _css_string(part) for part in line)


def _css_string(text: str) -> str:
    """Write a text as a CSS string; what could end it, or the style sheet, is written as a number."""
    return '"' + "".join(f"\\{ord(c):06x}" if c in '"\\<\n\r\f' else c for c in text) + '"'


# --- the shell -------------------------------------------------------------------------------------------------------


def _drawn(letterhead: Letterhead, context: Mapping[str, str]) -> str:
    from jinja2 import TemplateSyntaxError

    hint = "a page template can use " + ", ".join(f"`{name}`" for name in sorted(context))
    try:
        return page_template.compiled(letterhead.page_template).render(context)
    except page_template.PageTemplateError as error:
        line = error.line_in(letterhead.page_template)
        raise _problem(letterhead, f"the page template is refused: {error}", hint, line) from error
    except TemplateSyntaxError as error:
        raise _problem(letterhead, f"the page template cannot be read: {error.message}", hint, error.lineno) from error
    except Exception as error:  # a template is somebody's data: whatever it raises is a fault of the template
        raise _problem(letterhead, f"the page template failed: {error}", hint, _template_line(error)) from error


def _template_line(error: BaseException) -> int:
    """The line of the template in which it failed; Jinja writes it into the traceback."""
    lines = [frame.lineno or 0 for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return lines[-1] if lines else 0


def _problem(letterhead: Letterhead, message: str, hint: str, line: int = 0) -> TextProblems:
    folder = letterhead.location.file.rpartition("/")[0]
    file = f"{folder}/page.html.j2" if folder else "page.html.j2"
    return TextProblems([Diagnostic(Code.PAGE_TEMPLATE, message, Location(file, line), hint)])
