"""Support organisations in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from resources.models import Contact, Organisation

Slugs = dict[str, Sequence[str]]
_Verified = TypeVar("_Verified", Organisation, Contact)


class VerifiedAdmin(admin.ModelAdmin[_Verified]):
    """Who verified is whoever enters the date: nobody verifies in another's name."""

    readonly_fields = ("verified_by",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Keep who verified together with when."""
        note_verifier(obj, request, form.changed_data)
        super().save_model(request, obj, form, change)


def note_verifier(record: Any, request: HttpRequest, changed: list[str]) -> None:
    """Set or clear who verified a record, where its verification was changed."""
    if {"verified_on", "verification_source"} & set(changed):
        record.verified_by = request.user if record.verified_on else None


class ContactInline(admin.StackedInline[Contact, Organisation]):
    """The ways to reach an organisation."""

    model = Contact
    extra = 0
    readonly_fields = ("verified_by",)
    fieldsets = (
        (None, {"fields": (("kind", "value"), ("label", "cost", "hours"), ("languages", "position"), "countries")}),
        ("Verified", {"fields": (("verified_on", "verified_by"), "verification_source")}),
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

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Organisation | None = None
    ) -> dict[str, Sequence[str]]:
        """A slug from the name while the record is new; it is the public address afterwards."""
        return {} if obj else {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """With the number of contacts."""
        return super().get_queryset(request).annotate(contact_count=Count("contacts"))

    @admin.display(description="Contacts", ordering="contact_count")
    def contact_count(self, organisation: Any) -> int:
        """How many ways to reach it."""
        return int(organisation.contact_count)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Note who verified each contact."""
        for each in formset.forms:
            if each.has_changed():
                note_verifier(each.instance, request, each.changed_data)
        super().save_formset(request, form, formset, change)


@admin.register(Contact)
class ContactAdmin(VerifiedAdmin[Contact]):
    """All contacts in one list, oldest verification first."""

    list_display = ("shown_value", "kind", "organisation", "label", "verified_on", "verified_by")
    list_filter = ("kind", "organisation__kind", "verified_on")
    list_select_related = ("organisation", "verified_by")
    search_fields = ("value", "label", "organisation__name")
    autocomplete_fields = ("organisation",)
    ordering = ("verified_on",)
