"""What is not words: marks, links, braces. They must be whole, and the same as in the source."""

from __future__ import annotations

import collections
import functools
import html
import operator
import re
from collections.abc import Iterator

from communique import markup
from communique.agreement import phrases_of
from communique.checks.pair import Finding, Pair
from communique.diagnostics import Code, Passage, Severity
from communique.model import (
    Emphasis,
    LineBreak,
    Link,
    Message,
    NoteReference,
    Phrase,
    Placeholder,
    Strong,
    Superscript,
    Switch,
    Template,
    Text,
)
from communique.placeholders import NAME

FOREIGN_TEMPLATE = re.compile(rf"\{{\{{\s*{NAME}[^{{}}]*\}}\}}|%\(\w+\)[sdif]|(?<![\w%])%[sd](?!\w)|<%|\$\{{")
INVISIBLE = "\u00a0\u00ad\u200b-\u200f\u202a-\u202f\u2060-\u2069\ufeff"
IN_BRACES = re.compile(r"(?<!\{)[{｛﹛]([^{}｛｝﹛﹜\n]{1,60})[}｝﹜](?!\})")
AROUND_A_NAME = " \t\u00a0\u202f\u2009'\"‘’‚“”„«»`"
"""What word processors and translation programs put between a brace and the name."""
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BROKEN_LINK = re.compile(
    r"\[[^\[\]]*\](?:\s+\(|\s*（|\(\s+)(?:https?:|mailto:|tel:)|\]\((?:https?:|mailto:|tel:)[^()\s]*(?:\s+[^\s\")]|$)"
)


def template_syntax(pair: Pair) -> Iterator[Finding]:
    """The placeholders of other programs, which nothing would fill; `{%` and `{#` are told when the text is read."""
    for found in FOREIGN_TEMPLATE.finditer(pair.translation.text):
        what = f"`{found[0]}` belongs to the templates of another program"
        yield Finding(found.start(), Code.TEMPLATE_SYNTAX, what, "write a placeholder as `{name}`")


def damaged_placeholder(pair: Pair) -> Iterator[Finding]:
    """A placeholder whose braces an editor or a translation program changed."""
    for found, name in damaged(pair.translation.text):
        what = (
            f"the placeholder `{{{name}}}` is damaged: its braces are not plain ones, or more than the name is inside"
        )
        yield Finding(
            found.start(), Code.DAMAGED_PLACEHOLDER, what, f"write `{{{name}}}`, or run `communique check --fix`"
        )


