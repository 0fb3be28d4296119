"""Ways to reach somebody: which values can be reached, how they are linked and shown, and how long they are offered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from resources.models import Contact, ContactKind, Organisation, check_contact_value
from tests import makers

GOOD = [
    ("phone", "999"),
    ("phone", "988"),
    ("phone", "111"),
    ("phone", "112"),
    ("phone", "116123"),
    ("phone", "+442079460000"),
    ("phone", "+498955028880"),
    ("phone", "+18002738255"),
    ("text", "85258"),
    ("text", "741741"),
    ("text", "+447700900000"),
    ("email", "jo@samaritans.org"),
    ("website", "https://www.rls-uk.org/"),
    ("website", "http://example.org"),
    ("chat", "https://988lifeline.org/chat"),
]
BAD = [
    ("phone", ""),
    ("phone", "9"),
    ("phone", "0800123456"),
    ("phone", "1234567"),
    ("phone", "+44 20 7946 0000"),
    ("phone", "116 123"),
    ("phone", "+1"),
    ("phone", "+999123456789"),
    ("phone", "+44"),
    ("phone", "tel:999"),
    ("phone", "999\n"),
    ("phone", "٩٩٩"),
    ("text", "SHOUT"),
    ("email", "samaritans.org"),
    ("email", "jo@samaritans.org?subject=x"),
    ("website", "www.rls-uk.org"),
    ("website", "javascript:alert(1)"),
    ("website", "ftp://example.org"),
    ("chat", "//example.org"),
    ("website", "https://example.org:8443/"),
    ("website", "http://127.0.0.1/"),
    ("website", "http://[::1]/"),
    ("website", "http://localhost/"),
    ("website", "https://user:secret@example.org/"),
    ("website", "https://example.org/\u202egpj.exe"),
    ("chat", "https://example.org/\x9b31m"),
]


@pytest.mark.parametrize(("kind", "value"), GOOD)
def test_a_value_that_can_be_reached_is_good(kind: str, value: str) -> None:
    check_contact_value(kind, value)


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_any_other_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValidationError):
        check_contact_value(kind, value)


def test_a_number_is_refused_in_words_at_its_field() -> None:
    with pytest.raises(ValidationError) as raised:
        check_contact_value("phone", "0800123456")
    (message,) = raised.value.message_dict["value"]
    assert message.startswith("A short number has 2 to 6 digits")


@pytest.mark.parametrize(
    ("kind", "value", "href", "shown"),
    [
        ("phone", "116123", "tel:116123", "116 123"),
        ("phone", "988", "tel:988", "988"),
        ("phone", "+498955028880", "tel:+498955028880", "089 55028880"),
        ("phone", "+442079460000", "tel:+442079460000", "020 7946 0000"),
        ("text", "741741", "sms:741741", "741741"),
        ("email", "jo@samaritans.org", "mailto:jo@samaritans.org", "jo@samaritans.org"),
        ("email", "jo?cc=eve&x@a.org", "mailto:jo%3Fcc=eve%26x@a.org", "jo?cc=eve&x@a.org"),
        ("website", "https://www.rls-uk.org/", "https://www.rls-uk.org/", "rls-uk.org"),
        ("chat", "http://example.org/chat/", "http://example.org/chat/", "example.org/chat"),
    ],
)
def test_it_is_linked_and_shown(kind: str, value: str, href: str, shown: str) -> None:
    contact = Contact(kind=kind, value=value)
    assert (contact.href, contact.shown_value) == (href, shown)
    assert str(contact) == f"{ContactKind(kind).label}: {shown}"


YEAR = settings.CONTACT_VERIFICATION_DAYS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "of", "days_ago", "offered"),
    [
        ("phone", "patient_group", 0, True),
        ("phone", "patient_group", YEAR, True),
        ("phone", "patient_group", YEAR + 1, False),
        ("text", "patient_group", YEAR + 1, False),
        ("email", "patient_group", YEAR + 1, True),
        ("website", "patient_group", YEAR + 1, True),
        ("phone", "crisis", YEAR + 1, True),
        ("text", "crisis", YEAR * 9, True),
    ],
)
def test_a_number_is_offered_until_its_verification_is_old(kind: str, of: str, days_ago: int, offered: bool) -> None:
    contact = makers.contact(of=makers.organisation(kind=of), kind=kind, days_ago=days_ago)
    assert (contact in Contact.objects.offered()) == offered
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    aged = kind in ("phone", "text") and of != "crisis"
    assert (contact in Contact.objects.offered(tomorrow)) == (offered and not (aged and days_ago == YEAR))


@pytest.mark.django_db
@pytest.mark.parametrize("of", ["crisis", "patient_group"])
def test_what_was_never_verified_is_not_offered(of: str) -> None:
    makers.contact(of=makers.organisation(kind=of), verified=False)
    assert not Contact.objects.offered().exists()


@pytest.mark.django_db
def test_an_organisation_is_shown_with_what_may_be_offered() -> None:
    shown = makers.organisation()
    makers.organisation(archived=True)
    makers.organisation(verified=False)
    fresh = makers.contact(of=shown)
    makers.contact(of=shown, value="+442079460001", days_ago=YEAR + 1)
    (found,) = Organisation.objects.shown().with_offered_contacts()
    assert found == shown
    assert found.offered_contacts == [fresh]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"verified_on": None},
        {"verified_by": None},
        {"verification_source": ""},
        {"verified_on": None, "verified_by": None},
        {"kind": "pigeon"},
    ],
)
def test_the_database_refuses_half_a_verification_and_unknown_kinds(columns: dict[str, object]) -> None:
    contact = makers.contact()
    for found in (Contact.objects.filter(pk=contact.pk), Organisation.objects.filter(pk=contact.organisation_id)):
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**columns)


@pytest.mark.django_db
def test_the_database_refuses_an_organisation_that_serves_nowhere_and_a_contact_twice() -> None:
    contact = makers.contact()
    found = Organisation.objects.filter(pk=contact.organisation_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        found.update(countries="")
    assert found.update(countries="", international=True) == 1
    contact.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        contact.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize("languages", ["en,", "EN", "en fr", "en\n", ",", "english"])
def test_languages_are_codes_with_commas_between(languages: str) -> None:
    organisation = makers.organisation(languages="en,pt-br")
    organisation.full_clean()
    organisation.languages = languages
    with pytest.raises(ValidationError, match="Language codes"):
        organisation.full_clean()


@pytest.mark.django_db
def test_a_contact_is_checked_by_its_kind() -> None:
    contact = makers.contact()
    contact.full_clean()
    contact.value = "0800123456"
    with pytest.raises(ValidationError, match="A short number"):
        contact.full_clean()
