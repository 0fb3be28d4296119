"""Proposing an organisation: anybody at the desk may; a curator verifies it before readers see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods
from django_countries import countries

from articles.desk import pages
from articles.desk.forms import Words
from articles.desk.support.alike import Twin, twins
from articles.errors import WorkflowError
from resources import workflow
from resources.models import Organisation, OrganisationKind

SLUG = 80


class Proposal(forms.Form):
    """What somebody knows of an organisation, and why readers need it."""

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=[("", "Choose one"), *OrganisationKind.choices])
    countries = forms.MultipleChoiceField(
        required=False,
        choices=list(countries),
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="The countries that it serves. Hold Ctrl or ⌘ to choose several.",
    )
    international = forms.BooleanField(required=False, label="It serves people wherever they live")
    website = forms.URLField(max_length=300, assume_scheme="https")
    offers = Words("What it offers", help_text="What a reader gets there, in one or two plain sentences.")
    why = forms.CharField(
        max_length=300, label="Why readers need it", help_text="For the curator; readers do not see it."
    )
    another = forms.BooleanField(required=False, label="It is none of these: propose it", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict[str, Any]:
        """It serves somebody."""
        values = super().clean() or {}
        if not values.get("countries") and not values.get("international") and "countries" not in self.errors:
            self.add_error("countries", "Choose the countries that it serves, or tick that it serves everybody.")
        return values

    def ask_whether_another(self) -> None:
        """Show the box that says that it is none of those which are there already."""
        self.fields["another"].widget = forms.CheckboxInput()


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def propose(request: HttpRequest) -> HttpResponse:
    """The form; posted, the proposal waits in the curators' queue. What is there already is pointed out first."""
    if request.method != "POST":
        return _page(request, Proposal())
    form = Proposal(request.POST)
    if not form.is_valid():
        return _page(request, form, status=pages.UNFIT)
    values = form.cleaned_data
    found = twins(values["name"], values["website"])
    if found and not values["another"]:
        return _page(request, form, found)
    try:
        organisation = workflow.propose(
            _made(values), by=pages.person(request), why=values["why"], website=values["website"]
        )
    except (WorkflowError, ValidationError) as error:
        form.add_error(None, error.messages if isinstance(error, ValidationError) else str(error))
        status = pages.status_of(error) if isinstance(error, WorkflowError) else pages.UNFIT
        return _page(request, form, found, status=status)
    messages.success(request, f"{organisation} is proposed. A link curator verifies it before readers see it.")
    return redirect("admin:desk-support-record", organisation.pk)


def _made(values: dict[str, Any]) -> Organisation:
    names = ("name", "kind", "countries", "international", "offers")
    return Organisation(slug=address(values["name"]), **{name: values[name] for name in names})


def address(name: str) -> str:
    """An address made from a name that no organisation has."""
    base = slugify(name)[: SLUG - 5].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for number in range(1, len(taken) + 2) if (slug := base + f"-{number}" * (number > 1)) not in taken
    )


def _page(request: HttpRequest, form: Proposal, found: list[Twin] | None = None, *, status: int = 200) -> HttpResponse:
    if found:
        form.ask_whether_another()
    title = "Propose an organisation" if status == 200 else "Not done: propose an organisation"  # noqa: PLR2004 (HTTP)
    return pages.page(request, "support/propose.html", {"form": form, "twins": found or []}, title=title, status=status)
