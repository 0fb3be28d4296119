"""What the actions on an edition are told. A form's fields bear the names of the workflow's arguments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms

from accounts.models import Byline
from articles.models import Edition
from articles.workflow.inviting import LINE, MOST_DAYS

ANEW = ("sha256", "version")
"""What a form says of the text on its page: when it is shown again, of the text on that page."""

MOST = 5_000
"""How many characters a note, comment or reason may have."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What an action's form starts from: the edition, the text that stands on the page, and whose form it is."""

    edition: Edition
    sha256: str
    byline: Byline | None
    today: dt.date


class Words(forms.CharField):
    """A text of several lines."""

    def __init__(self, label: str, *, rows: int = 3, help_text: str = "", required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=required,
            max_length=MOST,
            widget=forms.Textarea(attrs={"rows": rows, "cols": ""}),
        )


class Day(forms.DateField):
    """A day, with the calendar of the browser."""

    def __init__(self, label: str, *, help_text: str = "") -> None:
        super().__init__(
            label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )


class Confirmed(forms.BooleanField):
    """A box that must be ticked. What it says is not passed on."""


class ActionForm(forms.Form):
    """The form of an action that needs to be told nothing."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, opened: Opened, name: str) -> None:
        self.opened, self.action = opened, name
        super().__init__(data, initial=self.starts_with(opened), auto_id=f"id_{name}_%s", label_suffix="")

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """What its fields hold at first."""
        return {}

    def again(self, opened: Opened, *, unconfirmed: bool) -> Self:
        """The form as it was filled in, on a page that may show another text by now, which is to be confirmed anew."""
        typed = {name: self.data[name] for name in self.fields if name in self.data}
        now = self.starts_with(opened)
        kept = {
            name: value
            for name, value in typed.items()
            if not (unconfirmed and isinstance(self.fields[name], Confirmed))
        }
        renewed = {name: now[name] for name in ANEW if name in self.fields}
        return type(self)(kept | renewed, opened=opened, name=self.action)

    def told(self) -> dict[str, Any]:
        """What the workflow is told: all but the boxes that were ticked."""
        return {
            name: value for name, value in self.cleaned_data.items() if not isinstance(self.fields.get(name), Confirmed)
        }


class Submit(ActionForm):
    """A draft goes to its reviewer, in the version that is on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = Words("Note to the reviewer", required=False, help_text="What to look at, what you were not sure of.")

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """The version on the page, and the note of the last time."""
        return {"version": opened.edition.version, "note": opened.edition.note_to_reviewer}


class Say(ActionForm):
    """A comment on a part (by its id), or on the whole text."""

    part = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = Words("Comment")


class Answer(ActionForm):
    """An answer to a comment."""

    text = Words("Answer")


class SetAside(ActionForm):
    """Why an advice is not followed; it is named by its rule, its place and the words that it is about."""

    code = forms.CharField(widget=forms.HiddenInput)
    target = forms.CharField(required=False, widget=forms.HiddenInput)
    about = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = Words("Why it is not followed")


class Reason(ActionForm):
    """Why an edition is taken back."""

    reason = Words("Why", help_text="Its reviewer reads this. An approval that it had becomes void.")


class Discard(ActionForm):
    """Why a draft will not be published, and that this is meant."""

    reason = Words("Why", help_text="Its history keeps this. The text is kept, and can be restored as a new draft.")
    confirmed = Confirmed(label="Yes, discard this draft")


class RequestChanges(ActionForm):
    """What needs to change in the text that was read."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = Words("What needs to change", rows=5, help_text="Your comments on the parts go with it.")

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """The text on the page."""
        return {"sha256": opened.sha256}


class Approve(ActionForm):
    """A clinician's declaration on the exact text that they read."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    declaration = Words("Why you are competent to review this", help_text="Readers see this with your name.")
    interests = Words(
        "What could sway you", rows=2, help_text="Payments, shares, posts, family; or “None”. Readers see this."
    )
    note = Words("Note to the authors", required=False)
    confirmed = Confirmed(
        label="I read the whole text on this page, checked it against its sources, and what I declare is true"
    )

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """The text on the page, a declaration to be corrected, and the interests of the byline."""
        byline = opened.byline
        return {
            "sha256": opened.sha256,
            "declaration": declaration(opened.edition, byline),
            "interests": byline.interests if byline else "",
        }


class Identity(ActionForm):
    """How somebody found out whether an invited clinician is who they say."""

    how = Words("How you found out", help_text="Such as “Number looked up in the register, rang the practice”.")


class Invite(ActionForm):
    """Whom a review link is made for."""

    name = forms.CharField(label="Name", max_length=LINE)
    email = forms.EmailField(
        label="Email address",
        required=False,
        help_text="Where the link is mailed to. Without one, you send it yourself.",
    )
    days = forms.IntegerField(label="Works for how many days", min_value=1, max_value=MOST_DAYS)
    note = Words("What they are asked to look at", required=False, help_text="They see this on their page.")

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """Two weeks."""
        return {"days": 14}


def declaration(edition: Edition, byline: Byline | None) -> str:
    """A declaration of competence for a clinician to correct and confirm."""
    article = edition.article
    about = " and ".join(topic.name for topic in (article.medicine, article.condition) if topic)
    post = f"{byline.credentials.removesuffix('.')}. " if byline and byline.credentials else ""
    return f"{post}My work covers {about}, and I am competent to judge what this page says about it."
