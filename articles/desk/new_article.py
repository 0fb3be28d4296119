"""Making a new article and starting its first draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import has_role
from articles import document as documents
from articles import richtext, steps, workflow
from articles.desk import pages
from articles.desk.tags.picking import TagsField
from articles.errors import WorkflowError
from articles.models import Article, Edition, FormerSlug, Topic, TopicKind
from articles.workflow.drafts import SLUG

NONE = "None"


class NewArticle(forms.Form):
    """An article's identity and the title of its first draft."""

    title = forms.CharField(max_length=documents.LINE, help_text="What readers look for, in their words.")
    slug = forms.CharField(
        label="Address",
        max_length=SLUG,
        required=False,
        help_text="Small letters, digits and hyphens. Left empty, it is made from the title. It can be changed later.",
    )
    language = forms.ChoiceField(choices=[])
    medicine = forms.ModelChoiceField(
        Topic.objects.filter(kind=TopicKind.MEDICINE), required=False, to_field_name="slug", empty_label=NONE
    )
    condition = forms.ModelChoiceField(
        Topic.objects.filter(kind=TopicKind.CONDITION),
        required=False,
        to_field_name="slug",
        empty_label=NONE,
        help_text="An article is about a medicine, a condition, or both.",
    )
    tags = TagsField()
    translation_of = forms.ModelChoiceField(
        Article.objects.filter(translation_of=None), required=False, empty_label=NONE, label="A translation of"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        if len(settings.LANGUAGES) == 1:
            # Nothing can be translated, and there is nothing to choose.
            del self.fields["translation_of"]
            self.fields["language"].widget = forms.HiddenInput()
            self.fields["language"].required = False

    def clean_title(self) -> str:
        """One line of plain text."""
        if not (title := richtext.plain(self.cleaned_data["title"])):
            raise forms.ValidationError("Give it a title.")
        return title

    def clean_language(self) -> str:
        """The chosen one, or the only one."""
        return self.cleaned_data["language"] or settings.LANGUAGE_CODE

    def clean(self) -> dict[str, Any]:
        """Propose an address where none was given, and check that the article is about something."""
        values = super().clean() or {}
        title, language = values.get("title"), values.get("language")
        if title and language and not values.get("slug") and "slug" not in self.errors:
            values["slug"] = proposed(title, language)
            if not values["slug"]:
                self.add_error("slug", "No address can be made from this title. Give one.")
        if not {"medicine", "condition"} & set(self.errors) and not (values.get("medicine") or values.get("condition")):
            self.add_error("condition", "Choose a medicine, a condition, or both.")
        return values


def proposed(title: str, language: str) -> str:
    """An address made from a title that no article of the language has; empty where the title has no Latin letters."""
    base = slugify(title.replace("_", " "))[: SLUG - 4].strip("-")
    if not base:
        return ""
    mine = {"language": language, "slug__startswith": base}
    taken = {
        *Article.objects.filter(**mine).values_list("slug", flat=True),
        *FormerSlug.objects.filter(**mine).values_list("slug", flat=True),
    }
    return next(
        slug for number in range(1, len(taken) + 2) if (slug := base + f"-{number}" * (number > 1)) not in taken
    )


@require_http_methods(["GET", "HEAD", "POST"])
@pages.for_readers
def new(request: HttpRequest) -> HttpResponse:
    """The form; posted, the article with its first draft, which opens in the editor."""
    user = pages.person(request)
    if not has_role(user, *steps.WRITERS):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, NewArticle(initial=request.GET.dict() | {"tags": request.GET.getlist("tags")}))
    form = NewArticle(request.POST)
    if not form.is_valid():
        return _page(request, form, status=pages.UNFIT)
    try:
        edition = _made(form.cleaned_data, user)
    except WorkflowError as error:
        form.add_error("slug" if "address" in str(error).lower() else None, str(error))
        return _page(request, form, status=pages.status_of(error))
    messages.success(request, "The article is there, with an empty draft. Readers see nothing of it yet.")
    return redirect("admin:desk-edit", edition.pk)


@transaction.atomic
def _made(values: dict[str, Any], by: User) -> Edition:
    article = workflow.create_article(
        by=by,
        slug=values["slug"],
        language=values["language"],
        medicine=values["medicine"],
        condition=values["condition"],
        tags=list(values["tags"]),
        translation_of=values.get("translation_of"),
    )
    return workflow.start_draft(article, by=by, title=values["title"])


def _page(request: HttpRequest, form: NewArticle, *, status: int = 200) -> HttpResponse:
    title = "New article" if not form.errors else "Not done: new article"
    return pages.page(request, "new.html", {"form": form}, title=title, status=status)
