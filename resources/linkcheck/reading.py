"""What a page says: title, heading, main text, and a fingerprint by which it is known again."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise

from resources.findings import Fingerprint
from resources.linkcheck import markup

ASIDE = frozenset(
    ("nav", "header", "footer", "aside", "template", "svg", "math", "select", "button", "dialog", "noscript")
)
"""Elements that hold no main text; a form does not either, unless the whole page stands in one."""
CHARSETS = re.compile(
    r"utf-?8|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|windows-125[0-8]|cp125[0-8]|koi8-[ru]|macintosh|gbk|gb2312|gb18030"
    r"|big5|big5-hkscs|euc-jp|shift[_-]jis|sjis|iso-2022-jp|euc-kr|ks_c_5601-1987|tis-620|windows-874|utf-16|utf-16[lb]e"
)
LATIN = re.compile(r"us-ascii|ascii|latin-?1|iso-?8859-?1")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
IN_META = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?([\w-]{1,30})", re.IGNORECASE)
IN_XML = re.compile(rb"^\s{0,50}<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}[\"']([\w-]{1,30})")
IN_HEADER = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w-]{1,30})", re.IGNORECASE)
REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
WORD = re.compile(f"[{SPACELESS}]|[^\\W{SPACELESS}]+")
"""A word; in scripts without spaces, each character."""
CHUNK = re.compile(r"[^\s]{1,64}")
MOST_WORDS = 20_000
LEAST_WORDS = 20
"""Words from which a text has a fingerprint of its own."""
QUICK_REFRESH = 10
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Page:
    """What was read of a page. ``source`` is its markup; ``refresh`` where it sends browsers on by itself."""

    title: str = ""
    heading: str = ""
    text: str = ""
    password: bool = False
    refresh: str = ""
    source: str = ""

    @cached_property
    def words(self) -> list[str]:
        """The words of its main text, in lower case and without numbers, at most ``MOST_WORDS``."""
        return _words(self.text)

    @cached_property
    def lowered(self) -> str:
        """Its markup in lower case, to look for marks in."""
        return self.source.lower()

    @property
    def print(self) -> Fingerprint:
        """What it is known again by."""
        return Fingerprint(self.title, fingerprint(self.words))


def read(body: bytes, content_type: str = "") -> Page:
    """Read a page. Never raises: what is no text gives a page without words."""
    source = decode(body, content_type)
    if content_type.startswith("text/plain"):
        return Page(text=tidy(source), source=source)
    return _Reader(source).page()


def decode(body: bytes, content_type: str = "") -> str:
    """Bytes to text: by byte order mark, header, the page's own word, else UTF-8 where it is, else Western."""
    for mark, charset in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    said = IN_HEADER.search(content_type)
    inside = IN_META.search(body[:4096]) or IN_XML.search(body[:200])
    for name in (said[1] if said else "", inside[1].decode("ascii", "replace") if inside else ""):
        charset = name.lower()
        if not CHARSETS.fullmatch(charset) or (not said and charset.startswith("utf-16")):
            continue
        try:
            return body.decode("cp1252" if LATIN.fullmatch(charset) else charset, "replace")
        except LookupError:
            continue
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


