"""The real servers before the app, with the samples of ``deploy/`` made to fit this machine."""

from __future__ import annotations

import getpass
import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from rlsinfo import env
from rlsinfo.processes import Child, stop
from tests.freshness.racing import Web
from tests.scripts import ROOT
from tests.site import free_port
from tests.waiting import PATIENCE_SECONDS
from tests.worker import WorkerSite

HOST = "www.example.org"
BEHIND = {"SITE_URL": f"https://{HOST}", "ALLOWED_HOSTS": HOST, "BEHIND_TLS_FRONT": "1"}
SLOW_SECONDS = 5
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def needed(name: str, *, package: str) -> str:
    """The path of a server; the test is skipped where it is not on this machine, and fails there with CI=true."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        reason = f"no {name} on this machine (Debian: apt-get install {package})"
        if env.flag("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def temporary(folder: Path) -> str:
    """Where nginx puts what it cannot hold in memory."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def sample(folder: Path, *, port: int, app_port: int, pages: Path, static: Path) -> str:
    """The sample for nginx as it would be changed for this machine, without TLS."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    modules = f"load_module {BROTLI};" if BROTLI.exists() else ""
    changes = {
        "include /etc/nginx/modules-enabled/*.conf;": modules,
        "user www-data;": f"user {getpass.getuser()};",
        "worker_processes auto": "worker_processes 2",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "listen 80 default_server;\n        listen 443 ssl default_server;\n        ssl_reject_handshake on;": (
            f"listen 127.0.0.1:{port} default_server;"
        ),
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "127.0.0.1:8000": f"127.0.0.1:{app_port}",
        "/var/lib/rlsinfo-pages": str(pages),
        "/var/lib/rlsinfo-static": str(static),
        "http {": f"http {{ {temporary(folder)}",
        "client_header_timeout 10s": f"client_header_timeout {SLOW_SECONDS}s",
    }
    for old, new in changes.items():
        assert old in text, f"the sample lacks: {old}"
        text = text.replace(old, new)
    lines = [line for line in text.splitlines() if not line.strip().startswith("ssl_")]
    if not BROTLI.exists():
        lines = [line for line in lines if "brotli" not in line]
    return "\n".join(lines)


@contextmanager
def nginx(folder: Path, *, app_port: int, pages: Path, static: Path) -> Iterator[int]:
    """nginx before the app; gives its port."""
    program = needed("nginx", package="nginx libnginx-mod-http-brotli-static")
    port = free_port()
    folder.mkdir(exist_ok=True)
    config = folder / "nginx.conf"
    config.write_text(sample(folder, port=port, app_port=app_port, pages=pages, static=static))
    tried = subprocess.run([program, "-t", "-c", str(config)], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    child = Child("nginx", [program, "-c", str(config), "-g", "daemon off;"], folder=folder)
    try:
        wait_for(port)
        yield port
    finally:
        stop([child])


def wait_for(port: int, seconds: float = 20) -> None:
    """Return once somebody answers at a port."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health/", headers={"Host": HOST})
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody answers at port {port}")


@contextmanager
def varnish(folder: Path, *, app_port: int, port: int, changes: Mapping[str, str]) -> Iterator[None]:
    """Varnish before the app, at a port, with further changes of the sample."""
    program = needed("varnishd", package="varnish varnish-modules")
    text = (ROOT / "deploy/varnish.vcl").read_text()
    for old, new in {'.port = "8000"': f'.port = "{app_port}"', **changes}.items():
        assert old in text
        text = text.replace(old, new)
    folder.mkdir(exist_ok=True)
    (folder / "rlsinfo.vcl").write_text(text)
    command = [program, "-F", "-f", str(folder / "rlsinfo.vcl"), "-a", f"127.0.0.1:{port}", "-s", "malloc,64m"]
    command += [
        "-n",
        str(folder / f"varnish-{port}"),
        "-j",
        "none",
        "-p",
        "thread_pools=1",
        "-p",
        "thread_pool_max=100",
    ]
    child = Child("Varnish", command, folder=folder)
    try:
        wait_for(port)
        yield
    finally:
        stop([child])


class Answer(NamedTuple):
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Front(NamedTuple):
    """A site behind nginx."""

    site: WorkerSite
    web: Web
    port: int
    pages: Path

    def get(self, path: str, *, direct: bool = False, method: str = "GET", **headers: str) -> Answer:
        """What nginx answers, or the app by itself."""
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port if direct else self.port, timeout=30)
        sent = {"Host": HOST, **({"X-Forwarded-Proto": "https"} if direct else {})}
        connection.request(method, path, headers=sent | {name.replace("_", "-"): headers[name] for name in headers})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)

    def is_file(self, path: str, *, within: float = PATIENCE_SECONDS) -> bool:
        """Whether a page becomes a file."""
        deadline = time.monotonic() + within
        while not (there := (self.pages / "current/pages" / path.strip("/") / "index.html").exists()):
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        return there

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the site."""
        command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
        environment = self.web.environment
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
