"""Many small websites on this machine, served by one port, that count what they are asked.

What a path contains decides how it is answered: ``gone`` 404, ``hang`` never, ``busy`` 503 with a wait, ``sale`` a
parked domain. Everything else is a page of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><main><h1>{title}</h1>
<p>This page of {host} is about {path}. Restless legs are an urge to move the legs, mostly in the evening and at rest.
A helpline is open on weekdays, and a leaflet can be ordered by post. People who have lived with it for years answer
letters, and a group meets each month. Ask a doctor before you change any medicine, since stopping at once can be worse
than going on. {path} was written by the members and is read again each year.</p></main></body></html>"""


class Websites:
    """The server, and how often each address was asked: ``counts[method, host, path]``."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.port = 0
        self.most_at_once = 0
        self.least_gap = float("inf")
        self._last: dict[str, tuple[str, float]] = {}
        self._now: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()

    def url(self, host: str, path: str = "") -> str:
        """An address of a host, which the checker finds on this machine (names below .test)."""
        return f"http://{host}.test:{self.port}/{path}"

    def asked(self, url: str) -> int:
        """How often a page was asked for, not counting HEAD."""
        _, _, rest = url.partition("://")
        host, _, path = rest.partition("/")
        return self.counts["GET", host, f"/{path}"]

    def summary(self) -> dict[str, float]:
        """Requests, pages that were asked for, pages asked for twice, and how politely."""
        pages = {key: times for key, times in self.counts.items() if key[2] != "/robots.txt"}
        return {
            "requests": sum(self.counts.values()),
            "pages": len({key[1:] for key in pages}),
            "twice": len({key[1:] for key, times in pages.items() if times > 1}),
            "most_at_once": self.most_at_once,
            "least_gap": self.least_gap,
        }

    def _note(self, host: str, path: str) -> None:
        """How long after the visit before this one comes. What belongs to one visit follows at once."""
        before, ended = self._last.get(host, (path, 0.0))
        if before not in (path, "/robots.txt"):
            self.least_gap = min(self.least_gap, time.monotonic() - ended)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = lines[0].split(" ", 2)
            host = next(line[5:].strip() for line in lines if line.lower().startswith("host:"))
            if path == "/counts":
                said = json.dumps(self.summary())
                writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(said)}\r\n\r\n{said}".encode())
                await writer.drain()
                return
            self._note(host, path)
            self.counts[method, host, path] += 1
            self._now[host] += 1
            self.most_at_once = max(self.most_at_once, self._now[host])
            try:
                writer.write(await self._said(reader, method, host, path))
                await writer.drain()
            finally:
                self._now[host] -= 1
                self._last[host] = (path, time.monotonic())
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _said(self, reader: asyncio.StreamReader, method: str, host: str, path: str) -> bytes:
        status, further = "200 OK", ""
        body = PAGE.format(title=f"Help {path.strip('/')}", host=host, path=path)
        if path == "/robots.txt":
            status, body = "404 Not Found", ""
        elif "hang" in path:
            await reader.read()  # until whoever asked has gone
        elif "gone" in path:
            status = "404 Not Found"
        elif "busy" in path:
            status, further = "503 Service Unavailable", "Retry-After: 3600\r\n"
        elif "sale" in path:
            body = "<title>For sale</title><p>This domain is for sale. Buy this domain now.</p>"
        said = body.encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(said)}\r\n"
        return (head + further + "Connection: close\r\n\r\n").encode() + (b"" if method == "HEAD" else said)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._answer, "127.0.0.1", self.port, backlog=1000)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await server.serve_forever()

    def run(self) -> None:
        """Serve in this thread until ``stop``."""
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._serve())
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        rest = asyncio.all_tasks(self._loop)
        for task in rest:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        self._loop.close()

    def stop(self) -> None:
        """End serving."""
        self._loop.call_soon_threadsafe(self._task.cancel)


@contextmanager
def websites() -> Iterator[Websites]:
    """The server, in a thread of its own."""
    sites = Websites()
    thread = threading.Thread(target=sites.run, daemon=True)
    thread.start()
    assert sites._ready.wait(20)
    try:
        yield sites
    finally:
        sites.stop()
        thread.join(20)


if __name__ == "__main__":
    sites = Websites()
    threading.Thread(target=lambda: sites._ready.wait() and print(sites.port, flush=True), daemon=True).start()
    sites.run()
