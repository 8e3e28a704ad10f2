"""Set-up: the listed fonts taken from where a package left them, the reduced ones made.

python -m communique.fonts install FOLDER [--accept-others]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from communique import fonts
from communique.diagnostics import ExitCode, Severity
from communique.fonts import carried, reducing


def install(source: Path, *, accept_others: bool = False) -> None:
    """Copy the listed fonts found below `source` into our folder, make the reduced ones, and put the licence beside.

    A file already here is kept. A found file with another digest is left out, or with `accept_others` taken and noted.
    Interrupted, it leaves whole files only, and the next call goes on from there.

    Args:
        source: A folder with font files at any depth, such as an unpacked package.
        accept_others: Take builds that are not listed, for distributions that have no listed one.
    """
    fonts.folder().mkdir(parents=True, exist_ok=True)
    record = fonts.record_of_setup()
    for face in fonts.faces():
        if fonts.face_problem(face, record, thorough=True):
            record.update(_take(face, _candidates(source, face.file), accept_others=accept_others))
        elif face.file not in record:
            record[face.file] = _noted(face.file)
    record.update(_made([face for face in fonts.reduced_faces() if _is_due(face, record)], record))
    record.update(_packed(record))
    for name, licence in fonts.listing()["licences"].items():
        fonts.write_whole(fonts.folder() / f"{name}.txt", _licence_text(licence["text"]).encode())
    fonts.write_whole(
        fonts.folder() / fonts.RECORD,
        json.dumps({k: _as_json(v) for k, v in sorted(record.items())}, indent=1).encode(),
    )


def _candidates(source: Path, file: str) -> list[Path]:
    return sorted(path for path in source.rglob(file) if path.is_file())


def _take(face: fonts.Face, found: Iterable[Path], *, accept_others: bool) -> dict[str, fonts.Installed]:
    """Copy the first listed build among the files found; failing that the first of any build, if that is accepted."""
    digests = [(path, fonts.sha256_of(path)) for path in found]
    listed = [(path, digest) for path, digest in digests if digest in face.sha256]
    for path, digest in listed or (digests if accept_others else []):
        return {face.file: _put(face.file, path.read_bytes(), digest, accepted=not listed)}
    return {}


def _put(file: str, content: bytes, sha256: str, *, made_from: str = "", accepted: bool = False) -> fonts.Installed:
    """Write a font whole or not at all.

    Raises:
        ValueError: the content changed while it was read.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError(file)
    fonts.write_whole(fonts.folder() / file, content)
    return replace(_noted(file), made_from=made_from, accepted=accepted)


def _noted(file: str) -> fonts.Installed:
    path = fonts.folder() / file
    state = path.stat()
    return fonts.Installed(fonts.sha256_of(path), state.st_size, state.st_mtime_ns)


def _as_json(installed: fonts.Installed) -> dict[str, str | int | bool]:
    return {name: getattr(installed, name) for name in fonts.Installed.__slots__}


def _licence_text(text: str) -> str:
    notices = (f"{package}: {about['copyright']}" for package, about in fonts.listing()["packages"].items())
    return "\n".join(notices) + "\n\n" + text.strip() + "\n"


def _is_due(face: fonts.ReducedFace, record: Mapping[str, fonts.Installed]) -> bool:
    """Whether a reduced face must be made: its origin, its list entry or HarfBuzz changed; never without HarfBuzz."""
    if not reducing.maker(face) or face.origin not in record or not (fonts.folder() / face.origin).is_file():
        return False
    noted = [record[file].made_from for file in (face.file, face.word_file) if file in record]
    return noted != [_made_from(face, record)] * 2 or bool(fonts.reduced_problem(face, record, thorough=True))


def _packed(record: Mapping[str, fonts.Installed]) -> Iterator[tuple[str, fonts.Installed]]:
    """Pack the faces that Word documents carry, those anew whose font or way of packing changed."""
    (fonts.folder() / fonts.UNSEEN).mkdir(exist_ok=True)
    for face in fonts.faces():
        if not face.word_file or face.file not in record or not (fonts.folder() / face.file).is_file():
            continue
        made_from = f"{record[face.file].sha256} zlib {zlib.ZLIB_RUNTIME_VERSION} {carried.MAKER}"
        noted = record.get(face.word_file)
        if noted is None or noted.made_from != made_from or not _stands(face.word_file, noted):
            content = carried.file_of_setup(face, (fonts.folder() / face.file).read_bytes())
            yield (
                face.word_file,
                _put(face.word_file, content, hashlib.sha256(content).hexdigest(), made_from=made_from),
            )


def _stands(file: str, noted: fonts.Installed) -> bool:
    path = fonts.folder() / file
    return path.is_file() and fonts.sha256_of(path) == noted.sha256


def _made_from(face: fonts.ReducedFace, record: Mapping[str, fonts.Installed]) -> str:
    return f"{record[face.origin].sha256} {reducing.maker(face)}"


def _made(
    due: Sequence[fonts.ReducedFace], record: Mapping[str, fonts.Installed]
) -> Iterator[tuple[str, fonts.Installed]]:
    """Make reduced faces, side by side: each takes some seconds."""
    if not due:
        return
    origins = [fonts.folder() / face.origin for face in due]
    (fonts.folder() / fonts.UNSEEN).mkdir(exist_ok=True)
    with ProcessPoolExecutor() as pool:
        for face, made in zip(due, pool.map(reducing.reduced, due, origins), strict=True):
            made_from = _made_from(face, record)
            for file, content in ((face.file, made.font), (face.word_file, made.for_word)):
                yield file, _put(file, content, hashlib.sha256(content).hexdigest(), made_from=made_from)


def main(arguments: Sequence[str]) -> ExitCode:
    """Run `install` for the set-up script and say on stderr what is still wrong."""
    parser = argparse.ArgumentParser("python -m communique.fonts")
    parser.add_argument("command", choices=["install"])
    parser.add_argument("source", type=Path)
    parser.add_argument("--accept-others", action="store_true")
    options = parser.parse_args(arguments)
    install(options.source, accept_others=options.accept_others)
    remaining = fonts.problems()
    sys.stderr.writelines(f"{problem}\n" for problem in remaining)
    return ExitCode.ENVIRONMENT if any(p.severity is Severity.ERROR for p in remaining) else ExitCode.DONE
