"""No notation of an address leads a check inside a network, and it connects to nothing but what it judged."""

from __future__ import annotations

import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.linkcheck.addresses import (
    Malformed,
    NoSuchHost,
    NotLookedUp,
    Policy,
    Refused,
    connect,
    literal,
    parse,
)
from resources.linkcheck.checking import check
from resources.models import Link, Reason
from tests.badsite.pages import HOST, URL
from tests.badsite.server import Site
from tests.badsite.world import World

pytestmark = pytest.mark.one_engine

# Each names loopback, a private network, a cloud's secrets or the like.
INSIDE = [
    *("127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "127.0.0.1.", "2130706433", "0x7f000001", "0x7F.1"),
    *("0x7f.0x0.0x0.0x1", "017700000001", "0177.0.0.1", "0177.0x0.1", "00000177.1", "0", "0.0", "0x0", "0x"),
    *("10.0.0.1", "10.1", "167772161", "0xa000001", "012.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1"),
    *("192.168.1", "3232235521", "100.64.0.1", "100.100.100.200", "169.254.169.254", "169.254.43518", "2852039166"),
    *("0xA9FEA9FE", "0251.0376.0251.0376", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255"),
    *("198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "4294967295"),
    *("168.63.129.16", "１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:10.0.0.1]", "[::ffff:169.254.169.254]"),
    *("[::127.0.0.1]", "[::7f00:1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]"),
    *("[64:ff9b::10.0.0.1]", "[64:ff9b:1::8.8.8.8]", "[64:ff9b:1:7f00:1::]", "[2002:7f00:1::]", "[2002:a00:1::1]"),
    *("[2002:5db8:d70e::1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2001::1]", "[2001:2::1]", "[2001:db8::1]"),
    *("[2001:20::1]", "[3fff::1]", "[5f00::1]", "[fe80::1]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[febf::1]"),
    *("[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[ff0e::1]", "[100::1]", "[2620:4f:8000::1]"),
    *("[2606:4700::5efe:10.0.0.1]", "[2606:4700::200:5efe:127.0.0.1]", "[4000::1]"),
    *("localhost", "LOCALHOST.", "a.localhost", "ⓛocalhost", "printer.local", "metadata.google.internal"),
    *("router.lan", "nas.home.arpa", "intranet", "metadata", "hidden.onion"),
]
OUTSIDE = {
    "93.184.215.14": "93.184.215.14",
    "1572394766": "93.184.215.14",
    "0x5db8d70e": "93.184.215.14",
    "[::ffff:93.184.215.14]": "93.184.215.14",
    "[2606:4700:4700::1111]": "2606:4700:4700::1111",
    "[64:ff9b::93.184.215.14]": "64:ff9b::5db8:d70e",
}


@pytest.mark.parametrize("host", INSIDE)
def test_what_is_inside_is_refused_in_every_notation(world: World, host: str) -> None:
    with pytest.raises(Refused):
        Policy().target(f"http://{host}/")
    finding = check(Link(url=f"http://{host}/"), visitor=world.visitor())
    assert finding.reason == Reason.FORBIDDEN
    assert finding.fix
    assert world.dialled == []


@pytest.mark.parametrize("host", INSIDE)
def test_a_redirect_inside_is_not_followed(world: World, site: Site, host: str) -> None:
    place = host.encode().decode("latin-1")
    site.pages["/inside"] = f"HTTP/1.1 302 Found\r\nLocation: https://{place}/\r\n\r\n".encode("latin-1")
    assert check(Link(url=f"{URL}/inside"), visitor=world.visitor()).reason == Reason.FORBIDDEN
    assert {address for address, _ in world.dialled} == {"93.184.215.14"}


@pytest.mark.parametrize(("host", "address"), OUTSIDE.items())
def test_what_is_public_may_be_asked_and_the_address_is_what_is_connected_to(
    world: World, site: Site, host: str, address: str
) -> None:
    world.ports[address, 80] = site.port
    assert check(Link(url=f"http://{host}/fine"), visitor=world.visitor()).reason == Reason.WORKS
    assert set(world.dialled) == {(address, 80)}
    assert world.resolved == []


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://site.example/", "file:///etc/passwd", "gopher://site.example/", "javascript:alert(1)", "data:,x"),
        *("//site.example/", "site.example", "http://user@site.example/", "http://a:b@site.example/"),
        *("http://@site.example/", "http://site.example:22/", "https://site.example:8443/", "http://site.example:0/"),
        *("http://site.example@127.0.0.1/", "unix:///run/x.sock"),
    ],
)
def test_what_is_not_the_web_is_refused(url: str) -> None:
    with pytest.raises(Refused) as refused:
        Policy().target(url)
    assert not isinstance(refused.value, Malformed)


@pytest.mark.parametrize(
    "url",
    [
        *("http:///x", "http://", "http://a b/", "http://a\tb/", "http://a\r\nHost: b/", "http://site.example\\@b/"),
        *(
            "http://256.1.1.1/",
            "http://1.2.3.4.5/",
            "http://08.1/",
            "http://0x100000000/",
            "http://[::1",
            "http://[#x",
            "http://[x]/",
        ),
        *("http://site.example:99999/", "http://site.example:x/", "http://a..b/", "http://-a.example/"),
        *(
            "http://127%2e0.0.1/",
            "http://" + "a" * 64 + ".example/",
            "http://" + "ab." * 90 + "example/",
            "https://☃%.x/",
        ),
    ],
)
def test_what_is_no_address_is_told_apart(world: World, url: str) -> None:
    with pytest.raises(Malformed):
        Policy().target(url)
    assert check(Link(url=url), visitor=world.visitor()).reason == Reason.NO_HOST


def test_names_in_other_scripts_are_asked_for_as_browsers_do(world: World, site: Site) -> None:
    world.put("xn--hpital-ixa.example", site.port)
    site.pages["/%C3%A9t%C3%A9?q=%C3%BC"] = site.pages["/fine"]
    finding = check(Link(url="http://Hôpital.example/été?q=ü"), visitor=world.visitor())
    assert finding.reason == Reason.WORKS
    assert site.asked[-1].host == "xn--hpital-ixa.example"


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["::1", "93.184.215.14"], ["fe80::1%2"], ["nonsense"]]
)
def test_a_name_with_one_address_inside_is_refused(world: World, addresses: list[str]) -> None:
    world.names["mixed.example"] = addresses
    finding = check(Link(url="http://mixed.example/"), visitor=world.visitor())
    assert finding.reason == Reason.NO_HOST  # not danger at once: a name server of ours may say so of anybody
    assert "mixed.example leads to" in finding.summary
    assert world.dialled == []


