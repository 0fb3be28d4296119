"""Content files: TOML on disk, Markdown for prose. Reading one yields plain data and a document, or every problem.

The library files (sources, topics, tags, bylines, organisations) hold a list of records each; an article file holds
an article's identity and its whole document.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from articles import document as documents
from articles import richtext
from articles.document import Document
from articles.places import DocumentError, Problem, place_of

LIBRARY_ORDER = ("bylines.toml", "sources.toml", "topics.toml", "tags.toml")
"""The files that articles refer to, in the order in which they are loaded."""

PLACED_LAST = "organisations.toml"
"""Loaded after the tags that it refers to."""

_NAMESPACE = UUID("5f6b9a52-9d0a-4c5e-9b0e-2f6a7f1d3c11")
# A "<" of its own may stand in prose: <5 in 100.
_HTML = re.compile(r"&lt;[a-zA-Z/!?]")
_IDENTITY = ("slug", "medicine", "condition", "tags", "byline")


class FileError(Exception):
    """A content file cannot be taken in. ``problems`` names every place and rule; nothing of the file was kept."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems
        super().__init__("\n".join(f"{name}: {problem}" for problem in problems))


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article as its file has it. ``identity``: what others link it by; ``links``: the slugs of what it links."""

    slug: str
    identity: UUID
    links: tuple[str, ...]
    medicine: str | None
    condition: str | None
    tags: tuple[str, ...]
    byline: str
    document: Document


def content_files(folder: Path) -> list[Path]:
    """Every content file of a folder in loading order. Raises ``FileError`` where a library file is missing."""
    library = [folder / name for name in (*LIBRARY_ORDER, PLACED_LAST)]
    for path in library:
        if not path.is_file():
            raise FileError(path.name, [Problem("file", "is missing")])
    return [*library, *sorted((folder / "articles").glob("*.toml"))]


def parse(path: Path, *, name: str) -> dict[str, Any]:
    """The data of a TOML file. Raises ``FileError`` with the line where it is no TOML or no UTF-8."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileError(name, [Problem("file", f"cannot be read: {error.strerror}")]) from error
    except RecursionError as error:
        raise FileError(name, [Problem("file", "is nested too deeply")]) from error
    except tomllib.TOMLDecodeError as error:
        raise FileError(name, [Problem("file", f"is not valid TOML: {error}")]) from error
    except UnicodeDecodeError as error:
        raise FileError(name, [Problem("file", f"is not UTF-8 at byte {error.start}")]) from error


def article_of(name: str, data: dict[str, Any]) -> ArticleFile:
    """An article file's identity and document. Raises ``FileError``."""
    problems = [Problem(field, "is missing") for field in ("slug", "byline") if field not in data]
    names = [field for field in ("slug", "byline", "medicine", "condition") if field in data]
    problems += [Problem(field, "must be text") for field in names if not isinstance(data[field], str)]
    tags = data.get("tags", [])
    if not (isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)):
        problems.append(Problem("tags", "must be a list of tag slugs"))
    links: dict[str, UUID] = {}
    try:
        document = documents.read(_document_data(data, links))
    except DocumentError as error:
        raise FileError(name, problems + list(error.problems)) from error
    problems += _markup_problems(document)
    if problems:
        raise FileError(name, problems)
    return ArticleFile(
        slug=data["slug"],
        identity=identity_of(data["slug"], document.language),
        links=tuple(links),
        medicine=data.get("medicine"),
        condition=data.get("condition"),
        tags=tuple(tags),
        byline=data["byline"],
        document=document,
    )


def identity_of(slug: str, language: str) -> UUID:
    """What an article that comes from a file is linked by: the same on every site that loads the file."""
    return uuid5(_NAMESPACE, f"article/{language}/{slug}")


def _document_data(data: dict[str, Any], links: dict[str, UUID]) -> dict[str, Any]:
    """The file's shape (``section``, ``point``, Markdown) turned into the document's (``sections``, ids, HTML).

    ``links`` is filled with the slugs of the articles that it links (as ``article:<slug>``), and their identities.
    """

    def rich(text: str) -> str:
        return richtext.from_markdown(
            text, lambda slug: links.setdefault(slug, identity_of(slug, str(data.get("language"))))
        )

    shaped = {key: value for key, value in data.items() if key not in (*_IDENTITY, "section")}
    sections = data.get("section", [])
    shaped["sections"] = (
        [_part(section, f"{data.get('slug')}/{n}", "introduction", rich) for n, section in enumerate(sections)]
        if isinstance(sections, list)
        else sections
    )
    return shaped


def _part(part: Any, path: str, prose: str, rich: Callable[[str], str]) -> Any:
    if not isinstance(part, dict):
        return part
    # The same file gives the same ids, and so the same seal, on every site that loads it.
    shaped = {"id": str(uuid5(_NAMESPACE, path)), **part}
    if isinstance(shaped.get(prose), str):
        shaped[prose] = rich(shaped[prose])
    if "point" in shaped:
        points = shaped.pop("point")
        shaped["points"] = (
            [_part(point, f"{path}/{n}", "text", rich) for n, point in enumerate(points)]
            if isinstance(points, list)
            else points
        )
    return shaped


def _markup_problems(document: Document) -> Iterator[Problem]:
    data = document.model_dump()
    for s, section in enumerate(document.sections):
        if _HTML.search(section.introduction):
            yield Problem(place_of(("sections", s, "introduction"), data), "has HTML; write Markdown")
        for p, point in enumerate(section.points):
            if _HTML.search(point.text):
                yield Problem(place_of(("sections", s, "points", p, "text"), data), "has HTML; write Markdown")
