"""Every kind of page that a site can play, by its path. ``HOST`` is the site's own name."""

from __future__ import annotations

import gzip
import zlib
from functools import partial

from tests.badsite.server import Page, Request, Talk, reply

HOST = "site.example"
URL = f"http://{HOST}"
WORDS = (
    "Restless legs are an urge to move that comes at rest in the evening. Some medicines bring it on or make it worse. "
    "We are people who live with it, and we answer letters, keep a telephone line and meet in nine towns each spring. "
    "Our leaflets were read by nurses before they were printed, and they are free. Ask your doctor before you stop any "
    "medicine, since stopping at once can be harmful. Members get a letter four times a year with news of research."
)


def html(title: str, text: str = WORDS, heading: str = "", more: str = "") -> str:
    """A page as charities have them."""
    shown = heading or title
    return (
        f"<!doctype html><html><head><title>{title}</title>{more}</head><body><header><a href=/>Start</a></header>"
        f"<nav><ul><li>About us<li>Donate</ul></nav><main><h1>{shown}</h1><p>{text}</p></main>"
        "<footer>Registered charity</footer></body></html>"
    )


def works(title: str = "Restless legs: help and company", **headers: str) -> bytes:
    """A page that works."""
    return reply(html(title), 200, **headers)


def to(location: str, status: int = 302, **headers: str) -> bytes:
    """A redirect."""
    return reply(status=status, Location=location, **headers)


def _drip_body(talk: Talk, request: Request) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    talk.drip(b"<p>slow" * 700)


def _drip_headers(talk: Talk, request: Request) -> None:
    talk.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 500)


def _silent(talk: Talk, request: Request) -> None:
    talk.silent()


def _silent_to_head(talk: Talk, request: Request) -> None:
    talk.silent() if request.method == "HEAD" else talk.send(works())


def _says_no_to_head(status: int, talk: Talk, request: Request) -> None:
    talk.send(reply(status=status)[: None if request.method == "HEAD" else 0] or works())


def _resets_head(talk: Talk, request: Request) -> None:
    talk.reset() if request.method == "HEAD" else talk.send(works())


def _endless(talk: Talk, request: Request) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html("Endless").encode())
    while request.method == "GET":
        talk.send(b"<p>and so on</p>" * 1024)


def _endless_nothing(talk: Talk, request: Request) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while request.method == "GET":
        talk.send(b"<br>" * 4096)


def _endless_headers(talk: Talk, request: Request) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        talk.send(b"X-Much: " + b"a" * 8000 + b"\r\n")


def _endless_promises(talk: Talk, request: Request) -> None:
    while True:
        talk.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 100)


def _one_long_header(talk: Talk, request: Request) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        talk.send(b"a" * 8000)


def _reset(talk: Talk, request: Request) -> None:
    talk.reset()


def _hang_up(talk: Talk, request: Request) -> None:
    pass


def _cut_off(talk: Talk, request: Request) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n" + html("Cut off").encode())


def _bomb(encode: str) -> bytes:
    packed = zlib.compressobj(9, zlib.DEFLATED, 31 if encode == "gzip" else 15)
    data = packed.compress(html("A bomb").encode())
    return reply(
        data + b"".join(packed.compress(b" " * 2**20) for _ in range(100)) + packed.flush(), Content_Encoding=encode
    )


def _pdf(talk: Talk, request: Request) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 9000000\r\n\r\n%PDF-1.7")
    while request.method == "GET":
        talk.send(b"%" * 8000)


def _tagged(talk: Talk, request: Request) -> None:
    if request.headers.get("if-none-match") == '"seven"':
        talk.send(reply(status=304, ETag='"seven"', Content_Length=""))
    else:
        talk.send(works(ETag='"seven"'))


def _tagged_but_deaf(talk: Talk, request: Request) -> None:
    answer = works(ETag='W/"seven"')
    talk.send(answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if request.method == "HEAD" else answer)


def _tells_programs(talk: Talk, request: Request) -> None:
    shown = "cookie" in request.headers
    talk.send(works() if shown else to("/needs-cookies", Set_Cookie="seen=1"))


CHALLENGE = html("Just a moment...", "Checking your browser.", more="<script>window._cf_chl_opt={}</script>")
SPAM = (
    "Best online casino with free spins, slot gacor, judi online, sbobet and poker: register now for your bonus. " * 9
)
FOR_SALE = "The domain site.example is for sale. Make an offer on this domain, or call one of our agents."
LOGIN = html("Members", "<form><label>Name <input name=u></label><input type=password name=p></form>", "Sign in")

