"""Support resources: organisations, and the ways to reach them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language_info
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from accounts.addresses import with_slug
from accounts.models import User
from finding.models import HasFormerSlugs
from resources.hours import OpenNow, check_opening_hours, check_time_zone
from resources.models import reaching
from resources.models.reaching import ADDRESSES, NUMBERS, ContactKind, check_contact_value

language_codes = RegexValidator(
    r"^([a-z]{2,3}(-[a-z0-9]{2,8})?(,[a-z]{2,3}(-[a-z0-9]{2,8})?)*)?\Z",
    "Language codes in lower case with commas between, such as en,fr.",
)


EARLIEST = dt.date(2000, 1, 1)
"""No day of a check is before it; one that is was mistyped."""


def not_in_future(day: dt.date) -> None:
    """Raise ``ValidationError`` for a day that has not come yet, or is too long ago, for anything to be checked on."""
    if day > timezone.localdate():
        raise ValidationError("This day is still to come.")
    if day < EARLIEST:
        raise ValidationError(f"Too long ago: no check is older than {EARLIEST}.")


class OrganisationKind(models.TextChoices):
    """What an organisation is for. A reporting scheme takes reports; it gives no support."""

    CRISIS = "crisis", "Crisis line"
    PATIENT_GROUP = "patient_group", "Patient group"
    INFORMATION = "information", "Information"
    PROFESSIONAL = "professional", "Professional body"
    REPORTING = "reporting", "Reporting a side effect"


class Verified(models.Model):
    """A record whose truth somebody checked: who, when and against what. All three or none."""

    verified_on = models.DateField(null=True, blank=True, validators=[not_in_future])
    verified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verification_source = models.CharField(
        max_length=500, blank=True, help_text="What was read or rung, in words or as an address. Shown to readers."
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verified_on=None, verified_by=None, verification_source="")
                | (Q(verified_on__isnull=False, verified_by__isnull=False) & ~Q(verification_source="")),
                name="%(class)s_verified_whole",
                violation_error_message="A verification needs its date, who made it and what was read.",
            )
        ]


class MayBreak(models.Model):
    """A record that leads somewhere, which may stop working: since when it is known not to work, why, and who says so.

    Without somebody it was the link checker, which takes back nothing but what it said itself.
    """

    broken_since = models.DateField(
        null=True, blank=True, help_text="Since when it is known not to work. Readers are not given it then."
    )
    broken_why = models.CharField(max_length=300, blank=True, help_text="What was found, in a sentence.")
    broken_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the link checker."
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(broken_since=None, broken_why="", broken_by=None)
                | (Q(broken_since__isnull=False) & ~Q(broken_why="")),
                name="%(class)s_broken_whole",
                violation_error_message="What is broken needs its day and what was found.",
            )
        ]


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The words in which organisations are asked for."""

    def shown(self) -> Self:
        """Those that readers may see: verified at least once and not archived."""
        return self.filter(archived=False, verified_on__isnull=False)

    def proposed(self) -> Self:
        """Those that nobody has verified yet: readers are not shown them."""
        return self.filter(archived=False, verified_on__isnull=True)

    def with_offered_contacts(self) -> Self:
        """Each with its contacts that may be offered today, in ``offered_contacts``."""
        contacts = Prefetch("contacts", queryset=Contact.objects.offered(), to_attr="offered_contacts")
        return self.prefetch_related(contacts)


