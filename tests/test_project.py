"""Rules that the repository keeps about itself."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests import layout

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "finding", "resources", "articles", "pages", "rlsinfo")
LONGEST = 350
CODE = {".py", ".html", ".css", ".js", ".toml", ".sh", ".txt", ".in", ".md", ""}


def tracked() -> list[Path]:
    """Every file of ours: those of git where it is here, else all that is not made by a run."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = [name for name in listed.stdout.split("\0") if name]
    else:
        made = {".venv", "var", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
        found = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        names = [str(path) for path in found if not made & set(path.parts)]
    return [path for name in names if (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in APPS and "migrations" not in path.parts
    ]


def test_there_is_something_to_judge() -> None:
    assert len(modules()) > 30


def test_no_file_is_long() -> None:
    judged = [
        path
        for path in tracked()
        if path.suffix in {".py", ".html", ".css", ".js", ".sh"} and "migrations" not in path.parts
    ]
    counted = {relative(path): text_of(path).count("\n") for path in judged}
    assert {name: lines for name, lines in counted.items() if lines > LONGEST} == {}


# What a command's methods are for is said by Django.
FRAMEWORK = {"add_arguments", "handle", "ready"}


def undocumented(tree: ast.Module, name: str) -> list[str]:
    """What is public in a module, with something in it, and says nothing of itself."""
    found = [] if ast.get_docstring(tree) or not tree.body else [name]
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            found += [] if ast.get_docstring(node) else [f"{name}: {node.name}"]
            if isinstance(node, ast.ClassDef):
                inner = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
                found += [
                    f"{name}: {node.name}.{part.name}"
                    for part in inner
                    if not part.name.startswith("_") and part.name not in FRAMEWORK and not ast.get_docstring(part)
                ]
    return found


# Django's own shape says all that there is to say of these.
PLAIN = {"apps.py", "wsgi.py", "manage.py"}


def test_everything_public_says_what_it_is() -> None:
    found: list[str] = []
    for path in modules():
        if path.name not in PLAIN:
            found += undocumented(ast.parse(text_of(path)), relative(path))
    assert found == []


def requirement_lines(name: str) -> list[str]:
    return [line for line in (ROOT / name).read_text().splitlines() if re.match(r"[A-Za-z0-9]", line)]


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_dependency_says_why_it_is_here(name: str) -> None:
    lines = requirement_lines(name)
    assert lines
    assert [line for line in lines if not re.search(r"  # \w.{5,}", line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9-]", line)]
    assert len(lines) > 10
    assert [line for line in lines if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_dependency_that_is_asked_for_is_pinned(name: str) -> None:
    pinned = {re.split(r"==|\[", line)[0].lower() for line in requirement_lines(f"{name}.txt")}
    asked = {re.split(r"[\[<>=\s]", line)[0].lower() for line in requirement_lines(f"{name}.in")}
    assert asked <= pinned


def test_what_runs_the_site_is_all_there_when_it_is_tested() -> None:
    """``make test`` installs requirements-dev.txt alone, which must bring the very versions that the site runs on."""
    running, testing = (
        {line.split(" ")[0] for line in requirement_lines(name)}
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert running - testing == set()


# Written in parts, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(["/wor" + "k/", "/ro" + "ot/", "/ho" + r"me/\w", "--index" + "-url", "--find" + "-links"])
)
REGISTRY = re.compile(
    r"https?://[\w.-]*(?:" + "|".join(["pypi", "arti" + "factory", "nexus", "devpi"]) + r")[\w.-]*", re.IGNORECASE
)


def test_nothing_names_a_machine_or_a_registry() -> None:
    found = [
        f"{relative(path)}: {hit.group()}"
        for path in tracked()
        if path.suffix in CODE
        for hit in [*MACHINE.finditer(text_of(path)), *REGISTRY.finditer(text_of(path))]
    ]
    assert found == []


def test_the_picture_of_the_layout_shows_the_layers_that_are_held() -> None:
    assert layout.PICTURE.read_text() == layout.picture(), "draw it anew: python -m tests.layout"


def test_nothing_that_a_run_makes_is_tracked() -> None:
    made = re.compile(r"(^|/)(__pycache__|var|\.venv|\.hypothesis)/|\.(sqlite3|pyc)$|(^|/)secret-key$")
    assert [relative(path) for path in tracked() if made.search(relative(path))] == []