PAGES: dict[str, Page] = {
    "/": works("Start"),
    "/fine": works(),
    "/plain": reply(WORDS, Content_Type="text/plain"),
    "/pdf": _pdf,
    "/zipped": reply(gzip.compress(html("Zipped").encode()), Content_Encoding="gzip"),
    "/deflated": reply(zlib.compress(html("Deflated").encode()), Content_Encoding="deflate"),
    "/deflated-bare": reply(zlib.compress(html("Bare").encode())[2:-4], Content_Encoding="deflate"),
    "/zipped-badly": reply(b"\x1f\x8bnothing of the kind", Content_Encoding="gzip"),
    "/unasked-encoding": reply(b"\x0b\x02\x80", Content_Encoding="br"),
    "/latin": reply(html("Hôpital").encode("latin-1"), Content_Type="text/html; charset=iso-8859-1"),
    "/tagged": _tagged,
    "/tagged-but-deaf": _tagged_but_deaf,
    # Where it leads
    "/moved": to("/fine", 301),
    "/moved-308": to("/fine", 308),
    "/moved-twice": to("/moved", 301),
    "/moved-then-for-now": to("/for-now", 301),
    "/for-now": to("/fine", 302),
    "/folder": to("/folder/", 301),
    "/folder/": works("A folder"),
    "/moved-to-other": to("http://other.example/fine", 301),
    "/for-now-to-other": to("http://other.example/fine", 302),
    "/moved-to-missing": to("/nothing-there", 301),
    "/deep/page": to("/", 302),
    "/deep/moved": to(f"{URL}/", 301),
    "/by-itself": reply(html("", "Wait", more="<meta http-equiv=refresh content='0; url=/fine'>")),
    "/round": to("/round-again"),
    "/round-again": to("/round"),
    "/needs-cookies": _tells_programs,
    **{f"/hop-{n}": to(f"/hop-{n + 1}") for n in range(7)},
    "/hop-7": works(),
    "/nowhere": reply(status=302),
    # Walls
    "/login-401": reply(html("Please sign in"), 401, WWW_Authenticate="Basic"),
    "/login-page": reply(LOGIN),
    "/members": to("/account/login?next=/members"),
    "/account/login?next=/members": works("Welcome"),
    "/wall-403": reply(html("Forbidden", "No."), 403),
    "/wall-cloudflare": reply(CHALLENGE, 403, Server="cloudflare"),
    "/wall-503": reply(CHALLENGE, 503),
    "/wall-429": reply(CHALLENGE, 429, Retry_After="90"),
    "/wall-200": reply(CHALLENGE),
    "/wall-header": reply("", 429, cf_mitigated="challenge"),
    "/wall-imperva": reply('<iframe src="/_Incapsula_Resource?x"></iframe>'),
    "/wall-datadome": reply('<script src="https://ct.captcha-delivery.com/c.js"></script>', 403),
    "/wall-akamai": reply(html("Access Denied", "Reference 18.2 https://errors.edgesuite.net/18.2"), 403),
    "/wall-waf": reply("", 202, x_amzn_waf_action="challenge"),
    "/wall-999": reply("", 999),
    "/wall-405": reply("", 405),
    "/legal": reply("", 451),
    "/empty": reply(""),
    # Too busy
    "/busy-429": reply("", 429, Retry_After="120"),
    "/busy-429-unsaid": reply("", 429),
    "/busy-503": reply(html("Back soon"), 503, Retry_After="Fri, 31 Dec 2038 23:59:59 GMT"),
    # Gone
    "/gone": reply("", 410),
    "/soft-404": reply(html("Page not found", "Sorry, we looked everywhere.")),
    "/server-default": reply(html("Welcome to nginx!", "If you see this page, it works.")),
    "/broken": reply(html("Error"), 500),
    "/unavailable": reply(html("Error"), 503),
    "/odd": reply("", 304),
    # Something else stands there
    "/parked": reply(html("site.example", FOR_SALE)),
    "/parked-marks": reply('<html data-adblockkey="MFww"><body><script>window.park = "ey"</script></body></html>'),
    "/parked-market": to("https://www.hugedomains.com/domain_profile.cfm?d=site.example"),
    "/spam": reply(html("Slot Gacor Casino", SPAM)),
    "/another-script": reply(html("最新新闻", "今天的新闻和天气预报以及更多内容" * 30)),
    "/rewritten": reply(html("Annual conference of bridge engineers", "Steel and concrete are compared here. " * 30)),
    # Limits
    "/drip-body": _drip_body,
    "/drip-headers": _drip_headers,
    "/silent": _silent,
    "/silent-to-head": _silent_to_head,
    **{f"/no-head-{status}": partial(_says_no_to_head, status) for status in (400, 403, 404, 405, 500, 501, 503)},
    "/resets-head": _resets_head,
    "/endless": _endless,
    "/endless-nothing": _endless_nothing,
    "/endless-headers": _endless_headers,
    "/endless-promises": _endless_promises,
    "/one-long-header": _one_long_header,
    "/large": reply(html("A large page", WORDS * 1000)),
    "/bomb": _bomb("gzip"),
    "/bomb-deflate": _bomb("deflate"),
    "/reset": _reset,
    "/hang-up": _hang_up,
    "/cut-off": _cut_off,
    "/garbage": b"\x00\xff\x13garbage\r\n\r\n" * 9,
    "/mail": b"220 mail.example ESMTP ready\r\n",
    "/other-protocol": reply("", 101),
    # Addresses that nobody may be sent to
    **{
        f"/to-{name}": to(address)
        for name, address in {
            "loopback": "http://127.0.0.1/",
            "loopback-name": "http://localhost/admin",
            "number": "http://2130706433/",
            "mapped": "http://[::ffff:127.0.0.1]/",
            "metadata": "http://169.254.169.254/latest/meta-data/",
            "private": "https://10.0.0.7/",
            "resolves": "http://inside.example/",
            "file": "file:///etc/passwd",
            "gopher": "gopher://site.example/_x",
            "port": "http://site.example:22/",
            "name-and-password": "http://user:secret@site.example/fine",
        }.items()
    },
    "/to-malformed": to("http://a b.example/"),
}
