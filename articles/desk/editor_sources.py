"""The source library inside the editor: finding a source while writing, and adding one in place."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.contrib.admin.models import ADDITION, LogEntry
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from articles import workflow
from articles.desk import editor_data, pages
from articles.desk.answers import in_json
from articles.errors import NotAllowed
from articles.models import Source

FOUND = 12
"""How many sources a search offers."""

MOST_WORDS = 8


class SourceForm(forms.ModelForm[Source]):
    """A new source. Its key may be left empty: it is made of the first author and the year."""

    url = forms.URLField(label="URL", max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Source
        fields = ("title", "kind", "authors", "year", "container", "details", "publisher", "doi", "pmid", "url", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].required = False
        self.fields["key"].help_text = "Leave it empty to have it made of the author and the year."
        self.fields["title"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """A key of the first author and year, with a letter behind it where that is taken."""
        data = super().clean() or {}
        if not data.get("key") and "key" not in self.errors:
            data["key"] = _free_key(data)
        return data


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The sources that hold every word of ``q``, those that begin with it first, then the newest."""
    if not request.user.has_perm("articles.view_source"):
        return JsonResponse({"words": "You may not read the library of sources."}, status=403)
    asked = unicodedata.normalize("NFC", request.GET.get("q", "")).strip().replace("\x00", "")[:200]
    found = Source.objects.all()
    for word in asked.split()[:MOST_WORDS]:
        fields = ("key", "title", "authors", "container", "publisher", "doi", "pmid", "year")
        condition = Q()
        for field in fields:
            condition |= Q(**{f"{field}__icontains": word})
        found = found.filter(condition)
    begins = Q(key__istartswith=asked) | Q(title__istartswith=asked) | Q(authors__istartswith=asked)
    nearness = Case(When(begins, then=Value(0)), default=Value(1), output_field=IntegerField())
    results = found.annotate(nearness=nearness).order_by("nearness", "-year", "key")[:FOUND]
    return JsonResponse({"results": [editor_data.label(source) for source in results]})


@require_http_methods(["GET", "HEAD", "POST"])
@in_json
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new source, to be shown in a dialog; a source that was added is answered in JSON."""
    if not request.user.has_perm("articles.add_source"):
        raise NotAllowed("You may not add sources to the library.")
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = workflow.save_source(form.save(commit=False), by=pages.person(request), why="Added while writing")
        LogEntry.objects.log_actions(
            pages.person(request).pk, [source], ADDITION, change_message="Added while writing."
        )
        return JsonResponse({"source": editor_data.label(source)}, status=201)
    status = 422 if request.method == "POST" else 200
    return render(request, "admin/desk/source_form.html", {"form": form}, status=status)


def _free_key(data: dict[str, Any]) -> str:
    author = (data.get("authors") or data.get("publisher") or data.get("title") or "source").split(",")[0]
    words = unicodedata.normalize("NFKD", author).encode("ascii", "ignore").decode().lower()
    names = [word for word in re.findall(r"[a-z0-9]+", words) if len(word) > 2] or ["source"]  # noqa: PLR2004
    stem = "-".join([*names[:3], *([str(data["year"])] if data.get("year") else [])])[:70]
    taken = set(Source.objects.filter(key__startswith=stem).values_list("key", flat=True))
    endings = ["", *(f"-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")]
    return next((stem + ending for ending in endings if stem + ending not in taken), f"{stem}-{len(taken) + 1}")
