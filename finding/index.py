"""Writing into the index: what an owner's pages are found by, kept in the transaction that changed them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from finding import analysis, engines
from finding.engines.question import NAMES, Texts
from finding.models import Entry, Gone, IndexState, Kind, Start

MOST_STARTS = 8
"""From how many of its words a name is found by typing."""
SHORTEST_INITIALS = 3
ROWS = 300
"""Rows of one statement: SQLite takes a limited number of values."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is to be found: see ``Entry``. ``sections``: anchor, heading and plain text of each; what stands at
    the top of the page has no anchor.
    """

    language: str
    kind: Kind
    path: str
    title: str
    names: Sequence[str] = ()
    hidden_names: Sequence[str] = ()
    summary: str = ""
    sections: Sequence[tuple[str, str, str]] = ()
    medicine: str = ""
    tags: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """As the columns of an entry hold it."""
        return {
            "kind": self.kind.value,
            "path": self.path,
            "title": self.title,
            "names": "\n".join(self.names),
            "hidden_names": "\n".join(self.hidden_names),
            "summary": self.summary,
            "sections": [list(section) for section in self.sections],
            "medicine": self.medicine,
            "tags": _tag_line(self.tags),
        }


def signature() -> str:
    """The way in which this site reads texts; an index made in another way is to be made anew."""
    return f"{analysis.VERSION} {','.join(code for code, _ in settings.LANGUAGES)}"


def hold() -> IndexState:
    """The state of the index, held until the transaction ends: one at a time writes.

    Held before what pages say is read, so that whoever writes last has read what is there: PostgreSQL shows each
    statement what was committed before it, and on SQLite a transaction that writes has the database to itself.
    """
    return IndexState.objects.select_for_update().get_or_create(pk=1)[0]


@transaction.atomic
def replace(owners: Mapping[str, Iterable[Page]], *, state: IndexState | None = None, anew: bool = False) -> int:
    """Make the index hold exactly these pages of each owner (at most one a language; none: it is not found any more).

    Returns how many entries changed. Writers wait for each other at the index's one row of state, so that words are
    counted right and nobody deadlocks. ``state``: of whoever holds it already. ``anew``: read also what did not change
    (it was read otherwise before).
    """
    state = state or hold()
    held: dict[tuple[str, str], Entry] = {}
    for refs in batched(list(owners), ROWS):
        held.update({(entry.ref, entry.language): entry for entry in Entry.objects.filter(ref__in=refs)})
    wanted = {(ref, page.language): page for ref, pages in owners.items() for page in pages}
    gone = [entry for key, entry in held.items() if key not in wanted]
    changed = [(key, page) for key, page in wanted.items() if anew or key not in held or not _same(held[key], page)]
    if not gone and not changed:
        return 0
    revision = _next(state)
    counts: Counter[tuple[str, str]] = Counter()
    for entry in gone:
        counts.subtract(_distinct(_read(entry), entry.language))
    for keys in batched([entry.pk for entry in gone], ROWS):
        Entry.objects.filter(pk__in=keys).delete()
    _note_gone(gone, [key for key, _ in changed if key not in held], revision)
    for keys in batched([held[key].pk for key, _ in changed if key in held], ROWS):
        Start.objects.filter(entry__in=keys).delete()
    starts: list[Start] = []
    texts: list[tuple[int, Texts]] = []
    for key, page in changed:
        if (old := held.get(key)) is not None:
            counts.subtract(_distinct(_read(old), old.language))
        entry, read, stemmed = _write(key[0], page, old, revision)
        counts.update(_distinct(read, entry.language))
        starts += _starts(entry)
        texts.append((entry.pk, stemmed))
    Start.objects.bulk_create(starts, batch_size=ROWS)
    _count(counts)
    # One after another with nothing else between: whatever comes between has FTS5 write all that it holds.
    for pk, stemmed in texts:
        engines.own().put(pk, stemmed)
    more = sum(key not in held for key, _ in changed) - len(gone)
    IndexState.objects.filter(pk=1).update(entries=F("entries") + more, revision=revision)
    return len(gone) + len(changed)


@transaction.atomic
def put_tags(tags: Mapping[str, Sequence[str]]) -> int:
    """Note other tags of owners whose texts stay as they are. Returns how many entries changed."""
    state = hold()
    changed = []
    for refs in batched(list(tags), ROWS):
        for entry in Entry.objects.filter(ref__in=refs).only("ref", "tags"):
            if entry.tags != (line := _tag_line(tags[entry.ref])):
                entry.tags = line
                changed.append(entry)
    if changed:
        revision = _move_on(state)
        for entry in changed:
            entry.revision = revision
        Entry.objects.bulk_update(changed, ["tags", "revision"], batch_size=ROWS)
    return len(changed)


def owners() -> set[str]:
    """Whose pages the index has."""
    return set(Entry.objects.values_list("ref", flat=True))


@transaction.atomic
def sign() -> None:
    """Note that the whole index was made as texts are read now."""
    _move_on(hold())
    IndexState.objects.filter(pk=1).update(signature=signature(), entries=Entry.objects.count())


def is_current() -> bool:
    """Whether the index was made as texts are read now. One query."""
    return IndexState.objects.filter(pk=1, signature=signature()).exists()


def _move_on(state: IndexState) -> int:
    """Note that the index changed; gives back the revision."""
    state.revision = _next(state)
    state.save(update_fields=["revision"])
    return state.revision


def _next(state: IndexState) -> int:
    """The next revision. A moment in microseconds, so that none ever comes twice."""
    return max(state.revision + 1, time.time_ns() // 1000)


def _note_gone(gone: Sequence[Entry], back: Sequence[tuple[str, str]], revision: int) -> None:
    """Keep a trace of what is gone, for engines elsewhere, and none of what came back."""
    for refs in batched(sorted({ref for ref, _ in back}), ROWS):
        for row in Gone.objects.filter(ref__in=refs):
            if (row.ref, row.language) in back:
                row.delete()
    Gone.objects.bulk_create(
        [Gone(ref=entry.ref, language=entry.language, revision=revision) for entry in gone],
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=["ref", "language"],
        update_fields=["revision"],
    )


def _tag_line(tags: Sequence[str]) -> str:
    return f" {' '.join(tags)} " if tags else ""


def _same(entry: Entry, page: Page) -> bool:
    return all(getattr(entry, name) == value for name, value in page.columns().items())


def _write(ref: str, page: Page, old: Entry | None, revision: int) -> tuple[Entry, list[list[str]], Texts]:
    """Write an entry; gives back its words and its stems too."""
    entry = old or Entry(ref=ref, language=page.language)
    for name, value in page.columns().items():
        setattr(entry, name, value)
    read = _read(entry)
    texts = _stemmed(read, entry.language)
    entry.stems = "\n".join(_ranked(entry, texts))
    entry.revision = revision
    entry.save()
    return entry, read, texts


def _ranked(entry: Entry, texts: Texts) -> Iterator[str]:
    """The stems as they are ranked, a line a part: of a text each once, of names a bar between two."""
    names = [*f"{entry.names}\n{entry.hidden_names}".splitlines(), *initials(entry.title)]
    yield " ".join(texts.title)
    yield NAMES.join(" ".join(analysis.stems(name, entry.language)) for name in names if name)
    yield " ".join(texts.summary)
    yield " ".join(texts.headings)
    yield " ".join(dict.fromkeys(texts.text))


def texts_of(entry: Entry) -> Texts:
    """The stems of each part of a page."""
    return _stemmed(_read(entry), entry.language)


def _read(entry: Entry) -> list[list[str]]:
    """The words of each part of a page, in the order of ``Texts``."""
    parts = (
        entry.title,
        "\n".join([entry.names, entry.hidden_names, *initials(entry.title)]),
        entry.summary,
        "\n".join(heading for _, heading, _ in entry.sections),
        "\n".join(text for _, _, text in entry.sections),
    )
    return [analysis.words(part) for part in parts]


def _stemmed(read: list[list[str]], language: str) -> Texts:
    return Texts(*([analysis.stem(word, language) for word in words] for words in read))


def initials(title: str) -> list[str]:
    """What a name of three capital words or more is called in short: RLS of Restless Legs Syndrome, and so on."""
    first = [word[0] for word in title.split() if word[0].isupper()]
    return ["".join(first[:count]) for count in range(SHORTEST_INITIALS, len(first) + 1)]


def _distinct(read: list[list[str]], language: str) -> set[tuple[str, str]]:
    """The words of a page, each once, under its language."""
    return {(language, word) for word in set().union(*read)}


def _starts(entry: Entry) -> Iterator[Start]:
    """The beginnings that lead to an entry: its title, and its names where it is about one thing."""
    own = [] if entry.kind == Kind.ARTICLE else entry.names.splitlines()
    for label in dict.fromkeys([entry.title, *own]):
        words = analysis.words(label)
        for place in range(min(len(words), MOST_STARTS)):
            if place == 0 or not analysis.is_stop_word(words[place], entry.language):
                key = " ".join(words[place:])[:120]
                yield Start(entry=entry, language=entry.language, key=key, label=label, place=place)


def batched(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Values in parts of at most ``size``."""
    return (values[at : at + size] for at in range(0, len(values), size))


def _count(counts: Counter[tuple[str, str]]) -> None:
    """Add to the counts of words, in one order whoever writes."""
    rows = sorted((language, word, more) for (language, word), more in counts.items() if more)
    for some in batched(rows, ROWS):
        values = ", ".join("(%s, %s, %s)" for _ in some)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO finding_word (language, word, entries) VALUES {values} ON CONFLICT (language, word) "
                "DO UPDATE SET entries = finding_word.entries + excluded.entries",
                [value for row in some for value in row],
            )
