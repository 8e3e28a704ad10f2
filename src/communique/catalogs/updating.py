"""A catalog brought up to its statement: what became of each message, and nothing translated is lost.

A translation finds its message by the id; then by its exact text, wherever that stands; then by its words, among what is
left. Whatever is doubtful is marked fuzzy beside the text that the translation was made for, or is shown as a reference.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from communique.catalogs.alignment import aligned, parts_of
from communique.catalogs.changes import HALF, Change, change_of, folded, is_part, placeholders, words
from communique.catalogs.entries import BRACES, FUZZY, Entry
from communique.catalogs.proposals import with_new_figures
from communique.grammar import Grammar

ADVICE = "update: "
"""How a comment begins that says what an update did; it stays until the message is settled."""
DOUBTFUL = 0.3
"""From here to a half, two texts may be one; only a person can tell."""
STILL_GOOD = frozenset({Change.SAME, Change.SPACING, Change.TYPOGRAPHY})
"""After these a translation is as good as before."""
REVIEW_KEPT = frozenset({Change.SAME, Change.SPACING, Change.MOVED, Change.RENAMED, Change.GONE})
"""After these a reviewer has read every word that there is."""

SAID = {
    Change.SAME: "the source is again the one that was translated",
    Change.TYPOGRAPHY: "only quotation marks, dashes or spaces changed",
    Change.PUNCTUATION: "only the punctuation or the emphasis changed",
    Change.WORDING: "the wording changed ({:.0%} alike)",
    Change.REWRITTEN: "the text was rewritten ({:.0%} alike)",
    Change.DIVIDED: "the text was cut out of a longer one",
    Change.JOINED: "the text was put together from several",
}
"""What a translator is told of a change."""


@dataclass(frozen=True, slots=True)
class Donor:
    """A translated message, and the statement it is of ("" for the one at hand)."""

    entry: Entry
    statement: str = ""

    @property
    def name(self) -> str:
        """Where it stands, as people are told."""
        place = f" of `{self.statement}`" if self.statement else ""
        return f"`{self.entry.context or ''}`{place}"


@dataclass(frozen=True, slots=True)
class Pairing:
    """What became of a message: `state` is how it stands now, `origin` where its translation came from, if elsewhere."""

    id: str
    change: Change
    alike: float
    state: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pairing below a half that only a person can decide on."""

    id: str
    alike: float
    before: str
    after: str
    again: bool
    """An earlier update asked already, and the text has not changed since."""


@dataclass(frozen=True, slots=True)
class Aid:
    """What an update may ask: the grammar of the locale, translations in other statements, and a person."""

    grammar: Grammar | None = None
    elsewhere: Callable[[], Sequence[Donor]] = tuple
    consent: Callable[[Doubt], bool] = field(default=lambda _: False)


@dataclass(frozen=True, slots=True)
class Updated:
    """The messages of a catalog after an update, without its header, and what became of each."""

    entries: tuple[Entry, ...]
    pairings: tuple[Pairing, ...]

    @property
    def review_ended(self) -> bool:
        """Whether there are words now that no reviewer of the catalog has seen."""
        return any(pairing.change not in REVIEW_KEPT for pairing in self.pairings)


def updated(old: Sequence[Entry], wanted: Sequence[Entry], aid: Aid | None = None) -> Updated:
    """Bring the messages of a catalog up to those of its statement."""
    work = _Update(tuple(old), tuple(wanted), aid or Aid())
    work.by_id()
    work.by_text()
    work.by_words()
    work.by_parts()
    return work.result()


@dataclass(slots=True)
class _Match:
    """What was found for a wanted message."""

    change: Change = Change.NEW
    alike: float = 0.0
    donor: Donor | None = None
    """Whose translation it takes over."""
    references: list[Donor] = field(default_factory=list)
    """What is shown beside it."""
    carried: bool = False
    """The message stands in the catalog as it is wanted."""


