"""Support organisations in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.read_only import ReadOnly
from resources import workflow
from resources.models import CheckerLease, Contact, ImportDraft, Link, LinkCheck, LinkHost, Organisation, ReaderReport

_Verified = TypeVar("_Verified", Organisation, Contact)
Slugs = dict[str, Sequence[str]]
VERIFICATION = ("verified_on", "verification_source")
HTTPS: dict[Any, dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


class VerifiedForm(forms.ModelForm[_Verified]):
    """Keeps a verification whole, and about what stands in the record.

    Whoever enters it is the one who verified. A contact whose way of reaching was changed is verified anew.
    """

    reached_by: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        """Check the verification against the rest of the form."""
        data = super().clean() or {}
        day, source = data.get("verified_on"), data.get("verification_source")
        if bool(day) != bool(source):
            missing = "verification_source" if day else "verified_on"
            self.add_error(missing, "A verification needs both its date and what was read or rung.")
        if self.instance.pk and day and set(self.reached_by) & set(self.changed_data) and day != timezone.localdate():
            self.add_error("verified_on", "You changed how to reach them. Check it, and enter today's date.")
        return data


class ContactForm(VerifiedForm[Contact]):
    """A contact: its kind, value and countries are what a verification is about."""

    reached_by = ("kind", "value", "countries", "organisation")


class VerifiedAdmin(admin.ModelAdmin[_Verified]):
    """Who verified is whoever enters the date: nobody verifies in another's name."""

    form = VerifiedForm  # type: ignore[assignment]  # generic over the same two models
    readonly_fields = ("verified_by",)
    formfield_overrides = HTTPS

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Keep who verified together with when, and write through the workflow."""
        note_verifier(obj, request, form.changed_data)
        workflow.save(obj, by=request.user)  # type: ignore[arg-type]  # the desk is for those who signed in


def note_verifier(record: Any, request: HttpRequest, changed: list[str]) -> None:
    """Set or clear who verified a record, where its verification or what it is about was changed."""
    if {*VERIFICATION, *ContactForm.reached_by} & set(changed):
        record.verified_by = request.user if record.verified_on else None
    if {"broken_since", "broken_why"} & set(changed):
        record.broken_by = request.user if record.broken_since else None


def _record(organisation: int) -> HttpResponseRedirect:
    """The history of an organisation and its contacts, on its page of the desk."""
    return HttpResponseRedirect(f"{reverse('admin:desk-support-record', args=[organisation])}#history")


class ContactInline(admin.StackedInline[Contact, Organisation]):
    """The ways to reach an organisation."""

    model = Contact
    form = ContactForm
    extra = 0
    readonly_fields = ("verified_by",)
    fieldsets = (
        (None, {"fields": (("kind", "value"), ("label", "cost", "hours"), ("languages", "position"), "countries")}),
        ("Verified", {"fields": (("verified_on", "verified_by"), "verification_source")}),
        ("Broken", {"fields": ("broken_since", "broken_why")}),
    )


@admin.register(Organisation)
class OrganisationAdmin(VerifiedAdmin[Organisation]):
    """Organisations with their contacts. Archived, not deleted."""

    list_display = ("name", "kind", "where", "languages", "contact_count", "verified_on", "archived")
    list_filter = ("kind", "archived", "international", "verified_on")
    search_fields = ("name", "native_name", "offers", "contacts__value")
    date_hierarchy = "verified_on"
    inlines = (ContactInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "native_name", "kind", "offers")}),
        ("Serves", {"fields": ("countries", "area_served", "international", "languages")}),
        ("Register", {"fields": ("charity_number", "registry_url")}),
        ("Verified", {"fields": ("verified_on", "verified_by", "verification_source")}),
        ("Shown", {"fields": ("archived",)}),
    )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The whole history is on the desk."""
        found = self.get_object(request, unquote(object_id))
        return _record(found.pk) if found else super().history_view(request, object_id, extra_context)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Slugs:
        """A slug from the name while the record is new."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> tuple[str, ...]:
        """The slug is the public address: once given it stays, since there are no redirects yet."""
        return ("verified_by", "slug") if obj else ("verified_by",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """With the number of contacts."""
        found: QuerySet[Organisation] = super().get_queryset(request)
        return found.annotate(contact_count=Count("contacts"))

    @admin.display(description="Contacts", ordering="contact_count")
    def contact_count(self, organisation: Any) -> int:
        """How many ways to reach it."""
        return int(organisation.contact_count)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Note who verified each contact."""
        for each in formset.forms:
            if each.has_changed():
                note_verifier(each.instance, request, each.changed_data)
                workflow.note(each.instance, by=request.user, why="")  # type: ignore[arg-type]  # likewise
        super().save_formset(request, form, formset, change)


