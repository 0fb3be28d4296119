"""``manage.py check_links``: which links, what is printed, and the exit code."""

from __future__ import annotations

import datetime as dt
import signal
import threading
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from resources import workflow
from resources.linkcheck.book import End, Outcome
from resources.models import CheckerLease, Contact, Link, LinkCheck
from rlsinfo import linking
from tests import makers
from tests.site import free_port
from tests.websites import Websites, websites

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def sites(settings: Settings) -> Iterator[Websites]:
    settings.DEBUG = settings.LINK_CHECK_LOOPBACK = True
    settings.LINK_CHECK_PAUSE_SECONDS = 0
    with websites() as served:
        yield served


def contact(url: str) -> Contact:
    return makers.contact(kind="website", value=url)


def check(*words: str, out: StringIO | None = None) -> str:
    out = out or StringIO()
    call_command("check_links", *words, stdout=out)
    return out.getvalue()


def test_what_works_is_counted_and_the_exit_code_is_0(sites: Websites) -> None:
    contact(sites.url("a", "help"))
    contact(sites.url("b", "help"))
    assert check() == "Checked 2: OK 2, Caution 0, Broken 0, Danger 0.\n"
    assert check() == "Checked 0: OK 0, Caution 0, Broken 0, Danger 0.\n"  # nothing is due
    assert CheckerLease.objects.get().holder == ""


def test_what_is_broken_is_listed_with_the_worst_first_and_the_exit_code_is_1(sites: Websites) -> None:
    for path in ("help", "gone", "busy", "sale"):
        contact(sites.url(path, path))
    for number in range(4):
        contact(sites.url(f"good{number}", "help"))
    out = StringIO()
    with pytest.raises(CommandError, match="2 of 8 are broken or dangerous") as raised:
        check("--due", out=out)
    assert raised.value.returncode == 1
    lines = out.getvalue().splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["DANGER", sites.url("sale", "sale")],
        ["BROKEN", sites.url("gone", "gone")],
        ["CAUTION", sites.url("busy", "busy")],
    ]
    assert "Readers are not given it." in lines[0]
    assert "Failed once since" in lines[1]
    assert lines[-1] == "Checked 8: OK 5, Caution 1, Broken 1, Danger 1."


def test_what_a_curator_accepted_is_no_failure(sites: Websites) -> None:
    contact(sites.url("a", "gone"))
    with pytest.raises(CommandError):
        check()
    workflow.settle_link(Link.objects.get(), by=makers.superuser())
    Link.objects.update(next_check_at=timezone.now())
    assert "Broken 1" in check()


def test_all_leaves_out_what_was_checked_in_the_last_hour_and_says_so(sites: Websites) -> None:
    url = sites.url("a", "help")
    contact(url)
    check()
    contact(sites.url("b", "help"))
    assert "1 were checked in the last hour and are left out." in check("--all")
    assert sites.asked(url) == 1
    Link.objects.update(checked_at=timezone.now() - dt.timedelta(hours=2))
    assert "Checked 2" in check("--all")
    assert LinkCheck.objects.filter(link__url=url).count() == 2


def test_one_address_is_checked_at_once_and_kept_where_it_is_followed(sites: Websites) -> None:
    url, other = sites.url("a", "help"), sites.url("b", "help")
    contact(url)
    contact(other)
    check()
    printed = check(url)
    assert printed.startswith(f"OK      {url}  ")
    assert LinkCheck.objects.filter(link__url=url).count() == 2
    assert LinkCheck.objects.filter(link__url=other).count() == 1


def test_a_host_that_wants_to_be_left_alone_is_and_that_is_said(sites: Websites) -> None:
    url = sites.url("a", "help")
    contact(url)
    linking.Following().if_due()
    workflow.leave_alone(Link.objects.get().host, until=timezone.now() + dt.timedelta(hours=1))
    with pytest.raises(CommandError, match="Not checked: its host is left alone until"):
        check(url)
    assert not sites.asked(url)


@pytest.mark.parametrize(("zone", "day"), [("UTC", "24 Nov 2026"), ("Asia/Tokyo", "25 Nov 2026")])
def test_days_are_those_of_the_site(sites: Websites, settings: Settings, zone: str, day: str) -> None:
    contact(sites.url("a", "gone"))
    with pytest.raises(CommandError):
        check()
    Link.objects.update(failing_since=dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC))
    settings.TIME_ZONE = zone
    out = StringIO()
    with pytest.raises(CommandError):
        check(Link.objects.get().url, out=out)
    assert f"Failed 2 times since {day}." in out.getvalue()


