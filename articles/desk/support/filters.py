"""What narrows the queue: words, a country, a kind of organisation. It stands in the address."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django_countries import countries

from articles.desk.filters import ANY, UNKNOWN, Filters
from articles.desk.support.queue import Part, What
from resources.models import Organisation, OrganisationKind

EVERYWHERE = "international"
SOUGHT: dict[What, tuple[str, ...]] = {
    What.CONTACT: ("organisation__name", "organisation__native_name", "value", "label"),
    What.ORGANISATION: ("name", "native_name", "registry_url"),
    What.SOURCE: ("key", "title", "url", "doi"),
    What.PAGE: ("url",),
}
OF_ORGANISATION = {What.CONTACT: "organisation__", What.ORGANISATION: ""}


class QueueFilters(Filters):
    """By country and kind of organisation. What belongs to no organisation is left out where one of them is asked."""

    sought: ClassVar[tuple[str, ...]] = ()
    says = "In names, numbers and addresses"

    country = forms.ChoiceField(required=False, error_messages={"invalid_choice": UNKNOWN})
    organisation = forms.ChoiceField(
        label="Kind of organisation",
        required=False,
        choices=[("", ANY), *OrganisationKind.choices],
        error_messages={"invalid_choice": UNKNOWN},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = Organisation.objects.order_by().values_list("countries", flat=True).distinct()
        codes = {code for each in served for code in str(each or "").split(",") if code}
        known = sorted((name, code) for code, name in countries if code in codes)
        choices = [("", ANY), (EVERYWHERE, "Everywhere"), *((code, name) for name, code in known)]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def narrowed(self, part: Part) -> QuerySet[Any]:
        """The rows of a part that fit."""
        values, path = self.cleaned_data, OF_ORGANISATION.get(part.what)
        found = Q()
        for word in values["q"].split():
            found &= Q(*[(f"{column}__icontains", word) for column in SOUGHT[part.what]], _connector=Q.OR)
        if not (values["country"] or values["organisation"]):
            return part.rows.filter(found)
        if path is None:
            return part.rows.none()
        if values["organisation"]:
            found &= Q(**{f"{path}kind": values["organisation"]})
        if values["country"] == EVERYWHERE:
            found &= Q(**{f"{path}international": True})
        elif values["country"]:
            # Codes of two letters with commas between: none can begin inside another.
            found &= Q(**{f"{path}countries__contains": values["country"]})
        return part.rows.filter(found)
