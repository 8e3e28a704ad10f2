"""The embassy's own letterhead.docx: it keeps its looks and gets what the text needs and it lacks."""

from __future__ import annotations

import copy
import io
import itertools
import string
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

from communique.diagnostics import Code, Diagnostic, TextProblems
from communique.model import Letterhead, Release
from communique.render.docx.base import NUMBERING, STYLES, base_parts, base_words, with_complex_sizes
from communique.render.docx.elements import NAMESPACES, VAL, named, parsed, style_ids
from communique.render.docx.footnotes import let_notes_be_read
from communique.render.docx.numbering import next_number, numbering_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement


def letterhead_document(release: Release, letterhead: Letterhead) -> Document:
    """Open the embassy's document and add what the text needs and the document lacks; its own looks win."""
    document = _opened(letterhead)
    words = base_words(release, letterhead)
    styles, numbering = (string.Template(base_parts()[name]).substitute(words) for name in (STYLES, NUMBERING))
    _adopt_styles(document.styles.element, parsed(with_complex_sizes(styles, release.script)))
    _adopt_lists(document, parsed(numbering))
    _set_language(document.styles.element, words)
    return document


def _opened(letterhead: Letterhead) -> Document:
    let_notes_be_read()
    document = _document(letterhead.document or b"")
    if document is None:
        message = "the letterhead's document is not a Word document"
        hint = "open it in Word and save it as .docx (not .doc, not .dotx)"
        raise TextProblems([Diagnostic(Code.LETTERHEAD, message, letterhead.location, hint)])
    return document


def _document(content: bytes) -> Document | None:
    """A Word document whose text and styles are what python-docx takes them for; it looks only when it uses them."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(io.BytesIO(content))
        roots = (document.element, named("w:document")), (document.styles.element, named("w:styles"))
    except (zipfile.BadZipFile, OpcError, XMLSyntaxError, KeyError, ValueError):
        return None
    whole = all(root.tag == tag for root, tag in roots) and document.element.find(named("w:body")) is not None
    return document if whole else None


def _adopt_styles(theirs: BaseOxmlElement, ours: BaseOxmlElement) -> None:
    """Copy the styles whose names are not there; an id that is taken by another style gets a number."""
    ids = style_ids(theirs)
    missing = {name: identifier for name, identifier in style_ids(ours).items() if name not in ids}
    ids |= {name: _free(identifier, set(ids.values())) for name, identifier in missing.items()}
    renamed = {identifier: ids[name] for name, identifier in style_ids(ours).items()}
    for style in ours.findall(named("w:style")):
        if style.get(named("w:styleId")) in missing.values():
            adopted = copy.deepcopy(style)
            adopted.set(named("w:styleId"), renamed[str(style.get(named("w:styleId")))])
            for reference in adopted.iterchildren(named("w:basedOn"), named("w:next")):
                reference.set(VAL, renamed[str(reference.get(VAL))])
            theirs.append(adopted)


def _free(identifier: str, taken: set[str]) -> str:
    numbered = (f"{identifier}{number}" for number in itertools.count(2))
    return next(one for one in itertools.chain((identifier,), numbered) if one not in taken)


def _adopt_lists(document: Document, ours: BaseOxmlElement) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    try:
        theirs = numbering_of(document)
    except KeyError:
        part = NumberingPart(PackURI(f"/{NUMBERING}"), CONTENT_TYPE.WML_NUMBERING, ours, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
        return
    free = next_number(theirs, "w:abstractNum", "w:abstractNumId")
    for number, definition in enumerate(ours.findall(named("w:abstractNum")), free):
        definition.set(named("w:abstractNumId"), str(number))
        theirs.insert_element_before(definition, "w:num", "w:numIdMacAtCleanup")


def _set_language(styles: BaseOxmlElement, words: Mapping[str, str]) -> None:
    """Say what language the text is in; the fonts stay the embassy's."""
    defaults = styles.find(f".//{named('w:rPrDefault')}/{named('w:rPr')}")
    if defaults is None:
        return
    for language in defaults.findall(named("w:lang")):
        defaults.remove(language)
    attributes = f'w:val="{words["language"]}" w:eastAsia="{words["east_asian_language"]}"'
    defaults.append(parsed(f'<w:lang {NAMESPACES} {attributes} w:bidi="{words["complex_language"]}"/>'))
