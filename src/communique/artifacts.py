"""The files of an edition, and the record of what they were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from communique import identity, observance, reuse, toolchain
from communique.diagnostics import Diagnostic
from communique.model import Artifact, Edition, Newsroom, Release
from communique.preparation import Prepared
from communique.render import MEDIA_TYPES
from communique.render.head import EMBLEM
from communique.rendering import Rendered
from communique.reuse import path_of


def of_edition(
    edition: Edition, rendered: Sequence[Rendered], refused: Mapping[str, tuple[Diagnostic, ...]], emblem: bytes = b""
) -> tuple[Artifact, ...]:
    """Every file of an edition: the releases, the contact sheet that shows them, and the picture that pages name."""
    files = [
        Artifact(path_of(one.release, file_format), MEDIA_TYPES[file_format], content)
        for one in rendered
        for file_format, content in one.contents.items()
    ]
    files += [Artifact(EMBLEM, "image/png", emblem)] if emblem else []
    return (*files, Artifact("index.html", "text/html", _contact_sheet(edition, rendered, refused)))


def _contact_sheet(
    edition: Edition, rendered: Sequence[Rendered], refused: Mapping[str, tuple[Diagnostic, ...]]
) -> bytes:
    from communique.contact_sheet import Entry, Refusal, Sheet, render

    entries = [
        Entry(one.release, {kind: path_of(one.release, kind) for kind in one.contents}, one.picture)
        for one in rendered
        if one.contents
    ]
    not_drawn = {one.release.locale: one.problems for one in rendered if not one.contents}
    refusals = [Refusal(locale, problems) for locale, problems in {**refused, **not_drawn}.items()]
    return render(Sheet(edition.name, edition.n, edition.observed, tuple(entries), tuple(refusals)))


def record(room: Newsroom, prepared: Prepared, rendered: Sequence[Rendered]) -> dict[str, Any]:
    """What the manifest says of an edition beside its files: its number and day, its inputs, and the tools."""
    edition, refused = prepared.edition, prepared.refused
    return {
        "statement": edition.statement.slug,
        "edition": edition.year,
        "n": edition.n,
        "observed": edition.observed.isoformat(),
        "explanation": observance.explain(edition.statement.event, edition.year),
        "number": edition.number,
        "released": (edition.released or edition.observed).isoformat(),
        "embargo": edition.embargo.isoformat() if edition.embargo else None,
        "issuer": room.issuer,
        "locales": [one.release.locale for one in rendered if one.contents],
        "refused": {locale: sorted({str(p.code) for p in problems}) for locale, problems in refused.items()},
        "facts": {
            name: {"value": str(fact.value), "source": fact.source} for name, fact in sorted(edition.facts.items())
        },
        "texts": {one.release.locale: _text(one.release) for one in rendered if one.contents},
        "keys": {
            path_of(one.release, kind): one.keys[kind] for one in rendered for kind in one.contents if kind in one.keys
        },
        "inputs": dict(prepared.inputs),
        "made_of": reuse.ingredients(edition, prepared.catalogs),
        "tools": toolchain.versions(),
    }


def _text(release: Release) -> dict[str, Any]:
    """What the files of a release must say, so that whoever has the folder can verify it."""
    text = identity.text_of(release)
    blocks, notes = ([[part.place, part.words] for part in group] for group in (text.blocks, text.notes))
    return {"name": text.name, "title": text.title, "blocks": blocks, "notes": notes}
