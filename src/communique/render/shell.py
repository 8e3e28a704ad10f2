"""The letterhead's own part of a page: its template, drawn around the text, and its style."""

from __future__ import annotations

import traceback
from collections.abc import Mapping

from communique import fonts
from communique.diagnostics import Code, Diagnostic, Location, TextProblems
from communique.model import Letterhead, PageMark, Release, TypeScale, Typography
from communique.render import page_template
from communique.render.lines import UNBROKEN


def style(release: Release, letterhead: Letterhead, css: str, setting: Mapping[str, str]) -> str:
    """A style sheet of the letterhead behind what the language decides (`_properties`); `setting` is how this text is set.

    Raises:
        TextProblems: it would end the element that it stands in (`C061`).
    """
    sheet = f"{_properties(release, letterhead, setting)}{_KEPT}\n{css}".replace("\r\n", "\n").replace("\r", "\n")
    if "</" in sheet:
        raise _problem(letterhead, "the style holds `</`, which ends a style sheet inside HTML", "write it as `<\\/`")
    return sheet


_KEPT = f".{UNBROKEN}{{white-space:nowrap}}"


def _properties(release: Release, letterhead: Letterhead, setting: Mapping[str, str]) -> str:
    """What a language or a letterhead decides, as custom properties for the letterhead's own styles to use."""
    families = ", ".join(f'"{family}"' for family in fonts.families(release.script))
    properties = {
        "accent": letterhead.accent,
        "rule": letterhead.rule,
        "tint": letterhead.tint,
        "families": f"{families}, serif",
        "direction": release.direction,
        "page-line": _page_line(release.furniture.page, release.typography.page_counter),
        "draft": _css_string(release.furniture.draft),
        **_typography(release.typography),
        **_sizes(letterhead.type),
        **setting,
    }
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in properties.items()) + "}"


def _sizes(scale: TypeScale) -> dict[str, str]:
    sizes = {"title": scale.title, "heading": scale.heading, "issuer": scale.issuer, "small": scale.small}
    return {f"{name}-size": f"{size:g}pt" for name, size in sizes.items()}


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


# --- the template ----------------------------------------------------------------------------------------------------


def draw(letterhead: Letterhead, context: Mapping[str, str]) -> str:
    """The page template with the words of `context`, which are all that it can see.

    Raises:
        TextProblems: it cannot be read, says what no page needs, or failed (`C061`).
    """
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
