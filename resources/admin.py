"""Support organisations in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.read_only import ReadOnly
from resources import workflow
from resources.forms import ContactForm, InlineContactForm, Kept, KeptForm, OrganisationForm, write
from resources.models import (
    CheckerLease,
    Contact,
    FormerOrganisationSlug,
    ImportDraft,
    Link,
    LinkCheck,
    LinkHost,
    Organisation,
    ReaderReport,
)

Slugs = dict[str, Sequence[str]]
HTTPS: dict[Any, dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


def _record(organisation: int) -> HttpResponseRedirect:
    """The history of an organisation and its contacts, on its page of the desk."""
    return HttpResponseRedirect(f"{reverse('admin:desk-support-record', args=[organisation])}#history")


class KeptAdmin(admin.ModelAdmin[Kept]):
    """Records with a history: each is written through the workflow, in the name of whoever did it, with why."""

    form = KeptForm  # type: ignore[assignment]  # generic over the same two models
    readonly_fields: ClassVar[tuple[str, ...]] = ("verified_by",)
    formfield_overrides = HTTPS

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Keep who verified together with when, and write through the workflow."""
        write(obj, form, by=request.user, why=form.cleaned_data["why"])


class ContactInline(admin.StackedInline[Contact, Organisation]):
    """The ways to reach an organisation."""

    model = Contact
    form = InlineContactForm
    extra = 0
    readonly_fields = ("verified_by", "broken_by")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("kind", "value"),
                    ("label", "cost", "hours"),
                    ("opening_hours", "time_zone"),
                    ("languages", "position"),
                    "countries",
                    "seen",
                )
            },
        ),
        ("Verified", {"fields": (("verified_on", "verified_by"), "verification_source")}),
        ("Broken", {"fields": (("broken_since", "broken_by"), "broken_why")}),
    )


@admin.register(Organisation)
class OrganisationAdmin(KeptAdmin[Organisation]):
    """Organisations with their contacts. Archived; only superusers delete them."""

    form = OrganisationForm
    list_display = ("name", "kind", "where", "languages", "contact_count", "verified_on", "archived")
    list_filter = ("kind", "archived", "international", "verified_on")
    search_fields = ("name", "native_name", "offers", "contacts__value")
    date_hierarchy = "verified_on"
    inlines = (ContactInline,)
    fieldsets = (
        (None, {"fields": ("name", "slug", "native_name", "kind", "offers")}),
        ("Serves", {"fields": ("countries", "area_served", "international", "languages")}),
        ("Register", {"fields": ("charity_number", "registry_url")}),
        ("Verified", {"fields": (("verified_on", "verified_by"), "verification_source")}),
        ("For those who keep it", {"fields": ("notes", "archived", "why", "seen")}),
    )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The whole history is on the desk."""
        found = self.get_object(request, unquote(object_id))
        return _record(found.pk) if found else super().history_view(request, object_id, extra_context)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Organisation | None = None) -> Slugs:
        """A slug from the name while the record is new."""
        return {} if obj else {"slug": ("name",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> tuple[str, ...]:
        """The slug is the public address: the desk changes it, so that the old one leads to it."""
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
        """Write each contact through the workflow, with the reason that was given for all of the page."""
        why, by = form.cleaned_data["why"], cast("User", request.user)
        formset.save(commit=False)
        for contact in formset.deleted_objects:
            workflow.remove_contact(contact, by=by, why=why)
        for each in formset.forms:
            if each not in formset.deleted_forms and each.has_changed():
                write(each.instance, each, by=by, why=why)

    def delete_model(self, request: HttpRequest, obj: Organisation) -> None:
        """With its contacts, whose histories stay."""
        workflow.remove(obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Organisation]) -> None:
        """Each as if it were alone."""
        for organisation in queryset:
            self.delete_model(request, organisation)


class KindOfOrganisation(admin.ChoicesFieldListFilter):
    """Told apart from the kind of contact."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "kind of organisation"


@admin.register(Contact)
class ContactAdmin(KeptAdmin[Contact]):
    """All contacts in one list, oldest verification first."""

    form = ContactForm
    readonly_fields: ClassVar[tuple[str, ...]] = ("verified_by", "broken_by")
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
    fieldsets = (
        (None, {"fields": ("organisation", "kind", "value", "label", "cost", "languages", "countries", "position")}),
        ("Hours", {"fields": ("hours", "opening_hours", "time_zone")}),
        ("Verified", {"fields": (("verified_on", "verified_by"), "verification_source")}),
        ("Broken", {"fields": (("broken_since", "broken_by"), "broken_why")}),
        ("For those who keep it", {"fields": ("why", "seen")}),
    )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The whole history is on the desk, with that of its organisation."""
        found = self.get_object(request, unquote(object_id))
        return _record(found.organisation_id) if found else super().history_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Contact) -> None:
        """Its history stays."""
        workflow.remove_contact(obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:
        """Each as if it were alone."""
        for contact in queryset:
            self.delete_model(request, contact)


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

    list_display = ("file_name", "about", "owner", "sent_at")
    list_filter = ("about", "sent_at")
    list_select_related = ("owner",)
    search_fields = ("file_name",)
    exclude = ("rows",)


@admin.register(FormerOrganisationSlug)
class FormerOrganisationSlugAdmin(ReadOnly, admin.ModelAdmin[FormerOrganisationSlug]):
    """Slugs that organisations had, and that lead to them."""

    list_display = ("slug", "organisation", "left_at", "left_by")
    list_filter = ("left_at",)
    list_select_related = ("organisation", "left_by")
    search_fields = ("slug", "organisation__name")