class _Reader:
    """Gathers what a page says in one pass. ``inside`` is the element whose content is left out, ``depth`` how deep."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.main: list[str] = []
        self.formed: list[str] = []
        self.all: list[str] = []
        self.title = self.refresh = ""
        self.heading: list[str] = []
        self.headings = 0
        self.in_heading = self.password = False
        self.inside, self.depth, self.forms = "", 0, 0

    def page(self) -> Page:
        for part in markup.parts(self.source):
            if isinstance(part, str):
                self._text(part)
            elif isinstance(part, markup.Raw):
                if part.name == "title" and not self.title and self.inside not in ("svg", "math"):
                    self.title = tidy(part.text)[:LONGEST_TITLE].strip()
            else:
                self._tag(part)
        return Page(
            title=self.title,
            heading=tidy(" ".join(self.heading))[:LONGEST_TITLE].strip(),
            text=self._chosen(),
            password=self.password,
            refresh=self.refresh,
            source=self.source,
        )

    def _chosen(self) -> str:
        """The main text; where hardly any is left, what stands in forms too, then everything."""
        for some in (self.main, self.formed):
            text = tidy(" ".join(some))
            if len(WORD.findall(text[:2000])) >= LEAST_WORDS:
                return text
        return tidy(" ".join(self.all))

    def _text(self, text: str) -> None:
        self.all.append(text)
        if self.in_heading:
            self.heading.append(text)
        if not self.inside:
            self.formed.append(text)
            if not self.forms:
                self.main.append(text)

    def _tag(self, tag: markup.Tag) -> None:
        name = tag.name
        if name == self.inside and not tag.closes_itself:
            self.depth += -1 if tag.end else 1
            self.inside = self.inside if self.depth else ""
        elif name in ASIDE and not self.inside and not tag.end and not tag.closes_itself:
            self.inside, self.depth = name, 1
        elif name == "form":
            self.forms = 0 if tag.end else 1
        elif name == "h1":
            self.headings += not tag.end
            self.in_heading = not tag.end and self.headings == 1
        elif name == "input" and tag.attributes.get("type", "").lower() == "password":
            self.password = True
        elif (
            name == "meta"
            and tag.attributes.get("http-equiv", "").lower() == "refresh"
            and not self.refresh
            and not self.inside
        ):
            found = REFRESH.match(html.unescape(tag.attributes.get("content", "")[:2000]))
            self.refresh = found[2] if found and int(found[1]) <= QUICK_REFRESH else ""


def tidy(text: str) -> str:
    """Text with its entities read, spaces made one, and nothing in it that cannot be printed."""
    with suppress(ValueError):  # a number of thousands of digits
        text = html.unescape(text)
    text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())


def fingerprint(words: list[str]) -> str:
    """64 bits of the words by pairs, of which texts that share much share most (simhash, Charikar 2002); "" for few."""
    if len(words) < LEAST_WORDS:
        return ""
    pairs = {f"{one} {two}" for one, two in pairwise(words)}
    sums = [0] * 8
    for pair in pairs:
        for place, byte in enumerate(blake2b(pair.encode("utf-8", "replace"), digest_size=8).digest()):
            sums[place] += SPREAD[byte]
    bits = 0
    for lanes in sums:
        for lane in range(8):
            bits = bits << 1 | ((lanes >> (32 * lane) & 0xFFFFFFFF) * 2 > len(pairs))
    return f"{bits:016x}"


SPREAD = [sum(1 << (32 * lane) for lane in range(8) if byte >> lane & 1) for byte in range(256)]
"""Each byte with a bit in a lane of 32 bits, so that eight sums are made by one addition."""


def similarity(one: str, two: str) -> float | None:
    """How alike two fingerprints of text are: 1 the same, about 0.5 nothing in common. None: one of them is empty."""
    if not one or not two:
        return None
    return 1 - (int(one, 16) ^ int(two, 16)).bit_count() / 64


def shared_words(one: str, two: str) -> float | None:
    """The part of the words of the shorter title that the longer one has. None: one of them has no words."""
    first, second = set(_words(one)), set(_words(two))
    if not first or not second:
        return None
    return len(first & second) / min(len(first), len(second))


def scripts(text: str) -> set[str]:
    """The scripts that a good part of the letters of a text is written in, by their names in Unicode."""
    letters = [char for char in text[:2000] if char.isalpha()]
    names = [unicodedata.name(char, "?").split()[0] for char in letters]
    return {name for name in set(names) if names.count(name) >= max(len(names) * 0.2, 1)}


def _words(text: str) -> list[str]:
    found = (match[0] for match in WORD.finditer(_folded(text[:500_000])))
    return [word for _, word in zip(range(MOST_WORDS), found, strict=False) if not word.isdigit()]


def _folded(text: str) -> str:
    """Text by which words are compared. Piece by piece: normalising is quadratic in a run of combining marks."""
    if not text.isascii():
        text = CHUNK.sub(lambda piece: unicodedata.normalize("NFKC", piece[0]), text)
    return text.casefold()
