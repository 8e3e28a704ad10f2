"""The gate before a Word file: what is not a plain document is refused before any of it is parsed.

A zip can say that it is small and become gigabytes, hold one name twice, or names outside its folder; its XML can declare
entities; a document can carry macros or load its template from elsewhere. None of that is needed to read a table, or to
be a letterhead.
"""

from __future__ import annotations

import io
import posixpath
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

from communique.diagnostics import Code, Diagnostic, FileProblem, Location

LARGEST = 20_000_000
"""Bytes of a file that comes back; a sheet has some ten thousand."""
MOST_MEMBERS = 2_000
LARGEST_CONTENT = 64_000_000
"""Bytes of all members together."""
LARGEST_RATIO = 100
"""How many times its size a member larger than `SMALL` may become."""
SMALL = 1_000_000
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What .doc files begin with, and documents that are protected with a password."""
HYPERLINK = "/relationships/hyperlink"
"""The one kind of outside address that loads nothing by itself."""
AGAIN = "save it in Word as `Word document (.docx)` and send it again"
PLAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
"""What a document calls itself; templates and documents with macros have other names."""
ACTIVE_FIELD = re.compile(r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|RD|MACROBUTTON)\b", re.IGNORECASE)
"""Fields that read a file, ask the network or start a program when they are renewed (ISO 29500-1, 17.16.5)."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def problem(shown: str, message: str, hint: str, line: int = 0) -> FileProblem:
    """What is raised for a file that is refused as a whole."""
    return FileProblem([Diagnostic(Code.UNREADABLE, message, Location(shown, line), hint)])


def parsed(content: bytes, shown: str, hint: str = AGAIN) -> etree._Element:
    """Parse XML without entities, without the network and within the usual limits.

    Raises:
        FileProblem: it declares a document type, or is not well formed.
    """
    refuse_document_type(content, shown, hint)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        said = (error.msg or "not well formed").partition(", line")[0].strip()
        raise problem(shown, f"the file is damaged: {said}", hint, error.lineno or 0) from None
    # lxml raises for the last thing said only, so that a warning lets pass every error before it.
    for said_first in parser.error_log.filter_from_errors():
        raise problem(shown, f"the file is damaged: {said_first.message}", hint, said_first.line)
    if root.getroottree().docinfo.internalDTD is not None:
        raise problem(shown, _DOCUMENT_TYPE, hint)
    return root


_DOCUMENT_TYPE = "the file declares a document type (DOCTYPE), which no such file needs"


def refuse_document_type(content: bytes, shown: str, hint: str = AGAIN, *, is_part: bool = False) -> None:
    """Refuse XML that declares a document type, in any encoding that an XML reader would guess.

    The lines of a part of a package are not lines of the file.

    Raises:
        FileProblem: it does.
    """
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        before, mark, _ = content.partition("<!DOCTYPE".encode(encoding))
        if mark:
            raise problem(shown, _DOCUMENT_TYPE, hint, 0 if is_part else before.count(b"\n") + 1)


