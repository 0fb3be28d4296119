"""What a page costs from the socket on: ``make bench-http``. Needs nginx and wrk (Debian: nginx-light, wrk).

Servers that send one and the same article page, asked in turn for a few seconds each, round after round, by one wrk
over 16 connections: requests a second, processor time of the server for a request (all its processes), p99, errors.
Medians over the rounds, and each as a part of what nginx does with the same bytes as a plain file.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rlsinfo.processes import Child, granian, stop
from tests.children import children
from tests.freshness.fronts import BEHIND, HOST, nginx, wait_for
from tests.scripts import ROOT
from tests.site import Site, free_port

ROUNDS, SECONDS, CONNECTIONS = 7, 3, 16
PAGE = "/articles/mirtazapine-restless-legs/"
ASKED = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "br"}
GUNICORN = ("gunicorn", "--workers", "2", "--log-level", "error")
GUNICORNS = {"sync": (), "gthread": ("--worker-class", "gthread", "--threads", "2", "--keep-alive", "30")}
PLAIN = """
worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; {user}
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; keepalive_requests 1000000; default_type text/html;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
"""


@dataclass
class Contender:
    """Servers (their first processes) with what is asked of them, and what they did in each round."""

    name: str
    port: int
    pids: tuple[int, ...]
    path: str = PAGE
    headers: dict[str, str] = field(default_factory=dict)
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    errors: int = 0

    def ask(self) -> None:
        """One round."""
        before = sum(map(processor_seconds, self.pids))
        headers = [part for name, value in (ASKED | self.headers).items() for part in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *headers]
        url = f"http://127.0.0.1:{self.port}{self.path}"
        said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
        spent = sum(map(processor_seconds, self.pids)) - before
        count = int(re.findall(r"(\d+) requests in", said)[0])
        self.rates.append(float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]))
        self.costs.append(spent / count * 1000)
        self.late.append(milliseconds(re.findall(r"99%\s+(\S+)", said)[0]))
        wrong = re.findall(r"(?:Non-2xx or 3xx responses:|connect|read|write|timeout) (\d+)", said)
        self.errors += sum(map(int, wrong))


def milliseconds(text: str) -> float:
    """A time as wrk writes it: 850.00us, 1.20ms, 2.00s."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def processor_seconds(pid: int) -> float:
    """What a process and all its descendants have taken (Linux)."""
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(processor_seconds, children(pid)))


@contextmanager
def running(
    name: str, command: Sequence[str], port: int, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """A server that answers at a port; gives its process."""
    child = Child(name, command, environment=environment, folder=ROOT)
    try:
        wait_for(port, 60)
        yield child.process.pid
    finally:
        stop([child])


def got(port: int, path: str = PAGE, **headers: str) -> tuple[bytes, str]:
    """The body of a page, and its tag."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=ASKED | headers)
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 (our own)
        return response.read(), response.headers.get("ETag", "")


def warmed(port: int) -> tuple[bytes, str]:
    """The page once every worker holds it, compressed as well as can be."""
    for _ in range(60):
        got(port)
        time.sleep(0.05)
    return got(port)


def plain_file(folder: Path, body: bytes, stack: ExitStack) -> Contender:
    """nginx with the same bytes as a file, and nothing else."""
    folder.mkdir()
    (folder / "page.html").write_bytes(body)
    port, user = free_port(), "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(PLAIN.format(folder=folder, port=port, user=user))
    program = str(shutil.which("nginx", path="/usr/sbin:/usr/bin"))
    pid = stack.enter_context(running("nginx", [program, "-c", f"{folder}/nginx.conf"], port))
    return Contender("nginx, the same bytes as a file", port, (pid,), path="/page.html")


def app(name: str, command: Sequence[str], module: str, environment: Mapping[str, str], stack: ExitStack) -> Contender:
    """The site, or another WSGI application, by a server: that of the site where no command is given."""
    port = free_port()
    bound = [sys.executable, "-m", *command, "--bind", f"127.0.0.1:{port}"]
    server = bound if command else granian("127.0.0.1", port, workers=2, log_level="error")
    pid = stack.enter_context(running(name, [*server, module], port, environment))
    return Contender(name, port, (pid,))


def contenders(folder: Path, stack: ExitStack) -> list[Contender]:
    """All of them, running and warm."""
    folder.chmod(0o755)
    static, pages = folder / "static", folder / "pages"
    Site(folder / "data", STATIC_DIR=str(static)).wait_until_ready().stop()
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {"DATA_DIR": str(folder / "data"), "STATIC_DIR": str(static), "LINK_CHECKS_OFF": "1", **BEHIND}
    site = "rlsinfo.wsgi:application"
    kept = app("kept, granian", (), site, environment | {"PAGES_DIR": str(pages)}, stack)
    body, tag = warmed(kept.port)
    front = stack.enter_context(nginx(folder / "front", app_port=kept.port, pages=pages, static=static))
    nginx_pid = int((folder / "front/nginx.pid").read_text())
    _, file_tag = got(front)
    file = plain_file(folder / "plain", body, stack)
    _, plain_tag = got(file.port, file.path)
    found = [
        file,
        Contender("page files, nginx", front, (nginx_pid,)),
        kept,
        Contender("kept, granian behind nginx", front, (nginx_pid, *kept.pids), path=f"{PAGE}?to=app"),
        Contender("made each time, granian", kept.port, kept.pids, headers={"Cookie": "sessionid=none"}),
        app("a bare Django page, granian", (), "tests.bare:application", environment, stack),
        Contender("304: nginx, a file", file.port, file.pids, file.path, {"If-None-Match": plain_tag}),
        Contender("304: page files, nginx", front, (nginx_pid,), headers={"If-None-Match": file_tag}),
        Contender("304: kept, granian", kept.port, kept.pids, headers={"If-None-Match": tag}),
    ]
    found[5].path = "/"
    found.append(app("no application at all, granian", (), "tests.bare:empty", environment, stack))
    for name, more in GUNICORNS.items():
        found.append(app(f"kept, gunicorn {name}", (*GUNICORN, *more), site, environment, stack))
        warmed(found[-1].port)
    return found


def report(found: list[Contender]) -> None:
    """Print the table."""
    print(f"\n{'':<34}{'requests/s':>11}{'ratio':>8}{'CPU ms':>9}{'ratio':>8}{'p99 ms':>8}{'errors':>8}")
    middle = statistics.median
    for each in found:
        of = found[6] if each.name.startswith("304") else found[0]
        rate = middle(a / b for a, b in zip(each.rates, of.rates, strict=True))
        cost = middle(b / a for a, b in zip(each.costs, of.costs, strict=True))
        print(
            f"{each.name:<34}{middle(each.rates):>11,.0f}{rate:>8.1%}{middle(each.costs):>9.4f}{cost:>8.1%}"
            f"{middle(each.late):>8.2f}{each.errors:>8}"
        )


def main() -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory(prefix="rlsinfo-http-") as name, ExitStack() as stack:
        found = contenders(Path(name), stack)
        for turn in range(ROUNDS):
            for each in found:
                each.ask()
            print(f"round {turn + 1} of {ROUNDS}, load average {os.getloadavg()[0]:.1f}", flush=True)
        report(found)


if __name__ == "__main__":
    main()
