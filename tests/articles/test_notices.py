"""The digest: who is told of which review, when, and once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from accounts.models import User
from articles import notices, workflow
from articles.models import ChangeKind, Edition, NoticeStage, ReviewNotice
from tests import makers
from tests.mailserver import Box, mail_server

pytestmark = pytest.mark.django_db
WRITER, READER, BOSS = "writer@example.org", "reader@example.org", "boss@example.org"


@pytest.fixture
def edition() -> Edition:
    """A page by a writer, read by a reviewer; there is one more publisher than the one who published it."""
    makers.publisher(email=BOSS)
    return makers.published(
        by=makers.author(email=WRITER), reviewed_by=makers.reviewer(email=READER), text=makers.document(title="Legs")
    )


def before(edition: Edition, days: int) -> dt.datetime:
    """Noon, so many days before the review of an edition is due (after it where negative)."""
    edition.refresh_from_db()
    assert edition.next_review_due
    day = edition.next_review_due - dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def told(mails: list[EmailMessage]) -> list[str]:
    """To whom the mails went that have come since the last time that this was asked."""
    found = sorted(mail.to[0] for mail in mails)
    mails.clear()
    return found


def test_those_who_wrote_reviewed_and_publish_are_told_of_each_stage_once(
    edition: Edition, mailoutbox: list[EmailMessage]
) -> None:
    everybody = [BOSS, READER, WRITER]
    for days, expected in [
        (61, []),
        (60, everybody),
        (59, []),
        (15, []),
        (14, everybody),
        (13, []),
        (0, []),
        (-1, everybody),
        (-2, []),
        (-7, []),
        (-8, everybody),
        (-9, []),
        (-15, everybody),
    ]:
        notices.send(before(edition, days))
        assert told(mailoutbox) == expected, days


def test_a_stage_that_was_missed_is_not_told_after(edition: Edition, mailoutbox: list[EmailMessage]) -> None:
    notices.send(before(edition, 10))
    assert "Due within 14 days" in mailoutbox[0].body
    assert "Due within 60 days" not in mailoutbox[0].body


def test_a_mail_says_which_pages_and_where(
    edition: Edition, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.SITE_URL = "https://www.example.org"
    other = makers.published(text=makers.document(title="Arms & more"), by=User.objects.get(email=WRITER))
    late = timezone.localdate() + dt.timedelta(days=350)
    workflow.move_review_date(other, next_review_due=late, reason="Soon.", by=User.objects.get(email=BOSS))
    notices.send(before(edition, 14))
    mail = next(mail for mail in mailoutbox if mail.to == [WRITER])
    assert mail.subject == "Reviews: 1 overdue, 1 due soon"
    assert mail.body.index("Overdue") < mail.body.index("Arms & more") < mail.body.index("Due within 14 days")
    assert mail.body.index("Due within 14 days") < mail.body.index("- Legs (edition 1), due on ")
    assert f"https://www.example.org/admin/desk/editions/{edition.pk}/" in mail.body
    reader = next(mail for mail in mailoutbox if mail.to == [READER])
    assert "Arms" not in reader.body


def test_a_mail_says_when_a_page_will_be_taken_away_if_it_is(
    edition: Edition, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.WITHDRAW_OVERDUE_DAYS = 30
    notices.send(before(edition, -1))
    assert edition.next_review_due
    day = edition.next_review_due + dt.timedelta(days=31)
    assert f"withdrawn on {day:%-d %B %Y} if nobody reviews it" in mailoutbox[0].body


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_whoever_left_or_has_no_address_is_not_told(
    change: dict[str, object], edition: Edition, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(email=WRITER).update(**change)
    User.objects.get(email=READER).groups.clear()
    notices.send(before(edition, 60))
    assert told(mailoutbox) == [BOSS]


def test_whoever_wrote_an_earlier_edition_only_is_not_told(edition: Edition, mailoutbox: list[EmailMessage]) -> None:
    second = makers.published(of=edition.article, by=makers.author(email="second@example.org"))
    notices.send(before(second, 60))
    assert told(mailoutbox) == [BOSS, "second@example.org"]


def test_whoever_reviewed_it_again_is_told_too(edition: Edition, mailoutbox: list[EmailMessage]) -> None:
    makers.confirm(edition, by=makers.reviewer(email="again@example.org"))
    notices.send(before(edition, 60))
    assert told(mailoutbox) == ["again@example.org", BOSS, READER, WRITER]


def test_an_approval_by_an_invited_clinician_is_nobodys_account(mailoutbox: list[EmailMessage]) -> None:
    makers.publisher(email=BOSS)
    review = makers.guest_approval(makers.submitted(by=makers.author(email=WRITER)))
    workflow.confirm_identity(review, how="Rang the practice.", by=makers.publisher())
    review.edition.refresh_from_db()
    published = workflow.publish(
        review.edition, by=makers.publisher(), change=ChangeKind.MINOR, next_review_due=makers.next_year()
    )
    notices.send(before(published, 60))
    assert told(mailoutbox) == [BOSS, WRITER]


def test_a_moved_date_is_told_anew(edition: Edition, mailoutbox: list[EmailMessage]) -> None:
    notices.send(before(edition, 60))
    told(mailoutbox)
    later = makers.next_year() + dt.timedelta(days=100)
    workflow.move_review_date(edition, next_review_due=later, reason="Soon.", by=User.objects.get(email=BOSS))
    notices.send(before(edition, 60))
    assert told(mailoutbox) == [BOSS, READER, WRITER]


def test_nobody_gets_two_mails_a_day(edition: Edition, mailoutbox: list[EmailMessage]) -> None:
    notices.send(before(edition, 60))
    told(mailoutbox)
    other = makers.published(by=User.objects.get(email=WRITER))
    assert notices.send(before(edition, 60) + dt.timedelta(hours=11)) == 0
    notices.send(before(other, 59))
    assert told(mailoutbox) == [BOSS, WRITER]


def test_the_day_is_that_of_the_site(edition: Edition, settings: Settings) -> None:
    midnight = before(edition, 60).replace(hour=0)
    assert notices.digests(midnight - dt.timedelta(seconds=1)) == []
    assert len(notices.digests(midnight)) == 3
    settings.TIME_ZONE = "Asia/Tokyo"
    with timezone.override("Asia/Tokyo"):
        assert len(notices.digests(midnight - dt.timedelta(hours=5))) == 3


def test_drafts_and_withdrawn_pages_have_no_reviews(mailoutbox: list[EmailMessage]) -> None:
    makers.publisher(email=BOSS)
    makers.scheduled()
    makers.withdrawn()
    superseded = makers.superseded()
    notices.send(before(superseded, -30))
    assert "1 overdue" in mailoutbox[0].subject


@pytest.fixture
def server(settings: Settings) -> Iterator[Box]:
    """The mail server of the site."""
    with mail_server() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def test_a_server_that_is_away_marks_nothing_and_all_is_sent_later(
    edition: Edition, server: Box, settings: Settings
) -> None:
    settings.EMAIL_PORT = 1
    with pytest.raises(OSError, match="refused"):
        notices.send(before(edition, 60))
    assert not ReviewNotice.objects.exists()
    settings.EMAIL_PORT = server.port
    assert notices.send(before(edition, 60)) == 3
    assert server.people == [BOSS, READER, WRITER]


def test_a_server_that_breaks_off_marks_nobody_who_got_nothing(edition: Edition, server: Box) -> None:
    server.breaks_off = True
    with pytest.raises(OSError, match="closed"):
        notices.send(before(edition, 60))
    assert not ReviewNotice.objects.exists()


def test_an_address_that_the_server_refuses_holds_nobody_else_up(
    edition: Edition, server: Box, caplog: pytest.LogCaptureFixture
) -> None:
    server.refuses = {WRITER}
    assert notices.send(before(edition, 60)) == 2
    assert server.people == [BOSS, READER]
    assert sorted(notice.user.email for notice in ReviewNotice.objects.all()) == [BOSS, READER]
    assert "refuses the address of account" in caplog.text
    assert WRITER not in caplog.text


def test_the_cost_does_not_grow_with_pages_and_people(
    edition: Edition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = before(edition, 60)
    with django_assert_num_queries(6):
        assert len(notices.digests(now)) == 3
    for number in range(3):
        makers.publisher(email=f"{number}@example.org")
        makers.published(by=makers.author(email=f"author-{number}@example.org"))
    with django_assert_num_queries(6):
        assert len(notices.digests(now)) == 9


def test_the_command_prints_or_sends(edition: Edition, mailoutbox: list[EmailMessage], settings: Settings) -> None:
    boss = User.objects.get(email=BOSS)
    soon = timezone.localdate() + dt.timedelta(days=10)
    workflow.move_review_date(edition, next_review_due=soon, reason="Soon.", by=boss)
    printed = StringIO()
    call_command("send_digests", "--dry-run", stdout=printed)
    assert f"To: {BOSS}\nSubject: Reviews: 1 due soon\n" in printed.getvalue()
    assert "Mails that would be sent: 3." in printed.getvalue()
    assert mailoutbox == []
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    settings.EMAIL_HOST = "127.0.0.1"
    with pytest.raises(CommandError, match="mail server"):
        call_command("send_digests", stdout=printed)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_digests", stdout=printed)
    assert "Mails sent: 3." in printed.getvalue()
    assert len(mailoutbox) == 3
    call_command("send_digests", stdout=printed)
    assert "Mails sent: 0." in printed.getvalue()


@pytest.mark.parametrize(
    ("days", "stage"),
    [(61, None), (60, "soon"), (15, "soon"), (14, "near"), (0, "near"), (-1, "overdue"), (-999, "overdue")],
)
def test_a_stage_is_as_near_as_its_day(days: int, stage: str | None) -> None:
    today = dt.date(2026, 3, 1)
    assert notices.stage_of(today + dt.timedelta(days=days), today) == (NoticeStage(stage) if stage else None)
