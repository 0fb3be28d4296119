"""The filters of the desk's lists: forms that stand in the address, so that a narrowed list can be kept and sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from accounts.models import User
from articles.desk import queues
from articles.models import Article, Review, Source, SourceKind, Standing, State, Tag, Topic, TopicKind

ANY = "Any"
UNKNOWN = "“%(value)s” is not there to choose."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in use, in words, and the address of the list without it."""

    label: str
    words: str
    without: str


def _without(asked: QueryDict, name: str) -> str:
    rest = asked.copy()
    rest.pop(name, None)
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


class Filters(forms.Form):
    """What narrows a list. ``narrow`` is asked only where the form is valid."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    sought: ClassVar[tuple[str, ...]] = ()
    """The columns in which the search looks."""
    says = ""
    """Where the search looks, for people."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["q"].help_text = self.says
        self.fields["q"].widget.input_type = "search"

    def more(self) -> list[forms.BoundField]:
        """The fields beside the search."""
        return [field for field in self if field.name != "q"]

    def chosen(self, asked: QueryDict) -> list[Chosen]:
        """What narrows the list now. ``asked``: the query of the address."""
        return [
            Chosen(str(field.label), _in_words(self.fields[field.name], value), _without(asked, field.name))
            for field in self
            if (value := self.cleaned_data.get(field.name)) not in (None, "")
        ]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that fit."""
        found = Q()
        for word in self.cleaned_data["q"].split():
            found &= Q(*[(f"{column}__icontains", word) for column in self.sought], _connector=Q.OR)
        return rows.filter(found).filter(self.asked(self.cleaned_data))

    def asked(self, values: dict[str, Any]) -> Q:
        """The filters beside the search, as a question."""
        return Q()


def _in_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices)[value])  # type: ignore[arg-type]  # flat choices, all of ours
    return f"{value:%-d %B %Y}" if isinstance(value, dt.date) else str(value)


def _one_of(label: str, rows: QuerySet[Any], key: str, widget: type[forms.Widget] = forms.Select) -> forms.Field:
    return forms.ModelChoiceField(
        rows,
        label=label,
        required=False,
        to_field_name=key,
        empty_label=ANY,
        widget=widget,
        error_messages={"invalid_choice": UNKNOWN},
    )


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", ANY), *choices], error_messages={"invalid_choice": UNKNOWN}
    )


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    error = {"invalid": "This is no day. Write it as 2026-12-31."}
    return forms.DateField(label=label, required=False, widget=widget, input_formats=["%Y-%m-%d"], error_messages=error)


class EditionFilters(Filters):
    """By state, language, topic, tag, person, source, and the days of review and publication."""

    sought = ("title", "article__slug")
    says = "In titles and addresses"

    state = _choice("State", list(State.choices))
    language = _choice("Language", [])
    medicine = _one_of("Medicine", Topic.objects.filter(kind=TopicKind.MEDICINE), "slug")
    condition = _one_of("Condition", Topic.objects.filter(kind=TopicKind.CONDITION), "slug")
    tag = _one_of("Tag", Tag.objects.live(), "slug")
    author = _one_of("Author", User.objects.order_by("first_name", "last_name", "username"), "username")
    reviewer = _one_of(
        "Reviewer",
        User.objects.filter(byline__isnull=False).order_by("first_name", "last_name", "username"),
        "username",
    )
    source = _one_of("Cites the source (key)", Source.objects.all(), "key", forms.TextInput)
    due_from = _day("Review due from")
    due_to = _day("Review due to")
    published_from = _day("Published from")
    published_to = _day("Published to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        used = Article.objects.order_by("language").values_list("language", flat=True).distinct()
        field = self.fields["language"]
        field.choices = [("", ANY), *((code, names.get(code, code)) for code in used)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A range runs forwards."""
        values = super().clean() or {}
        for what in ("due", "published"):
            first, last = values.get(f"{what}_from"), values.get(f"{what}_to")
            if first and last and first > last:
                self.add_error(f"{what}_to", f"This day is before {first:%-d %B %Y}, where the range begins.")
        return values

    def asked(self, values: dict[str, Any]) -> Q:
        """Each filter that was filled in."""
        plain = {
            "state": "state",
            "language": "article__language",
            "medicine": "article__medicine",
            "condition": "article__condition",
            "tag": "article__taggings__tag",
            "due_from": "next_review_due__gte",
            "due_to": "next_review_due__lte",
            "published_from": "published_at__date__gte",
            "published_to": "published_at__date__lte",
        }
        found = Q(**{column: values[name] for name, column in plain.items() if values.get(name)})
        if author := values.get("author"):
            found &= queues.written_by(author)
        if reviewer := values.get("reviewer"):
            signed = Review.objects.filter(edition=OuterRef("pk"), reviewer=reviewer)
            found &= Q(claimed_by=reviewer) | Q(Exists(signed))
        if source := values.get("source"):
            found &= queues.citing(Source.objects.filter(pk=source.pk))
        return found


class SourceFilters(Filters):
    """By kind, standing and year."""

    sought = ("key", "title", "authors", "url", "doi")
    says = "In keys, titles, authors and addresses"

    kind = _choice("Kind", list(SourceKind.choices))
    standing = _choice("Standing", list(Standing.choices))
    cited = _choice("Cited", [("yes", "By a published page"), ("no", "By no published page")])

    def asked(self, values: dict[str, Any]) -> Q:
        """Each filter that was filled in."""
        found = Q(**{name: values[name] for name in ("kind", "standing") if values.get(name)})
        if cited := values.get("cited"):
            found &= Q(pages__gt=0) if cited == "yes" else Q(pages=0)
        return found


class ReviewFilters(Filters):
    """By words only."""

    sought = ("signed_name", "edition__title", "edition__article__slug")
    says = "In names, titles and addresses"
