"""Pages as files behind a real nginx with the sample of ``deploy/``: never old, whole, and the same as the app's."""

from __future__ import annotations

import getpass
import os
import re
import select
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rlsinfo.pagefiles.putting import SENT_BY_THE_FRONT
from tests.freshness.fronts import BEHIND, BROTLI, HOST, SLOW_SECONDS, Answer, Front, needed, nginx, temporary
from tests.freshness.racing import PATHS, Race, gather, served
from tests.scripts import ROOT, Scripts
from tests.worker import prepared

PLACES = """
edition = makers.published()
makers.published(of=edition.article)
organisation = makers.organisation()
a = edition.article
paths = ["/", "/articles/", "/medicines/", "/conditions/", "/topics/", "/about/", "/about/privacy/", "/nl/about/"]
paths += [a.get_absolute_url(), f"{a.get_absolute_url()}history/", f"{a.get_absolute_url()}editions/1/"]
paths += [f"{a.get_absolute_url()}history/1/2/", a.medicine.get_absolute_url(), a.condition.get_absolute_url()]
print(json.dumps([*paths, organisation.get_absolute_url()]))
"""
APP_ONLY = ("/search/", "/search/?q=legs", "/support/", "/nothing/", "/robots.txt", "/?ref=x", "/articles")


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    needed("nginx", package="nginx libnginx-mod-http-brotli-static")
    folder = tmp_path_factory.mktemp("front")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o755)  # nginx runs as somebody else where the tests run as root
    pages = folder / "pages"
    with prepared(folder) as site:
        site.environment |= BEHIND | {"PAGES_DIR": str(pages), "SITE_LANGUAGES": "en,nl"}
        site.forget()
        site._scripts = Scripts(site.environment)
        gather(site)
        static = folder / "gathered-static"
        with (
            served(site, BEHIND) as web,
            nginx(folder / "nginx", app_port=web.port, pages=pages, static=static) as port,
        ):
            yield Front(site, web, port, pages)


def comparable(headers: dict[str, str]) -> dict[str, object]:
    """Headers as they are compared: without what tells who sends and when, and the policy as a set."""
    mine: dict[str, object] = {name: value for name, value in headers.items() if name in SENT_BY_THE_FRONT - {"etag"}}
    return mine | {"content-security-policy": set(str(headers.get("content-security-policy")).split("; "))}


def by_nginx(answer: Answer) -> bool:
    """Whether nginx sent a file: its tags have two numbers."""
    return bool(re.fullmatch(r'"[0-9a-f]+-[0-9a-f]+"', answer.headers.get("etag", "")))


@pytest.mark.one_engine
def test_every_kind_of_page_is_sent_by_nginx_as_by_the_app(front: Front) -> None:
    for path in front.site.run(PLACES):
        direct = front.get(path, direct=True)
        assert (direct.status, front.is_file(path)) == (200, True), path
        sent = front.get(path)
        assert sent.body == direct.body, path
        assert comparable(sent.headers) == comparable(direct.headers), path
        assert by_nginx(sent), path
        assert sent.headers.keys() - {"connection"} == direct.headers.keys() - {"connection"}, path


