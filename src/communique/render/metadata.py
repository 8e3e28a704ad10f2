"""What a PDF says about itself, and what it carries: document information, metadata packet, source text and data."""

from __future__ import annotations

import datetime
import io
import json
import uuid
from typing import Any
from xml.sax.saxutils import escape

from communique.model import Letterhead, Release
from communique.render import PdfProfile, text


def write(release: Release, profile: PdfProfile, document: Any, pdf: Any) -> None:
    """Replace WeasyPrint's metadata by ours, which says the same in both places and declares every standard."""
    import pydyf
    import weasyprint

    producer = f"WeasyPrint {weasyprint.VERSION}"
    if profile is not PdfProfile.ARCHIVE_4 and release.number:
        pdf.info["ReleaseNumber"] = pydyf.String(release.number)
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.stream = [_packet(release, profile, document.metadata, producer).encode()]
    stream.compress = False
    if "AF" in pdf.catalog:  # WeasyPrint lists each attached file twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


# --- attached files --------------------------------------------------------------------------------------------------


def attachments(release: Release, letterhead: Letterhead) -> list[Any]:
    """What the PDF was made from, for whoever finds it without the rest: the facts as JSON, and the plain text."""
    files = {"json": (_facts(release), "The facts of this release"), "txt": (_text(release, letterhead), "Its text")}
    return [_attachment(release, ending, content, said) for ending, (content, said) in files.items()]


def _facts(release: Release) -> bytes:
    facts = {
        "slug": release.slug,
        "kind": release.kind,
        "year": release.year,
        "n": release.n,
        "locale": release.locale,
        "observed": release.observed.isoformat(),
        "released": release.released.isoformat(),
        "embargo": release.embargo.isoformat() if release.embargo else None,
        "number": release.number,
        "issuer": release.furniture.issuer,
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode()


def _text(release: Release, letterhead: Letterhead) -> bytes:
    return text.render(release, letterhead)


def _attachment(release: Release, ending: str, content: bytes, description: str) -> Any:
    import weasyprint

    day = datetime.datetime.combine(release.released, datetime.time(), datetime.UTC)
    return weasyprint.Attachment(
        file_obj=io.BytesIO(content),
        name=f"{release.name}.{ending}",
        description=description,
        created=day,
        modified=day,
        relationship="Source",
    )


# --- the metadata packet ---------------------------------------------------------------------------------------------


def _packet(release: Release, profile: PdfProfile, metadata: Any, producer: str) -> str:
    """The XMP packet (ISO 16684-1); it must say the same as the document information (ISO 19005-3, 6.6.3)."""
    authors = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors)
    identifiers = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in (release.name, release.number) if name)
    return _PACKET.format(
        standards=_STANDARDS[profile].format(
            date=release.released.isoformat(), document=uuid.uuid5(uuid.NAMESPACE_URL, release.name)
        ),
        title=escape(metadata.title or ""),
        authors=authors,
        description=escape(metadata.description or ""),
        language=escape(release.locale),
        identifier=escape(release.name),
        identifiers=identifiers,
        date=release.released.isoformat(),
        keywords=escape(", ".join(metadata.keywords)),
        producer=escape(producer),
        schema=_UA_SCHEMA if profile is PdfProfile.ARCHIVE_3 else "",
    )


_STANDARDS = {
    PdfProfile.ARCHIVE_3: "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
    "<pdfuaid:part>1</pdfuaid:part>",
    PdfProfile.ARCHIVE_4: "<pdfaid:part>4</pdfaid:part><pdfaid:rev>2020</pdfaid:rev>"
    "<pdfaid:conformance>F</pdfaid:conformance><pdfuaid:part>2</pdfuaid:part><pdfuaid:rev>2024</pdfuaid:rev>",
    PdfProfile.PRINT: '<pdfxid:GTS_PDFXVersion xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">PDF/X-4'
    "</pdfxid:GTS_PDFXVersion><pdf:Trapped>False</pdf:Trapped><xmp:MetadataDate>{date}</xmp:MetadataDate>"
    "<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>"
    "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
}
"""PDF/A-3a (ISO 19005-3) with PDF/UA-1 (ISO 14289-1); PDF/A-4f (ISO 19005-4) with PDF/UA-2 (ISO 14289-2); PDF/X-4."""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" \
xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
{standards}
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{identifier}</dc:identifier><xmp:Identifier><rdf:Bag>{identifiers}</rdf:Bag></xmp:Identifier>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
</rdf:Description>
{schema}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

_UA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
"""PDF/A wants every schema described that it does not know itself (ISO 19005-3, 6.6.2.3)."""
