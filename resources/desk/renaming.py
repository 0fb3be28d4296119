"""Changing the address of a page: the form that shows the old and the new one, and the one of organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from accounts.errors import WorkflowError
from resources import workflow
from resources.desk import pages
from resources.models import Organisation

TAKES = require_http_methods(["GET", "HEAD", "POST"])


class NewAddress(forms.Form):
    """The last part of an address. ``seen``: what it was when somebody decided to change it."""

    seen = forms.CharField(widget=forms.HiddenInput)
    slug = forms.CharField(label="New address", help_text="Small letters, digits and single hyphens.")

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in ("seen", "slug"):
            self.fields[name].max_length = most  # type: ignore[attr-defined]
        self.fields["slug"].widget.attrs |= {"maxlength": most, "autocapitalize": "off", "spellcheck": "false"}


def answer(
    request: HttpRequest, record: Any, *, rename: Callable[..., object], back: str, kept: bool = True
) -> HttpResponseBase:
    """The page that changes the address of a record through ``rename``. ``kept``: the old one leads to the new one."""
    user, now = pages.person(request), record.get_absolute_url()
    most = type(record)._meta.get_field("slug").max_length  # noqa: SLF001 (documented by Django)
    if request.method != "POST":
        form = NewAddress(initial={"seen": record.slug, "slug": record.slug}, most=most)
        return _page(request, record, form, now=now, back=back, kept=kept)
    form = NewAddress(request.POST, most=most)
    if form.is_valid():
        current, record.slug = record.slug, form.cleaned_data["seen"]
        try:
            rename(record, form.cleaned_data["slug"], by=user)
        except WorkflowError as error:
            record.slug = current
            again = NewAddress({"seen": current, "slug": form.cleaned_data["slug"]}, most=most)
            again.add_error("slug", error.told(user))
            return _page(request, record, again, now=now, back=back, kept=kept, status=pages.status_of(error))
        leads = f" {now} leads there." if kept else ""
        messages.success(request, f"The address is {record.get_absolute_url()} now.{leads}")
        return redirect(back)
    return _page(request, record, form, now=now, back=back, kept=kept, status=pages.UNFIT)


def _page(
    request: HttpRequest, record: Any, form: NewAddress, *, now: str, back: str, kept: bool, status: int = 200
) -> HttpResponse:
    before, _, after = now.rpartition(f"/{record.slug}/")
    former = list(record.former_slugs.order_by("-left_at").values_list("slug", flat=True))
    context = {
        "record": record,
        "form": form,
        "now": now,
        "before": f"{before}/",
        "back": back,
        "kept": kept,
        "former": [f"{before}/{slug}/{after}" for slug in former],
    }
    title = "Change the address" if not form.errors else "Not done: change the address"
    return pages.page(request, "address.html", context, title=title, status=status)


@TAKES
@pages.for_readers
def organisation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change the address of an organisation."""
    found = get_object_or_404(Organisation, pk=pk)
    back = reverse("admin:resources_organisation_change", args=[pk])
    return answer(request, found, rename=workflow.rename_organisation, back=back)


urlpatterns = [path("support/organisations/<int:pk>/address/", organisation, name="desk-organisation-address")]
