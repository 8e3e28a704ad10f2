"""The entries of a PO file, with everything that may stand in one, and how gettext writes them.

The written form is the one that `msgcat --no-wrap` leaves as it is, so that a file saved by Poedit or Weblate differs only
where somebody typed. polib could not write it: it drops the earlier text (`#~|`) and the comments of an obsolete message,
and sorts the fields of the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

FUZZY = "fuzzy"
BRACES = "python-brace-format"
"""What msgfmt, Poedit and Weblate need to be told so that they notice a lost placeholder."""
ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
SPECIAL = re.compile(r'[\\"\n\t]')


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it stands in a PO file; one without a context and without a source is the header."""

    context: str | None = None
    source: str = ""
    translation: str = ""
    notes: tuple[str, ...] = ()
    """The translators' own comments (`# …`)."""
    comments: tuple[str, ...] = ()
    """What we tell the translators (`#. …`); written anew by every update."""
    references: tuple[str, ...] = ()
    """Places (`#: …`); we write none."""
    flags: tuple[str, ...] = ()
    previous: str | None = None
    """The source that the translation was made for, where it is another (`#| msgid`)."""
    previous_context: str | None = None
    obsolete: bool = False

    @property
    def is_header(self) -> bool:
        """Whether it is the entry that speaks of the file."""
        return not self.source and self.context is None

    @property
    def fuzzy(self) -> bool:
        """Whether somebody must look at the translation."""
        return FUZZY in self.flags

    @property
    def made_for(self) -> str:
        """The source that the translation was made for; an earlier one counts only as long as the message is fuzzy."""
        return self.previous if self.fuzzy and self.previous is not None else self.source

    def marked(self, *, fuzzy: bool) -> Entry:
        """The entry with or without the fuzzy mark."""
        rest = tuple(flag for flag in self.flags if flag != FUZZY)
        return replace(self, flags=(FUZZY, *rest) if fuzzy else rest)


def file_text(entries: Iterable[Entry]) -> str:
    """A PO file in its canonical form: obsolete messages at the end, one empty line between two."""
    ordered = sorted(entries, key=lambda entry: entry.obsolete)
    return "\n".join("".join(f"{line}\n" for line in _lines(entry)) for entry in ordered)


def _lines(entry: Entry) -> Iterator[str]:
    yield from (_comment("#", note) for note in entry.notes)
    yield from (_comment("#.", comment) for comment in entry.comments)
    if entry.references:
        yield f"#: {' '.join(entry.references)}"
    if entry.flags:
        yield f"#, {', '.join(sorted(dict.fromkeys(entry.flags), key=_rank))}"
    earlier = "#~| " if entry.obsolete else "#| "
    yield from _string(earlier, "msgctxt", entry.previous_context)
    yield from _string(earlier, "msgid", entry.previous)
    mark = "#~ " if entry.obsolete else ""
    yield from _string(mark, "msgctxt", entry.context)
    yield from _string(mark, "msgid", entry.source)
    yield from _string(mark, "msgstr", entry.translation)


def _comment(mark: str, text: str) -> str:
    """A line of comment; one that ended with a backslash would swallow the next line in gettext."""
    line = f"{mark} {text}" if text else mark
    return f"{line} " if line.endswith("\\") else line


def _rank(flag: str) -> int:
    """The order of gettext: fuzzy, the formats, ranges, wrapping; what it does not know comes last."""
    if flag == FUZZY:
        return 0
    if flag.endswith("-format"):
        return 1
    return 2 if flag.startswith("range:") else 3 if flag in {"wrap", "no-wrap"} else 4


def _string(mark: str, keyword: str, text: str | None) -> Iterator[str]:
    if text is None:
        return
    pieces = [SPECIAL.sub(lambda found: ESCAPED[found[0]], piece) for piece in re.findall(r"[^\n]*\n|[^\n]+", text)]
    if len(pieces) == 1:
        yield f'{mark}{keyword} "{pieces[0]}"'
        return
    yield f'{mark}{keyword} ""'
    yield from (f'{mark}"{piece}"' for piece in pieces)
