"""Redirects and missing addresses in the admin, to be looked up. Their keepers change them at the desk."""

from __future__ import annotations

from django.contrib import admin

from accounts.read_only import ReadOnly
from finding.models import MissingAddress, Redirect


@admin.register(Redirect)
class RedirectAdmin(ReadOnly, admin.ModelAdmin[Redirect]):
    """Addresses that lead to pages of this site."""

    list_display = ("path", "target", "note", "made_at", "made_by")
    list_filter = ("made_at",)
    list_select_related = ("made_by",)
    search_fields = ("path", "target", "note")


@admin.register(MissingAddress)
class MissingAddressAdmin(ReadOnly, admin.ModelAdmin[MissingAddress]):
    """Addresses that were asked for in vain."""

    list_display = ("path", "times", "first_on", "last_on", "passed_over_at", "passed_over_by")
    list_filter = ("last_on",)
    list_select_related = ("passed_over_by",)
    search_fields = ("path",)