class Organisation(Verified, HasFormerSlugs):
    """An organisation that supports or informs people, or takes reports. May change; archived, not deleted."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    native_name = models.CharField(max_length=200, blank=True, help_text="In its own language, where that differs.")
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    countries = CountryField(multiple=True, blank=True, help_text="The countries that it serves.")
    area_served = models.CharField(
        max_length=200, blank=True, help_text="In words, where a list of countries says it badly: “Europe”."
    )
    international = models.BooleanField(default=False, help_text="Serves people wherever they live.")
    languages = models.CharField(max_length=200, blank=True, validators=[language_codes], help_text="Such as en,fr.")
    offers = models.TextField(help_text="What a reader gets there, in one or two plain sentences.")
    charity_number = models.CharField(max_length=40, blank=True)
    registry_url = models.URLField(blank=True, help_text="Its entry in an official register.")
    notes = models.TextField(blank=True, help_text="For those who keep this record. Never shown to readers.")
    archived = models.BooleanField(default=False, help_text="No longer shown anywhere.")
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = OrganisationQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))
    offered_contacts: list[Contact]
    """Set by the reads that need it: what readers may be given today, in order."""

    class Meta(Verified.Meta):
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            *Verified.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug="") & ~Q(offers=""), name="organisation_named"),
            models.CheckConstraint(
                condition=Q(international=True) | ~Q(countries=""),
                name="organisation_serves_somewhere",
                violation_error_message="Name the countries that it serves, or mark it as international.",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="organisation_proposed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public page."""
        return with_slug("resources:organisation", self.slug)

    @property
    def where(self) -> str:
        """The countries that it serves, in words."""
        if self.area_served:
            return self.area_served
        names = ", ".join(country.name for country in self.countries)
        if self.international:
            return f"{names} and everywhere" if names else "Everywhere"
        return names

    @property
    def language_names(self) -> str:
        """Its languages, in words."""
        return language_names(self.languages)


class ContactQuerySet(models.QuerySet["Contact"]):
    """The words in which contacts are asked for."""

    def offered(self, on: dt.date | None = None) -> Self:
        """Those that readers may be given on a day (today): verified, not broken, of an organisation that is shown.

        None must have been verified too long ago: numbers and addresses each have their time.

        Numbers of crisis lines stay past that date, shown with it: an old number may still answer, no number cannot.
        """
        shown = self.filter(
            verified_on__isnull=False,
            broken_since__isnull=True,
            organisation__archived=False,
            organisation__verified_on__isnull=False,
        )
        number_of_crisis_line = Q(kind__in=NUMBERS, organisation__kind=OrganisationKind.CRISIS)
        return shown.exclude(verified_before(on or timezone.localdate()) & ~number_of_crisis_line)

    def lapsed(self, on: dt.date | None = None) -> Self:
        """Those whose verification is too old on a day (today), or that were never verified; broken ones left out."""
        too_old = verified_before(on or timezone.localdate()) | Q(verified_on__isnull=True)
        return self.filter(too_old, broken_since__isnull=True, organisation__archived=False)


def verified_before(day: dt.date) -> Q:
    """Contacts whose verification is too old on a day: a number changes hands sooner than an address."""
    numbers = day - dt.timedelta(days=settings.CONTACT_VERIFICATION_DAYS)
    addresses = day - dt.timedelta(days=settings.ADDRESS_VERIFICATION_DAYS)
    return Q(kind__in=NUMBERS, verified_on__lt=numbers) | (~Q(kind__in=NUMBERS) & Q(verified_on__lt=addresses))


def last_offered(kind: str, organisation_kind: str, verified_on: dt.date) -> dt.date | None:
    """The last day on which a contact that is offered today will be, if nobody verifies it again; nothing where it is
    offered for ever.
    """
    if kind in NUMBERS and organisation_kind == OrganisationKind.CRISIS:
        return None
    days = settings.CONTACT_VERIFICATION_DAYS if kind in NUMBERS else settings.ADDRESS_VERIFICATION_DAYS
    return verified_on + dt.timedelta(days=days)


