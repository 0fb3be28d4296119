"""What most processes never need is loaded when somebody asks for it, and works then."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.scripts import ROOT

HEAVY = "articles.desk.site articles.admin resources.admin openpyxl httpcore2 icu markdown_it Stemmer protego"
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
