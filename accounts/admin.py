"""People in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest

from accounts.models import Byline, User
from accounts.starter import CONTENT_USERNAME


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """Who signs in. Accounts are made inactive, not deleted: their names stand in the history of articles."""

    list_display = ("username", "name", "email", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_superuser")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody gives themselves a role, only a superuser hands out rights beyond the roles, and days are facts."""
        fixed = [*super().get_readonly_fields(request, obj), "last_login", "date_joined"]
        if not request.user.is_superuser:
            fixed += ["is_superuser", "user_permissions"]
            if obj == request.user:
                fixed.append("groups")
        return tuple(fixed)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is changed by superusers only, its password too; the loader's account by nobody."""
        if obj is not None and obj.username == CONTENT_USERNAME:
            return False
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With groups, so that the list is a constant number of queries."""
        return super().get_queryset(request).prefetch_related("groups")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nobody."""
        return False

    @admin.display(description="Name")
    def name(self, user: User) -> str:
        """First and last name."""
        return user.get_full_name()

    @admin.display(description="Roles")
    def roles(self, user: User) -> str:
        """The groups."""
        return ", ".join(group.name for group in user.groups.all())


@admin.register(Byline)
class BylineAdmin(admin.ModelAdmin[Byline]):
    """Public names of authors and reviewers."""

    list_display = ("name", "kind", "credentials", "affiliation", "user", "registered")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("name", "credentials", "affiliation", "key")
    autocomplete_fields = ("user",)
    prepopulated_fields: ClassVar = {"key": ("name",)}

    fieldsets = (
        (None, {"fields": ("name", "key", "kind", "user")}),
        ("As readers see it", {"fields": ("credentials", "affiliation", "interests")}),
        (
            "Professional registration",
            {
                "fields": ("registration_body", "registration_number"),
                "description": "Readers can look a reviewer up in a public register.",
            },
        ),
    )

    def has_change_permission(self, request: HttpRequest, obj: Byline | None = None) -> bool:
        """Nobody vouches for their own credentials."""
        if obj is not None and obj.user == request.user and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any
    ) -> ModelChoiceField[Any] | None:
        """Nobody takes a public name with its credentials for their own account either."""
        if db_field.name == "user" and not request.user.is_superuser:
            options["queryset"] = User.objects.exclude(username=request.user.get_username())
        return super().formfield_for_foreignkey(db_field, request, **options)

    @admin.display(boolean=True, description="Registered")
    def registered(self, byline: Byline) -> bool:
        """Whether a registration is given."""
        return bool(byline.registration_number)