def test_a_redirect_to_a_name_with_an_address_inside_is_danger(world: World, site: Site) -> None:
    world.names["mixed.example"] = ["10.0.0.1"]
    site.pages["/in"] = b"HTTP/1.1 302 Found\r\nLocation: http://mixed.example/\r\n\r\n"
    assert check(Link(url=f"{URL}/in"), visitor=world.visitor()).reason == Reason.FORBIDDEN


def test_a_name_that_changes_its_address_meanwhile_is_judged_at_each_connection(world: World, site: Site) -> None:
    world.answers[HOST] = [["93.184.215.14"], ["93.184.215.14"], ["127.0.0.1"]]
    finding = check(Link(url=f"{URL}/fine"), visitor=world.visitor())
    assert finding.reason == Reason.NO_HOST
    assert world.dialled == [("93.184.215.14", 80), ("93.184.215.14", 80)]
    assert [request.method for request in site.of("/fine")] == ["HEAD"]


def test_a_name_is_resolved_once_for_each_connection(world: World) -> None:
    world.answers[HOST] = [["93.184.215.14"]]
    check(Link(url=f"{URL}/fine"), visitor=world.visitor())
    assert len(world.dialled) == len(world.resolved)


def test_names_without_an_answer_are_told_apart(world: World) -> None:
    def fails(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "later")

    assert check(Link(url="http://no.example/"), visitor=world.visitor()).reason == Reason.NO_HOST
    visitor = world.visitor()
    visitor.policy = Policy(resolver=fails)
    assert check(Link(url="http://later.example/"), visitor=visitor).reason == Reason.SLOW


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    asked, ended = threading.Event(), threading.Event()

    def hangs(host: str, port: int) -> list[str]:
        asked.set()
        ended.wait(5)
        return ["93.184.215.14"]

    with pytest.raises(NotLookedUp):
        Policy(resolver=hangs).addresses("slow.example", 80, 0.05)
    ended.set()
    assert asked.is_set()


def nowhere(host: str, port: int) -> list[str]:
    return []


def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_a_name_without_addresses_does_not_exist() -> None:
    with pytest.raises(NoSuchHost):
        Policy(resolver=nowhere).addresses("empty.example", 80, 1)


def test_the_port_is_judged_again_where_it_is_connected_to() -> None:
    with pytest.raises(Refused):
        Policy().addresses("93.184.215.14", 22, 1)


def test_loopback_is_reached_only_by_the_policy_of_tests(site: Site) -> None:
    url = f"http://127.0.0.1:{site.port}/fine"
    with pytest.raises(Refused):
        Policy().target(url)
    allowed = Policy(loopback=True, resolver=here)
    assert allowed.addresses(allowed.target(url).host, site.port, 1) == ["127.0.0.1"]
    assert allowed.addresses("any.links.test", site.port, 1) == ["127.0.0.1"]
    connect("127.0.0.1", site.port, 1).close()
    with pytest.raises(Refused):
        allowed.addresses("10.0.0.1", 80, 1)
    with pytest.raises(Refused):
        allowed.addresses("93.184.215.14", 8080, 1)


@given(st.integers(0, 2**32 - 1))
def test_a_number_is_the_same_address_in_every_notation(number: int) -> None:
    plain = literal(str(number))
    assert plain is not None
    one, two, three, four = plain.packed
    assert plain == literal(hex(number)) == literal(f"0{number:o}") == literal(f"{one:#x}.0{two:o}.{three}.{four}")
    assert plain == literal(f"{one}.{number & 0xFFFFFF}") == literal(f"{one}.{two}.{number & 0xFFFF}")
    assert str(plain) == socket.inet_ntoa(socket.inet_aton(str(number)))


@given(
    st.sampled_from(["", "http://", "https://", "http://["]),
    st.text(st.sampled_from("aé1.:%@/?#[]-\\ \x00x。"), max_size=25),
)
def test_any_text_is_an_address_or_refused(start: str, text: str) -> None:
    try:
        target = parse(start + text)
    except Refused:
        return
    assert parse(target.url) == target
    assert target.url.isascii()