def members(content: bytes, shown: str) -> Mapping[str, bytes]:
    """Unpack a Word document after every look at it that needs no parsing.

    Raises:
        FileProblem: it is not one, or holds what a plain document does not.
    """
    if content.startswith(OLD_WORD):
        protected = "EncryptedPackage".encode("utf-16-le") in content
        what = "is protected with a password" if protected else "is of the old Word kind (.doc)"
        raise problem(shown, f"the file {what}", "take the password off" if protected else AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _refuse_odd(package.infolist(), shown)
            found = {info.filename: _content(package, info, shown) for info in package.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise problem(shown, "the file is not a Word document, or it is damaged or cut off", AGAIN) from None
    _refuse_active(found, shown)
    return found


def _refuse_odd(infos: list[zipfile.ZipInfo], shown: str) -> None:
    names = [info.filename for info in infos]
    odd = next((name for name in names if _leaves_folder(name)), None)
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_CONTENT:
        raise problem(shown, "the file would unpack to far more than a document has", AGAIN)
    if any(info.file_size > max(SMALL, LARGEST_RATIO * info.compress_size) for info in infos):
        raise problem(shown, "the file would unpack to far more than a document has", AGAIN)
    if len({unicodedata.normalize("NFC", name).casefold() for name in names}) < len(names):
        raise problem(shown, "the file holds a part twice", AGAIN)
    if odd is not None:
        raise problem(shown, f"the file holds a part with the illegal name `{odd[:60]}`", AGAIN)
    if any(info.flag_bits & 1 for info in infos):
        raise problem(shown, "the file is encrypted", "take the password off")
    if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
        raise problem(shown, "the file is packed in a way that no document is", AGAIN)


def _leaves_folder(name: str) -> bool:
    return not name or bool(re.match(r"[/\\]|[A-Za-z]:", name)) or "\\" in name or ".." in name.split("/")


def _content(package: zipfile.ZipFile, info: zipfile.ZipInfo, shown: str) -> bytes:
    """Read no more than the member says it has."""
    with package.open(info) as member:
        content = member.read(info.file_size + 1)
    if len(content) > info.file_size:
        raise problem(shown, "the file would unpack to far more than it says", AGAIN)
    return content


def _refuse_active(found: Mapping[str, bytes], shown: str) -> None:
    """Macros, embedded objects, document types and addresses that are loaded without being asked."""
    if any(re.search(r"vbaproject|/embeddings/|/activex/", name, re.IGNORECASE) for name in found):
        raise problem(
            shown, "the file holds macros or embedded objects", "save it as a document without macros (.docx)"
        )
    for name, content in found.items():
        if name.lower().endswith((".xml", ".rels")):
            refuse_document_type(content, shown, is_part=True)
    if b"macroEnabled" in found.get("[Content_Types].xml", b""):
        raise problem(shown, "the file is a document with macros (.docm)", AGAIN)
    field = next(_active_fields(found, shown), None)
    if field is not None:
        hint = "delete the field, or change it into plain text (Ctrl-Shift-F9)"
        raise problem(shown, f"the file holds a field that loads something from elsewhere: `{field[:80]}`", hint)
    outside = next(_outside(found, shown), None)
    if outside is not None:
        what = f"the file loads something from elsewhere: `{outside[:80]}`"
        raise problem(shown, what, "remove linked templates, pictures and objects, and save it again")


def _active_fields(found: Mapping[str, bytes], shown: str) -> Iterator[str]:
    """The instructions of fields; Word may write one in several pieces."""
    for name, content in found.items():
        if name.startswith("word/") and name.endswith(".xml") and b"instr" in content:
            root = parsed(content, shown)
            pieces = "".join(
                "\n" if element.tag == f"{WORD}fldChar" else element.text or ""
                for element in root.iter(f"{WORD}instrText", f"{WORD}fldChar")
            )
            simple = [element.get(f"{WORD}instr", "") for element in root.iter(f"{WORD}fldSimple")]
            yield from (one.strip() for one in (*pieces.split("\n"), *simple) if ACTIVE_FIELD.match(one))


def _outside(found: Mapping[str, bytes], shown: str) -> Iterator[str]:
    for name, content in found.items():
        if not name.lower().endswith(".rels"):
            continue
        for relation in parsed(content, shown):
            kind, mode = relation.get("Type", ""), relation.get("TargetMode", "")
            if mode.lower() == "external" and not kind.endswith(HYPERLINK):
                yield relation.get("Target", "")


def main_part(found: Mapping[str, bytes], shown: str) -> str:
    """The name of the part that holds the text.

    Raises:
        FileProblem: there is none.
    """
    relations = parsed(found["_rels/.rels"], shown) if "_rels/.rels" in found else ()
    for relation in relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            name = posixpath.normpath(relation.get("Target", "").lstrip("/"))
            if name in found and name.startswith("word/"):
                _refuse_other_kind(found, name, shown)
                return name
    raise problem(shown, "the file is not a Word document", AGAIN)


def _refuse_other_kind(found: Mapping[str, bytes], main: str, shown: str) -> None:
    """A document says of its main part that it is one; a template or a book of sheets says otherwise."""
    kinds = parsed(found["[Content_Types].xml"], shown) if "[Content_Types].xml" in found else ()
    own = next((kind.get("ContentType", "") for kind in kinds if kind.get("PartName", "") == f"/{main}"), "")
    if own != PLAIN:
        raise problem(shown, f"the file is no Word document: its text is of the kind `{own[-60:]}`", AGAIN)