def test_an_address_that_nothing_leads_to_is_checked_and_nothing_is_kept(sites: Websites) -> None:
    assert "nothing was kept" in check(sites.url("a", "help"))
    out = StringIO()
    with pytest.raises(CommandError, match="It is broken"):
        check(sites.url("a", "gone"), out=out)
    assert out.getvalue().startswith("BROKEN")
    with pytest.raises(CommandError, match="It is dangerous"):
        check(sites.url("a", "sale"))
    assert not Link.objects.exists()


def test_an_address_of_a_contact_is_known_although_it_was_not_followed_yet(sites: Websites) -> None:
    url = contact(sites.url("a", "help")).value
    Link.objects.all().delete()
    assert "Nothing here leads to" not in check(url)
    assert LinkCheck.objects.get().link.url == url


@pytest.mark.parametrize(
    "word", ["example", "ftp://example.org/", "https://", "http://[::1", "http://example.org:port/"]
)
def test_what_is_no_address_is_refused_with_exit_code_2(word: str) -> None:
    with pytest.raises(CommandError, match="no address on the web") as raised:
        check(word)
    assert raised.value.returncode == 2
    assert CheckerLease.objects.get().holder == ""


def test_one_of_three_may_be_asked_for() -> None:
    with pytest.raises(CommandError, match="not allowed with"):
        check("--all", "--due")


def test_while_another_process_checks_it_says_so_and_ends_with_1(sites: Websites) -> None:
    contact(sites.url("a", "help"))
    with linking.the_turn("the background worker"):
        with pytest.raises(CommandError, match=r"already, by the background worker, process [0-9]+") as raised:
            check()
        assert raised.value.returncode == 1
        until = timezone.localtime(CheckerLease.objects.get().until)
        assert f"{until:%H:%M:%S}" in str(raised.value)
    assert not LinkCheck.objects.exists()


def test_where_our_own_network_fails_it_says_so(sites: Websites) -> None:
    contact(f"http://a.test:{free_port()}/")
    with pytest.raises(CommandError, match="network or name server of this machine") as ended:
        check()
    assert "None of the failures in doubt (1) was kept." in str(ended.value)
    assert not LinkCheck.objects.exists()


def test_a_long_address_is_whole_in_a_narrow_terminal(sites: Websites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.setenv("NO_COLOR", "1")
    url = contact(sites.url("a", f"gone-{'0123456789' * 8}-end")).value
    out = Terminal()
    with pytest.raises(CommandError):
        check(out=out)
    rows = [line.split("│")[2].strip() for line in out.getvalue().splitlines() if line.startswith("│")]
    assert "".join(rows) == url


def test_a_terminal_gets_a_table_and_no_colour_where_none_is_wanted(
    sites: Websites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm-256color")
    contact(sites.url("a", "gone[x]"))
    for plain in (False, True):
        if plain:
            monkeypatch.setenv("NO_COLOR", "1")
        Link.objects.update(next_check_at=timezone.now())
        out = Terminal()
        with pytest.raises(CommandError):
            check(out=out)
        printed = out.getvalue()
        assert "What could be done" in printed
        assert "gone[x]" in printed
        assert ("\x1b[31mBroken" in printed) is not plain


def test_a_long_table_is_cut_and_says_how_much_is_left(sites: Websites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rlsinfo.linkreport.MOST_ROWS", 2)
    for number in range(5):
        contact(sites.url(f"h{number}", "gone"))
    out = StringIO()
    with pytest.raises(CommandError):
        check(out=out)
    assert out.getvalue().count("BROKEN") == 2
    assert "… and 3 more" in out.getvalue()


def test_a_signal_ends_it_in_order(sites: Websites, monkeypatch: pytest.MonkeyPatch) -> None:
    contact(sites.url("a", "help"))

    def stopped(*_: object, stop: threading.Event, **__: object) -> object:
        signal_handler = signal.getsignal(signal.SIGTERM)
        assert callable(signal_handler)
        signal_handler(signal.SIGTERM, None)
        assert stop.is_set()
        return Outcome(End.STOPPED)

    monkeypatch.setattr(linking, "run", stopped)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(CommandError, match="Stopped before the end"):
        check()
    assert signal.getsignal(signal.SIGTERM) is before
