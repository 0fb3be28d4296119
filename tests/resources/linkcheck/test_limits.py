"""What a site sends or does not send ends by limits, and a check carries nothing of ours there."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.linkcheck.addresses import Policy
from resources.linkcheck.checking import check
from resources.linkcheck.fetching import Answer
from resources.linkcheck.network import Deadline
from resources.linkcheck.troubles import Trouble
from resources.linkcheck.visitor import Visitor, system_trust
from resources.models import Link, Reason
from tests.badsite.certificates import Certificates, can_make, make
from tests.badsite.pages import PAGES, URL, to, works
from tests.badsite.server import Request, Site, Talk, bad_site
from tests.badsite.world import World

pytestmark = pytest.mark.one_engine


def get(world: World, path: str, visitor: Visitor | None = None) -> Answer:
    """The answer to one GET."""
    visitor = visitor or world.visitor()
    return visitor.ask(visitor.policy.target(URL + path), method="GET", deadline=Deadline(5))


@pytest.mark.parametrize("path", ["/bomb", "/bomb-deflate"])
def test_a_bomb_is_unpacked_as_far_as_is_read(world: World, path: str) -> None:
    answer = get(world, path)
    assert answer.cut
    assert 2**20 <= len(answer.body) < 2**20 + 2**17
    assert answer.read_bytes < 256 * 1024
    assert b"A bomb" in answer.body


@pytest.mark.parametrize("path", ["/endless", "/large"])
def test_no_more_than_256_kilobytes_are_read(world: World, path: str) -> None:
    answer = get(world, path)
    assert answer.cut
    assert answer.read_bytes == 256 * 1024
    assert len(answer.body) <= 256 * 1024


@pytest.mark.parametrize("path", ["/endless-headers", "/one-long-header", "/endless-promises"])
def test_headers_have_a_limit_of_their_own(world: World, path: str) -> None:
    with pytest.raises(Trouble) as trouble:
        get(world, path)
    assert trouble.value.reason == Reason.TOO_LARGE


def test_a_file_is_not_read(world: World) -> None:
    answer = get(world, "/pdf")
    assert answer.body == b""
    assert answer.read_bytes <= 64 * 1024  # what came with the headers


@pytest.mark.parametrize("path", ["/drip-body", "/drip-headers", "/silent"])
def test_a_deadline_holds_for_all_of_an_answer(world: World, path: str) -> None:
    visitor = world.visitor()
    deadline = Deadline(0.2)
    with pytest.raises(Trouble) as trouble:
        visitor.ask(visitor.policy.target(URL + path), method="GET", deadline=deadline)
    assert trouble.value.reason == Reason.SLOW
    with pytest.raises(Trouble):
        deadline.left()


def test_five_redirects_are_followed_and_no_sixth(world: World, site: Site) -> None:
    assert check(Link(url=f"{URL}/hop-2"), visitor=world.visitor()).reason == Reason.WORKS
    site.asked.clear()
    assert check(Link(url=f"{URL}/hop-1"), visitor=world.visitor()).reason == Reason.REDIRECTS
    assert len([request for request in site.asked if request.method == "GET" and "/hop-" in request.path]) == 6
    assert not site.of("/hop-7")


def test_no_credentials_cookies_or_proxies_are_used(
    world: World, site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{site.port}")
    monkeypatch.setenv("NETRC", f"{tmp_path}/netrc")
    (tmp_path / "netrc").write_text("default login somebody password secret")
    site.pages["/sets"] = to("/fine", 302, Set_Cookie="seen=1; Path=/")
    assert check(Link(url=f"{URL}/sets"), visitor=world.visitor()).reason == Reason.WORKS
    assert {address for address, _ in world.dialled} == {"93.184.215.14"}
    assert site.of("/fine")
    for request in site.asked:
        assert request.path.startswith("/")  # a proxy would be asked for a whole address
        assert set(request.headers) == {
            *("host", "connection", "accept-encoding", "user-agent", "accept", "accept-language")
        }
        assert request.headers["user-agent"].startswith("rlsinfo-linkcheck/1.0 (+https://site.example/about/")
        assert request.headers["accept-encoding"] == "gzip, deflate"


def test_every_request_waits_for_its_turn(world: World) -> None:
    turns: list[str] = []

    class Turn:
        def __init__(self, host: str) -> None:
            turns.append(host)

        def __enter__(self) -> None:
            turns.append("in")

        def __exit__(self, *_: object) -> None:
            turns.append("out")

    visitor = world.visitor()
    visitor.turn = Turn
    check(Link(url=f"{URL}/for-now-to-other"), visitor=visitor)
    ours, other = "site.example", "other.example"
    assert turns[::3] == [ours, ours, other, other, ours, other]
    assert turns[1::3] == ["in"] * 6
    assert turns[2::3] == ["out"] * 6


def test_the_second_address_is_tried_where_the_first_refuses(world: World, site: Site) -> None:
    world.names["two.example"] = ["93.184.215.200", "93.184.215.201"]
    world.ports["93.184.215.201", 80] = site.port
    assert check(Link(url="http://two.example/fine"), visitor=world.visitor()).reason == Reason.WORKS


def test_a_host_that_lets_nobody_connect_is_asked_once(world: World) -> None:
    world.names["closed.example"] = ["93.184.215.250"]
    finding = check(Link(url="http://closed.example/"), visitor=world.visitor())
    assert finding.reason == Reason.REFUSED
    assert len(world.dialled) == 1


def test_a_host_that_cannot_be_connected_to_in_time_is_asked_once(world: World) -> None:
    world.names["far.example"] = ["93.184.215.251"]

    def far(address: str, port: int, seconds: float) -> object:
        world.dialled.append((address, port))
        raise TimeoutError

    visitor = world.visitor()
    visitor.policy = Policy(resolver=world.resolve, dial=far)  # type: ignore[arg-type]
    finding = check(Link(url="http://far.example/"), visitor=visitor)
    assert finding.reason == Reason.SLOW
    assert len(world.dialled) == 1


# Certificates


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if not can_make():
        pytest.skip("no openssl on this machine")
    return make(tmp_path_factory.mktemp("certificates"))


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        ("good", Reason.WORKS, "It works."),
        ("expired", Reason.CERTIFICATE, "has expired"),
        ("wrong", Reason.CERTIFICATE, "one of another host"),
        ("itself", Reason.CERTIFICATE, "signed by nobody"),
        ("chain", Reason.CHAIN, "without the one that signed it"),
    ],
)
def test_certificates_are_told_apart(certificates: Certificates, name: str, reason: Reason, words: str) -> None:
    with bad_site(PAGES, certificates.serve(name)) as site:
        world = World()
        world.put(f"{name}.example", site.port, listening=443)
        visitor = world.visitor(tls=certificates.trust(), seconds=5, head_seconds=5, robots_seconds=5)
        finding = check(Link(url=f"https://{name}.example/fine"), visitor=visitor)
    assert finding.reason == reason
    assert words in finding.summary
    assert len(site.asked) == (3 if name == "good" else 0)


def test_the_system_trusts_nobody_who_signed_for_themselves(certificates: Certificates) -> None:
    with bad_site(PAGES, certificates.serve("good")) as site:
        world = World()
        world.put("good.example", site.port, listening=443)
        visitor = world.visitor(tls=system_trust(), seconds=5, head_seconds=5, robots_seconds=5)
        finding = check(Link(url="https://good.example/fine"), visitor=visitor)
    assert finding.reason == Reason.CHAIN
    assert site.asked == []


def test_http_where_https_was_expected_is_no_secure_connection(world: World, site: Site) -> None:
    world.ports["93.184.215.14", 443] = site.port
    finding = check(Link(url="https://site.example/fine"), visitor=world.visitor())
    assert finding.reason in (Reason.CERTIFICATE, Reason.NOT_HTTP)


def test_an_early_answer_is_taken_although_the_server_hangs_up(world: World, site: Site) -> None:
    def hasty(talk: Talk, request: Request) -> None:
        talk.send(works())
        talk.reset()

    site.pages["/hasty"] = hasty
    assert check(Link(url=f"{URL}/hasty"), visitor=world.visitor()).reason in (Reason.WORKS, Reason.NOT_HTTP)