class _Update:
    def __init__(self, old: tuple[Entry, ...], wanted: tuple[Entry, ...], aid: Aid) -> None:
        self.old, self.wanted, self.aid = old, wanted, aid
        self.active = {entry.context: entry for entry in old if not entry.obsolete}
        self.ids = {entry.context for entry in wanted}
        self.matches = [_Match() for _ in wanted]
        self.used: set[int] = set()
        """The old entries whose translation went into a message."""

    # --- matching

    def by_id(self) -> None:
        """The message of the same id: the one that is there, or an obsolete one that fits better."""
        for wanted, match in zip(self.wanted, self.matches, strict=True):
            now = self.active.get(wanted.context)
            if now and now.translation and self._is_there(wanted):
                match.change, match.alike = change_of(now.source, wanted.source)
                match.carried = True
                self._take(match, now)
                continue
            own = [entry for entry in self.old if entry.context == wanted.context and entry.translation]
            changes = [(change_of(entry.made_for, wanted.source), entry) for entry in own]
            if changes:
                self._weigh(wanted, match, *max(changes, key=_fitness))

    def _weigh(self, wanted: Entry, match: _Match, found: tuple[Change, float], entry: Entry) -> None:
        match.change, match.alike = found
        if match.change is not Change.REWRITTEN or self._agreed(wanted, match.alike, entry):
            self._take(match, entry)
        else:
            match.references = [Donor(entry)]

    def _agreed(self, wanted: Entry, alike: float, entry: Entry) -> bool:
        again = self._is_there(wanted)
        return self.aid.consent(Doubt(wanted.context or "", alike, entry.made_for, wanted.source, again))

    def _is_there(self, wanted: Entry) -> bool:
        """Whether an earlier update left the message with this text."""
        now = self.active.get(wanted.context)
        return now is not None and folded(now.source) == folded(wanted.source)

    def _take(self, match: _Match, entry: Entry) -> None:
        match.donor = Donor(entry)
        self.used.add(id(entry))

    def _open(self) -> list[tuple[Entry, _Match]]:
        return [pair for pair in zip(self.wanted, self.matches, strict=True) if pair[1].donor is None]

    def by_text(self) -> None:
        """The same text under another id: a block of the same kind that was renamed just now, then any other place."""
        if not self._open():
            return
        free = [entry for entry in self.old if entry.translation and id(entry) not in self.used]
        renamed = {folded(entry.made_for): entry for entry in reversed(free)}
        for wanted, match in self._open():
            entry = renamed.pop(folded(wanted.source), None)
            if entry is not None:
                same = not entry.obsolete and entry.comments[:1] == wanted.comments[:1]
                match.change, match.alike = Change.RENAMED if same else Change.FOUND, 1.0
                self._take(match, entry)
        if not self._open():
            return
        others = [Donor(entry) for entry in self.old if entry.translation and not entry.fuzzy]
        places = {folded(donor.entry.source): donor for donor in reversed([*others, *self.aid.elsewhere()])}
        for wanted, match in self._open():
            if donor := places.get(folded(wanted.source)):
                match.change, match.alike, match.donor = Change.FOUND, 1.0, donor

    def _gone(self) -> list[Entry]:
        """Translated messages whose block is gone since the last update."""
        entries = (entry for entry in self.active.values() if entry.context not in self.ids)
        return [entry for entry in entries if entry.translation and id(entry) not in self.used]

    def by_words(self) -> None:
        """Blocks that are gone and blocks that are new, aligned in their order by their words."""
        new = [(wanted, match) for wanted, match in self._open() if wanted.context not in self.active]
        gone = self._gone()
        before, after = [words(entry.made_for) for entry in gone], [words(wanted.source) for wanted, _ in new]
        for old, at, alike in aligned(before, after, DOUBTFUL):
            wanted, match = new[at]
            change, _ = change_of(gone[old].made_for, wanted.source)
            if alike >= HALF or self._agreed(wanted, alike, gone[old]):
                match.change, match.alike = change, alike
                self._take(match, gone[old])
            else:
                match.change, match.alike = Change.REWRITTEN, alike
                match.references = [Donor(gone[old])]

    def by_parts(self) -> None:
        """Blocks that were divided or joined: a part stands in the whole nearly word for word."""
        new = [(wanted, match) for wanted, match in self._open() if match.change in {Change.NEW, Change.REWRITTEN}]
        stand = {id(match.donor.entry) for match in self.matches if match.donor and match.change in STILL_GOOD}
        wholes = [entry for entry in self.old if entry.translation and id(entry) not in stand]
        for part, whole in parts_of([words(one.source) for one, _ in new], [words(one.made_for) for one in wholes]):
            self._divided(new[part][1], wholes[whole])
        pairs = zip(self.wanted, self.matches, strict=True)
        changed = [pair for pair in pairs if pair[1].change not in STILL_GOOD | {Change.RENAMED, Change.FOUND}]
        gone = self._gone()
        for part, whole in parts_of([words(one.made_for) for one in gone], [words(one.source) for one, _ in changed]):
            match = changed[whole][1]
            match.change = Change.JOINED
            match.references += [Donor(gone[part])]

    def _divided(self, part: _Match, whole: Entry) -> None:
        part.change = Change.DIVIDED
        if not any(donor.entry is whole for donor in part.references):
            part.references.append(Donor(whole))
        for wanted, match in zip(self.wanted, self.matches, strict=True):
            took = match.donor is not None and match.donor.entry is whole
            if took and is_part(words(wanted.source), words(whole.made_for)):
                match.change = Change.DIVIDED

    # --- writing

    def result(self) -> Updated:
        """The new messages in the order of the statement, then the obsolete ones."""
        pairs = list(zip(self.wanted, self.matches, strict=True))
        entries = [self._settled(wanted, match) for wanted, match in pairs]
        moved = self._moved()
        pairings = [self._pairing(entry, match, moved) for entry, (_, match) in zip(entries, pairs, strict=True)]
        retired = list(self._retired({(entry.context, entry.source) for entry in entries}))
        pairings += [
            Pairing(entry.context or "", Change.GONE, 0.0, "obsolete")
            for entry in self._gone()
            if entry.context not in self.ids
        ]
        return Updated((*entries, *retired), tuple(pairings))

    def _pairing(self, entry: Entry, match: _Match, moved: frozenset[str | None]) -> Pairing:
        change = match.change
        if change is Change.SAME:
            change = Change.RESTORED if not match.carried else Change.MOVED if entry.context in moved else Change.SAME
        if match.donor is None and self._is_there(entry):
            change = Change.SAME
        state = "missing" if not entry.translation else "fuzzy" if entry.fuzzy else "translated"
        donor = match.donor
        origin = donor.name if donor and (donor.statement or donor.entry.context != entry.context) else ""
        return Pairing(entry.context or "", change, match.alike, state, origin)

    def _moved(self) -> frozenset[str | None]:
        """The messages that stand in another order than before."""
        order = [entry.context for entry in self.wanted if entry.context in self.active]
        place = {context: number for number, context in enumerate(self.active)}
        numbers = [place[context] for context in order]
        stay = _longest_rise(numbers)
        return frozenset(context for context, number in zip(order, numbers, strict=True) if number not in stay)

    def _settled(self, wanted: Entry, match: _Match) -> Entry:
        now = self.active.get(wanted.context)
        entry = replace(wanted, flags=_flags(wanted, now))
        if now is not None:
            entry = replace(entry, notes=now.notes, references=now.references)
        if match.donor is None:
            return self._advised(entry, match, now)
        donor = match.donor.entry
        good = match.change in STILL_GOOD and donor.context == wanted.context
        fuzzy = donor.fuzzy or not (good or match.change is Change.RENAMED)
        previous = donor.made_for if fuzzy and folded(donor.made_for) != folded(wanted.source) else None
        taken = replace(
            entry,
            translation=donor.translation,
            previous=previous,
            previous_context=donor.previous_context if fuzzy and match.carried else None,
            notes=entry.notes or (donor.notes if match.change is not Change.FOUND else ()),
        )
        return self._advised(taken.marked(fuzzy=fuzzy), match, now)

    def _advised(self, entry: Entry, match: _Match, now: Entry | None) -> Entry:
        """With the comments that say what happened; they stay until the message is settled or changes again."""
        if entry.translation and not entry.fuzzy:
            return entry
        stays = match.carried or (self._is_there(entry) and not entry.translation)
        advice = [] if now is None or not stays else [line for line in now.comments if line.startswith(ADVICE)]
        advice = advice or [ADVICE + line for line in self._advice(entry, match)]
        return replace(entry, comments=(*entry.comments, *advice))

    def _advice(self, entry: Entry, match: _Match) -> Iterator[str]:
        before = match.donor.entry.made_for if match.donor else ""
        if match.change is Change.FIGURES:
            yield from self._figures(entry, before)
        elif match.change is Change.PLACEHOLDERS:
            yield from _named_placeholders(before, entry.source)
        elif match.change is Change.FOUND and match.donor:
            yield f"the translation is that of {match.donor.name}; does it fit here?"
        elif match.change in SAID and not match.carried and (match.donor or match.references):
            yield SAID[match.change].format(match.alike)
        for donor in match.references:
            yield f"earlier source of {donor.name}: {_one_line(donor.entry.made_for)}"
            yield f"earlier translation of {donor.name}: {_one_line(donor.entry.translation)}"

    def _figures(self, entry: Entry, before: str) -> Iterator[str]:
        yield "only figures changed"
        if self.aid.grammar is not None:
            proposal = with_new_figures(entry.translation, before, entry.source, self.aid.grammar)
            if proposal is not None:
                yield f"proposed: {_one_line(proposal)}"

    def _retired(self, taken: set[tuple[str | None, str]]) -> Iterator[Entry]:
        """What is kept of the messages that nobody took: a text and its translation, once each."""
        for entry in self.old:
            if id(entry) in self.used or not entry.translation:
                continue
            kept = entry if entry.obsolete else _obsolete(entry)
            if (kept.context, kept.source) not in taken:
                taken.add((kept.context, kept.source))
                yield kept


