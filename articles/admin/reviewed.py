"""What was said, decided and remembered around reviews, to be read in the admin and never changed there."""

from __future__ import annotations

from django.contrib import admin

from accounts.read_only import ReadOnly
from articles.models import (
    Comment,
    IdentityCheck,
    Invitation,
    KeptText,
    Presence,
    ReviewNotice,
    SetAside,
)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin[Invitation]):
    """Clinicians without an account who were asked to review."""

    list_display = ("name", "edition", "invited_by", "invited_at", "expires_at", "revoked_at")
    list_filter = ("invited_at", "expires_at", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("edition", "invited_by")
    search_fields = ("name", "email", "edition__title")
    date_hierarchy = "invited_at"


@admin.register(IdentityCheck)
class IdentityCheckAdmin(ReadOnly, admin.ModelAdmin[IdentityCheck]):
    """Who found out whether an invited clinician is who they say, and how."""

    list_display = ("review", "confirmed", "how", "checked_by", "checked_at")
    list_filter = ("confirmed", "checked_at")
    list_select_related = ("review", "checked_by")
    search_fields = ("review__signed_name", "how")
    date_hierarchy = "checked_at"


@admin.register(Comment)
class CommentAdmin(ReadOnly, admin.ModelAdmin[Comment]):
    """What was said about a text under review."""

    list_display = ("text", "place", "edition", "by", "made_at", "resolved_at")
    list_filter = (("resolved_at", admin.EmptyFieldListFilter), "made_at")
    list_select_related = ("edition", "author", "invitation")
    search_fields = ("text", "place", "edition__title")
    date_hierarchy = "made_at"


@admin.register(SetAside)
class SetAsideAdmin(ReadOnly, admin.ModelAdmin[SetAside]):
    """Advice that somebody does not follow, with the reason."""

    list_display = ("code", "about", "reason", "edition", "set_aside_by", "set_aside_at")
    list_filter = ("code", "set_aside_at")
    list_select_related = ("edition", "set_aside_by")
    search_fields = ("code", "about", "reason", "edition__title")


@admin.register(KeptText)
class KeptTextAdmin(ReadOnly, admin.ModelAdmin[KeptText]):
    """Texts of drafts as somebody left them before somebody else saved."""

    list_display = ("edition", "version", "saved_by", "saved_at")
    list_filter = ("saved_at",)
    list_select_related = ("edition", "saved_by")
    search_fields = ("edition__title", "document")
    date_hierarchy = "saved_at"


@admin.register(Presence)
class PresenceAdmin(ReadOnly, admin.ModelAdmin[Presence]):
    """Who had which draft open, and when last."""

    list_display = ("edition", "user", "seen_at")
    list_filter = ("seen_at",)
    list_select_related = ("edition", "user")
    search_fields = ("edition__title", "user__username")


@admin.register(ReviewNotice)
class ReviewNoticeAdmin(ReadOnly, admin.ModelAdmin[ReviewNotice]):
    """Who was told of which review that is due."""

    list_display = ("edition", "user", "stage", "due_on", "mailed_at")
    list_filter = ("stage", "mailed_at")
    list_select_related = ("edition", "user")
    search_fields = ("edition__title", "user__username")
    date_hierarchy = "mailed_at"
