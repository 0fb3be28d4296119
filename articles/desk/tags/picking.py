"""The field in which tags are picked: boxes to tick, which a script turns into a combobox that knows the synonyms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from articles.models import Tag


class TagBoxes(forms.CheckboxSelectMultiple):
    """A box for each tag, with every name that it is found by. ``desk/tags.js`` makes the combobox of it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The box, with the tag's other names."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if tag := getattr(value, "instance", None):
            option["attrs"]["data-also"] = "|".join(each.name for each in tag.names.all() if each.name != tag.name)
        return option


class TagsField(forms.ModelMultipleChoiceField[Tag]):
    """Any number of live tags, by their slugs."""

    def __init__(self, *, label: str = "Tags", help_text: str = "", required: bool = False) -> None:
        super().__init__(
            in_use(),
            required=required,
            to_field_name="slug",
            widget=TagBoxes,
            label=label,
            help_text=help_text,
            error_messages={"invalid_choice": "“%(value)s” is not in use any more. Choose another one."},
        )


def in_use() -> QuerySet[Tag]:
    """The live tags with their names, in the order of the alphabet."""
    return Tag.objects.live().prefetch_related("names").order_by("name")


def as_tagged(tags: Iterable[Tag]) -> dict[str, Any]:
    """What the form of an article's tags starts with."""
    slugs = [tag.slug for tag in tags]
    return {"tags": slugs, "seen": " ".join(slugs)}


class ArticleTags(forms.Form):
    """The tags of an article that is there. ``seen``: those that were on the page when it was opened."""

    tags = TagsField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "id_article_%s", **kwargs})

    @property
    def slugs_seen(self) -> list[str]:
        """The slugs that were on the page."""
        return str(self.cleaned_data["seen"]).split()