def _fitness(candidate: tuple[tuple[Change, float], Entry]) -> tuple[bool, bool, float]:
    (change, alike), _ = candidate
    return change in STILL_GOOD, change is not Change.REWRITTEN, alike


def _obsolete(entry: Entry) -> Entry:
    """A message whose block is gone, beside the text that it was translated from."""
    return replace(entry, source=entry.made_for, previous=None, previous_context=None, obsolete=True, comments=())


def _flags(wanted: Entry, now: Entry | None) -> tuple[str, ...]:
    """Our flags and those that somebody else set; the fuzzy mark is decided apart."""
    others = [flag for flag in now.flags if flag not in {BRACES, FUZZY}] if now else []
    return tuple(dict.fromkeys([*wanted.flags, *others]))


def _named_placeholders(before: str, after: str) -> Iterator[str]:
    old, new = placeholders(before), placeholders(after)
    lost, added = (", ".join(f"{{{name}}}" for name in sorted(names)) for names in (old - new, new - old))
    yield "; ".join(
        filter(None, [lost and f"the source no longer has {lost}", added and f"the source now has {added}"])
    )


def _one_line(text: str) -> str:
    return re.sub(r"\n", r"\\n", text)


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The longest row of numbers that only rise, as they stand."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect.bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    rise: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        rise.add(last)
        last = before[last]
    return rise
