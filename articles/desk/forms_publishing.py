"""What the actions of publishing are told: when, as what kind of change, until which review."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from articles.desk.forms import ActionForm, Approve, Confirmed, Day, Opened, Words
from articles.desk.when import site_zone
from articles.localtime import NoSuchTime, clocks, moment
from articles.models import Article, ChangeKind

KINDS = (
    (ChangeKind.MAJOR, "Major: readers learn something new. Needs the note and reaches the feed."),
    (ChangeKind.CORRECTION, "Correction: what stood there was wrong. Needs the note and reaches the feed."),
    (ChangeKind.MINOR, "Minor: wording, spelling, layout. Does not reach the feed."),
)
MORNING = dt.time(9)


def in_a_year(today: dt.date) -> dt.date:
    """The same day next year; the last of February for a day that it has not."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:
        return today.replace(year=today.year + 1, day=28)


class NextReview(Day):
    """The day on which a text is to be reviewed again."""

    def __init__(self) -> None:
        super().__init__("Next review due", help_text="In a year by custom, in three at the latest.")


class Publish(ActionForm):
    """As what kind of change an edition is published, and when it is reviewed again."""

    change = forms.TypedChoiceField(
        label="What kind of change", choices=KINDS, coerce=ChangeKind, widget=forms.RadioSelect
    )
    public_note = Words("What changed and why, for readers", required=False)
    next_review_due = NextReview()

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """What was scheduled; else a review in a year, and a first edition as a major change."""
        edition = opened.edition
        first = edition.based_on_id is None
        return {
            "change": edition.change or (ChangeKind.MAJOR if first else ""),
            "public_note": edition.public_note or ("First edition." if first else ""),
            "next_review_due": edition.next_review_due or in_a_year(opened.today),
        }


class At(ActionForm):
    """A day and a time, in the time zone of the site; the workflow is told the moment."""

    day = Day("Day")
    time = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    twice = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clocks(timezone.now(), site_zone())
        self.fields["time"].help_text = f"In the time of {settings.TIME_ZONE}: {now}."

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """The time that was set; else tomorrow morning."""
        at = opened.edition.publish_at
        local = at.astimezone(site_zone()) if at else None
        tomorrow = opened.today + dt.timedelta(days=1)
        return {"day": local.date() if local else tomorrow, "time": local.time() if local else MORNING}

    def clean(self) -> dict[str, Any]:
        """The moment; the first, where the clocks show that time twice. A time that does not exist is refused."""
        data = super().clean() or {}
        day, time = data.pop("day", None), data.pop("time", None)
        if day and time:
            try:
                found = moment(dt.datetime.combine(day, time), site_zone())
            except NoSuchTime as error:
                self.add_error("time", str(error))
            else:
                data["publish_at"], self.twice = found.at, found.twice
        return data


class Schedule(At, Publish):
    """When an edition is published, and as what."""

    field_order = ("day", "time", "change", "public_note", "next_review_due")

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """As for publishing, tomorrow morning."""
        return Publish.starts_with(self, opened) | At.starts_with(self, opened)


class Withdraw(ActionForm):
    """Why readers can no longer have a page, and where they find what they need instead."""

    reason = Words("Why, for readers", help_text="They see this in place of the page.")
    redirect_to = forms.CharField(
        label="The page to go to instead",
        required=False,
        max_length=500,
        help_text="The address of another article, such as /articles/restless-legs/. Readers are shown the way there.",
    )
    confirmed = Confirmed(label="Yes, take this page away from readers")

    def clean_redirect_to(self) -> Article | None:
        """The article at that address, in the language of the page where there are several."""
        address: str = self.cleaned_data["redirect_to"].strip()
        if not address:
            return None
        slug = re.search(r"([a-z0-9-]+)/?$", address)
        found = list(Article.objects.filter(Q(slug=slug[1]) | Q(former_slugs__slug=slug[1])).distinct()) if slug else []
        own = [article for article in found if article.language == self.opened.edition.article.language]
        if not found:
            raise forms.ValidationError("There is no article at this address.")
        return (own or found)[0]


class RecordReview(Approve):
    """A clinician read the whole page and found nothing to change."""

    next_review_due = NextReview()
    field_order = ("sha256", "declaration", "interests", "next_review_due", "note", "confirmed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "Note for the history"

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """As for an approval, with a review in a year."""
        return super().starts_with(opened) | {"next_review_due": in_a_year(opened.today)}


class MoveReview(ActionForm):
    """The new day of a review, and why."""

    next_review_due = NextReview()
    reason = Words("Why", help_text="Its history keeps this.")

    def starts_with(self, opened: Opened) -> dict[str, Any]:
        """The day that it has."""
        return {"next_review_due": opened.edition.next_review_due}
