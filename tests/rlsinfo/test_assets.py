"""The folder of gathered static files is emptied, so it must be ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from rlsinfo import assets

pytestmark = pytest.mark.one_engine


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """The folder of a site with one static file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.css").write_text("a { color: red }")
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path / "data", tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    return tmp_path / "static"


def test_files_of_others_are_never_deleted(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.doc").write_text("years of work")
    with pytest.raises(CommandError, match="which holds other files"):
        assets.gather()
    assert (folder / "thesis.doc").read_text() == "years of work"
    assert not (folder / "a.css").exists()


def test_nor_those_that_another_site_gathered(folder: Path) -> None:
    folder.mkdir()
    (folder / assets.MANIFEST).write_text("{}")
    with pytest.raises(CommandError, match="which holds other files"):
        assets.gather()
    assert (folder / assets.MANIFEST).exists()


def test_what_was_half_gathered_is_gathered_anew(folder: Path) -> None:
    assets.gather()
    assert (folder / "a.css").exists()
    (folder / assets.MANIFEST).unlink(missing_ok=True)
    (folder / "left.css").write_text("")
    assets.gather()
    assert (folder / "a.css").exists()
    assert not (folder / "left.css").exists()


def test_an_empty_folder_is_taken(folder: Path) -> None:
    folder.mkdir()
    assets.gather()
    assert (folder / "a.css").exists()
