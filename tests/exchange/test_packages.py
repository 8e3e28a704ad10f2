"""The gate before a Word file: nothing dangerous is ever parsed, and every refusal says what to do."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from exchanged import edited, exported, packed

from communique.diagnostics import FileProblem
from communique.exchange import word_reader
from communique.exchange.files import Kind
from communique.packages import members
from small_newsroom import SmallNewsroom

RELATION = (
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}" TargetMode="External"/></Relationships>'
)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_part(name: str, content: bytes) -> Callable[[bytes], bytes]:
    return lambda document: packed({**parts_of(document), name: content})


def with_relation(kind: str, target: str) -> Callable[[bytes], bytes]:
    relation = RELATION.format(kind=kind, target=target)
    return lambda document: edited(
        document, lambda text: text.replace("</Relationships>", relation), "word/_rels/document.xml.rels"
    )


def with_doctype(declaration: str) -> Callable[[bytes], bytes]:
    return lambda document: edited(document, lambda text: text.replace("?>", f"?>{declaration}", 1))


def with_duplicate(document: bytes) -> bytes:
    written = io.BytesIO(document)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(written, "a") as package:
        package.writestr("word/document.xml", b"<other/>")
    return written.getvalue()


def encrypted(document: bytes) -> bytes:
    """Set the flag of encryption in the list of members, as an encrypting tool does."""
    start = document.index(b"PK\x01\x02")
    return document[: start + 8] + struct.pack("<H", 1) + document[start + 10 :]


def many(document: bytes) -> bytes:
    return packed({**parts_of(document), **{f"word/m{number}.xml": b"<m/>" for number in range(2001)}})


FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DDE</w:instrText></w:r>'
    '<w:r><w:instrText>AUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
SIMPLE_FIELD = '<w:p><w:fldSimple w:instr="INCLUDETEXT /etc/hostname"/></w:p>'


def without(name: str, document: bytes) -> bytes:
    return packed({key: content for key, content in parts_of(document).items() if key != name})


DANGEROUS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "entity of a file": (with_doctype('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'), "document type"),
    "entities of entities": (with_doctype('<!DOCTYPE w [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'), "document type"),
    "document type in a style sheet": (with_part("word/styles.xml", b"<!DOCTYPE x><x/>"), "document type"),
    "document type in UTF-16": (with_part("word/a.xml", "<!DOCTYPE x><x/>".encode("utf-16")), "document type"),
    "zip bomb": (with_part("word/media/a.bmp", bytes(70_000_000)), "far more"),
    "member of a high ratio": (with_part("word/a.xml", bytes(5_000_000)), "far more"),
    "thousands of members": (many, "far more"),
    "a member twice": (with_duplicate, "twice"),
    "a member above": (with_part("../../evil.xml", b"<a/>"), "illegal name"),
    "an absolute member": (with_part("/etc/evil.xml", b"<a/>"), "illegal name"),
    "a member of a drive": (with_part("C:evil.xml", b"<a/>"), "illegal name"),
    "an attached template": (with_relation("attachedTemplate", "http://example.org/a.dotm"), "from elsewhere"),
    "a linked picture": (with_relation("image", "http://example.org/a.png"), "from elsewhere"),
    "macros": (with_part("word/vbaProject.bin", b"x"), "macros"),
    "an embedded object": (with_part("word/embeddings/oleObject1.bin", b"x"), "embedded"),
    "an encrypted member": (encrypted, "encrypted"),
    "an encrypted document": (
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "an old .doc": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".doc"),
    "a PDF": (lambda _: b"%PDF-1.7\n", "not a Word document"),
    "an empty file": (lambda _: b"", "not a Word document"),
    "cut off": (lambda document: document[: len(document) // 2], "cut off"),
    "damaged in the middle": (lambda document: document[:800] + bytes(200) + document[1000:], "damaged"),
    "another zip": (lambda _: packed({"a.txt": b"a"}), "not a Word document"),
    "a member without a name": (
        lambda document: with_part("~evil.xml", b"<a/>")(document).replace(b"~evil.xml", b"\0evil.xml"),
        "illegal name",
    ),
    "names that differ in case only": (with_part("word/DOCUMENT.xml", b"<a/>"), "twice"),
    "a member packed otherwise": (lambda document: packed(parts_of(document), zipfile.ZIP_LZMA), "packed"),
    "a document type in UTF-7": (
        with_part("word/document.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>'),
        "document type",
    ),
    "a field that starts a program": (
        lambda document: edited(document, lambda text: text.replace("<w:body>", "<w:body>" + FIELD, 1)),
        "DDEAUTO",
    ),
    "a field that reads a file": (
        lambda document: edited(document, lambda text: text.replace("<w:body>", "<w:body>" + SIMPLE_FIELD, 1)),
        "INCLUDETEXT",
    ),
    "a template": (
        lambda document: edited(document, lambda t: t.replace("document.main", "template.main"), "[Content_Types].xml"),
        "of the kind",
    ),
    "no kinds at all": (lambda document: without("[Content_Types].xml", document), "of the kind"),
    "damaged XML": (with_part("word/document.xml", b"<w:document"), "damaged"),
}


@pytest.mark.parametrize("make, said", DANGEROUS.values(), ids=DANGEROUS)
def test_it_is_refused_with_its_name_and_a_way_out(
    newsroom: SmallNewsroom, make: Callable[[bytes], bytes], said: str
) -> None:
    document = make(exported(newsroom, Kind.WORD))
    with pytest.raises(FileProblem) as refused:
        word_reader.reference(document, "fr.docx")
    [problem] = refused.value.diagnostics
    assert said in problem.message
    assert problem.location.file == "fr.docx"
    assert problem.hint


def test_a_bomb_is_refused_without_unpacking_it(newsroom: SmallNewsroom) -> None:
    bomb = with_part("word/media/a.bmp", bytes(70_000_000))(exported(newsroom, Kind.WORD))
    tracemalloc.start()
    try:
        with pytest.raises(FileProblem):
            members(bomb, "fr.docx")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_link_to_follow_is_no_danger(newsroom: SmallNewsroom) -> None:
    document = with_relation("hyperlink", "https://example.org/")(exported(newsroom, Kind.WORD))
    assert word_reader.reference(document, "fr.docx") == ("sad-night", "fr")