class Contact(Verified, MayBreak):
    """One way to reach an organisation. May change; each has a verification of its own."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=20, choices=ContactKind)
    value = models.CharField(
        max_length=300,
        help_text="An address, or a number as dialled: 116123, 988, or +498955028880 with its country code.",
    )
    label = models.CharField(max_length=120, blank=True, help_text="Such as “Helpline” or “Text SHOUT”.")
    cost = models.CharField(max_length=120, blank=True, help_text="Such as “Free”.")
    hours = models.CharField(max_length=200, blank=True, help_text="Such as “24 hours a day, every day”.")
    opening_hours = models.CharField(
        max_length=200,
        blank=True,
        validators=[check_opening_hours],
        help_text="The same for programs, as OpenStreetMap writes it: 24/7, or Mo-Fr 10:00-14:00; PH off.",
    )
    time_zone = models.CharField(
        max_length=40, blank=True, validators=[check_time_zone], help_text="Where these hours are: Europe/London."
    )
    languages = models.CharField(max_length=200, blank=True, validators=[language_codes])
    countries = CountryField(multiple=True, blank=True, help_text="Where it works, if not wherever the group serves.")
    position = models.PositiveSmallIntegerField(default=0)

    objects = ContactQuerySet.as_manager()
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True, blank=True))
    open_now: OpenNow | None = None
    """Set by the reads of pages that are made anew for each reader; an article's page is kept by browsers."""

    class Meta(Verified.Meta, MayBreak.Meta):
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *Verified.Meta.constraints,
            *MayBreak.Meta.constraints,
            models.CheckConstraint(
                condition=Q(opening_hours="") | Q(opening_hours="24/7") | ~Q(time_zone=""),
                name="contact_hours_have_a_zone",
                violation_error_message="Opening hours need their time zone, such as Europe/London.",
            ),
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="contact_kind_known"),
            models.UniqueConstraint(fields=["organisation", "kind", "value"], name="contact_once"),
            models.CheckConstraint(condition=~Q(value=""), name="contact_has_value"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.shown_value}"

    def clean(self) -> None:
        """Check the value against its kind."""
        check_contact_value(self.kind, self.value)

    @property
    def language_names(self) -> str:
        """Its own languages, in words; empty where they are those of the organisation."""
        return "" if self.languages == self.organisation.languages else language_names(self.languages)

    @property
    def country_names(self) -> str:
        """Where it works, in words; empty where that is wherever the organisation serves."""
        if list(self.countries) == list(self.organisation.countries):
            return ""
        return ", ".join(country.name for country in self.countries)

    @property
    def href(self) -> str:
        """The link that a phone acts on."""
        return reaching.href(self.kind, self.value, self.label)

    @property
    def words(self) -> str:
        """What to do, in words: Call 116 123; Text SHOUT to 85258; Chat online: 113.nl."""
        return reaching.words(self.kind, self.value, self.label, abroad=self.kind in NUMBERS and self._reaches_abroad)

    @property
    def _reaches_abroad(self) -> bool:
        """Whether readers of more than one country are given it."""
        if self.countries:
            return len(self.countries) > 1
        return self.organisation.international or len(self.organisation.countries) > 1

    @property
    def remark(self) -> str:
        """What is to be known before, in a few words: its label where that is not said yet, and its cost."""
        said = self.kind in ADDRESSES or self.label in self.words
        return " · ".join(part for part in ("" if said else self.label, self.cost) if part)

    def works_in(self, country: str) -> bool:
        """Whether it can be reached from a country (its two letters)."""
        return not self.countries or country in self.countries

    @property
    def shown_value(self) -> str:
        """The value as people of its country write it."""
        return reaching.shown(self.kind, self.value)


def language_names(codes: str) -> str:
    """Languages in words."""
    return ", ".join(map(language_name, codes_of(codes)))


def codes_of(codes: str) -> list[str]:
    """The codes of languages or countries that a column holds with commas between."""
    return [code for code in codes.split(",") if code]


_UNKNOWN_TO_DJANGO = {"mi": "Māori", "mt": "Maltese"}


def language_name(code: str) -> str:
    """A language's English name, or its code where nobody here knows it."""
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return _UNKNOWN_TO_DJANGO.get(code, code)