def damaged(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Every damaged placeholder of a text, with the name that was meant."""
    for found in IN_BRACES.finditer(text):
        name = re.sub(f"[{INVISIBLE}]", "", found[1].strip(AROUND_A_NAME + INVISIBLE)).lower()
        if re.fullmatch(NAME, name) and found[0] != f"{{{name}}}":
            yield found, name


def entities(pair: Pair) -> Iterator[Finding]:
    """Characters written in the code of web pages, behind which a sign may hide that nobody sees."""
    for found in ENTITY.finditer(pair.translation.text):
        if html.unescape(found[0]) != found[0]:
            what = f"`{found[0]}` is the code of web pages for a character"
            yield Finding(found.start(), Code.MARKUP, what, "write the character itself")


def broken_link(pair: Pair) -> Iterator[Finding]:
    """A link that came apart: `[words] (address)`."""
    for found in BROKEN_LINK.finditer(pair.translation.text):
        hint = "write `[words](https://…)`, without a space between the brackets or in the address"
        yield Finding(found.start(), Code.BROKEN_LINK, f"`{found[0][:40]}` is a link that came apart", hint)


def differing_links(pair: Pair) -> Iterator[Finding]:
    """Addresses that the translation lost, changed or added; one may lead to the page in its own language."""
    wanted = collections.Counter(_neutral(href, pair) for href in _hrefs(pair, pair.source))
    hrefs = _hrefs(pair, pair.translation)
    written = collections.Counter(_neutral(href, pair) for href in hrefs)
    for href in hrefs:
        if _neutral(href, pair) not in wanted:
            what = f"the source does not lead to `{href[:80]}`"
            text = pair.translation.text
            place = text.find(href) if href in text else max(text.find("](") + 2, 0)
            yield Finding(place, Code.LINK_DIFFERS, what, "give it the address of the source")
    for href in (wanted - written) if not set(written) - set(wanted) else ():
        what = f"the link to `{href[:80]}` of the source is lost"
        yield Finding(0, Code.LINK_DIFFERS, what, "write it as `[words](address)`")


def lost_repeats(pair: Pair) -> Iterator[Finding]:
    """A placeholder that the source has more often than the translation."""
    wanted, written = (_names(_phrases(pair.message, passage)) for passage in (pair.source, pair.translation))
    for name in (name for name in wanted if 0 < written[name] < wanted[name]):
        what = f"the source has `{{{name}}}` {wanted[name]} times, the translation {written[name]}"
        hint = "was one of them written out or left out?"
        yield Finding(0, Code.LOST_REPEAT, what, hint, Severity.WARNING)


def _names(phrases: tuple[Phrase, ...]) -> collections.Counter[str]:
    """How often each placeholder stands in a text; in a switch, as often as in the clause that has it most."""
    found = collections.Counter[str]()
    for phrase in phrases:
        match phrase:
            case Placeholder(name=name):
                found[name] += 1
            case Switch(exact=exact, categories=categories):
                clauses = map(_names, (*exact.values(), *categories.values()))
                found += functools.reduce(operator.or_, clauses, collections.Counter())
            case Strong(content=content) | Emphasis(content=content) | Superscript(content=content):
                found += _names(content)
            case Link(content=content):
                found += _names(content)
            case Text() | LineBreak() | NoteReference():
                pass
    return found


def _hrefs(pair: Pair, passage: Passage) -> list[str]:
    return [node.href for node in _containers(_phrases(pair.message, passage)) if isinstance(node, Link)]


def _neutral(href: str, pair: Pair) -> str:
    """An address without the part that names its language: `/en/` in the source may be `/fr/` in French."""
    href = href.removeprefix("http:").removeprefix("https:")  # what is not https is told when the text is read
    for language in (pair.language, pair.source_language):
        for tag in dict.fromkeys((language.locale, language.name)):
            href = re.sub(
                rf"(?<=[/.=]){re.escape(tag)}(?=[/.&?#]|$)|(?<=//){re.escape(tag)}(?=\.)",
                "*",
                href,
                flags=re.IGNORECASE,
            )
    return href


Container = Strong[Phrase] | Emphasis[Phrase] | Superscript[Phrase] | Link[Phrase]


def _containers(phrases: tuple[Phrase, ...]) -> Iterator[Container]:
    """Every bold, stressed, raised or linked passage; of a switch, those of one clause."""
    for phrase in phrases:
        match phrase:
            case Strong(content=content) | Emphasis(content=content) | Superscript(content=content):
                yield phrase
                yield from _containers(content)
            case Link(content=content):
                yield phrase
                yield from _containers(content)
            case Switch(exact=exact, categories=categories):
                clauses = [*exact.values(), *categories.values()]
                yield from _containers(clauses[-1] if clauses else ())
            case Text() | LineBreak() | Placeholder() | NoteReference():
                pass


def differing_marks(pair: Pair) -> Iterator[Finding]:
    """Bold or raised passages that the translation has fewer or more of; italics are left to the language."""
    if pair.translation is pair.source:
        return
    for kind, name in ((Strong, "bold"), (Superscript, "raised")):
        wanted, written = (
            sum(isinstance(node, kind) for node in _containers(_phrases(pair.message, passage)))
            for passage in (pair.source, pair.translation)
        )
        if wanted != written:
            what = f"the source has {wanted} {name} passages, the translation {written}"
            hint = "mark the same words as the source does"
            yield Finding(0, Code.MARKS_DIFFER, what, hint, Severity.WARNING)


def block_of(message: Message, passage: Passage) -> Template:
    """The text as marked up; its flaws are told when it is composed."""
    return markup.block_of(message, passage)


def _phrases(message: Message, passage: Passage) -> tuple[Phrase, ...]:
    return phrases_of(block_of(message, passage))