class KindOfOrganisation(admin.ChoicesFieldListFilter):
    """Told apart from the kind of contact."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "kind of organisation"


@admin.register(Contact)
class ContactAdmin(VerifiedAdmin[Contact]):
    """All contacts in one list, oldest verification first."""

    form = ContactForm
    list_display = ("shown_value", "kind", "organisation", "label", "verified_on", "verified_by", "broken_since")
    list_filter = (
        "kind",
        ("organisation__kind", KindOfOrganisation),
        ("broken_since", admin.EmptyFieldListFilter),
        "verified_on",
    )
    list_select_related = ("organisation", "verified_by")
    search_fields = ("value", "label", "organisation__name")
    autocomplete_fields = ("organisation",)
    ordering = ("verified_on",)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The whole history is on the desk, with that of its organisation."""
        found = self.get_object(request, unquote(object_id))
        return _record(found.organisation_id) if found else super().history_view(request, object_id, extra_context)


@admin.register(Link)
class LinkAdmin(ReadOnly, admin.ModelAdmin[Link]):
    """Every address that is checked, and how it stands."""

    list_display = ("url", "verdict", "reason", "summary", "pace", "checked_at", "next_check_at", "broken_since")
    list_filter = ("verdict", "reason", "pace", "in_use")
    search_fields = ("url", "summary")


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnly, admin.ModelAdmin[LinkCheck]):
    """Every check of the last months, newest first."""

    list_display = ("checked_at", "link", "verdict", "reason", "status", "took_ms", "read_bytes")
    list_filter = ("verdict", "reason", "checked_at")
    list_select_related = ("link",)
    search_fields = ("link__url", "summary")


@admin.register(LinkHost)
class LinkHostAdmin(ReadOnly, admin.ModelAdmin[LinkHost]):
    """What the checker remembers of each host."""

    list_display = ("host", "robots_at", "not_before")
    list_filter = ("robots_at",)
    search_fields = ("host",)


@admin.register(CheckerLease)
class CheckerLeaseAdmin(ReadOnly, admin.ModelAdmin[CheckerLease]):
    """Which process checks links now."""

    list_display = ("name", "holder", "until")
    list_filter = ("until",)
    search_fields = ("holder",)


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnly, admin.ModelAdmin[ReaderReport]):
    """What readers said did not work. Curators settle it in their queue."""

    list_display = ("reported_at", "contact", "trouble", "settled_at", "settled_by", "outcome")
    list_filter = ("trouble", ("settled_at", admin.EmptyFieldListFilter))
    list_select_related = ("contact__organisation", "settled_by")
    search_fields = ("contact__value", "contact__organisation__name", "outcome")


@admin.register(ImportDraft)
class ImportDraftAdmin(ReadOnly, admin.ModelAdmin[ImportDraft]):
    """Tables that somebody has sent and not yet let act."""

    list_display = ("file_name", "owner", "sent_at")
    list_filter = ("sent_at",)
    list_select_related = ("owner",)
    search_fields = ("file_name",)
    exclude = ("rows",)
