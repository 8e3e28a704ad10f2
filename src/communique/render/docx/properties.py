"""What a document says of itself: title, author, dates, language and number."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from communique.model import Release
from communique.render.docx.elements import parsed
from communique.render.docx.runs import words_of

if TYPE_CHECKING:
    from docx.document import Document

_LONGEST_PROPERTY = 255
"""Characters that python-docx takes for a document property."""


def write_properties(document: Document, release: Release) -> None:
    """Set the core properties; a letterhead keeps none of its own, not even its author."""
    furniture = release.furniture
    properties = document.core_properties
    properties.title = words_of(release.title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = furniture.issuer[:_LONGEST_PROPERTY]
    properties.subject = properties.category = furniture.kind[:_LONGEST_PROPERTY]
    properties.keywords = ", ".join(filter(None, (furniture.kind, furniture.number)))[:_LONGEST_PROPERTY]
    properties.identifier = release.number or release.name
    properties.language = release.locale
    properties.content_status = furniture.draft[:_LONGEST_PROPERTY] if release.draft else ""
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = datetime.datetime.combine(release.released, datetime.time())


_NUMBER_PROPERTY = "ReleaseNumber"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_CUSTOM_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_KEY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""What marks a property as one that a user added ([MS-OLEPS] 2.25.2: FMTID_UserDefinedProperties)."""


def custom_part(document: Document) -> str:
    """The name of the part with custom properties, which is added if the document has none."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    try:
        part = package.part_related_by(_CUSTOM_RELATIONSHIP)
    except KeyError:
        empty = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VARIANT}"/>'
        part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, empty.encode(), package)
        package.relate_to(part, _CUSTOM_RELATIONSHIP)
    return str(part.partname.membername)


def with_number(properties: bytes, number: str) -> bytes:
    """Set the release number, also in place of the one that a letterhead's document brought."""
    from lxml import etree

    root = parsed(properties.decode())
    for old in root.findall(f"{{{_CUSTOM}}}property"):
        if old.get("name") == _NUMBER_PROPERTY:
            root.remove(old)
    free = 1 + max((int(one.get("pid", "1")) for one in root), default=1)
    value = f'<vt:lpwstr xmlns:vt="{_VARIANT}">{escape(number)}</vt:lpwstr>'
    attributes = f'fmtid="{_CUSTOM_KEY}" pid="{free}" name="{_NUMBER_PROPERTY}"'
    root.append(parsed(f'<property xmlns="{_CUSTOM}" {attributes}>{value}</property>'))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