@pytest.mark.one_engine
def test_it_sends_packed_files_and_says_when_nothing_has_changed(front: Front) -> None:
    assert front.get("/about/").status == 200
    assert front.is_file("/about/")
    for encoding in ("gzip", "br") if BROTLI.exists() else ("gzip",):
        packed = front.get("/about/", Accept_Encoding=encoding)
        assert packed.headers["content-encoding"] == encoding
        assert packed.headers["vary"] == "Accept-Encoding"
        assert "last-modified" not in packed.headers
        again = front.get("/about/", Accept_Encoding=encoding, If_None_Match=packed.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == "no-cache"


@pytest.mark.one_engine
def test_everything_else_is_asked_of_the_app(front: Front) -> None:
    for path in APP_ONLY:
        direct, sent = front.get(path, direct=True), front.get(path)
        assert (sent.status, sent.headers.get("etag")) == (direct.status, direct.headers.get("etag")), path
    assert front.get("/about/").status == 200
    assert front.is_file("/about/")
    assert by_nginx(front.get("/about/"))
    assert by_nginx(front.get("/about/", method="HEAD"))
    assert not by_nginx(front.get("/about/", Cookie="a=b; sessionid=x"))
    assert not by_nginx(front.get("/about/?x=1"))
    assert front.get("/about/", method="POST").status == 405
    for odd in ("/about//", "//about/", "/%61bout/", "/./about/", "/about/index.html", "/about/index.html.gz"):
        assert not by_nginx(front.get(odd)), odd


@pytest.mark.one_engine
def test_static_files_are_sent_by_nginx_for_ever(front: Front) -> None:
    found = re.search(rb'href="(/static/css/site\.[0-9a-f]{12}\.css)"', front.get("/about/").body)
    assert found
    path = found[1].decode()
    sent, direct = front.get(path), front.get(path, direct=True)
    assert sent.body == direct.body
    told = {"server", "date", "connection", "last-modified", "etag", "content-type"}
    assert {n: v for n, v in sent.headers.items() if n not in told} == {
        n: v for n, v in direct.headers.items() if n not in told
    }
    assert sent.headers["content-type"].startswith("text/css")
    assert front.get("/static/css/site.css").status in (200, 404)
    for outside in ("/static/../rlsinfo.sqlite3", "/static/..%2fsecret-key", "/static//etc/passwd"):
        assert front.get(outside).status in (400, 404)


@pytest.mark.one_engine
def test_slow_clients_are_let_go_and_hold_up_nobody(front: Front) -> None:
    slow = [socket.create_connection(("127.0.0.1", front.port)) for _ in range(200)]
    try:
        for number, connection in enumerate(slow):
            connection.sendall(b"GET /about/ HTTP/1.1\r\nHost: " if number % 2 else b"P")
        assert front.get("/about/").status == front.get("/search/").status == 200
        assert select.select(slow, [], [], 0)[0] == []  # nobody had to be let go first
        for connection in slow:
            connection.settimeout(SLOW_SECONDS * 5)
            with suppress(ConnectionResetError):  # as the sample asks for
                assert connection.recv(1) == b""
    finally:
        for connection in slow:
            connection.close()


@pytest.mark.one_engine
def test_the_sample_is_right_as_it_stands(tmp_path: Path) -> None:
    program = needed("nginx", package="nginx libnginx-mod-http-brotli-static")
    openssl = needed("openssl", package="openssl")
    certificate, key = tmp_path / "site.pem", tmp_path / "site.key"
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    made += ["-subj", f"/CN={HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    text = (ROOT / "deploy/nginx.conf").read_text()
    for old, new in {
        "/etc/ssl/certs/www.example.org.pem": str(certificate),
        "/etc/ssl/private/www.example.org.key": str(key),
        "/run/nginx.pid": str(tmp_path / "nginx.pid"),
        "/var/log/nginx/error.log": str(tmp_path / "error.log"),
        "user www-data;": f"user {getpass.getuser()};",
        "listen 80": "listen 127.0.0.1:8080",
        "listen 443": "listen 127.0.0.1:8443",
        "http {": f"http {{ {temporary(tmp_path)}",
    }.items():
        text = text.replace(old, new)
    if not BROTLI.exists():
        text = text.replace("brotli_static on;", "")
    (tmp_path / "nginx.conf").write_text(text)
    command = [program, "-t", "-c", str(tmp_path / "nginx.conf")]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr


def test_what_is_withdrawn_is_gone_at_once(front: Front) -> None:
    pk, path = front.site.run("e = makers.published()\nprint(json.dumps([e.pk, e.article.get_absolute_url()]))")
    assert front.get(path).status == 200
    assert front.is_file(path)
    front.site.run(
        f"makers.workflow.withdraw(Edition.objects.get(pk={pk}), reason='It was wrong.', by=makers.publisher())"
    )
    assert front.get(path).status == 410
    assert not front.is_file(path, within=0)


def test_somebody_who_does_not_know_of_the_files_is_noticed(front: Front) -> None:
    pk, path = front.site.run("e = makers.published()\nprint(json.dumps([e.article_id, e.article.get_absolute_url()]))")
    assert front.get(path).status == 200
    assert front.is_file(path)
    elsewhere = Scripts(front.site.environment | {"PAGES_DIR": ""})
    elsewhere.run(f"makers.published(of=Article.objects.get(pk={pk}), text=makers.document(title='Another title'))")
    elsewhere.close()
    time.sleep(1)
    assert b"Another title" in front.get(path).body


@pytest.mark.one_engine
def test_all_pages_are_made_at_once_and_held_against_what_they_are(front: Front) -> None:
    done = front.manage("publish_pages", "--clear")
    assert done.returncode == 0, done.stderr
    assert re.match(r"\d+ pages are files in .*; 2 are left to the app", done.stdout)  # /support/ in two languages
    assert front.manage("check_pages").returncode == 0
    page = front.pages / "current/pages/about"
    (page / "index.html.gz").unlink()
    lone = front.pages / "current/pages/nowhere"
    lone.mkdir()
    (lone / "index.html").write_bytes(b"old")
    (front.pages / "current/pages/articles/index.html").write_bytes(b"other")
    done = front.manage("check_pages")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "/about/ lacks index.html.gz",
        "/articles/ differs from the page as it is now: index.html",
        "/nowhere/ belongs to no page that can be a file (404 Not Found)",
    ]
    assert front.manage("publish_pages", "--clear").returncode == 0
    assert front.manage("check_pages").returncode == 0


def quietly_removed(front: Front) -> Callable[[int], None]:
    """What happens to the file of stamps, one after the other."""
    stamps = front.site.folder / "stamps"

    def disturb(turn: int) -> None:
        if turn % 3 == 0:
            stamps.unlink(missing_ok=True)
        elif turn % 3 == 1 and stamps.exists():
            os.truncate(stamps, 100)
        elif stamps.exists():
            stamps.rename(stamps.with_suffix(".aside"))
            stamps.mkdir()
            time.sleep(2)
            stamps.rmdir()

    return disturb


def raced(front: Front, *, publishes: int, disturb: Callable[[int], None] | None = None, every: float = 1.0) -> str:
    race = Race(front.site, front.port, host=HOST, publishes=publishes, disturb=disturb, disturb_every=every)
    outcome = race.run()
    assert outcome.stale == []
    assert outcome.torn == []
    assert outcome.errors == []
    assert outcome.dropped == 0
    assert outcome.published == publishes
    return f"nginx and files: {outcome.figures}"


def test_nobody_is_sent_an_old_page(front: Front, record_property: Callable[[str, object], None]) -> None:
    record_property("figures", raced(front, publishes=200))
    assert all(front.is_file(path) or front.get(path) for path in PATHS)
    assert all(front.is_file(path) for path in PATHS)


def test_nor_while_processes_are_killed(front: Front, record_property: Callable[[str, object], None]) -> None:
    killed = front.web.killed
    figures = raced(front, publishes=60, disturb=front.web.kill_one)
    record_property("figures", f"{figures}, {front.web.killed - killed} processes killed")
    assert front.web.killed > killed


def test_nor_while_the_stamps_are_lost(front: Front, record_property: Callable[[str, object], None]) -> None:
    record_property("figures", raced(front, publishes=40, disturb=quietly_removed(front), every=2.0))
