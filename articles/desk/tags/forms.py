"""What the keepers of the vocabulary are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts.models import User
from articles import workflow
from articles.desk.forms import Words
from articles.desk.tags.picking import TagsField, in_use
from articles.models import Tag, TagNameKind
from articles.workflow import NewTag
from articles.workflow.tag_checks import DESCRIPTION, NAME, SLUG

MOST = 8
"""Into how many a tag is split at most."""


def keepers_only(user: User) -> None:
    """Answer 403 to whoever does not keep the vocabulary."""
    if not workflow.may_keep_tags(user):
        raise PermissionDenied


class TagForm(forms.Form):
    """A form about tags."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class One(forms.ModelChoiceField[Tag]):
    """One live tag, or none."""

    def __init__(self, label: str, *, required: bool = False, empty: str = "None", help_text: str = "") -> None:
        super().__init__(
            in_use(), required=required, to_field_name="slug", label=label, empty_label=empty, help_text=help_text
        )


class Described(TagForm):
    """What a tag is called beside its usual name, what it is, and what it is a part of."""

    description = forms.CharField(
        max_length=DESCRIPTION, required=False, help_text="One sentence, shown on the tag's page."
    )
    parent = One("A part of", help_text="A wider tag. A part has no parts itself.")

    def __init__(self, *args: Any, tag: Tag | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = in_use().filter(parent=None).exclude(pk=tag.pk if tag else 0)  # type: ignore[attr-defined]
        for code, language in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                self.fields[f"name_{code}"] = forms.CharField(
                    max_length=NAME, required=False, label=f"Name in {language}"
                )
        for code, language in settings.LANGUAGES:
            among = f" in {language}" if len(settings.LANGUAGES) > 1 else ""
            self.fields[f"synonyms_{code}"] = Words(
                f"Synonyms{among}", rows=4, required=False, help_text="One a line. Each leads to this tag alone."
            )

    def told(self) -> dict[str, Any]:
        """What the workflow is told."""
        values = self.cleaned_data
        codes = [code for code, _ in settings.LANGUAGES]
        return {
            "description": values["description"],
            "parent": values["parent"],
            "names": {code: values[f"name_{code}"] for code in codes if values.get(f"name_{code}")},
            "synonyms": [(code, word) for code in codes for word in lines(values[f"synonyms_{code}"])],
        }


def as_described(tag: Tag) -> dict[str, Any]:
    """What the form of a tag starts with."""
    found: dict[str, Any] = {"description": tag.description, "parent": tag.parent and tag.parent.slug}
    for name in tag.names.all():
        if name.kind == TagNameKind.NAME:
            found[f"name_{name.language}"] = name.name
        else:
            there = found.get(f"synonyms_{name.language}")
            found[f"synonyms_{name.language}"] = f"{there}\n{name.name}" if there else name.name
    return found


class Created(Described):
    """A new tag."""

    name = forms.CharField(max_length=NAME, help_text="As readers see it.")
    slug = forms.CharField(
        label="Address",
        max_length=SLUG,
        required=False,
        help_text="Small letters, digits and hyphens. Left empty, it is made from the name.",
    )
    something_else = forms.BooleanField(required=False, label="It is something else than those")
    field_order = ("name", "slug", "description", "parent")


class Renamed(TagForm):
    """Another name, another address, or both."""

    name = forms.CharField(max_length=NAME)
    slug = forms.CharField(label="Address", max_length=SLUG, help_text="The old one leads to it for ever.")
    keep_old_name = forms.BooleanField(required=False, label="Keep the old name as a synonym")


class Merged(TagForm):
    """Which tags are one."""

    tags = TagsField(label="Tags that are one", required=True)
    into = One("The one that stays", required=True, empty="Choose one")


class Retired(TagForm):
    """Where the page of a retired tag leads."""

    to = One("Its page leads to", empty="Nowhere: it says that it is gone")


class Split(TagForm):
    """Into which tags one is split."""

    there = TagsField(label="Tags that are there", help_text="The tag itself may be one of them: then it stays.")
    new = Words("New ones", rows=3, required=False, help_text="One name a line.")
    something_else = forms.BooleanField(required=False, label="The new ones are something else than what is there")

    def parts(self) -> list[Tag | NewTag]:
        """Those that are there, then the new ones."""
        return [*self.cleaned_data["there"], *(NewTag(name) for name in lines(self.cleaned_data["new"]))]

    def clean(self) -> dict[str, Any]:
        """Two or more, and not so many that nobody sees what goes where."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not 1 < len(self.parts()) <= MOST:
            raise forms.ValidationError(f"Name two or more, at most {MOST}.")
        return values


class Reversed(TagForm):
    """A change is taken back: nothing more is to be said than why."""


def lines(text: str) -> Iterable[str]:
    """The lines of a text that have something on them."""
    return [line.strip() for line in text.splitlines() if line.strip()]
