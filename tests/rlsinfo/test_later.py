"""What most processes never need is loaded when somebody asks for it, and works then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import Resolver404, resolve, reverse

from rlsinfo.static import StaticFiles
from tests.scripts import ROOT

HEAVY = "articles.desk.site articles.admin resources.admin openpyxl httpcore2 icu markdown_it snowballstemmer protego"
SCRIPT = f"""
import sys
from rlsinfo.wsgi import django_application
from django.test import Client
assert Client(SERVER_NAME="127.0.0.1").get("/about/").status_code == 200
print([name for name in {HEAVY.split()} if name in sys.modules])
assert Client(SERVER_NAME="127.0.0.1").get("/admin/login/").status_code == 200
print("articles.desk.site" in sys.modules)
"""


@pytest.mark.one_engine
def test_a_process_that_answers_readers_alone_loads_none_of_it(tmp_path: Path) -> None:
    environment = {"DATA_DIR": str(tmp_path), "DEBUG": "1", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["[]", "True"], done.stderr


@pytest.mark.django_db
def test_the_desk_is_where_it_was(client: Client) -> None:
    assert reverse("admin:index") == "/admin/"
    assert resolve("/admin/desk/").namespaces == ["admin"]
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
    assert {model.__name__ for model in admin.site._registry} > {"Article", "Organisation", "User"}
    with pytest.raises(Resolver404):
        resolve("/adminx/")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    root = tmp_path / "gathered"
    (root / "css").mkdir(parents=True)
    (root / "css" / "site.0123456789ab.css").write_text("p { color: red }")
    (root / "css" / "site.0123456789ab.css.br").write_bytes(b"packed")
    (tmp_path / "secret.css").write_text("secret")
    (root / "away.css").symlink_to("/nowhere")
    return root


def asked(root: Path, path: str, **headers: str) -> tuple[int, bytes]:
    with override_settings(STATIC_ROOT=str(root), DEBUG=False):

        def site(request: HttpRequest) -> HttpResponse:
            return HttpResponse("the site", status=404)

        served = StaticFiles(site)
        for _ in range(2):
            response: Any = served(RequestFactory().get(path, headers=headers))
            if not response.streaming:
                return response.status_code, response.content
            with response.file_to_stream as file:
                body = file.read()
    return response.status_code, body


@pytest.mark.one_engine
def test_a_static_file_is_served_when_it_is_asked_for(files: Path) -> None:
    assert asked(files, "/static/css/site.0123456789ab.css") == (200, b"p { color: red }")
    packed = asked(files, "/static/css/site.0123456789ab.css", **{"Accept-Encoding": "br"})
    assert packed == (200, b"packed")


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.css",
        "/static/css/../../secret.css",
        "/static/%2e%2e/secret.css",
        "/static//css/site.0123456789ab.css",
        "/static/css/",
        "/static/css",
        "/static/css/site.0123456789ab.css.br",
        "/static/css/site.0123456789ab.css/x",
        "/static/away.css",
        "/static/no\0thing",
        "/static/" + "x" * 5000,
        "/static/",
        "/css/site.0123456789ab.css",
    ],
)
def test_nothing_else_is(files: Path, path: str) -> None:
    assert asked(files, path) == (404, b"the site")
